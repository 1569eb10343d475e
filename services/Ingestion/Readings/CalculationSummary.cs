using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What a plant is told of a calculated revision: sums, and what is missing.</summary>
internal sealed record CalculationSummary(IReadOnlyList<CalculationSummary.Sum> Sums, IReadOnlyList<GapRecord> Gaps)
{
    /// <summary>The sum of the lines of one category, basis and measure.</summary>
    internal sealed record Sum(string Category, string? Basis, string Measure, decimal Quantity, string? Unit);

    public static CalculationSummary Of(EmissionsCalculatedEvent result)
    {
        var lines = result.Lines;
        var sums = new Dictionary<(int Category, int Basis, int Measure), decimal>();
        for (var i = 0; i < lines.Amount.Count; i++)
        {
            var key = (lines.Category[i], lines.Basis[i], lines.Measure[i]);
            sums[key] = sums.GetValueOrDefault(key) + lines.Amount[i];
        }
        return new CalculationSummary(
            [
                .. sums.Select(s => new Sum(
                        result.Codes[s.Key.Category],
                        s.Key.Basis < 0 ? null : result.Codes[s.Key.Basis],
                        result.Codes[s.Key.Measure],
                        s.Value,
                        UnitOf(result.Codes[s.Key.Measure])
                    ))
                    .OrderBy(s => s.Category, StringComparer.Ordinal)
                    .ThenBy(s => s.Basis, StringComparer.Ordinal)
                    .ThenBy(s => s.Measure, StringComparer.Ordinal),
            ],
            result.Gaps
        );
    }

    public string ToJson() => JsonSerializer.Serialize(this, StrictJson.Options);

    public static CalculationSummary FromJson(string json) =>
        JsonSerializer.Deserialize<CalculationSummary>(json, StrictJson.Options)!;

    private static string? UnitOf(string measure) =>
        Quantities.Measure.TryParse(measure, out var known) ? known.Unit.Symbol : null;
}
