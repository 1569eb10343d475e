using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>What a ledger holds: the group as it knows it, and the newest lines and gaps of each plant-month.</summary>
internal sealed record Held(Group Group, IReadOnlyDictionary<(string Plant, Month Month), MonthBook> Books);

/// <summary>
/// Remembers what every revision and every record said when it was written. So it is known at any moment what a ledger
/// must hold that was handed some of the events, in whatever order: of each plant-month the highest revision, as
/// calculated by the group of its time and the factors that were in force when it was, and of each plant the newest
/// record.
/// </summary>
internal sealed class Written
{
    private readonly Dictionary<(string Plant, Month Month, int Revision), (Group Group, Sheet Sheet)> _revisions = [];
    private readonly Dictionary<(string Plant, Month Month, int Revision, int CatalogueVersion), MonthBook> _books = [];
    private readonly SortedDictionary<int, Published> _catalogues = [];
    private readonly Dictionary<(string Code, int Version), Plant> _records = [];
    private readonly Dictionary<(string Plant, Month Month), (int Revision, int CatalogueVersion)> _applied = [];
    private readonly Dictionary<(string Plant, Month Month), int> _calculated = [];
    private readonly HashSet<(string Plant, Month Month)> _handedIn = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>How many revisions were written.</summary>
    public int Revisions => _revisions.Count;

    /// <summary>Ingestion has published; the group is as it was then.</summary>
    public void Remember(IReadOnlyCollection<PublishedEvent> published, RandomGroup random)
    {
        var group = random.Group;
        foreach (var sheet in published.Where(written => written.Revision > 0))
            _handedIn.Add((sheet.Plant, Month.Parse(sheet.Month)));
        foreach (var written in published)
        {
            if (written.Revision == 0)
            {
                // Of several records written at once the first had not yet the sources of the last.
                if (group.Find(written.Code) is { } plant)
                    _records[(written.Code, written.Version)] = plant with
                    {
                        Sources =
                        [
                            .. plant.Sources.Where(source =>
                                written.Sources.Contains(source.Code, StringComparer.Ordinal)
                            ),
                        ],
                    };
                continue;
            }

            var sheet = random.Sheet(written.Plant, Month.Parse(written.Month), _handedIn.Contains);
            var around = random.SheetsOf(sheet.Month).Where(other => _handedIn.Contains((other.Plant, other.Month)));
            _revisions.Add((sheet.Plant, sheet.Month, written.Revision), (group with { Sheets = [.. around] }, sheet));
        }
    }

    /// <summary>A version of the catalogue is in force.</summary>
    public void Publish(int catalogueVersion, Published published) => _catalogues.Add(catalogueVersion, published);

    /// <summary>Calculation has been handed a sheet.</summary>
    public void Calculate(PublishedEvent handed)
    {
        var key = (handed.Plant, Month.Parse(handed.Month));
        _calculated[key] = Math.Max(_calculated.GetValueOrDefault(key), handed.Revision);
    }

    /// <summary>What Calculation stands on, by whatever factors.</summary>
    public IEnumerable<MonthBook> Calculated(Published published) =>
        _calculated.Select(calculated =>
        {
            var (group, sheet) = _revisions[(calculated.Key.Plant, calculated.Key.Month, calculated.Value)];
            return PlantMonth.Calculate(group with { Published = published }, sheet);
        });

    /// <summary>The ledger has been handed an event.</summary>
    public void Apply(PublishedEvent handed)
    {
        if (handed.Revision == 0)
        {
            _known[handed.Code] = Math.Max(_known.GetValueOrDefault(handed.Code), handed.Version);
            return;
        }

        var key = (handed.Plant, Month.Parse(handed.Month));
        var applied = (handed.Revision, handed.CatalogueVersion);
        if (applied.CompareTo(_applied.GetValueOrDefault(key)) > 0)
            _applied[key] = applied;
    }

    /// <summary>What the ledger must hold now.</summary>
    public Held Held()
    {
        var plants = _known
            .Where(known => _records.ContainsKey((known.Key, known.Value)))
            .Select(known => _records[(known.Key, known.Value)])
            .ToList();
        var units = _known
            .Keys.Where(code => plants.TrueForAll(plant => plant.Code != code))
            .Union(plants.SelectMany(plant => plant.Memberships.Select(m => m.Unit)), StringComparer.Ordinal);
        return new Held(
            new Group([.. units], plants),
            _applied.ToDictionary(
                applied => applied.Key,
                applied =>
                    Book(applied.Key.Plant, applied.Key.Month, applied.Value.Revision, applied.Value.CatalogueVersion)
            )
        );
    }

    private MonthBook Book(string plant, Month month, int revision, int catalogueVersion)
    {
        if (_books.TryGetValue((plant, month, revision, catalogueVersion), out var known))
            return known;
        var (group, sheet) = _revisions[(plant, month, revision)];
        return _books[(plant, month, revision, catalogueVersion)] = PlantMonth.Calculate(
            group with
            {
                Published = _catalogues.GetValueOrDefault(catalogueVersion) ?? Published.Nothing,
            },
            sheet
        );
    }
}
