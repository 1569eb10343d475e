using System.Text.Json;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>A version of a factor as it was proposed and is kept.</summary>
internal sealed record FactorRow
{
    public required string Id { get; init; }
    public required int Version { get; init; }
    public required string Set { get; init; }
    public required string What { get; init; }
    public required string AppliesTo { get; init; }
    public required decimal Value { get; init; }
    public required string Unit { get; init; }

    /// <summary>First month of activity it serves; none for all before.</summary>
    public Month? ValidFrom { get; init; }

    /// <summary>Last month of activity it serves; none while it stands.</summary>
    public Month? ValidTo { get; init; }

    /// <summary>The year the figure describes.</summary>
    public int? DataYear { get; init; }
    public required string Source { get; init; }

    /// <summary>T, GK-H, GK-M, GK-L, assumption; measured for a plant's own.</summary>
    public required string Standing { get; init; }

    /// <summary>provisional or verified.</summary>
    public required string Status { get; init; }

    /// <summary>Half-width at 95 %.</summary>
    public required decimal UncertaintyPercent { get; init; }
    public string? Note { get; init; }

    /// <summary>The official text that the value was compared with, or the test report.</summary>
    public string? Reference { get; init; }

    /// <summary>The plant whose own factor it is.</summary>
    public string? Plant { get; init; }

    /// <summary>The source of that plant it is confined to.</summary>
    public string? PlantSource { get; init; }

    /// <summary>Why the value is right although it is far from its neighbours.</summary>
    public string? Explanation { get; init; }

    public Factor ToFactor(int publishedBy) =>
        new()
        {
            Id = Id,
            Version = Version,
            Set = Set,
            SetVersion = $"{Set}/{Version}",
            What = What,
            AppliesTo = AppliesTo,
            Value = Value,
            Unit = Unit,
            ValidFrom = ValidFrom ?? Month.Min,
            ValidTo = ValidTo ?? Month.Max,
            DataYear = DataYear,
            Source = Source,
            Standing = Standing,
            Status = Status,
            UncertaintyPercent = UncertaintyPercent,
            Note = Note,
            Reference = Reference,
            Plant = Plant,
            PlantSource = PlantSource,
            PublishedBy = publishedBy,
        };
}

/// <summary>A row of the mapping of accounting years as it was proposed and is kept.</summary>
internal sealed record YearRow
{
    public required string Series { get; init; }

    /// <summary>First accounting year.</summary>
    public required int FromYear { get; init; }

    /// <summary>Last accounting year; none while it stands.</summary>
    public int? ToYear { get; init; }

    /// <summary>Id of a factor; <c>{year}</c>, <c>{year-2}</c>, <c>{province}</c>, <c>{six-grid}</c> stand for the accounting year and the plant's place.</summary>
    public required string Factor { get; init; }

    /// <summary>What lines carry: nothing, provisional-factor or carried-forward.</summary>
    public string? Status { get; init; }
    public string? Note { get; init; }

    public FactorYear ToYearOfSeries(int publishedBy) =>
        new()
        {
            Series = Series,
            From = FromYear,
            To = ToYear ?? Month.Max.Year,
            Template = Factor,
            Status = FactorYear.StatusOf(Status),
            Note = Note,
            PublishedBy = publishedBy,
        };
}

/// <summary>What is proposed together is published together.</summary>
internal sealed record ProposedRows
{
    public IReadOnlyList<FactorRow> Factors { get; init; } = [];

    public IReadOnlyList<YearRow> Years { get; init; } = [];

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
        Factors = [.. rows.Factors.Select(row => row.ToFactor(version))];
        Years = [.. rows.Years.Select(row => row.ToYearOfSeries(version))];
        Reach = Reach.Of(rows);
    }

    /// <summary>The catalogue version it made.</summary>
    public int Version { get; }

    public IReadOnlyList<Factor> Factors { get; }

    public IReadOnlyList<FactorYear> Years { get; }

    public Reach Reach { get; }
}

/// <summary>The months and the plant that rows can concern at all; whatever they say, elsewhere nothing changes.</summary>
/// <param name="From">First month.</param>
/// <param name="To">Last month.</param>
/// <param name="Plant">The only plant; null for all.</param>
internal readonly record struct Reach(Month From, Month To, string? Plant)
{
    public static Reach Of(ProposedRows rows)
    {
        var spans = rows
            .Factors.Select(row => (From: row.ValidFrom ?? Month.Min, To: row.ValidTo ?? Month.Max))
            .Concat(
                rows.Years.Select(row =>
                    (From: new Month(row.FromYear, 1), To: new Month(row.ToYear ?? Month.Max.Year, 12))
                )
            )
            .ToList();
        var plants = rows.Factors.Select(row => row.Plant).Distinct(StringComparer.Ordinal).ToList();
        return new Reach(
            spans.Min(span => span.From),
            spans.Max(span => span.To),
            rows.Years.Count == 0 && plants.Count == 1 ? plants[0] : null
        );
    }
}
