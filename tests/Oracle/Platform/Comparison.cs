using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
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
internal sealed partial class Comparison(PlatformApi api, Group group, Totals totals)
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
                != line["working"]!["factors"]!.AsArray().Any(factor => Text(factor, "status") == "provisional")
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
    /// Gaps by their kinds: what is not credited, and a reservoir of unknown or too low a density, keep no month from
    /// closing.
    /// </summary>
    public static (int Open, int NotBlocking) CountGaps(IEnumerable<string> kinds)
    {
        var notBlocking = kinds.ToLookup(kind => kind is "crediting-ended" or "density-unknown" or "density-too-low");
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
}
