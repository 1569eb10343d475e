using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Platform;

/// <summary>Asks a running platform through its public API for what the oracle has worked out, and names every difference.</summary>
internal sealed class Comparison(PlatformApi api, Group group, IReadOnlyCollection<Sheet> sheets)
{
    private static readonly Dictionary<string, string[]> BasesOfFamily = new(StringComparer.Ordinal)
    {
        ["scope2"] = ["location-national", "location-provincial", "market"],
        ["avoided"] = ["displacement", "combined-margin", "grid-average"],
        ["energy"] = ["equivalent", "equal"],
    };

    private readonly Totals _totals = new(group, sheets);
    private readonly Dictionary<(string Plant, Month Month), int> _openGaps = [];

    public List<string> Differences { get; } = [];

    /// <summary>Sequence of the ledger after which to ask; null asks for what stands now.</summary>
    public long? AsOf { get; init; }

    /// <summary>Sequence that the last answer rests on.</summary>
    public long Position { get; private set; }

    /// <summary>Number of rows, lines and gaps that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Every line and gap of every sheet.</summary>
    public async Task LinesAsync()
    {
        foreach (var ((plant, month), book) in _totals.Books)
        {
            var answer = await api.GetAsync($"plants/{plant}/months/{month}/lines");
            var theirs = answer["lines"]!.AsArray().ToDictionary(
                line => string.Join(' ', Text(line, "source"), Text(line, "activity"), Text(line, "category"), Text(line, "basis"), Text(line, "measure"), Text(line, "counterparty")),
                line => string.Join(' ', Fraction.Parse(Text(line, "amount")), Text(line, "quality"), Statuses(line!["statuses"]), Fraction.Parse(Text(line, "activityQuantity")) + Text(line, "activityUnit")),
                StringComparer.Ordinal);
            var ours = book.Lines.ToDictionary(
                line => string.Join(' ', line.Key.Source, line.Key.Activity, line.Key.Category, line.Key.Basis, line.Key.Measure, line.Key.Counterparty),
                line => string.Join(' ', line.Amount, line.Quality, line.Statuses, ActivityQuantity(line)),
                StringComparer.Ordinal);
            Differ($"{plant} {month} line", ours, theirs);

            _openGaps[(plant, month)] = answer["gaps"]!.AsArray().Count;
            var theirGaps = answer["gaps"]!.AsArray()
                .Select(gap => string.Join(' ', Text(gap, "source"), Text(gap, "category"), Text(gap, "basis"), Text(gap, "measure"), Text(gap, "kind")))
                .Distinct(StringComparer.Ordinal).ToDictionary(gap => gap, _ => "", StringComparer.Ordinal);
            var ourGaps = book.Gaps
                .Select(gap => string.Join(' ', gap.Source, gap.Category, gap.Basis, gap.Measure, gap.Kind))
                .ToDictionary(gap => gap, _ => "", StringComparer.Ordinal);
            Differ($"{plant} {month} gap", ourGaps, theirGaps);
        }
    }

    /// <summary>Totals of a set, in one slicing.</summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="organisation">GROUP, a unit or a plant.</param>
    /// <param name="slices">What the rows are told apart by beside category, basis and measure: month, unit, plant, source, activity, process.</param>
    /// <param name="bases">Bases other than the defaults.</param>
    public async Task TotalsAsync(Month from, Month to, string organisation, string[] slices, params string[] bases)
    {
        var query = $"totals?from={from}&to={to}&org={organisation}&groupBy={string.Join(',', ["category", "measure", .. slices])}"
            + (bases.Length > 0 ? "&basis=" + string.Join(',', bases) : "")
            + (AsOf is { } sequence ? $"&asOf={sequence}" : "");
        var answer = await api.GetAsync(query);
        if (answer["from"]!.GetValue<string>() != from.ToString()) throw new InvalidOperationException(query);
        Position = answer["asOf"]!["sequence"]!.GetValue<long>();
        var theirs = answer["rows"]!.AsArray().ToDictionary(
            row => string.Join(' ', [Text(row, "category"), Text(row, "basis"), Text(row, "measure"), .. slices.Select(slice => Text(row, slice == "unit" ? "orgUnit" : slice))]) + (row!["elimination"] is null ? "" : " elimination"),
            row => Fraction.Parse(Text(row, "quantity")) + " " + Text(row, "measuredShare"),
            StringComparer.Ordinal);

        var chosen = BasesOfFamily.Values.SelectMany(family => family.Intersect(bases).DefaultIfEmpty(family[0])).ToHashSet(StringComparer.Ordinal);
        var isInSet = _totals.Set(organisation);
        // What a supplier has counted already is taken off in the supplier's row; it is of none of the supplier's sources.
        string? Row(string plant, Month month, Line line)
        {
            var takenOff = plant == line.Key.Counterparty;
            return IsShown(line, slices, chosen)
                ? string.Join(' ', [line.Key.Category, line.Key.Basis ?? "", line.Key.Measure, .. slices.Select(slice => takenOff && IsOfSource(slice) ? "" : Cell(slice, plant, month, line))])
                    + (takenOff && slices.Any(IsOfSource) ? " elimination" : "")
                : null;
        }

        var good = _totals.Of(from, to, isInSet, (plant, month, line) => line.Quality is "measured" or "own-meter" or "settled" ? Row(plant, month, line) : null);
        var ours = _totals.Of(from, to, isInSet, Row).ToDictionary(
            row => row.Key,
            row => row.Value + " " + (row.Value.IsZero ? "" : (good.GetValueOrDefault(row.Key) / row.Value).Text(3, MidpointRounding.AwayFromZero)),
            StringComparer.Ordinal);
        Differ(query, ours, theirs);

        if (slices.Length > 0) return;
        Coverage(query, answer["coverage"]!, Month.Range(from, to).ToList(), isInSet);
        foreach (var (index, set) in new[] { "SAR", "AR4", "AR5", "AR6" }.Index())
        {
            var warming = index == 2 ? answer : await api.GetAsync(query + "&gwp=" + set);
            var theirWarming = warming["co2e"]!["rows"]!.AsArray()
                .ToDictionary(row => Text(row, "category") + " " + Text(row, "basis"), row => Fraction.Parse(Text(row, "quantity")).ToString(), StringComparer.Ordinal);
            var ourWarming = _totals
                .Of(from, to, isInSet, (_, _, line) => IsShown(line, slices, chosen) && Processes.Warming.ContainsKey(line.Key.Measure) ? new Gas($"{line.Key.Category} {line.Key.Basis}", line.Key.Measure) : null)
                .GroupBy(row => row.Key.Row, StringComparer.Ordinal)
                .ToDictionary(
                    rows => rows.Key,
                    rows => rows.Aggregate((Fraction)0, (sum, gas) => sum + gas.Value * Processes.Warming[gas.Key.Measure][index]).ToString(),
                    StringComparer.Ordinal);
            Differ($"{query} co2e {set}", ourWarming, theirWarming);
        }
    }

    /// <summary>How much of what is expected stands in the total, and how many gaps the sheets have together, as asked for sheet by sheet.</summary>
    private void Coverage(string query, JsonNode coverage, List<Month> months, Func<string, Month, bool> isInSet)
    {
        var expected = group.Plants.Sum(plant => months.Count(month => plant.ReportsIn(month) && isInSet(plant.Code, month)));
        var posted = _totals.Books.Keys.Count(sheet => months.Contains(sheet.Month) && isInSet(sheet.Plant, sheet.Month));
        var ours = new Dictionary<string, string>(StringComparer.Ordinal) { ["expected"] = $"{expected}", ["posted"] = $"{posted}" };
        var theirs = new Dictionary<string, string>(StringComparer.Ordinal) { ["expected"] = Text(coverage, "plantMonthsExpected"), ["posted"] = Text(coverage, "plantMonthsPosted") };
        if (_openGaps.Count > 0)
        {
            ours["gaps"] = $"{_openGaps.Where(sheet => months.Contains(sheet.Key.Month) && isInSet(sheet.Key.Plant, sheet.Key.Month)).Sum(sheet => sheet.Value)}";
            theirs["gaps"] = Text(coverage, "openGaps");
        }

        Differ(query + " coverage", ours, theirs);
    }

    /// <summary>Totals speak of one basis of each family, and products are not added.</summary>
    private static bool IsShown(Line line, string[] slices, HashSet<string> chosen) =>
        (line.Key.Basis is null || chosen.Contains(line.Key.Basis)) && (line.Key.Measure is not ("OUTPUT" or "VALUE") || slices.Contains("activity"));

    private static bool IsOfSource(string slice) => slice is "source" or "process";

    private string Cell(string slice, string plant, Month month, Line line) => slice switch
    {
        "month" => month.ToString(),
        "plant" => plant,
        "unit" => group.Find(plant)?.UnitIn(month) ?? "",
        "source" => line.Key.Source,
        "activity" => line.Key.Activity,
        "process" => group.Find(plant)!.Sources.Single(s => s.Code == line.Key.Source).Process,
        _ => throw new ArgumentOutOfRangeException(nameof(slice), slice, null),
    };

    private void Differ(string where, Dictionary<string, string> ours, Dictionary<string, string> theirs)
    {
        Compared += ours.Count;
        foreach (var row in ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (our, their) = (ours.GetValueOrDefault(row), theirs.GetValueOrDefault(row));
            if (our != their) Differences.Add($"{where}: {row}: oracle {our ?? "nothing"}, platform {their ?? "nothing"}");
        }
    }

    /// <summary>Sum of the readings that bear the line's name, in the unit of the vocabulary.</summary>
    private static string ActivityQuantity(Line line)
    {
        var activity = line.Key.Activity;
        var unit = activity.Split('.') switch
        {
            ["electricity" or "use", ..] => "kWh",
            ["heat", ..] or [.., "heat-supplied"] => "GJ",
            ["generation", .., "hours"] or ["stack", "operating-hours"] => "h",
            ["generation", ..] => "kWh",
            ["stack" or "discharge", _, "mass"] or ["fugitive", "sf6" or "refrigerant"] => "kg",
            ["stack", _, "concentration"] => "mg/Nm3",
            ["discharge", _, "concentration"] => "mg/L",
            ["water", ..] => "m3",
            ["media", ..] or ["reductant", "natural-gas"] or ["fugitive", "coal-mine-methane"] => "Nm3",
            ["fuel", ..] when Fuels.IsGas(activity) => "Nm3",
            ["aluminium", "anode-effect-minutes"] => "min/cell-day",
            ["aluminium", "anode-effect-overvoltage"] => "mV",
            ["output", "value", ..] => "yuan",
            _ => "t",
        };
        return line.From.Where(r => r.Activity == activity).Aggregate((Fraction)0, (sum, reading) => sum + reading.In(unit)) + unit;
    }

    private static string Statuses(JsonNode? statuses)
    {
        var named = statuses is JsonArray array ? array.Select(s => s!.GetValue<string>()) : (statuses?.GetValue<string>() ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(',', named.Where(s => s != "none").Order(StringComparer.Ordinal));
    }

    private static string Text(JsonNode? node, string member) => node?[member]?.ToString() ?? "";

    private sealed record Gas(string Row, string Measure);
}
