using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>What a request wants the organisation to be: one whole record.</summary>
internal sealed record WantedRecord(UnitRecord? Unit, PlantRecord? Plant)
{
    public static implicit operator WantedRecord(UnitRecord unit) => new(unit, null);

    public static implicit operator WantedRecord(PlantRecord plant) => new(null, plant);

    public string Code => Unit?.Code ?? Plant!.Code;

    /// <summary>What it changes without a date.</summary>
    public IReadOnlyList<UndatedChange> Undated { get; init; } = [];

    /// <summary>What is taken back because it was never used; null where nothing is.</summary>
    public TakenBack? TakenBack { get; init; }
}

/// <summary>The record that is in force now, and whether it was there before.</summary>
internal sealed record ChangedRecord(OrganisationChangedEvent InForce, bool Created)
{
    /// <summary>What it does to sheets of the past.</summary>
    public PastChange Past { get; init; } = PastChange.None;
}
