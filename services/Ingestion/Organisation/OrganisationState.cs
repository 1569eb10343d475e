using System.Collections.Immutable;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>A record of the organisation with its version.</summary>
/// <param name="ChangedBySubject">Who held the key; null in what is from before this was kept.</param>
internal sealed record Versioned<T>(
    T Record,
    int Version,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    string? ChangedBySubject
)
{
    public static Versioned<T> Of(T record, OrganisationChangedEvent change) =>
        new(record, change.Version, change.ChangedAt, change.ChangedBy, change.ChangedBySubject);
}

/// <summary>
/// The organisation at one version of the whole: units and plants with their sources. Immutable, so that whoever checks
/// a sheet against it checks against one state.
/// </summary>
/// <param name="Version">Counts the changes of any record.</param>
internal sealed record OrganisationState(
    long Version,
    ImmutableSortedDictionary<string, Versioned<UnitRecord>> Units,
    ImmutableSortedDictionary<PlantCode, Versioned<PlantRecord>> Plants
)
{
    public static OrganisationState Empty { get; } =
        new(
            0,
            ImmutableSortedDictionary.Create<string, Versioned<UnitRecord>>(StringComparer.Ordinal),
            ImmutableSortedDictionary<PlantCode, Versioned<PlantRecord>>.Empty
        );

    /// <summary>The plant of a code; null where there is none, or the text is no code.</summary>
    public Versioned<PlantRecord>? Find(string plant) =>
        PlantCode.TryParse(plant, out var code) && Plants.TryGetValue(code, out var known) ? known : null;

    /// <summary>Whether a plant is of the group in a month.</summary>
    public bool IsInGroup(PlantCode plant, Month month) =>
        Plants.TryGetValue(plant, out var known) && known.Record.ReportsIn(month);

    /// <summary>What was stated last of a supply in a month; null when nothing was.</summary>
    public SupplyRecord? SupplyIn(string supplier, string receiver, string carrier, Month month) =>
        PlantCode.TryParse(supplier, out var code) && Plants.TryGetValue(code, out var known)
            ? known.Record.SupplyIn(receiver, carrier, month)
            : null;

    /// <summary>
    /// What the other one of the two who may, supplier and department, said last of the month, where that is not what
    /// holds; null where they agree or one has said nothing.
    /// </summary>
    public SupplyRecord? ContradictedBy(SupplyRecord holds, string supplier, Month month) =>
        Plants[PlantCode.Trusted(supplier)]
            .Record.SupplyIn(holds.Receiver, holds.Carrier, month, ofSupplier: !holds.IsOfSupplier())
            is { } other
        && other.State != holds.State
            ? other
            : null;

    /// <summary>Whether a plant of the group is named as supplier and may not be taken for it.</summary>
    /// <param name="asNamed">
    /// The sheet is from before suppliers were asked: it counts as named until something is stated.
    /// </param>
    public bool IsUnconfirmed(string supplier, string receiver, string carrier, Month month, bool asNamed) =>
        PlantCode.TryParse(supplier, out var code)
        && IsInGroup(code, month)
        && SupplyIn(supplier, receiver, carrier, month)?.State switch
        {
            null => !asNamed,
            SupplyStates.Confirmed => false,
            _ => true,
        };

    /// <summary>The state after a change of one record.</summary>
    public OrganisationState With(OrganisationChangedEvent change, long version) =>
        change switch
        {
            { Unit: not null, TakenBack: true } => this with { Version = version, Units = Units.Remove(change.Code) },
            { Plant: not null, TakenBack: true } => this with
            {
                Version = version,
                Plants = Plants.Remove(PlantCode.Trusted(change.Code)),
            },
            { Unit: { } unit } => this with
            {
                Version = version,
                Units = Units.SetItem(change.Code, Versioned<UnitRecord>.Of(unit, change)),
            },
            { Plant: { } plant } => this with
            {
                Version = version,
                Plants = Plants.SetItem(PlantCode.Trusted(change.Code), Versioned<PlantRecord>.Of(plant, change)),
            },
            _ => throw new ArgumentException(
                $"The change of {change.Kind} {change.Code} carries no record.",
                nameof(change)
            ),
        };
}
