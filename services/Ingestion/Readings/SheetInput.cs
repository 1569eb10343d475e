using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What a plant handed in, as texts that nobody has judged yet. It does not show whether it came as JSON or as a
/// workbook, but for the places.
/// </summary>
internal sealed record SheetInput
{
    public required PlantCode Plant { get; init; }

    public required Month Month { get; init; }

    /// <summary>It is the whole sheet; else it is merged into what stands.</summary>
    public required bool Replaces { get; init; }

    /// <summary>The revision that it was made for.</summary>
    public required RevisionTag Expected { get; init; }

    public required IReadOnlyList<ReadingInput> Readings { get; init; }

    /// <summary>Keys of readings to take out.</summary>
    public required IReadOnlyList<KeyInput> Withdrawals { get; init; }

    /// <summary>Who hands it in prefers Chinese to English.</summary>
    public bool InChinese { get; init; }

    /// <summary>What is wrong with the form of it.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}

/// <summary>The key of a reading. A member that is missing or of the wrong form is null; its finding is made.</summary>
internal record KeyInput(RowPlace Place)
{
    public string? Source { get; set; }
    public string? Activity { get; set; }
    public string? Meter { get; set; }
    public string? Lot { get; set; }
}

/// <summary>A reading.</summary>
internal sealed record ReadingInput(RowPlace Place) : KeyInput(Place)
{
    public string? Quantity { get; set; }
    public string? Unit { get; set; }
    public string? Quality { get; set; }
    public List<AttributeInput> Attributes { get; } = [];
    public string? From { get; set; }
    public string? To { get; set; }
    public string? Explanation { get; set; }
}

/// <summary>A further fact of a reading.</summary>
/// <param name="IsNumber">It was written as a number, not as a text.</param>
internal sealed record AttributeInput(string Name, string Text, bool IsNumber);
