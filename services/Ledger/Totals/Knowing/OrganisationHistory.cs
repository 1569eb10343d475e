using System.Collections.Frozen;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Totals.Knowing;

/// <summary>
/// A plant as one of its records has it: for which months it reports, to which unit it belongs, and what its sources
/// are.
/// </summary>
internal sealed record PlantShape(
    long Sequence,
    Month From,
    Month? To,
    PlantHome Home,
    IReadOnlyDictionary<string, string> KindsOfSources
)
{
    /// <summary>Kind of a source; null when the record has no such source.</summary>
    public string? KindOf(string source) => KindsOfSources.GetValueOrDefault(source);

    /// <summary>From here on there is no such plant: it was made by mistake, and never used.</summary>
    public bool IsTakenBack { get; init; }

    public bool ReportsIn(Month month) => From <= month && (To is not { } to || month <= to);
}

/// <summary>A record of a unit: whether there is one from here on.</summary>
internal sealed record UnitSince(long Sequence, bool IsThere);

/// <summary>
/// Every record of the organisation that the ledger holds, in order of sequence: an answer as of a position uses the
/// organisation as it was known then. Immutable; what came since makes a new one.
/// </summary>
internal sealed class OrganisationHistory
{
    private readonly FrozenDictionary<PlantCode, PlantShape[]> _plants;
    private readonly FrozenDictionary<string, UnitSince[]> _units;

    private OrganisationHistory(
        long upTo,
        FrozenDictionary<PlantCode, PlantShape[]> plants,
        FrozenDictionary<string, UnitSince[]> units
    )
    {
        UpTo = upTo;
        _plants = plants;
        _units = units;
    }

    public static OrganisationHistory Empty { get; } =
        new(0, FrozenDictionary<PlantCode, PlantShape[]>.Empty, FrozenDictionary<string, UnitSince[]>.Empty);

    /// <summary>Position up to which it is complete.</summary>
    public long UpTo { get; }

    /// <summary>With the records that came up to a later position, in order of sequence.</summary>
    public OrganisationHistory With(long upTo, IReadOnlyList<(long Sequence, OrganisationChangedEvent Record)> records)
    {
        if (records.Count == 0)
            return new OrganisationHistory(upTo, _plants, _units);
        var plants = _plants.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
        var units = _units.ToDictionary(pair => pair.Key, pair => pair.Value.ToList(), StringComparer.Ordinal);
        foreach (var (sequence, record) in records)
        {
            if (record.Plant is { } plant)
            {
                var code = PlantCode.Trusted(plant.Code);
                if (!plants.TryGetValue(code, out var shapes))
                    plants.Add(code, shapes = []);
                shapes.Add(
                    new PlantShape(
                        sequence,
                        plant.From,
                        plant.To,
                        PlantHome.Of(plant.Memberships),
                        KindsOf(plant.Sources)
                    )
                    {
                        IsTakenBack = record.TakenBack == true,
                    }
                );
            }
            else
            {
                if (!units.TryGetValue(record.Code, out var since))
                    units.Add(record.Code, since = []);
                since.Add(new UnitSince(sequence, IsThere: record.TakenBack != true));
            }
        }
        return new OrganisationHistory(
            upTo,
            plants.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray()),
            units.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal)
        );
    }

    private static Dictionary<string, string> KindsOf(IReadOnlyList<SourceRecord> sources)
    {
        var kinds = new Dictionary<string, string>(sources.Count, StringComparer.Ordinal);
        foreach (var source in sources)
            kinds[source.Code] = string.Intern(source.Kind);
        return kinds;
    }

    /// <summary>The organisation as it was known at a position.</summary>
    public OrganisationAt At(long sequence) => new(this, sequence);

    public PlantShape? ShapeOf(PlantCode plant, long sequence)
    {
        if (!_plants.TryGetValue(plant, out var shapes))
            return null;
        for (var i = shapes.Length - 1; i >= 0; i--)
        {
            if (shapes[i].Sequence <= sequence)
                return shapes[i].IsTakenBack ? null : shapes[i];
        }
        return null;
    }

    public bool HasUnit(string unit, long sequence) =>
        (
            _units.TryGetValue(unit, out var since)
            && Array.FindLast(since, record => record.Sequence <= sequence) is { IsThere: true }
        ) || _plants.Keys.Any(plant => ShapeOf(plant, sequence)?.Home.Spans().Any(span => span.Unit == unit) == true);

    public IEnumerable<PlantCode> Plants => _plants.Keys;
}

/// <summary>The organisation as it was known at a position of the ledger.</summary>
internal readonly record struct OrganisationAt(OrganisationHistory History, long Sequence)
{
    /// <summary>The plant's shape; null when no record of it had come.</summary>
    public PlantShape? ShapeOf(PlantCode plant) => History.ShapeOf(plant, Sequence);

    /// <summary>
    /// The unit a plant belongs to in a month; <see cref="PlantHome.Unassigned"/> when nothing is known.
    /// </summary>
    public string UnitOf(PlantCode plant, Month month) => ShapeOf(plant)?.Home.UnitIn(month) ?? PlantHome.Unassigned;

    public bool HasUnit(string unit) => History.HasUnit(unit, Sequence);

    /// <summary>Plants whose record had come.</summary>
    public IEnumerable<(PlantCode Plant, PlantShape Shape)> Plants()
    {
        foreach (var plant in History.Plants)
        {
            if (ShapeOf(plant) is { } shape)
                yield return (plant, shape);
        }
    }

    /// <summary>Whether every plant belonged to the same units as at another position.</summary>
    public bool HasSameHomesAs(OrganisationAt other)
    {
        foreach (var plant in History.Plants)
        {
            var (here, there) = (ShapeOf(plant), other.ShapeOf(plant));
            if (
                !ReferenceEquals(here, there)
                && !(here?.Home ?? PlantHome.Unknown).IsSame(there?.Home ?? PlantHome.Unknown)
            )
                return false;
        }
        return true;
    }
}
