using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>Every fault that a proposed factor can have, with its code.</summary>
internal static class FactorFaults
{
    /// <summary>Longest reference, source, note or explanation.</summary>
    public const int LongestText = 500;

    // Of a factor: which one it is.

    public static RowFault IdInvalid(string id) =>
        new(
            "id",
            "factor-id-invalid",
            id.Length == 0 ? "The row has no id." : $"\"{id}\" is no id.",
            "Letters, digits, points, hyphens and underscores."
        );

    public static RowFault PlantMissing { get; } =
        new("plant", "factor-plant-missing", "A source is named without its plant.", "The plant, too.");

    /// <summary>The plant, or the source of it, is no code.</summary>
    /// <param name="field"><c>plant</c> or <c>plantSource</c>.</param>
    /// <param name="wrong">What is wrong with the code.</param>
    public static RowFault PlantInvalid(string field, InputFault wrong) =>
        new(field, "factor-plant-invalid", wrong.Message, InputFault.Sentence(wrong.Expected));

    public static RowFault PlantUnknown(PlantCode plant, string? nearest) =>
        new(
            "plant",
            "factor-plant-unknown",
            $"There is no plant '{plant}'.",
            Meant(nearest) + "A plant of the group; one that is to come is put into the organisation first."
        );

    public static RowFault SourceUnknown(PlantCode plant, string source, string? nearest) =>
        new(
            "plantSource",
            "factor-source-unknown",
            $"{plant} has no source '{source}'.",
            Meant(nearest) + "A source of the plant; one that is to come is put into the organisation first."
        );

    private static string Meant(string? nearest) => nearest is null ? "" : $"Did you mean '{nearest}'? ";

    public static RowFault VersionTaken(string id, int stated, int next) =>
        new(
            "version",
            "factor-version-taken",
            $"Version {stated} of {id} was given; the next one is {next}.",
            "A version is never edited: leave it out, or give the next one."
        );

    public static RowFault IdentityChanged(Factor factor) =>
        new(
            "what",
            "factor-identity-changed",
            $"{factor.Id} is {factor.What} of {factor.AppliesTo}, and stays so.",
            "The same as before, or a new id."
        );

    public static RowFault WhatUnknown(string id, string what, IEnumerable<string> known) =>
        new(
            "what",
            "factor-what-unknown",
            what.Length == 0 ? $"{id} is new, and it is not said what it is." : $"No factor is a \"{what}\".",
            $"One of {string.Join(", ", known)}."
        );

    public static RowFault AppliesToMissing { get; } =
        new(
            "appliesTo",
            "factor-applies-to-missing",
            "It is not said what the factor applies to.",
            "A fuel, a province, a technology …; * for everything."
        );

    public static RowFault SetUnknown(string set, IEnumerable<string> known) =>
        new(
            "set",
            "factor-set-unknown",
            set.Length == 0 ? "The row names no set." : $"There is no set \"{set}\".",
            $"One of {string.Join(", ", known)}, or one of these for another year."
        );

    public static RowFault SetOfOwn { get; } =
        new("set", "factor-set-unknown", "The set of a plant's own factor is the plant.", "Leave it out.");

    public static RowFault NotOwnable(string id, bool isKnown, IEnumerable<string> ownable) =>
        new(
            "id",
            "factor-not-ownable",
            isKnown ? $"{id} is nothing that a plant measures for itself." : $"No method looks for {id}.",
            "The id of the factor that it takes the place of, in the set of the source's profile, and of one of these "
                + $"kinds: {string.Join(", ", ownable)}."
        );

    // Of a factor: its value, and when it serves.

    public static RowFault UnitWrong(string what, string unit, IEnumerable<string> allowed) =>
        new(
            "unit",
            "factor-unit-wrong",
            unit.Length == 0 ? "The row has no unit." : $"{what} is not in \"{unit}\".",
            $"{string.Join(" or ", allowed)}."
        );

    public static RowFault ValueMissing { get; } =
        new("value", "factor-value-invalid", "The row has no value.", "A decimal number, zero or more.");

    public static RowFault ValueImpossible(decimal value, string unit) =>
        new(
            "value",
            "factor-value-invalid",
            $"{value} {unit} cannot be.",
            unit == "%" ? "0 to 100 %." : "Zero or more."
        );

    public static RowFault ValueOutOfLine(string id, decimal value, string unit, decimal lowest, decimal highest) =>
        new(
            "value",
            "factor-value-out-of-line",
            $"{value} {unit} is ten times or a tenth of what stands beside {id}: "
                + $"{(lowest == highest ? $"{lowest}" : $"{lowest} to {highest}")}.",
            "A value in the unit of its neighbours, or an explanation why it is right."
        );

    public static RowFault UncertaintyInvalid(decimal? percent) =>
        new(
            "uncertaintyPercent",
            "factor-uncertainty-invalid",
            percent is null ? "The row does not say how well the value is known." : $"{percent} % is no half-width.",
            $"0 to {Factor.LargestUncertaintyPercent}, percent, at 95 %."
        );

    public static RowFault ValidityInvalid(Month? from, Month? to) =>
        new("validFrom", "factor-validity-invalid", $"{from} is after {to}.", "The first month before the last.");

    public static RowFault ValidityOfOwnMissing { get; } =
        new(
            "validFrom",
            "factor-validity-invalid",
            "An own factor serves from some month on.",
            "The first month that the test report speaks of."
        );

    public static RowFault ValidityOfOwnTooLong(string id, int longestMonths) =>
        new(
            "validTo",
            "factor-validity-too-long",
            $"An own {id} serves at most {longestMonths} months; then it is measured again.",
            $"A last month, at most {longestMonths} months from the first on."
        );

    public static RowFault Overlap(string id, (Month From, Month To) one, (Month From, Month To) other) =>
        new(
            "validFrom",
            "factor-overlap",
            $"Two rows of {id} serve the same months: one from {one.From} to {one.To}, "
                + $"one from {other.From} to {other.To}.",
            "One row for a month."
        );

    public static RowFault Gap(string id, Month from, Month to) =>
        new(
            "validFrom",
            "factor-gap",
            $"From {from} to {to} no version of {id} would serve.",
            "A validity that follows on those before."
        );

    public static RowFault Unchanged(Factor standing) =>
        new(
            "value",
            "factor-unchanged",
            $"{standing.Id} version {standing.Version} says the same.",
            "Another value, validity, source, standing, status or uncertainty."
        );

    // Of a factor: where it comes from.

    public static RowFault SourceMissing { get; } =
        new("source", "factor-source-missing", "The row does not say where the value comes from.", SomeText);

    public static RowFault ReferenceMissing { get; } =
        new(
            "reference",
            "factor-reference-missing",
            "The row says verified, but not with which text it was compared.",
            SomeText
        );

    public static RowFault TestReportMissing { get; } =
        new("reference", "factor-reference-missing", "The row names no test report.", SomeText);

    public static RowFault TextTooLong(string field, int length) =>
        new(field, "factor-text-too-long", $"{field} has {length} characters.", $"At most {LongestText} characters.");

    public static RowFault StandingUnknown(string standing, IEnumerable<string> known) =>
        new(
            "standing",
            "factor-standing-unknown",
            standing.Length == 0 ? "The row has no standing." : $"\"{standing}\" is no standing here.",
            $"One of {string.Join(", ", known)}."
        );

    public static RowFault StatusUnknown(string status) =>
        new("status", "factor-status-unknown", $"\"{status}\" is no status.", "provisional or verified.");

    public static RowFault DataYearFuture(int? year, int thisYear) =>
        new(
            "dataYear",
            "factor-data-year-future",
            $"The data year {year} has not begun.",
            $"At most {thisYear}: the year the figure describes, not the one it serves."
        );

    public static RowFault DataYearNone(int? year, int thisYear) =>
        new("dataYear", "factor-data-year-future", $"{year} is no year of data.", $"{Month.Min.Year} to {thisYear}.");

    private static string SomeText => $"1 to {LongestText} characters.";
}
