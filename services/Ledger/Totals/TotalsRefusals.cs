using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>Why a question for totals is not answered, with what would be right.</summary>
internal static class TotalsRefusals
{
    /// <summary>What a question may be refused with, one of each code, as the API's document shows it.</summary>
    public static IReadOnlyList<Refusal> Examples =>
        [
            MonthInvalid("from", "2024-13"),
            Refusals.RangeInvalid(new Month(2024, 3), new Month(2024, 2)),
            NamedOrg.Unknown("SX-A9"),
            NamedOrg.Ambiguous("ALU"),
            UnknownDimension("unit"),
            UnknownBasis("national"),
            BasisAmbiguous("scope2", Bases.LocationNational, Bases.Market),
            WarmingPotentials.Unknown("AR7", ["AR5", "AR6"]),
            UnknownUnit("lb"),
            UnitAmbiguous("kg", "t"),
            ChoiceInvalid("uncertainty", "yes", "the bounds of each total"),
            PositionRefusals.Malformed("yesterday"),
            PositionRefusals.Unknown(18_230, 18_229, 18_233),
            ProvenanceNoTable,
            AmountRefusals.TooLargeToWrite,
            Refusals.TooManyRows(
                "It would have 1,200,000 rows, and may have 500,000. Ask for fewer months (from, to), for a unit or a "
                    + "plant (org), or by less (groupBy)."
            ),
        ];

    public static Refusal MonthInvalid(string name, string? text) =>
        Wrong(
            "month-invalid",
            "The month cannot be read",
            $"{name} {(string.IsNullOrEmpty(text) ? "is missing" : $"is \"{text}\"")}; give {Month.Expected}."
        );

    /// <summary>What a total is made of is a list to each row.</summary>
    public static Refusal ProvenanceNoTable { get; } =
        Wrong(
            "provenance-no-table",
            "Provenance is answered as JSON alone",
            "What each total rests on is a list of its own and has no place in the row of a table. "
                + "Leave provenance out, or accept application/json."
        );

    public static Refusal TooManyRows(int rows, int most, TotalsQuestion question) =>
        Refusals.TooManyRows(
            string.Create(CultureInfo.InvariantCulture, $"It would have {rows:N0} rows, and may have {most:N0}")
                + (question.WithComposition ? " with uncertainty or provenance. " : ". ")
                + "Ask for fewer months (from, to), for a unit or a plant (org), or by less (groupBy)."
        );

    public static Refusal UnknownDimension(string name) =>
        Wrong(
            "unknown-dimension",
            "There is no such dimension",
            $"\"{name}\" is nothing that totals can be grouped by. "
                + $"Give any of {string.Join(", ", DimensionNames.All.Keys)}."
                + (name == "unit" ? " A unit of the organisation is orgUnit; unit is a unit of measure." : "")
        );

    public static Refusal UnknownBasis(string name) =>
        Wrong(
            "unknown-basis",
            "There is no such basis",
            $"\"{name}\" is no basis. Give at most one of each family: {Families()}."
        );

    public static Refusal BasisAmbiguous(string family, string first, string second) =>
        Wrong(
            "basis-ambiguous",
            "Two bases of one family are asked for",
            $"{first} and {second} are both of the family {family}: they count the same thing in two ways and are "
                + "never added. Give one of them, and ask again for the other."
        );

    public static Refusal UnknownUnit(string name) =>
        Wrong(
            "unknown-unit",
            "There is no such unit",
            $"\"{name}\" is no unit that totals can be given in. Give at most one of each kind: {KindsOfUnits()}."
        );

    public static Refusal UnitAmbiguous(string first, string second) =>
        Wrong(
            "unit-ambiguous",
            "Two units for the same measures are asked for",
            $"{first} and {second} are both for the same measures. Give one of them."
        );

    public static Refusal ChoiceInvalid(string name, string? text, string what) =>
        Wrong(
            "choice-invalid",
            "Neither true nor false",
            $"{name} is \"{text}\"; give true for {what}, or leave it out."
        );

    private static string KindsOfUnits() =>
        string.Join("; ", OutputUnits.Kinds.Select(kind => string.Join(", ", kind.Select(unit => unit.Symbol))));

    private static string Families() =>
        string.Join("; ", Bases.Families.Select(family => $"{family.Key}: {string.Join(", ", family.Value)}"));

    private static Refusal Wrong(string code, string title, string detail) =>
        new(code, title, detail, StatusCodes.Status400BadRequest);
}
