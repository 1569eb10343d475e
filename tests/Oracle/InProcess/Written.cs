using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>What a ledger holds: the group as it knows it, and the newest lines and gaps of each plant-month.</summary>
internal sealed record Held(Group Group, IReadOnlyDictionary<(string Plant, Month Month), MonthBook> Books);

/// <summary>
/// Remembers what every revision and every record said when it was written. So it is known at any moment what a ledger must
/// hold that was handed some of the events, in whatever order: of each plant-month the highest revision, as calculated by the
/// group of its time, and of each plant the newest record.
/// </summary>
internal sealed class Written
{
    private readonly Dictionary<(string Plant, Month Month, int Revision), Lazy<MonthBook>> _revisions = [];
    private readonly Dictionary<(string Code, int Version), Plant> _records = [];
    private readonly Dictionary<(string Plant, Month Month), int> _applied = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>How many revisions were written.</summary>
    public int Revisions => _revisions.Count;

    /// <summary>Ingestion has published; the group is as it was then.</summary>
    public void Remember(IEnumerable<PublishedEvent> published, RandomGroup random)
    {
        var group = random.Group;
        foreach (var written in published)
        {
            if (written.Revision == 0)
            {
                // Of several records written at once the first had not yet the sources of the last.
                if (group.Find(written.Code) is { } plant)
                    _records[(written.Code, written.Version)] = plant with { Sources = [.. plant.Sources.Where(source => written.Sources.Contains(source.Code, StringComparer.Ordinal))] };
                continue;
            }

            var sheet = random.Sheet(written.Plant, Month.Parse(written.Month));
            _revisions.Add((sheet.Plant, sheet.Month, written.Revision), new Lazy<MonthBook>(() => PlantMonth.Calculate(group, sheet)));
        }
    }

    /// <summary>The ledger has been handed an event.</summary>
    public void Apply(PublishedEvent handed)
    {
        if (handed.Revision == 0)
        {
            _known[handed.Code] = Math.Max(_known.GetValueOrDefault(handed.Code), handed.Version);
            return;
        }

        var key = (handed.Plant, Month.Parse(handed.Month));
        _applied[key] = Math.Max(_applied.GetValueOrDefault(key), handed.Revision);
    }

    /// <summary>What the ledger must hold now.</summary>
    public Held Held()
    {
        var plants = _known.Where(known => _records.ContainsKey((known.Key, known.Value))).Select(known => _records[(known.Key, known.Value)]).ToList();
        var units = _known.Keys.Where(code => plants.TrueForAll(plant => plant.Code != code)).Union(plants.SelectMany(plant => plant.Memberships.Select(m => m.Unit)), StringComparer.Ordinal);
        return new Held(
            new Group([.. units], plants),
            _applied.ToDictionary(applied => applied.Key, applied => _revisions[(applied.Key.Plant, applied.Key.Month, applied.Value)].Value));
    }
}
