namespace CarbonPlatform.Calculation.Methods;

/// <summary>What a method says of itself. It stands in the method's file; pages and answers repeat it.</summary>
internal sealed class MethodCard
{
    /// <summary>Name and version as lines carry them: <c>carbonate/1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it counts.</summary>
    public required Wording What { get; init; }

    /// <summary>
    /// Readings it cannot do without, and attributes among them; alternatives are separated by <c>|</c>.
    /// </summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Attributes and further readings that may come and then serve.</summary>
    public IReadOnlyList<string> Takes { get; init; } = [];

    /// <summary>Category and measure of its lines: <c>scope1.carbonate CO2</c>.</summary>
    public required IReadOnlyList<string> Gives { get; init; }

    /// <summary>Where it is written, with the clause where that is known.</summary>
    public required Wording Standard { get; init; }

    /// <summary>
    /// What the uncertainty of its factor is and where it comes from; that of the activity goes by the quality of the
    /// reading.
    /// </summary>
    public required Wording Uncertainty { get; init; }
}

/// <summary>Writes the lines of one activity of a source.</summary>
internal delegate void ReadingsMethod(in MethodCase source, ActivityReadings readings);

/// <summary>Writes the lines that several activities of a source make together.</summary>
internal delegate void SourceMethod(in MethodCase source);
