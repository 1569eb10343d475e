using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>Something in a plant that emits, generates or uses.</summary>
public sealed record SourceRecord
{
    /// <summary>Code of the source, unique in its plant.</summary>
    public required string Code { get; init; }

    /// <summary>Name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Name in Chinese.</summary>
    public string? NameZh { get; init; }

    /// <summary>Kind: <c>boiler</c>, <c>thermal-unit</c>, <c>stack</c>, <c>potline</c>, <c>wind-farm</c> ….</summary>
    public required string Kind { get; init; }

    /// <summary>Process: <c>alumina</c>, <c>electrolysis</c>, <c>power</c> …; by default that of the kind.</summary>
    public required string Process { get; init; }

    /// <summary>Technology where factors depend on it: <c>CWPB</c>, <c>grate</c>, <c>domestic-leading</c> ….</summary>
    public string? Technology { get; init; }

    /// <summary>Dated capacities, in order of date.</summary>
    public IReadOnlyList<CapacityRecord> Capacities { get; init; } = [];

    /// <summary>Codes of the stacks it discharges to; empty when it is its own stack or has none.</summary>
    public IReadOnlyList<string> DischargesTo { get; init; } = [];

    /// <summary>Codes of the sources it feeds with power or heat. For information: no figure rests on it.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>Begin of the first crediting period of a generating source.</summary>
    public DateOnly? CreditingStart { get; init; }

    /// <summary>Reservoir power density of a hydro station, W/m2.</summary>
    public decimal? PowerDensity { get; init; }

    /// <summary>Dated profiles that replace the default of the kind, in order of month.</summary>
    public IReadOnlyList<ProfileRecord> Profiles { get; init; } = [];

    /// <summary>
    /// Activities that it reports every month; when none is named, those that it reported in any of the last twelve.
    /// </summary>
    public IReadOnlyList<string> Expects { get; init; } = [];

    /// <summary>Dated states such as <c>start-up</c> or <c>stopped</c>, in order of date.</summary>
    public IReadOnlyList<StateRecord> States { get; init; } = [];

    /// <summary>Pollutants and activities that need not be reported, and why.</summary>
    public IReadOnlyList<WaiverRecord> Waivers { get; init; } = [];

    /// <summary>First month of the source; null means that of the plant.</summary>
    public Month? From { get; init; }

    /// <summary>Last month of the source; null while it runs.</summary>
    public Month? To { get; init; }

    /// <summary>Whether the source exists in a month (the plant's own span is checked apart).</summary>
    public bool ExistsIn(Month month) => (From is not { } from || from <= month) && (To is not { } to || month <= to);
}

/// <summary>From a day on the source has this capacity.</summary>
public sealed record CapacityRecord
{
    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Installed capacity, MW (alternating current for solar).</summary>
    public required decimal Megawatts { get; init; }
}

/// <summary>From a month on the source is calculated by this profile.</summary>
public sealed record ProfileRecord
{
    /// <summary>First month.</summary>
    public required Month From { get; init; }

    /// <summary>Code of the profile, as in the catalogue: <c>ndrc-2013</c>, <c>ets-2024</c> ….</summary>
    public required string Profile { get; init; }
}

/// <summary>From a day on the source is in this state.</summary>
public sealed record StateRecord
{
    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary><c>running</c>, <c>start-up</c>, <c>restart</c> or <c>stopped</c>.</summary>
    public required string State { get; init; }
}

/// <summary>
/// A signed statement that a pollutant or an activity of a source is not reported month by month. Exactly one of
/// <c>measure</c> and <c>activity</c> is given.
/// </summary>
public sealed record WaiverRecord
{
    /// <summary>Measure waived: <c>SO2</c>, <c>NOx</c> or <c>PM</c>.</summary>
    public string? Measure { get; init; }

    /// <summary>Activity waived.</summary>
    public string? Activity { get; init; }

    /// <summary><c>not-applicable</c> or <c>measured-quarterly</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>First month.</summary>
    public required Month From { get; init; }

    /// <summary>Last month; null while it stands.</summary>
    public Month? To { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Who stated it: the caller's id.</summary>
    public required string SignedBy { get; init; }

    /// <summary>Who held that key; null in what is from before this was kept.</summary>
    public string? SignedBySubject { get; init; }

    /// <summary>When it was stated.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>Whether it stands in a month.</summary>
    public bool HoldsIn(Month month) => From <= month && (To is not { } to || month <= to);
}
