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
