namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// What is said of a factor that is proposed; of an existing factor the rest is as in the version before. What was kept
/// of a proposal can be read as this again: it says everything.
/// </summary>
internal sealed record ProposedFactor
{
    /// <summary>Permanent id. Of a plant's own factor: the id of the factor it takes the place of.</summary>
    public string? Id { get; init; }

    /// <summary>The next version of the id; need not be given.</summary>
    public int? Version { get; init; }

    /// <summary>What lines name as their factor set; lines of one set are correlated.</summary>
    public string? Set { get; init; }
    public string? What { get; init; }
    public string? AppliesTo { get; init; }
    public decimal? Value { get; init; }
    public string? Unit { get; init; }

    /// <summary>First month of activity it serves.</summary>
    public Month? ValidFrom { get; init; }

    /// <summary>Last month of activity it serves.</summary>
    public Month? ValidTo { get; init; }

    /// <summary>The year the figure describes, which is not the accounting year.</summary>
    public int? DataYear { get; init; }

    /// <summary>Where the value stands written.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// T, GK-H, GK-M, GK-L or assumption; of a verified value text or copy, with which it was compared; of a plant's
    /// own factor measured.
    /// </summary>
    public string? Standing { get; init; }

    /// <summary>
    /// provisional; verified when somebody has compared the value with the official text that the reference names.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Half-width at 95 %.</summary>
    public decimal? UncertaintyPercent { get; init; }
    public string? Note { get; init; }

    /// <summary>The official text with its clause or page, or the test report of a plant's own factor.</summary>
    public string? Reference { get; init; }

    /// <summary>The plant whose own factor it is.</summary>
    public string? Plant { get; init; }

    /// <summary>The source of that plant it is confined to.</summary>
    public string? PlantSource { get; init; }

    /// <summary>Why the value is right although it is ten times or a tenth of its neighbours.</summary>
    public string? Explanation { get; init; }
}
