using System.Text.Json;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>What is proposed together is published together.</summary>
internal sealed record ProposedRows
{
    public IReadOnlyList<FactorFacts> Factors { get; init; } = [];

    public IReadOnlyList<YearFacts> Years { get; init; } = [];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StrictJson.Options);

    public static ProposedRows FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ProposedRows>(json, StrictJson.Options)!;
}

/// <summary>What one publication brought into the catalogue.</summary>
internal sealed class Publication
{
    public Publication(int version, ProposedRows rows)
    {
        Version = version;
        Factors = [.. rows.Factors.Select(row => new Factor(row, version))];
        Years = [.. rows.Years.Select(row => row.ToYearOfSeries(version))];
        Reach = Reach.Of(rows);
    }

    /// <summary>The catalogue version it made.</summary>
    public int Version { get; }

    public IReadOnlyList<Factor> Factors { get; }

    public IReadOnlyList<FactorYear> Years { get; }

    public Reach Reach { get; }
}

/// <summary>
/// The months and the plant that rows can concern at all; whatever they say, elsewhere nothing changes.
/// </summary>
/// <param name="From">First month.</param>
/// <param name="To">Last month.</param>
/// <param name="Plant">The only plant; null for all.</param>
internal readonly record struct Reach(Month From, Month To, PlantCode? Plant)
{
    public static Reach Of(ProposedRows rows)
    {
        var spans = rows
            .Factors.Select(row => row.Span())
            .Concat(
                rows.Years.Select(row =>
                    (From: new Month(row.FromYear, 1), To: new Month(row.ToYear ?? Month.Max.Year, 12))
                )
            )
            .ToList();
        var plants = rows.Factors.Select(row => row.Plant).Distinct().ToList();
        return new Reach(
            spans.Min(span => span.From),
            spans.Max(span => span.To),
            rows.Years.Count == 0 && plants.Count == 1 ? plants[0] : null
        );
    }
}
