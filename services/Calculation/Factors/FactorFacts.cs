namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A version of a factor with all that is said of it: as it is delivered, proposed, kept, compared and shown.
/// FactorFactsTests says where a member that is new here has been forgotten.
/// </summary>
internal record FactorFacts
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

    /// <summary>
    /// T, GK-H, GK-M, GK-L, assumption; text or copy of what is verified; definition; measured for a plant's own.
    /// </summary>
    public required string Standing { get; init; }

    /// <summary>provisional, verified or by-definition.</summary>
    public required string Status { get; init; }

    /// <summary>Half-width at 95 %.</summary>
    public required decimal UncertaintyPercent { get; init; }
    public string? Note { get; init; }

    /// <summary>The official text that the value was compared with, or the test report.</summary>
    public string? Reference { get; init; }

    /// <summary>The plant whose own factor it is.</summary>
    public PlantCode? Plant { get; init; }

    /// <summary>The source of that plant it is confined to.</summary>
    public string? PlantSource { get; init; }

    /// <summary>Why the value is right although it is far from its neighbours.</summary>
    public string? Explanation { get; init; }

    /// <summary>The months it serves, open ends closed.</summary>
    public (Month From, Month To) Span() => (ValidFrom ?? Month.Min, ValidTo ?? Month.Max);

    /// <summary>Whether another version says the same: all but its number, and why it was to be believed.</summary>
    public bool SaysTheSameAs(FactorFacts other) => Statement(this) == Statement(other);

    public static bool IsId(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static FactorFacts Statement(FactorFacts facts)
    {
        var (from, to) = facts.Span();
        return new FactorFacts(facts)
        {
            Version = 0,
            Explanation = null,
            ValidFrom = from,
            ValidTo = to,
        };
    }
}
