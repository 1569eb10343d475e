namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// A plant-month and the run that stands. Its row is the lock under which the plant-month is calculated.
/// </summary>
internal sealed class PlantMonthRow
{
    public required PlantCode Plant { get; init; }

    public required Month Month { get; init; }

    /// <summary>0 while the first run is being made.</summary>
    public required int Revision { get; init; }

    /// <summary>
    /// By this catalogue and these methods the month comes out as the standing run has it. The run itself may have been
    /// made by an earlier one: where nothing changes there is no new run, and nothing is sent.
    /// </summary>
    public required int CatalogueVersion { get; init; }

    public required int MethodsVersion { get; init; }

    /// <summary>The result of the run that stands.</summary>
    public long? ResultEventId { get; init; }
}

/// <summary>
/// A revision of a sheet as it came: what is calculated again when a factor changes, and what a working is rendered
/// from.
/// </summary>
internal sealed class InputRow
{
    public required PlantCode Plant { get; init; }

    public required Month Month { get; init; }

    public required int Revision { get; init; }

    /// <summary>The event's bytes, untouched.</summary>
    public required byte[] Body { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A calculation that was made and published.</summary>
internal sealed class RunRow
{
    public required PlantCode Plant { get; init; }

    public required Month Month { get; init; }

    public required int Revision { get; init; }

    public required int CatalogueVersion { get; init; }

    public required int MethodsVersion { get; init; }

    public required long ResultEventId { get; init; }

    /// <summary>SHA-256 of the lines and gaps: a rendered working must arrive at the same.</summary>
    public required byte[] LinesHash { get; init; }

    public required DateTimeOffset CalculatedAt { get; init; }
}
