using System.Text.Json.Serialization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>A plant as it is answered.</summary>
internal sealed record PlantView
{
    public required string Plant { get; init; }
    public required string Name { get; init; }
    public string? NameZh { get; init; }

    /// <summary>The unit it belongs to now, or belonged to last.</summary>
    public required string? OrgUnit { get; init; }
    public required IReadOnlyList<MembershipView> Memberships { get; init; }
    public required string Country { get; init; }
    public string? Province { get; init; }
    public string? SubRegion { get; init; }
    public required IReadOnlyList<string> Kinds { get; init; }
    public required Month From { get; init; }
    public Month? To { get; init; }

    /// <summary>Its sources in order of code; left out of lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceView>? Sources { get; init; }

    /// <summary>
    /// What was stated of whom it supplies, in the order in which it was stated; left out of lists, and when nothing
    /// was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SupplyRecord>? Supplies { get; init; }

    /// <summary>Counts the changes of the record, sources and waivers among them.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required string ChangedBy { get; init; }

    /// <summary>Who held that key; null for what is from before this was kept.</summary>
    public string? ChangedBySubject { get; init; }

    public static PlantView Of(OrganisationChangedEvent change, Month current) =>
        Of(Versioned<PlantRecord>.Of(change.Plant!, change), current);

    public static PlantView Of(Versioned<PlantRecord> plant, Month current, bool withSources = true)
    {
        var record = plant.Record;
        return new PlantView
        {
            Plant = record.Code,
            Name = record.Name,
            NameZh = record.NameZh,
            OrgUnit = UnitNow(record, current),
            Memberships =
            [
                .. record.Memberships.Select(m => new MembershipView(m.Unit, m.From, m.OwnershipSharePercent / 100m)),
            ],
            Country = record.Country,
            Province = record.Province,
            SubRegion = record.SubRegion,
            Kinds = record.Kinds,
            From = record.From,
            To = record.To,
            Sources = withSources ? [.. record.Sources.Select(s => SourceView.Of(s, version: null))] : null,
            Supplies = withSources ? record.Supplies : null,
            Version = plant.Version,
            ChangedAt = plant.ChangedAt,
            ChangedBy = plant.ChangedBy,
            ChangedBySubject = plant.ChangedBySubject,
        };
    }

    /// <summary>A plant that has yet to begin is looked for under the unit it will begin in.</summary>
    public static string? UnitNow(PlantRecord plant, Month current) =>
        plant.UnitIn(current) ?? plant.Memberships.FirstOrDefault()?.Unit;
}

/// <summary>From a month on the plant belongs to a unit.</summary>
/// <param name="OwnershipShare">
/// 0 to 1. For information: totals count a plant whole, by operational control.
/// </param>
internal sealed record MembershipView(string OrgUnit, Month From, decimal OwnershipShare);

/// <summary>A source as it is answered, member by member as it is put.</summary>
internal sealed record SourceView
{
    public required string Source { get; init; }
    public required string Name { get; init; }
    public string? NameZh { get; init; }
    public required string Kind { get; init; }
    public required string Process { get; init; }
    public string? Technology { get; init; }
    public required IReadOnlyList<CapacityRecord> Capacities { get; init; }
    public required IReadOnlyList<string> DischargesTo { get; init; }

    /// <summary>For information: no figure rests on it.</summary>
    public required IReadOnlyList<string> Feeds { get; init; }
    public DateOnly? CreditingStart { get; init; }
    public decimal? PowerDensity { get; init; }
    public required IReadOnlyList<ProfileRecord> Profiles { get; init; }
    public required IReadOnlyList<string> Expects { get; init; }
    public required IReadOnlyList<StateRecord> States { get; init; }
    public required IReadOnlyList<WaiverRecord> Waivers { get; init; }
    public Month? From { get; init; }
    public Month? To { get; init; }

    /// <summary>Version of the plant's record that holds it; left out within a plant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    public static SourceView Of(SourceRecord source, int? version) =>
        new()
        {
            Source = source.Code,
            Name = source.Name,
            NameZh = source.NameZh,
            Kind = source.Kind,
            Process = source.Process,
            Technology = source.Technology,
            Capacities = source.Capacities,
            DischargesTo = source.DischargesTo,
            Feeds = source.Feeds,
            CreditingStart = source.CreditingStart,
            PowerDensity = source.PowerDensity,
            Profiles = source.Profiles,
            Expects = source.Expects,
            States = source.States,
            Waivers = source.Waivers,
            From = source.From,
            To = source.To,
            Version = version,
        };
}
