namespace CarbonPlatform.Calculation.Proposals;

/// <summary>Which factor serves which accounting years of a series, from now on.</summary>
internal sealed record ProposedYear
{
    public string? Series { get; init; }
    public int? FromYear { get; init; }

    /// <summary>Last accounting year; none while it stands.</summary>
    public int? ToYear { get; init; }

    /// <summary>
    /// Id of a factor; <c>{year}</c>, <c>{year-2}</c>, <c>{province}</c>, <c>{six-grid}</c> stand for the accounting
    /// year and the plant's place.
    /// </summary>
    public string? Factor { get; init; }

    /// <summary>What lines carry: nothing, provisional-factor or carried-forward.</summary>
    public string? Status { get; init; }
    public string? Note { get; init; }
}
