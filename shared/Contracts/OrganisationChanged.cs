using CarbonPlatform.Quantities;

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

/// <summary>A plant with everything that is known of it.</summary>
public sealed record PlantRecord
{
    /// <summary>Code of the plant.</summary>
    public required string Code { get; init; }

    /// <summary>Name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Name in Chinese.</summary>
    public string? NameZh { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code of the country; <c>CN</c> unless the plant is abroad.</summary>
    public required string Country { get; init; }

    /// <summary>
    /// Two-letter code of the Chinese province (<c>SX</c> Shanxi, <c>SN</c> Shaanxi, <c>NM</c>
    /// Inner Mongolia …); null abroad.
    /// </summary>
    public string? Province { get; init; }

    /// <summary>
    /// Part of a province that belongs to another grid: <c>west</c> or <c>east</c> of Inner Mongolia.
    /// </summary>
    public string? SubRegion { get; init; }

    /// <summary>
    /// What the plant is: <c>alumina</c>, <c>smelter</c>, <c>wind</c> … for people, no rule rests on it.
    /// </summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>First month for which the plant reports.</summary>
    public required Month From { get; init; }

    /// <summary>Last month for which the plant reports; null while it runs.</summary>
    public Month? To { get; init; }

    /// <summary>To which unit it belongs from when, in order of <see cref="MembershipRecord.From"/>.</summary>
    public required IReadOnlyList<MembershipRecord> Memberships { get; init; }

    /// <summary>Its sources, in order of code.</summary>
    public IReadOnlyList<SourceRecord> Sources { get; init; } = [];

    /// <summary>
    /// What was stated of whom it supplies, in the order in which it was stated; nothing of it is ever taken out. Null
    /// when nothing was.
    /// </summary>
    public IReadOnlyList<SupplyRecord>? Supplies { get; init; }

    /// <summary>The unit the plant belongs to in a month; null before its first membership.</summary>
    public string? UnitIn(Month month)
    {
        string? unit = null;
        foreach (var membership in Memberships)
        {
            if (membership.From <= month)
            {
                unit = membership.Unit;
            }
        }

        return unit;
    }

    /// <summary>What was stated last of a supply of the plant in a month; null when nothing was.</summary>
    /// <param name="receiver">The plant that receives.</param>
    /// <param name="carrier"><c>electricity</c> or <c>heat</c>.</param>
    /// <param name="month">The month.</param>
    /// <param name="ofSupplier">What the supplier itself stated, or what the department did; null for either.</param>
    public SupplyRecord? SupplyIn(string receiver, string carrier, Month month, bool? ofSupplier = null)
    {
        SupplyRecord? last = null;
        foreach (var supply in Supplies ?? [])
        {
            if (
                supply.Receiver == receiver
                && supply.Carrier == carrier
                && supply.HoldsIn(month)
                && (ofSupplier is null || ofSupplier == supply.IsOfSupplier())
            )
            {
                last = supply;
            }
        }

        return last;
    }

    /// <summary>Whether the plant reports for a month.</summary>
    public bool ReportsIn(Month month) => From <= month && (To is not { } to || month <= to);
}

/// <summary>
/// A signed statement that the plant supplies another one with power or heat, or that it does not. Of several that hold
/// for a month the one that was stated last counts: so a supply ends, and is taken back.
/// </summary>
public sealed record SupplyRecord
{
    /// <summary>Code of the plant that receives.</summary>
    public required string Receiver { get; init; }

    /// <summary><c>electricity</c> or <c>heat</c>.</summary>
    public required string Carrier { get; init; }

    /// <summary>Whether it is so: <c>confirmed</c> or <c>refused</c>.</summary>
    public required string State { get; init; }

    /// <summary>First month.</summary>
    public required Month From { get; init; }

    /// <summary>Last month; null while it stands.</summary>
    public Month? To { get; init; }

    /// <summary>Why, with the document it rests on.</summary>
    public required string Reason { get; init; }

    /// <summary>Who stated it: the caller's id.</summary>
    public required string StatedBy { get; init; }

    /// <summary>Who held that key; null in what is from before this was kept.</summary>
    public string? StatedBySubject { get; init; }

    /// <summary>As what: <c>plant</c> for the supplier itself, else <c>environment</c> or <c>admin</c>.</summary>
    public required string StatedAs { get; init; }

    /// <summary>When it was stated.</summary>
    public required DateTimeOffset StatedAt { get; init; }

    /// <summary><see cref="StatedAs"/> of the supplier itself.</summary>
    public const string AsSupplier = "plant";

    /// <summary>The supplier itself stated it, and not the environment department.</summary>
    public bool IsOfSupplier() => StatedAs == AsSupplier;

    /// <summary>Whether it speaks of a month.</summary>
    public bool HoldsIn(Month month) => From <= month && (To is not { } to || month <= to);
}

/// <summary>How it stands with a supply.</summary>
public static class SupplyStates
{
    /// <summary>Nobody who may has said anything.</summary>
    public const string Open = "open";

    /// <summary>The supplier, or the environment department, says that it is so.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The supplier, or the environment department, says that it is not so, or no longer.</summary>
    public const string Refused = "refused";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Confirmed, Refused];

    /// <summary>Those that can be stated.</summary>
    public static IReadOnlyList<string> Stated { get; } = [Confirmed, Refused];
}

/// <summary>From a month on the plant belongs to a unit.</summary>
public sealed record MembershipRecord
{
    /// <summary>Code of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>First month of the membership; it lasts until the next one begins.</summary>
    public required Month From { get; init; }

    /// <summary>
    /// The group's share in the plant, 0 to 100 percent. For information: totals count a plant whole, by operational
    /// control.
    /// </summary>
    public required decimal OwnershipSharePercent { get; init; }
}

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
