namespace CarbonPlatform.Contracts;

/// <summary>
/// The whole record of a unit, or of a plant with its sources, after a change. Exactly one of
/// <see cref="Unit"/> and <see cref="Plant"/> is given. A reader keeps the record with the highest
/// <see cref="Version"/> for (<see cref="Kind"/>, <see cref="Code"/>) and answers any other with the same receipt.
/// </summary>
public sealed record OrganisationChangedEvent
{
    /// <summary><see cref="UnitKind"/> or <see cref="PlantKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Code of the unit or plant.</summary>
    public required string Code { get; init; }

    /// <summary>Counts the changes of this record from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When the change was accepted.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it: the caller's id.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>Who held that key; null in what is from before this was kept.</summary>
    public string? ChangedBySubject { get; init; }

    /// <summary>The unit, when <see cref="Kind"/> is <see cref="UnitKind"/>.</summary>
    public UnitRecord? Unit { get; init; }

    /// <summary>The plant with its sources, when <see cref="Kind"/> is <see cref="PlantKind"/>.</summary>
    public PlantRecord? Plant { get; init; }

    /// <summary>
    /// True when the unit or plant was made by mistake and never used: from this version on there is none. A plant's
    /// record then holds no month, no membership and no source. Null else.
    /// </summary>
    public bool? TakenBack { get; init; }

    /// <summary>The record is a strategic unit.</summary>
    public const string UnitKind = "unit";

    /// <summary>The record is a plant.</summary>
    public const string PlantKind = "plant";
}

/// <summary>A strategic unit of the group.</summary>
public sealed record UnitRecord
{
    /// <summary>Code of the unit.</summary>
    public required string Code { get; init; }

    /// <summary>Name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Name in Chinese.</summary>
    public string? NameZh { get; init; }
}
