namespace CarbonPlatform.Calculation.Factors;

/// <summary>A row of the mapping of accounting years as it was proposed and is kept.</summary>
internal sealed record YearFacts
{
    public required string Series { get; init; }

    /// <summary>First accounting year.</summary>
    public required int FromYear { get; init; }

    /// <summary>Last accounting year; none while it stands.</summary>
    public int? ToYear { get; init; }

    /// <summary>
    /// Id of a factor; <c>{year}</c>, <c>{year-2}</c>, <c>{province}</c>, <c>{six-grid}</c> stand for the accounting
    /// year and the plant's place.
    /// </summary>
    public required string Factor { get; init; }

    /// <summary>What lines carry: nothing, provisional-factor or carried-forward.</summary>
    public string? Status { get; init; }
    public string? Note { get; init; }

    /// <summary>The accounting years it serves, open ends closed.</summary>
    public (int From, int To) Span() => (FromYear, ToYear ?? Month.Max.Year);

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
