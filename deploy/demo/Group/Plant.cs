namespace CarbonPlatform.DemoGroup.Group;

/// <summary>A strategic unit of the group.</summary>
internal sealed record StrategicUnit(string Code, string Name, string NameZh);

/// <summary>From <paramref name="From"/> on (yyyy-MM) the plant belongs to <paramref name="Unit"/>.</summary>
internal sealed record Membership(string Unit, string From);

/// <summary>A plant's master data, as it goes to <c>PUT /plants/{plant}</c>.</summary>
internal sealed record Plant(
    string Code,
    string Name,
    string NameZh,
    string Province,
    string From,
    params Membership[] Memberships
)
{
    public string SubRegion { get; init; } = "";

    public string[] Kinds { get; init; } = [];

    /// <summary>Last month of operation (yyyy-MM), empty while it runs.</summary>
    public string To { get; init; } = "";

    /// <summary>The group's share, as a part of one.</summary>
    public decimal OwnershipShare { get; init; } = 1m;

    public string Country { get; init; } = "CN";
}

/// <summary>From this day on (yyyy-MM-dd) the source has this many megawatts in all.</summary>
internal sealed record Capacity(string From, decimal Megawatts);

/// <summary>A source's master data, as it goes to <c>PUT /plants/{plant}/sources/{source}</c>.</summary>
internal sealed record Source(string Code, string Kind, string Name, string NameZh)
{
    public string Process { get; init; } = "";

    public string Technology { get; init; } = "";

    public Capacity[] Capacities { get; init; } = [];

    public string[] DischargesTo { get; init; } = [];

    public string CreditingStart { get; init; } = "";

    public decimal? PowerDensity { get; init; }
}

/// <summary>One row of <c>readings/*.csv</c>; the quantity keeps its digits as text.</summary>
internal sealed record Reading(
    string Plant,
    string Month,
    string Source,
    string Activity,
    string Meter,
    string Quantity,
    string Unit,
    string Quality,
    string Attributes
);
