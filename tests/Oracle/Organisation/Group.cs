using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Organisation;

/// <summary>The whole group: who belongs where from when, and what was measured.</summary>
internal sealed record Group(IReadOnlyList<string> Units, IReadOnlyList<Plant> Plants)
{
    private readonly Dictionary<string, Plant> _plants = Plants.ToDictionary(
        plant => plant.Code,
        StringComparer.Ordinal
    );

    private readonly ILookup<Month, Sheet> _sheets = Array.Empty<Sheet>().ToLookup(sheet => sheet.Month);

    /// <summary>What it counts with beside the delivered tables.</summary>
    public Published Published { get; init; } = Published.Nothing;

    /// <summary>What was stated of who supplies whom, the last statement last.</summary>
    public IReadOnlyList<Supply> Supplies { get; init; } = [];

    /// <summary>What was measured, as far as one plant's month depends on that of another.</summary>
    public IReadOnlyList<Sheet> Sheets
    {
        get;
        init
        {
            field = value;
            _sheets = value.ToLookup(sheet => sheet.Month);
        }
    } = [];

    /// <summary>What totals may be asked of beside the whole group.</summary>
    public IReadOnlyList<string> Organisations => [.. Units, .. Plants.Select(plant => plant.Code)];

    public IEnumerable<Sheet> SheetsOf(Month month) => _sheets[month];

    public Plant? Find(string plant) => _plants.GetValueOrDefault(plant);

    /// <summary>Whether a plant is of the group in a month.</summary>
    public bool Holds(string plant, Month month) => Find(plant) is { } found && found.ReportsIn(month);

    /// <summary>Whether it was said of a plant, and not taken back, that it supplies another one in a month.</summary>
    public bool Confirms(string supplier, string receiver, string carrier, Month month) =>
        Supplies.LastOrDefault(s =>
            s.Supplier == supplier && s.Receiver == receiver && s.Carrier == carrier && s.From <= month && month <= s.To
        )
            is { IsSo: true };
}

/// <summary>A plant is said to supply another one with electricity or heat, or not to.</summary>
internal sealed record Supply(string Supplier, string Receiver, string Carrier, bool IsSo, Month From, Month To);

internal sealed record Plant(string Code, IReadOnlyList<Membership> Memberships, IReadOnlyList<Source> Sources)
{
    public string Country { get; init; } = "CN";

    public string? Province { get; init; }

    public string? SubRegion { get; init; }

    public Month From { get; init; } = Month.Min;

    public Month To { get; init; } = Month.Max;

    public bool ReportsIn(Month month) => From <= month && month <= To;

    public string? UnitIn(Month month) => Memberships.LastOrDefault(m => m.From <= month)?.Unit;
}

/// <summary>To which unit a plant belongs from a month on.</summary>
/// <param name="From">The month.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Share">What part of the plant the group owns. No total asks: a plant counts whole.</param>
internal sealed record Membership(Month From, string Unit, decimal Share = 1);

internal sealed record Source(string Code, string Kind, string Process)
{
    public string? Technology { get; init; }

    public IReadOnlyList<string> DischargesTo { get; init; } = [];

    public DateOnly? CreditingStart { get; init; }

    public Fraction? PowerDensity { get; init; }

    public IReadOnlyList<(Month From, string Profile)> Profiles { get; init; } = [];

    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>Activities that it reports every month; none for those that it reported in the year before.</summary>
    public IReadOnlyList<string> Expects { get; init; } = [];

    public Month From { get; init; } = Month.Min;

    public Month To { get; init; } = Month.Max;

    public bool ExistsIn(Month month) => From <= month && month <= To;

    public bool Waives(string measure, Month month) =>
        Waivers.Any(w => w.Measure == measure && w.From <= month && month <= w.To);

    public string ProfileIn(Month month)
    {
        var own = Profiles.LastOrDefault(p => p.From <= month).Profile;
        if (own is not null)
            return own;
        return Kind switch
        {
            "potline" when month.Year >= 2024 => "ets-2024",
            "anode-plant" => "gbt-32151-34-2024",
            _ => "ndrc-2013",
        };
    }
}

internal sealed record Waiver(string Measure, string Kind, Month From, Month To);

internal sealed record Reading(string Source, string Activity, string Quantity, string Unit)
{
    public string? Meter { get; init; }

    public string? Lot { get; init; }

    public string Quality { get; init; } = "measured";

    public IReadOnlyDictionary<string, string> Attributes { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of a fuel that was read by volume or by heat: what that is in t, for gases in Nm3.</summary>
    public Fraction? Amount { get; init; }

    /// <summary>Of a gas that was read by heat: its lower heat, GJ.</summary>
    public Fraction? LowerHeat { get; init; }

    /// <summary>Nobody can say how much of the fuel it is.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Of a part of a reading: how much of it.</summary>
    public Fraction? KWh { get; init; }

    /// <summary>The plant of the group that it is a claim on.</summary>
    public string? ClaimedFrom { get; init; }

    /// <summary>How that claim stands.</summary>
    public Methods.Standing Standing { get; init; }

    public Fraction In(string unit) =>
        KWh is { } part ? Units.Convert(part, "kWh", unit)
        : IsUnknown ? 0
        : Amount is { } amount ? Units.Convert(amount, Tables.Fuels.IsGas(Activity) ? "Nm3" : "t", unit)
        : Units.Convert(Fraction.Parse(Quantity), Unit, unit);

    public string? Text(string attribute) => Attributes.GetValueOrDefault(attribute);

    public Fraction? Number(string attribute) => Text(attribute) is { } text ? Fraction.Parse(text) : null;

    /// <summary>A percentage as the share it is.</summary>
    public Fraction? Share(string attribute) => Number(attribute) is { } percent ? percent / 100 : null;
}

internal sealed record Sheet(string Plant, Month Month, IReadOnlyList<Reading> Readings)
{
    /// <summary>What the plant reported in any of the twelve months before.</summary>
    public IReadOnlyCollection<(string Source, string Activity)> ReportedBefore { get; init; } = [];

    /// <summary>The sheet with what sheets of the months before report.</summary>
    /// <param name="find">The readings of another month of the plant; null where there is no sheet.</param>
    public Sheet After(Func<Month, IReadOnlyList<Reading>?> find) =>
        this with
        {
            ReportedBefore = Month
                .Range(Month.AddMonths(-12), Month.Previous)
                .SelectMany(month => find(month) ?? [])
                .Select(reading => (reading.Source, reading.Activity))
                .ToHashSet(),
        };
}
