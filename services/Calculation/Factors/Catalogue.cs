using System.Collections.Concurrent;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Every factor, profile and mapping table of one version of the catalogue: the delivered files and what was published
/// since. It never changes; a publication makes the next one. Whatever a method cannot do without is looked up when it
/// is built: a number that is quietly missing would be a total that is quietly wrong.
/// </summary>
internal sealed class Catalogue
{
    private const int MostOwnMonths = 500;

    private readonly DeliveredData _delivered;
    private readonly Dictionary<string, Factor[]> _factors;
    private readonly OwnFactors _own;
    private readonly Dictionary<string, FactorSeries> _series;
    private readonly ConcurrentDictionary<string, bool> _lookedUp = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Month, MonthFactors> _months = [];
    private readonly ConcurrentDictionary<(Month, PlantCode), MonthFactors> _ownMonths = [];

    private Catalogue(DeliveredData delivered, int version, IReadOnlyList<Publication> publications)
    {
        _delivered = delivered;
        Version = version;
        Publications = publications;
        var all = Merged(delivered.Factors, publications.SelectMany(published => published.Factors)).ToList();
        _factors = all.Where(factor => !factor.IsOwn)
            .GroupBy(factor => factor.Id, StringComparer.Ordinal)
            .ToDictionary(
                versions => versions.Key,
                versions => versions.OrderByDescending(factor => factor.Version).ToArray(),
                StringComparer.Ordinal
            );
        _own = new OwnFactors(all.Where(factor => factor.IsOwn));
        _series = publications
            .Reverse()
            .SelectMany(published => published.Years)
            .Concat(delivered.Years)
            .GroupBy(year => year.Series, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => new FactorSeries([.. rows]), StringComparer.Ordinal);
        foreach (var year in delivered.Years)
        {
            if (year.Fault(Find, delivered.Places) is { } fault)
                throw year.Row!.Fault(fault);
        }
        // Every look-up of every method is made once for each month in which anything begins to serve: between them
        // nothing changes.
        _ = For(Month.Min);
        foreach (var year in _series.Values.SelectMany(series => series.Rows).SelectMany(row => row.Years))
            _ = For(new Month(year, 1));
        foreach (var factor in _factors.Values.SelectMany(versions => versions))
        {
            _ = For(factor.From);
            if (factor.To < Month.Max)
                _ = For(factor.To.Next);
        }
        foreach (var factor in _own.All)
            _ = For(factor.From, factor.Plant!);
    }

    /// <summary>Version of the catalogue as a whole.</summary>
    public int Version { get; }

    /// <summary>What was published up to this version, in order.</summary>
    public IReadOnlyList<Publication> Publications { get; }

    public IReadOnlyDictionary<string, Fuel> Fuels => _delivered.Fuels;

    public Activities Activities => _delivered.Activities;

    public Uncertainties Uncertainties => _delivered.Uncertainties;

    public Gases Gases => _delivered.Gases;

    public IReadOnlyList<OutstandingText> Texts => _delivered.Texts;

    public IReadOnlyList<Place> Places => _delivered.Places;

    public IReadOnlyCollection<Profile> Profiles => _delivered.Profiles.Values;

    public ProfileDefaults ProfileDefaults => _delivered.ProfileDefaults;

    /// <summary>Which factor serves which year, by series.</summary>
    public IReadOnlyDictionary<string, FactorSeries> Series => _series;

    /// <summary>Everybody's factors and the plants' own, in every version.</summary>
    public IEnumerable<Factor> AllVersions => _factors.Values.SelectMany(versions => versions).Concat(_own.All);

    /// <summary>Everybody's factors in their highest version, in order of id.</summary>
    public IEnumerable<Factor> Factors =>
        _factors.Values.Select(versions => versions[0]).OrderBy(f => f.Id, StringComparer.Ordinal);

    /// <summary>The delivered files beside the program as a catalogue, without anything published.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Catalogue Read() => Of(DeliveredData.Read());

    /// <summary>A folder of data files as a catalogue, without anything published.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Catalogue Read(string folder) => Of(DeliveredData.Read(folder));

    /// <summary>The delivered files as a catalogue, without anything published.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Catalogue Of(DeliveredData delivered) => new(delivered, delivered.Version, []);

    /// <summary>The catalogue of a version.</summary>
    /// <param name="delivered">The files of the program.</param>
    /// <param name="version">Version as a whole.</param>
    /// <param name="publications">What was published up to it, in order.</param>
    /// <exception cref="DataFileException">Together they lack what a method needs.</exception>
    public static Catalogue Of(DeliveredData delivered, int version, IReadOnlyList<Publication> publications) =>
        new(delivered, version, publications);

    /// <summary>The factors as they serve a month; built once per month.</summary>
    public MonthFactors For(Month month) =>
        _months.TryGetValue(month, out var factors)
            ? factors
            : _months.GetOrAdd(month, static (m, catalogue) => new MonthFactors(new FactorLookup(catalogue, m)), this);

    /// <summary>
    /// The factors as they serve a plant in a month: its own before everybody's, those of a source before those of the
    /// plant.
    /// </summary>
    public MonthFactors For(Month month, PlantCode plant)
    {
        if (!_own.Has(plant))
            return For(month);
        if (_ownMonths.TryGetValue((month, plant), out var known))
            return known;
        // Plants and months are many; what is asked for again is put together again.
        if (_ownMonths.Count >= MostOwnMonths)
            _ownMonths.Clear();
        return _ownMonths.GetOrAdd((month, plant), _ => OwnMonth(month, plant));
    }

    /// <summary>Ids of the factors that a plant has of its own, in whatever months.</summary>
    public IReadOnlyList<string> OwnIds(PlantCode plant) => _own.IdsOf(plant);

    /// <summary>The highest version of a factor that is valid in the month.</summary>
    public Factor? Find(string id, Month month)
    {
        if (!_factors.TryGetValue(id, out var versions))
            return null;
        foreach (var factor in versions)
        {
            if (factor.IsValidIn(month))
                return factor;
        }
        return null;
    }

    /// <summary>
    /// A plant's own factor for one of its sources: that of the source, else that of the plant, else none.
    /// </summary>
    public Factor? FindOwn(string id, Month month, PlantCode plant, string? source) =>
        _own.Find(id, month, plant, source);

    /// <summary>
    /// Every version of everybody's factor, or of a plant's own, from the highest to the first; none where it is not
    /// known.
    /// </summary>
    public IReadOnlyList<Factor> Versions(string id, PlantCode? plant = null, string? source = null) =>
        (plant is null ? _factors.GetValueOrDefault(id) : _own.Versions(id, plant, source)) ?? [];

    /// <summary>Whether a method looks for the id, and a plant can measure it for itself.</summary>
    public bool IsOwnable(string id) => _lookedUp.GetValueOrDefault(id);

    /// <summary>Notes that a method looks for the id.</summary>
    public void LookUp(string id, bool ownable)
    {
        // Two methods may ask for the same; one that lets plants measure it is enough.
        if (!_lookedUp.TryAdd(id, ownable) && ownable)
            _lookedUp[id] = true;
    }

    /// <summary>The factor that serves a series in a month.</summary>
    /// <exception cref="DataFileException">The series is missing, or its factor is in another unit.</exception>
    public Served Serve(string series, string unit, Month month, Place? place = null)
    {
        if (!_series.TryGetValue(series, out var years))
            throw new DataFileException("factor-years.csv", 0, $"series {series} is missing; a method needs it");
        var served = years.For(month, place, Find);
        return served.Factor is null || served.Factor.Unit == unit
            ? served
            : throw new DataFileException(
                "factors",
                0,
                $"{served.Factor.Id} is in {served.Factor.Unit}; series {series} needs it in {unit}"
            );
    }

    /// <summary>
    /// The place of a plant. A sub-region that the tables do not know falls back to the province as a whole.
    /// </summary>
    public Place PlaceOf(string country, string? province, string? subRegion)
    {
        if (country != Place.China)
            return Place.Abroad(country);
        Place? whole = null;
        foreach (var place in Places)
        {
            if (place.Province != province)
                continue;
            if (place.SubRegion == subRegion)
                return place;
            if (place.SubRegion is null)
                whole = place;
        }
        return whole ?? Place.Unknown(province);
    }

    /// <summary>A source's own profile, or that of its kind; null when its own is not offered in the month.</summary>
    public Profile? ProfileOf(string? own, string kind, Month month)
    {
        if (own is null)
            return ProfileDefaults.For(kind, month);
        return
            _delivered.Profiles.TryGetValue(own, out var profile)
            && profile.ValidFrom <= month
            && month <= profile.ValidTo
            ? profile
            : null;
    }

    private MonthFactors OwnMonth(Month month, PlantCode plant)
    {
        var everybody = For(month);
        if (!_own.ServesIn(month, plant))
            return everybody;
        return new MonthFactors(new FactorLookup(this, month, plant), everybody)
        {
            OfSources = _own.SourcesOf(plant)
                .ToDictionary(
                    source => source,
                    source => new MonthFactors(new FactorLookup(this, month, plant, source), everybody),
                    StringComparer.Ordinal
                ),
        };
    }

    /// <summary>
    /// A row that the department published stands in place of a delivered one of the same id and version.
    /// </summary>
    private static IEnumerable<Factor> Merged(IReadOnlyList<Factor> delivered, IEnumerable<Factor> published)
    {
        var all = delivered.ToDictionary(factor => (factor.Id, factor.Plant, factor.PlantSource, factor.Version));
        foreach (var factor in published)
            all[(factor.Id, factor.Plant, factor.PlantSource, factor.Version)] = factor;
        return all.Values;
    }
}
