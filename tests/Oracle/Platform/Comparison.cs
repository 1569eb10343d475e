using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;

namespace CarbonPlatform.Oracle.Platform;

/// <summary>
/// Asks a platform through its public API for what the oracle has worked out, and names every difference.
/// </summary>
/// <param name="api">The platform.</param>
/// <param name="group">The group as the ledger should know it.</param>
/// <param name="totals">What the oracle has worked out.</param>
internal sealed class Comparison(PlatformApi api, Group group, Totals totals)
{
    private const string Unverified = "unverified-factor";

    private static readonly Dictionary<string, string[]> s_basesOfFamily = new(StringComparer.Ordinal)
    {
        ["scope2"] = ["location-national", "location-provincial", "market"],
        ["avoided"] = ["displacement", "combined-margin", "grid-average"],
        ["energy"] = ["equivalent", "equal"],
    };

    private static readonly string[][] s_slicings =
    [
        [],
        ["month"],
        ["orgUnit"],
        ["plant"],
        ["source"],
        ["activity"],
        ["process"],
        ["month", "orgUnit"],
        ["plant", "activity"],
        ["source", "activity", "month"],
    ];

    // What the national carbon market counts of aluminium and of power, beside everything.
    private static readonly string[] s_boundaries = ["enterprise", "ets-aluminium", "ets-power"];

    private static readonly string[][] s_otherBases =
    [
        ["location-provincial", "combined-margin", "equal"],
        ["market", "grid-average"],
    ];

    private readonly Dictionary<(string Plant, Month Month), (int Open, int NotBlocking)> _gaps = [];
    private Dictionary<object, string>? _owners;

    public Comparison(PlatformApi api, Group group, IEnumerable<Sheet> sheets)
        : this(api, group, new Totals(group, sheets)) { }

    public List<string> Differences { get; } = [];

    /// <summary>Sequence of the ledger after which to ask; null asks for what stands now.</summary>
    public long? AsOf { get; init; }

    /// <summary>Sequence that the last answer rests on.</summary>
    public long Position { get; private set; }

    /// <summary>Number of rows, lines and gaps that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Every line and gap of every sheet, with their workings.</summary>
    public async Task LinesAsync()
    {
        totals.Unverified = new HashSet<Line>(ReferenceEqualityComparer.Instance);
        foreach (var (plant, month) in totals.Books.Keys)
            totals.Unverified.UnionWith(await LinesAsync(plant, month));
    }

    /// <summary>Every line and gap of a sheet, with their workings.</summary>
    /// <returns>The lines that say unverified-factor.</returns>
    public async Task<IEnumerable<Line>> LinesAsync(string plant, Month month)
    {
        var book = totals.Books[(plant, month)];
        var answer = await api.GetAsync($"plants/{plant}/months/{month}/lines");
        var theirs = answer["lines"]!
            .AsArray()
            .ToDictionary(
                NameOf,
                line =>
                    string.Join(
                        ' ',
                        SixDecimals.Of(Text(line, "amount")),
                        Text(line, "quality"),
                        Statuses(line!["statuses"]),
                        SixDecimals.Of(Text(line, "activityQuantity")) + Text(line, "activityUnit")
                    ),
                StringComparer.Ordinal
            );
        var ours = book.Lines.ToDictionary(
            NameOf,
            line =>
                string.Join(
                    ' ',
                    line.AmountText,
                    line.Quality,
                    line.Statuses,
                    line.ActivityQuantity + line.ActivityUnit
                ),
            StringComparer.Ordinal
        );
        Differ($"{plant} {month} line", ours, theirs);
        // And every working, worked out on paper, is its amount.
        foreach (var line in answer["lines"]!.AsArray())
        {
            Compared++;
            var onPaper = Paper.WorkOut(Text(line!["working"], "calculation")).ToString();
            if (onPaper != SixDecimals.Of(Text(line, "amount")))
                Differences.Add(
                    $"{plant} {month} {Text(line, "activity")} {Text(line, "category")}: on paper {onPaper}, "
                        + $"not {Text(line, "amount")}"
                );
            // It is unverified when a factor that it shows is.
            if (
                IsUnverified(line["statuses"])
                != line["working"]!["factors"]!.AsArray().Any(factor => Text(factor, "status") != "verified")
            )
                Differences.Add(
                    $"{plant} {month} {Text(line, "activity")} {Text(line, "category")}: statuses "
                        + $"{line["statuses"]!.ToJsonString()} with the factors "
                        + $"{line["working"]!["factors"]!.ToJsonString()}"
                );
        }

        _gaps[(plant, month)] = CountGaps(answer["gaps"]!.AsArray().Select(gap => Text(gap!, "kind")));
        Differ($"{plant} {month} gap", GapsOf(book), GapsOf(answer["gaps"]!.AsArray()));
        var unverified = answer["lines"]!
            .AsArray()
            .Where(line => IsUnverified(line!["statuses"]))
            .Select(NameOf)
            .ToHashSet(StringComparer.Ordinal);
        return book.Lines.Where(line => unverified.Contains(NameOf(line)));
    }

    /// <summary>
    /// Every posting of the ledger, entry by entry: what is left when each has been taken back that a later one takes
    /// back must be the lines, and the gaps opened and not closed the gaps.
    /// </summary>
    public void Postings(Journal journal)
    {
        totals.Unverified = new HashSet<Line>(ReferenceEqualityComparer.Instance);
        foreach (var (plant, month) in totals.Books.Keys.Union(journal.PlantMonths))
        {
            var ours = totals.Books.TryGetValue((plant, month), out var book)
                ? book.Lines.ToDictionary(
                    line => NameOf(book, line),
                    line => $"{line.AmountText} {line.Quality} {line.Statuses} {line.ActivityQuantity}",
                    StringComparer.Ordinal
                )
                : [];
            Differ($"{plant} {month} posting at {journal.Position}", ours, journal.LinesOf(plant, month));
            Differ(
                $"{plant} {month} gap at {journal.Position}",
                book is null ? [] : GapsOf(book),
                journal.GapsOf(plant, month)
            );
            _gaps[(plant, month)] = journal.CountGaps(plant, month);
            var unverified = journal.UnverifiedOf(plant, month);
            if (book is not null)
                totals.Unverified.UnionWith(book.Lines.Where(line => unverified.Contains(NameOf(book, line))));
        }
    }

    /// <summary>Totals of sets, in every slicing and basis.</summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="organisations">GROUP, units or plants.</param>
    /// <param name="asks">Which of the questions to ask; all unless given.</param>
    public async Task AllTotalsAsync(Month from, Month to, IEnumerable<string> organisations, Func<bool>? asks = null)
    {
        foreach (var organisation in organisations)
        {
            // Every slicing of the group and its units; of a plant the finest says all.
            var slicings = group.Find(organisation) is null
                ? s_slicings
                :
                [
                    [],
                    ["source", "activity", "month"],
                ];
            foreach (var slices in slicings.Where(_ => asks is null || asks()))
                await TotalsAsync(from, to, organisation, slices);
            foreach (var boundary in s_boundaries.Where(_ => asks is null || asks()))
            {
                await TotalsAsync(from, to, organisation, boundary, [], []);
                await TotalsAsync(from, to, organisation, boundary, ["plant", "source"], []);
            }
            foreach (var bases in s_otherBases.Where(_ => asks is null || asks()))
                await TotalsAsync(from, to, organisation, [], bases);
        }
    }

    /// <summary>
    /// Gaps by their kinds: what is not credited, and a reservoir of unknown density, keep no month from closing.
    /// </summary>
    public static (int Open, int NotBlocking) CountGaps(IEnumerable<string> kinds)
    {
        var notBlocking = kinds.ToLookup(kind => kind is "crediting-ended" or "density-unknown");
        return (notBlocking[false].Count(), notBlocking[true].Count());
    }

    /// <summary>Fails if there was a difference, and says which.</summary>
    public void ShouldAgree()
    {
        if (Differences.Count == 0)
            return;
        var file = Path.Combine(Checkout.Root, "artifacts", "oracle-differences.txt");
        File.WriteAllLines(file, Differences);
        throw new ShouldAssertException(
            $"{Differences.Count} differences in {Compared} figures (all in {file}):\n"
                + string.Join('\n', Differences.Take(30))
        );
    }

    /// <summary>Totals of a set, in one slicing.</summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="organisation">GROUP, a unit or a plant.</param>
    /// <param name="slices">
    /// What the rows are told apart by beside category, basis and measure: month, orgUnit,
    /// plant, source, activity, process.
    /// </param>
    /// <param name="bases">Bases other than the defaults.</param>
    public Task TotalsAsync(Month from, Month to, string organisation, string[] slices, params string[] bases) =>
        TotalsAsync(from, to, organisation, boundary: null, slices, bases);

    private async Task TotalsAsync(
        Month from,
        Month to,
        string organisation,
        string? boundary,
        string[] slices,
        string[] bases
    )
    {
        var query =
            $"totals?from={from}&to={to}&org={organisation}&groupBy="
            + string.Join(',', ["category", "measure", .. slices])
            + (boundary is null ? "" : "&boundary=" + boundary)
            + (bases.Length > 0 ? "&basis=" + string.Join(',', bases) : "")
            + (AsOf is { } sequence ? $"&asOf={sequence}" : "");
        var answer = await api.GetAsync(query);
        if (answer["from"]!.GetValue<string>() != from.ToString())
            throw new InvalidOperationException(query);
        Position = answer["asOf"]!["sequence"]!.GetValue<long>();
        var theirs = answer["rows"]!
            .AsArray()
            .ToDictionary(
                row =>
                    string.Join(
                        ' ',
                        [
                            Text(row, "category"),
                            Text(row, "basis"),
                            Text(row, "measure"),
                            .. slices.Select(slice => Text(row, slice)),
                        ]
                    ) + (row!["elimination"] is null ? "" : " elimination"),
                row =>
                    SixDecimals.Of(Text(row, "quantity"))
                    + " "
                    + Text(row, "measuredShare")
                    + (totals.Unverified is null ? "" : " " + SixDecimals.Of(Text(row, "onVerifiedFactors"))),
                StringComparer.Ordinal
            );

        var chosen = s_basesOfFamily
            .Values.SelectMany(family => family.Intersect(bases).DefaultIfEmpty(family[0]))
            .ToHashSet(StringComparer.Ordinal);
        var isInSet = totals.Set(organisation);
        // What a supplier has counted already is taken off in the supplier's row; it is of none of the supplier's
        // sources.
        string? Row(string plant, Month month, Line line)
        {
            var takenOff = plant == line.Key.Counterparty;
            return IsShown(line, slices, chosen) && IsHeld(line, boundary)
                ? string.Join(
                    ' ',
                    [
                        line.Key.Category,
                        line.Key.Basis ?? "",
                        line.Key.Measure,
                        .. slices.Select(slice => takenOff && IsOfSource(slice) ? "" : Cell(slice, plant, month, line)),
                    ]
                ) + (takenOff && slices.Any(IsOfSource) ? " elimination" : "")
                : null;
        }

        var ours = totals
            .Of(from, to, isInSet, Row)
            .ToDictionary(
                row => row.Key,
                row =>
                    row.Value.Text
                    + " "
                    + (
                        row.Value.Millionths == 0
                            ? ""
                            : (row.Value.Measured / row.Value.Amount).Text(3, MidpointRounding.AwayFromZero)
                    )
                    + (totals.Unverified is null ? "" : " " + row.Value.VerifiedText),
                StringComparer.Ordinal
            );
        Differ(query, ours, theirs);

        if (slices.Length > 0)
            return;
        Coverage(query, answer["coverage"]!, Month.Range(from, to).ToHashSet(), isInSet);
        if (boundary is not null)
            Unplaced(
                query,
                answer["coverage"]!,
                Month.Range(from, to).ToHashSet(),
                isInSet,
                line => IsShown(line, slices, chosen) && MayBeHeld(line, boundary)
            );
        var gases = totals
            .Of(
                from,
                to,
                isInSet,
                (_, _, line) =>
                    IsShown(line, slices, chosen)
                    && IsHeld(line, boundary)
                    && Processes.Warming.ContainsKey(line.Key.Measure)
                        ? new Gas($"{line.Key.Category} {line.Key.Basis}", line.Key.Measure)
                        : null
            )
            .GroupBy(row => row.Key.Row, StringComparer.Ordinal)
            .ToList();
        foreach (var (index, set) in new[] { "SAR", "AR4", "AR5", "AR6" }.Index())
        {
            // Of another basis only CO2 is another, and that is the same in all sets.
            if ((bases.Length > 0 || boundary is not null) && index != 2)
                continue;
            var warming = index == 2 ? answer : await api.GetAsync(query + "&gwp=" + set);
            var theirWarming = warming["co2e"]!["rows"]!
                .AsArray()
                .ToDictionary(
                    row => Text(row, "category") + " " + Text(row, "basis"),
                    row =>
                        Exactly(Fraction.Parse(Text(row, "quantity")))
                        + (
                            totals.Unverified is null
                                ? ""
                                : " " + Exactly(Fraction.Parse(Text(row, "onVerifiedFactors")))
                        ),
                    StringComparer.Ordinal
                );
            var ourWarming = gases.ToDictionary(
                rows => rows.Key,
                rows =>
                    Exactly(Warming(rows, sum => sum.Amount))
                    + (totals.Unverified is null ? "" : " " + Exactly(Warming(rows, sum => sum.Verified))),
                StringComparer.Ordinal
            );
            Differ($"{query} co2e {set}", ourWarming, theirWarming);

            Fraction Warming(IEnumerable<KeyValuePair<Gas, Sum>> gases, Func<Sum, Fraction> amount) =>
                gases.Aggregate(
                    (Fraction)0,
                    (sum, gas) => sum + amount(gas.Value) * Processes.Warming[gas.Key.Measure][index]
                );
        }
    }

    /// <summary>
    /// How much of what is expected stands in the total, and how many gaps the sheets have together, as asked for sheet
    /// by sheet.
    /// </summary>
    private void Coverage(string query, JsonNode coverage, HashSet<Month> months, Func<string, Month, bool> isInSet)
    {
        var sheets = totals
            .Books.Keys.Where(sheet => months.Contains(sheet.Month) && isInSet(sheet.Plant, sheet.Month))
            .ToList();
        // What has come although nobody expected it, or not yet, counts as expected.
        var expected =
            group.Plants.Sum(plant => months.Count(month => plant.ReportsIn(month) && isInSet(plant.Code, month)))
            + sheets.Count(sheet => !group.Holds(sheet.Plant, sheet.Month));
        var posted = sheets.Count;
        var ours = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["expected"] = $"{expected}",
            ["posted"] = $"{posted}",
        };
        var theirs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["expected"] = Text(coverage, "plantMonthsExpected"),
            ["posted"] = Text(coverage, "plantMonthsPosted"),
        };
        if (_gaps.Count > 0)
        {
            var gaps = _gaps
                .Where(sheet => months.Contains(sheet.Key.Month) && isInSet(sheet.Key.Plant, sheet.Key.Month))
                .Select(sheet => sheet.Value)
                .ToList();
            ours["gaps"] = $"{gaps.Sum(sheet => sheet.Open)}";
            theirs["gaps"] = Text(coverage, "openGaps");
            ours["not blocking"] = $"{gaps.Sum(sheet => sheet.NotBlocking)}";
            theirs["not blocking"] = Text(coverage, "gapsNotBlocking");
        }

        Differ(query + " coverage", ours, theirs);
    }

    /// <summary>
    /// Of how many sources nobody knows what they are, while their lines would count if they were of the right kind.
    /// </summary>
    private void Unplaced(
        string query,
        JsonNode coverage,
        HashSet<Month> months,
        Func<string, Month, bool> isInSet,
        Func<Line, bool> mayBeHeld
    )
    {
        var sources = totals
            .Books.Where(book => months.Contains(book.Key.Month) && isInSet(book.Key.Plant, book.Key.Month))
            .SelectMany(book =>
                book.Value.Lines.Where(line => mayBeHeld(line) && KindOf(line) is null)
                    .Select(line => (book.Key.Plant, line.Key.Source))
            )
            .Distinct()
            .Count();
        Differ(
            query + " unplaced",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["sources"] = $"{sources}" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["sources"] = Text(coverage, "sourcesUnplaced") }
        );
    }

    private static bool MayBeHeld(Line line, string boundary) =>
        boundary switch
        {
            "ets-aluminium" => $"{line.Key.Category} {line.Key.Measure}"
                is "scope1.anode CO2"
                    or "scope1.pfc CF4"
                    or "scope1.pfc C2F6",
            "ets-power" => $"{line.Key.Category} {line.Key.Measure}"
                is "scope1.combustion CO2"
                    or "scope1.carbonate CO2"
                    or "scope2.electricity CO2",
            _ => false,
        };

    /// <summary>Totals speak of one basis of each family, and products are not added.</summary>
    private static bool IsShown(Line line, string[] slices, HashSet<string> chosen) =>
        (line.Key.Basis is null || chosen.Contains(line.Key.Basis))
        && (line.Key.Measure is not ("OUTPUT" or "VALUE") || slices.Contains("activity"));

    private bool IsHeld(Line line, string? boundary) =>
        boundary switch
        {
            null or "enterprise" => true,
            "ets-aluminium" => MayBeHeld(line, boundary) && KindOf(line) == "potline",
            "ets-power" => MayBeHeld(line, boundary) && KindOf(line) == "thermal-unit",
            _ => throw new ArgumentOutOfRangeException(nameof(boundary), boundary, null),
        };

    private string? KindOf(Line line)
    {
        _owners ??= totals
            .Books.SelectMany(book => book.Value.Lines.Select(owned => (owned, book.Key.Plant)))
            .ToDictionary(pair => (object)pair.owned, pair => pair.Plant, ReferenceEqualityComparer.Instance);
        return group.Find(_owners[line])?.Sources.FirstOrDefault(source => source.Code == line.Key.Source)?.Kind;
    }

    private static bool IsOfSource(string slice) => slice is "source" or "process";

    private string Cell(string slice, string plant, Month month, Line line) =>
        slice switch
        {
            "month" => month.ToString(),
            "plant" => plant,
            "orgUnit" => group.Find(plant)?.UnitIn(month) ?? "",
            "source" => line.Key.Source,
            "activity" => line.Key.Activity,
            "process" => totals.Books[(plant, month)].Source(line.Key.Source).Process,
            _ => throw new ArgumentOutOfRangeException(nameof(slice), slice, null),
        };

    private void Differ(string where, Dictionary<string, string> ours, Dictionary<string, string> theirs)
    {
        Compared += ours.Count;
        if (
            ours.Count == theirs.Count
            && ours.All(our => theirs.TryGetValue(our.Key, out var their) && our.Value == their)
        )
            return;
        foreach (var row in ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (our, their) = (ours.GetValueOrDefault(row), theirs.GetValueOrDefault(row));
            if (our != their)
                Differences.Add($"{where}: {row}: oracle {our ?? "nothing"}, platform {their ?? "nothing"}");
        }
    }

    /// <summary>Amounts have six decimals and potentials one: their products have seven, and are given whole.</summary>
    private static string Exactly(Fraction co2e) => co2e.Text(9, MidpointRounding.ToEven);

    private static string NameOf(Line line) =>
        string.Join(
            ' ',
            line.Key.Source,
            line.Key.Activity,
            line.Key.Category,
            line.Key.Basis,
            line.Key.Measure,
            line.Key.Counterparty
        );

    private static string NameOf(MonthBook book, Line line) =>
        string.Join(
            ' ',
            line.Key.Source,
            book.Source(line.Key.Source).Process,
            line.Key.Activity,
            line.Key.Category,
            line.Key.Basis,
            line.Key.Measure,
            line.Key.Counterparty
        );

    private static string NameOf(JsonNode? line) =>
        string.Join(
            ' ',
            Text(line, "source"),
            Text(line, "activity"),
            Text(line, "category"),
            Text(line, "basis"),
            Text(line, "measure"),
            Text(line, "counterparty")
        );

    private static Dictionary<string, string> GapsOf(MonthBook book) =>
        book.Gaps.ToDictionary(
            gap => string.Join(' ', gap.Source, gap.Category, gap.Basis, gap.Measure, gap.Kind),
            _ => "",
            StringComparer.Ordinal
        );

    private static Dictionary<string, string> GapsOf(JsonArray gaps) =>
        gaps.Select(gap =>
                string.Join(
                    ' ',
                    Text(gap, "source"),
                    Text(gap, "category"),
                    Text(gap, "basis"),
                    Text(gap, "measure"),
                    Text(gap, "kind")
                )
            )
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(gap => gap, _ => "", StringComparer.Ordinal);

    internal static string Statuses(JsonNode? statuses)
    {
        var named = statuses is JsonArray array
            ? array.Select(s => s!.GetValue<string>())
            : (statuses?.GetValue<string>() ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(',', named.Where(s => s is not ("none" or Unverified)).Order(StringComparer.Ordinal));
    }

    /// <summary>What the oracle does not know of itself: it has no official texts.</summary>
    internal static bool IsUnverified(JsonNode? statuses) =>
        statuses!.AsArray().Any(status => status!.GetValue<string>() == Unverified);

    internal static string Text(JsonNode? node, string member) => node?[member]?.ToString() ?? "";

    private sealed record Gas(string Row, string Measure);
}
