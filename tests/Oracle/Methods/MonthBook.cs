using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Methods;

internal sealed record LineKey(string Source, string Activity, string Category, string? Basis, string Measure, string? Counterparty);

internal sealed record Line(LineKey Key, Fraction Amount, string Statuses);

internal sealed record Gap(string Source, string Category, string? Basis, string Measure, string Kind);

/// <summary>One plant's month on the desk: what is given, and the lines and gaps found so far.</summary>
internal sealed class MonthBook
{
    private readonly Dictionary<LineKey, Fraction> _amounts = [];
    private readonly Dictionary<LineKey, SortedSet<string>> _statuses = [];
    private readonly HashSet<Gap> _gaps = [];

    public MonthBook(Group group, Sheet sheet)
    {
        Group = group;
        Plant = group.Find(sheet.Plant) ?? throw new InvalidOperationException($"No plant {sheet.Plant}.");
        Month = sheet.Month;
        Readings = sheet.Readings;
        Sources = [.. Plant.Sources.Where(s => s.ExistsIn(Month))];
    }

    public Group Group { get; }

    public Plant Plant { get; }

    public Month Month { get; }

    public int Year => Month.Year;

    public bool IsAbroad => Plant.Country != "CN";

    public IReadOnlyList<Reading> Readings { get; }

    public IReadOnlyList<Source> Sources { get; }

    public IEnumerable<Line> Lines => _amounts.Select(line => new Line(line.Key, line.Value.Rounded(), string.Join(',', _statuses[line.Key])));

    public IReadOnlyCollection<Gap> Gaps => _gaps;

    public Source Source(string code) => Sources.Single(s => s.Code == code);

    public Reading[] Of(string source, string activity) => [.. Readings.Where(r => r.Source == source && r.Activity == activity)];

    /// <summary>Sum of all readings of a source and activity; null when there is none.</summary>
    public Fraction? Sum(string source, string activity, string unit)
    {
        var found = Of(source, activity);
        return found.Length == 0 ? null : found.Aggregate((Fraction)0, (sum, reading) => sum + reading.In(unit));
    }

    /// <summary>The other plant's code when it is of the group in this month.</summary>
    public string? OfGroup(string? plant) => plant is not null && Group.Holds(plant, Month) ? plant : null;

    /// <summary>Adds to a line; several readings of one line are summed before the rounding.</summary>
    public void Add(string source, string activity, string category, string? basis, string measure, Fraction amount, string? counterparty = null, params string?[] statuses)
    {
        var key = new LineKey(source, activity, category, basis, measure, counterparty);
        _amounts[key] = _amounts.GetValueOrDefault(key) + amount;
        if (!_statuses.TryGetValue(key, out var all)) _statuses[key] = all = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var status in statuses.OfType<string>()) all.Add(status);
    }

    public void Miss(string source, string category, string? basis, string measure, string kind) =>
        _gaps.Add(new Gap(source, category, basis, measure, kind));

    /// <summary>ENERGY of fuel and heat: the same amount by both ways of counting electricity.</summary>
    public void AddEnergy(string source, string activity, string category, Fraction kgce, string? counterparty = null)
    {
        Add(source, activity, category, "equivalent", "ENERGY", kgce, counterparty);
        Add(source, activity, category, "equal", "ENERGY", kgce, counterparty);
    }

    /// <summary>ENERGY of electricity: by its heat, and by the coal that a power station of the year takes for it.</summary>
    public void AddElectricalEnergy(string source, string activity, string category, Fraction kWh, string? counterparty = null)
    {
        Add(source, activity, category, "equivalent", "ENERGY", kWh * 0.1229m, counterparty);
        if (ThermalPower.Coal(Year) is { } coal) Add(source, activity, category, "equal", "ENERGY", kWh * coal.Value, counterparty, coal.Status);
        else Miss(source, category, "equal", "ENERGY", "no-factor");
    }
}
