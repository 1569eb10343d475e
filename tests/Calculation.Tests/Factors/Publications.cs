using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>What the tests of factors propose and post.</summary>
internal static class Publications
{
    public const string Sources = "BOILER-1 boiler | BOILER-2 boiler | GRID-1 grid-connection";

    /// <summary>Official carbon content of anthracite.</summary>
    public static readonly object Anthracite = FactorsApi.One(
        new
        {
            id = "fuel.ndrc-2013.anthracite.carbon-content",
            value = "0.0275",
            source = "official text",
            standing = "text",
            status = "verified",
            reference = "table 2, page 14",
            uncertaintyPercent = "5",
        }
    );

    /// <summary>The average of data year 2024, which serves 2026; from 2027 on it is the latest.</summary>
    public static readonly object Grid2024 = new
    {
        reason = "Published factors of data year 2024",
        factors = new[]
        {
            new
            {
                id = "grid.average.CN.2024",
                set = "grid-2024",
                what = "grid-average",
                appliesTo = "CN",
                value = "0.5201",
                unit = "kgCO2/kWh",
                validFrom = "2026-01",
                dataYear = 2024,
                source = "an official notice",
                standing = "T",
                uncertaintyPercent = "5",
            },
        },
        years = new object[]
        {
            new
            {
                series = "national-average",
                fromYear = 2026,
                toYear = 2026,
                factor = "grid.average.CN.{year-2}",
            },
            new
            {
                series = "national-average",
                fromYear = 2027,
                factor = "grid.average.CN.2024",
                status = "provisional-factor",
                note = "Data year 2025 is not published",
            },
        },
    };

    public static ReadingsAcceptedEvent Sheet(
        string plant,
        string readings,
        string month = "2024-03",
        int revision = 1
    ) => Sheets.Event(month, "SX", Sources, readings, revision: revision) with { Plant = PlantCode.Parse(plant) };

    public static string Error(JsonNode body) => body["code"]!.GetValue<string>();

    /// <summary>Amounts of an event by category, basis and measure.</summary>
    public static Dictionary<string, decimal> Sums(EmissionsCalculatedEvent calculated)
    {
        var sums = new Dictionary<string, decimal>(StringComparer.Ordinal);
        for (var i = 0; i < calculated.Lines.Amount.Count; i++)
        {
            var basis = calculated.Lines.Basis[i] < 0 ? "" : calculated.Codes[calculated.Lines.Basis[i]];
            var key =
                $"{calculated.Codes[calculated.Lines.Category[i]]} {basis} "
                + $"{calculated.Codes[calculated.Lines.Measure[i]]}";
            sums[key] = sums.GetValueOrDefault(key) + calculated.Lines.Amount[i];
        }
        return sums;
    }
}
