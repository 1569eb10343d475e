using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

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
