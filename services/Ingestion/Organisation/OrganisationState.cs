using System.Collections.Immutable;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>A record of the organisation with its version.</summary>
internal sealed record Versioned<T>(T Record, int Version, DateTimeOffset ChangedAt, string ChangedBy);

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

    /// <summary>Whether a plant is of the group in a month.</summary>
    public bool IsInGroup(PlantCode plant, Month month) =>
        Plants.TryGetValue(plant, out var known) && known.Record.ReportsIn(month);

    /// <summary>What was stated last of a supply in a month; null when nothing was.</summary>
    public SupplyRecord? SupplyIn(string supplier, string receiver, string carrier, Month month) =>
        PlantCode.TryParse(supplier, out var code) && Plants.TryGetValue(code, out var known)
            ? known.Record.SupplyIn(receiver, carrier, month)
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
            { Unit: { } unit } => this with
            {
                Version = version,
                Units = Units.SetItem(change.Code, new(unit, change.Version, change.ChangedAt, change.ChangedBy)),
            },
            { Plant: { } plant } => this with
            {
                Version = version,
                Plants = Plants.SetItem(
                    PlantCode.Trusted(change.Code),
                    new(plant, change.Version, change.ChangedAt, change.ChangedBy)
                ),
            },
            _ => throw new ArgumentException(
                $"The change of {change.Kind} {change.Code} carries no record.",
                nameof(change)
            ),
        };
}
