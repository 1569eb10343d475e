using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>What is wrong with a proposed row, and what would be right.</summary>
/// <param name="Field">The member of the row, or the column of the table, that it is about.</param>
/// <param name="Code">What happened, in stable kebab-case.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record RowFault(string Field, string Code, string Message, string Expected)
{
    /// <summary>With its place in the proposal.</summary>
    /// <param name="table"><c>factors</c> or <c>years</c>.</param>
    /// <param name="row">From 0.</param>
    public RefusalItem In(string table, int row) => new(row, $"{table}[{row}].{Field}", Code, Message, Expected);
}

/// <summary>
/// Every fault that a proposal can have, with its code: of the proposal as a whole, of a table, of a factor, of a year.
/// </summary>
internal static class ProposalFaults
{
    /// <summary>Longest reference, source, note or explanation.</summary>
    public const int LongestText = 500;

    private const int LongestReason = 500;

    // Of the proposal as a whole.

    /// <summary>
    /// What is wrong with the reason that somebody gives for a proposal or its withdrawal; null when it says something.
    /// </summary>
    public static RefusalItem? OfReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason
            ? new RefusalItem(
                null,
                "reason",
                "reason-missing",
                "Nobody is told why.",
                $"1 to {LongestReason} characters that say why."
            )
            : null;

    public static RefusalItem Empty { get; } =
        new(null, "factors", "proposal-empty", "The proposal has no row.", "At least one factor or year.");

    public static RefusalItem TooLarge(int rows, int most) =>
        new(null, "factors", "proposal-too-large", $"The proposal has {rows} rows.", $"At most {most}.");

    /// <summary>The start would stop at such a catalogue.</summary>
    public static RefusalItem BreaksMethod(DataFileException fault) =>
        new(
            null,
            "factors",
            "proposal-breaks-method",
            $"With these rows {fault.Reason}.",
            "Rows with which every method finds what it needs, in its unit and in every month."
        );

    // Of a table sent as CSV.

    public static RefusalItem HeaderUnknown(string[] header, IEnumerable<string> columns) =>
        new(
            null,
            "header",
            "proposal-header-unknown",
            header.Length == 0
                ? "The table has no header."
                : $"The header {string.Join(',', header)} is not that of a table of factors or years.",
            $"Some of {string.Join(", ", columns)}, each once."
        );

    public static RefusalItem RowBroken(string table, int row, int cells, int columns) =>
        new(
            row,
            $"{table}[{row}]",
            "proposal-row-broken",
            $"{cells} cells where {columns} columns are.",
            "A comma inside of a cell needs quotation marks round the cell."
        );

    public static RowFault CellUnreadable(string column, string text, string expected) =>
        new(column, "proposal-cell-unreadable", $"{column} is \"{text}\".", expected);

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
        new(field, "factor-plant-invalid", wrong.Message, wrong.Expected);

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

    // Of a year.

    public static RowFault SeriesUnknown(string? series, IEnumerable<string> known) =>
        new(
            "series",
            "year-series-unknown",
            series is null ? "The row names no series." : $"There is no series \"{series}\".",
            $"One of {string.Join(", ", known)}."
        );

    public static RowFault SpanInvalid(int? from, int? to) =>
        new(
            "fromYear",
            "year-span-invalid",
            $"The accounting years {from} to {to} are none.",
            $"A first year, and a last one not before it, within {Month.Min.Year} to {Month.Max.Year}."
        );

    public static RowFault YearOverlap(string series, int one, int other) =>
        new(
            "fromYear",
            "year-overlap",
            $"Two rows of {series} serve the same years: one from {one}, one from {other}.",
            "One row for a year."
        );

    public static RowFault YearGap(string series, int year) =>
        new(
            "fromYear",
            "year-gap",
            $"In {year} no factor of {series} would serve.",
            "Rows that leave no year between them out."
        );

    public static RowFault FactorOfYearMissing { get; } =
        new("factor", "year-without-factor", "The row names no factor.", "The id of a factor.");

    public static RowFault FactorOfYearUnusable(string fault) =>
        new(
            "factor",
            "year-without-factor",
            $"The {fault}.",
            "An id that exists and is valid in all the years, or a shorter span."
        );

    public static RowFault YearStatusUnknown(string? status) =>
        new(
            "status",
            "year-status-unknown",
            $"\"{status}\" is no status of a line.",
            "Nothing, provisional-factor or carried-forward."
        );

    private static string SomeText => $"1 to {LongestText} characters.";
}
