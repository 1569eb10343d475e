using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Methods;

internal sealed record LineKey(
    string Source,
    string Activity,
    string Category,
    string? Basis,
    string Measure,
    string? Counterparty
);

/// <summary>A figure, and the readings it rests on.</summary>
internal sealed record Line(LineKey Key, Fraction Amount, string Quality, string Statuses, IReadOnlyList<Reading> From)
{
    /// <summary>The amount with six decimals.</summary>
    public string AmountText { get; } = Amount.ToString();

    public bool IsMeasured => Quality is "measured" or "settled" or "own-meter";

    /// <summary>Sum of those of its readings that bear the line's name, with six decimals.</summary>
    public string ActivityQuantity { get; } =
        From.Where(r => r.Activity == Key.Activity)
            .Aggregate((Fraction)0, (sum, reading) => sum + reading.In(UnitOf(Key.Activity)))
            .ToString();

    public string ActivityUnit => UnitOf(Key.Activity);

    /// <summary>The unit of the vocabulary.</summary>
    private static string UnitOf(string activity) =>
        activity.Split('.') switch
        {
            ["electricity" or "use", ..] => "kWh",
            ["heat", _, "steam" or "hot-water"] => "t",
            ["heat", ..] or [.., "heat-supplied"] => "GJ",
            ["generation", .., "hours"] or ["stack", "operating-hours"] => "h",
            ["generation", ..] => "kWh",
            ["stack" or "discharge", _, "mass"] or ["fugitive", "sf6" or "refrigerant"] => "kg",
            ["stack", _, "concentration"] => "mg/Nm3",
            ["discharge", _, "concentration"] => "mg/L",
            ["water", ..] => "m3",
            ["anode-plant", "incinerated-fume"] => "Nm3",
            ["media", ..] or ["reductant", "natural-gas"] or ["fugitive", "coal-mine-methane"] => "Nm3",
            ["fuel", ..] when Fuels.IsGas(activity) => "Nm3",
            ["aluminium", "anode-effect-minutes"] => "min/cell-day",
            ["aluminium", "anode-effect-overvoltage"] => "mV",
            ["output", "value", ..] => "yuan",
            _ => "t",
        };
}

/// <summary>A factor that was asked for.</summary>
/// <param name="Id">Its name in the catalogue.</param>
/// <param name="Source">The source whose it was to be; empty where no plant measures it.</param>
/// <param name="Printed">What the tables print; null where they print nothing.</param>
internal sealed record Asked(string Id, string Source, Fraction? Printed);

internal sealed record Gap(string Source, string Category, string? Basis, string Measure, string Kind);

/// <summary>One plant's month on the desk: what is given, and the lines and gaps found so far.</summary>
internal sealed class MonthBook
{
    // Best first: a bill, by the meter that both sides accept, goes before the plant's own meter.
    private static readonly string[] s_qualities = ["measured", "settled", "own-meter", "estimated", "default"];

    private readonly Dictionary<LineKey, Draft> _drafts = [];
    private readonly HashSet<(
        string Source,
        string Activity,
        string Category,
        string? Basis,
        string Measure,
        string? Counterparty
    )> _missed = [];
    private readonly HashSet<Gap> _gaps = [];
    private readonly HashSet<Asked> _asked = [];
    private IReadOnlyList<Line>? _lines;

    public MonthBook(Group group, Sheet sheet)
    {
        Group = group;
        Plant = group.Find(sheet.Plant) ?? throw new InvalidOperationException($"No plant {sheet.Plant}.");
        Month = sheet.Month;
        Sources = [.. Plant.Sources.Where(s => s.ExistsIn(Month))];
        Readings = [.. Claims.Apart(group, sheet).Select(reading => FuelReadings.Counted(this, reading))];
    }

    public Group Group { get; }

    public Plant Plant { get; }

    public Month Month { get; }

    public int Year => Month.Year;

    public bool IsAbroad => Plant.Country != "CN";

    public IReadOnlyList<Reading> Readings { get; }

    public IReadOnlyList<Source> Sources { get; }

    /// <summary>
    /// All lines. One of which a part is missing is no line but a gap: an amount that is too
    /// small would look like a result.
    /// </summary>
    public IReadOnlyList<Line> Lines =>
        _lines ??= [
            .. from draft in _drafts
            let key = draft.Key
            where !_missed.Contains((key.Source, key.Activity, key.Category, key.Basis, key.Measure, key.Counterparty))
            let worst = draft.Value.From.Max(reading => Array.IndexOf(s_qualities, reading.Quality))
            select new Line(
                key,
                draft.Value.Amount.Rounded(),
                draft.Value.IsDefault ? "default" : s_qualities[worst],
                string.Join(',', draft.Value.Statuses),
                [.. draft.Value.From]
            ),
        ];

    public IReadOnlyCollection<Gap> Gaps => _gaps;

    /// <summary>Every factor that was asked for, with the source whose it was to be.</summary>
    public IReadOnlyCollection<Asked> Asked => _asked;

    /// <summary>
    /// A factor as it serves a source: what was measured at it, what the plant has measured,
    /// what was published for everybody, else what the tables print.
    /// </summary>
    /// <param name="id">Its name in the catalogue.</param>
    /// <param name="source">The source.</param>
    /// <param name="printed">
    /// What the tables print, in the unit of the catalogue; null where they print nothing.
    /// </param>
    public Fraction? Find(string id, string source, Fraction? printed)
    {
        _asked.Add(new Asked(id, source, printed));
        return Own(id, source) ?? Group.Published.Everybodys(id, Month) ?? printed;
    }

    /// <summary>As <see cref="Find"/>, of a factor that the tables print.</summary>
    public Fraction Value(string id, string source, Fraction printed) => Find(id, source, printed)!.Value;

    /// <summary>
    /// A factor of what no plant measures for itself: what was published, else what the tables print.
    /// </summary>
    public Fraction? FindForEverybody(string id, Fraction? printed)
    {
        // A table that nothing is printed in is of another grid or year; nobody publishes that alone.
        if (printed is not null)
            _asked.Add(new Asked(id, "", printed));
        return Group.Published.Everybodys(id, Month) ?? printed;
    }

    /// <summary>What a line must say that rests on what the tables print, where another print disputes it.</summary>
    public string? DisputeOf(string id, string source) =>
        Disputes.Of(id) && Own(id, source) is null && Group.Published.Everybodys(id, Month) is null
            ? "disputed-factor"
            : null;

    /// <summary>What was measured at a source or by its plant.</summary>
    public Fraction? Own(string id, string source) => Group.Published.Own(id, Month, Plant.Code, source);

    public Source Source(string code) => Sources.Single(s => s.Code == code);

    public Reading[] Of(string source, string activity) =>
        [.. Readings.Where(r => r.Source == source && r.Activity == activity)];

    /// <summary>Whether nobody can say how much a source's readings of a fuel are.</summary>
    public bool IsUnknown(Reading reading) => Of(reading.Source, reading.Activity).Any(r => r.IsUnknown);

    /// <summary>Sum of all readings of a source and activity; null when there is none.</summary>
    public Fraction? Sum(string source, string activity, string unit)
    {
        var found = Of(source, activity);
        return found.Length == 0 ? null : found.Aggregate((Fraction)0, (sum, reading) => sum + reading.In(unit));
    }

    /// <summary>The other plant's code when it is of the group in this month.</summary>
    public string? OfGroup(string? plant) => plant is not null && Group.Holds(plant, Month) ? plant : null;

    /// <summary>
    /// Where bought power or heat comes from: the plant of the group whose fuel it is, if it is known to be so; and
    /// what a reader must know where a plant of the group is named and nobody vouches for it. Then it comes from
    /// outside.
    /// </summary>
    public (string? Counterparty, string? Status) SupplierOf(Reading reading) =>
        OfGroup(reading.Text("supplierPlant")) is not { } named ? (null, null)
        : Group.Confirms(named, Plant.Code, reading.Activity.Split('.')[0], Month) ? (named, null)
        : (null, "supplier-unconfirmed");

    /// <summary>
    /// Adds what a reading comes to to its line; several readings of one line are summed before the rounding.
    /// </summary>
    public void Add(
        Reading reading,
        string category,
        string? basis,
        string measure,
        Fraction amount,
        string? counterparty = null,
        params string?[] statuses
    ) => Add([reading], reading.Activity, category, basis, measure, amount, counterparty, isDefault: false, statuses);

    /// <summary>Adds what several readings of a source come to together.</summary>
    /// <param name="from">The readings.</param>
    /// <param name="activity">The one that the line carries.</param>
    /// <param name="category">The line's category.</param>
    /// <param name="basis">The line's basis.</param>
    /// <param name="measure">The line's measure.</param>
    /// <param name="amount">The exact amount in the measure's unit.</param>
    /// <param name="counterparty">The plant of the group on the other side.</param>
    /// <param name="isDefault">A default stands for something that the plant did not say.</param>
    /// <param name="statuses">What a reader must know.</param>
    public void Add(
        IReadOnlyList<Reading> from,
        string activity,
        string category,
        string? basis,
        string measure,
        Fraction amount,
        string? counterparty = null,
        bool isDefault = false,
        params string?[] statuses
    )
    {
        var key = new LineKey(from[0].Source, activity, category, basis, measure, counterparty);
        if (!_drafts.TryGetValue(key, out var draft))
            _drafts[key] = draft = new Draft();
        draft.Amount += amount;
        draft.IsDefault |= isDefault;
        draft.From.UnionWith(from);
        draft.Statuses.UnionWith(statuses.OfType<string>());
    }

    public void Miss(
        Reading reading,
        string category,
        string? basis,
        string measure,
        string kind,
        string? counterparty = null
    ) => Miss(reading.Source, reading.Activity, category, basis, measure, kind, counterparty);

    /// <summary>Something is missing that the line stands without.</summary>
    public void Lack(Reading reading, string category, string? basis, string measure, string kind) =>
        _gaps.Add(new Gap(reading.Source, category, basis, measure, kind));

    public void Miss(
        string source,
        string activity,
        string category,
        string? basis,
        string measure,
        string kind,
        string? counterparty = null
    )
    {
        _missed.Add((source, activity, category, basis, measure, counterparty));
        _gaps.Add(new Gap(source, category, basis, measure, kind));
    }

    /// <summary>Nobody knows how much it was. It takes no line away.</summary>
    public void NotReported(string source, string category, string? basis, string measure) =>
        _gaps.Add(new Gap(source, category, basis, measure, "not-reported"));

    /// <summary>ENERGY of fuel and heat: the same amount by both ways of counting electricity.</summary>
    public void AddEnergy(
        Reading reading,
        string category,
        Fraction kgce,
        string? counterparty = null,
        string? status = null
    )
    {
        Add(reading, category, "equivalent", "ENERGY", kgce, counterparty, status);
        Add(reading, category, "equal", "ENERGY", kgce, counterparty, status);
    }

    /// <summary>
    /// ENERGY of electricity: by its heat, and by the coal that a power station of the year takes for it.
    /// </summary>
    public void AddElectricalEnergy(
        Reading reading,
        string category,
        string? counterparty = null,
        string? status = null
    )
    {
        var kWh = reading.In("kWh");
        Add(
            reading,
            category,
            "equivalent",
            "ENERGY",
            kWh * Value("energy.electricity", reading.Source, 0.1229m),
            counterparty,
            status
        );
        if (ThermalPower.Coal(this) is { } coal)
            Add(reading, category, "equal", "ENERGY", kWh * coal.Value, counterparty, [.. coal.Statuses, status]);
        else
            Miss(reading, category, "equal", "ENERGY", "no-factor");
    }

    private sealed class Draft
    {
        public Fraction Amount { get; set; }

        public bool IsDefault { get; set; }

        public HashSet<Reading> From { get; } = new(ReferenceEqualityComparer.Instance);

        public SortedSet<string> Statuses { get; } = new(StringComparer.Ordinal);
    }
}
