using System.Collections.Concurrent;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Every factor, profile and mapping table of one version of the catalogue: the delivered files and what was published since. It
/// never changes; a publication makes the next one. Whatever a method cannot do without is looked up when it is built: a number
/// that is quietly missing would be a total that is quietly wrong.
/// </summary>
internal sealed class Catalogue
{
    private readonly DeliveredData _delivered;
    private readonly Dictionary<string, Factor[]> _factors;
    private readonly Dictionary<string, FactorSeries> _series;
    private readonly ConcurrentDictionary<Month, MonthFactors> _months = [];

    private Catalogue(DeliveredData delivered, int version, IReadOnlyList<Publication> publications)
    {
        _delivered = delivered;
        Version = version;
        _factors = Merged(delivered.Factors, publications.SelectMany(published => published.Factors))
            .GroupBy(factor => factor.Id, StringComparer.Ordinal)
            .ToDictionary(versions => versions.Key, versions => versions.OrderByDescending(factor => factor.Version).ToArray(), StringComparer.Ordinal);
        _series = publications.Reverse().SelectMany(published => published.Years).Concat(delivered.Years)
            .GroupBy(year => year.Series, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => new FactorSeries([.. rows]), StringComparer.Ordinal);
        foreach (var year in delivered.Years)
        {
            if (year.Fault(Find, delivered.Places) is { } fault) throw year.Row!.Fault(fault);
        }
        // Every look-up of every method is made once for each month in which anything begins to serve: between them nothing changes.
        _ = For(Month.Min);
        foreach (var year in _series.Values.SelectMany(series => series.Rows).SelectMany(row => row.Years)) _ = For(new Month(year, 1));
        foreach (var factor in _factors.Values.SelectMany(versions => versions))
        {
            _ = For(factor.ValidFrom);
            if (factor.ValidTo < Month.Max) _ = For(factor.ValidTo.Next);
        }
    }

    /// <summary>Version of the catalogue as a whole.</summary>
    public int Version { get; }

    public IReadOnlyDictionary<string, Fuel> Fuels => _delivered.Fuels;

    public Activities Activities => _delivered.Activities;

    public Uncertainties Uncertainties => _delivered.Uncertainties;

    public IReadOnlyList<Place> Places => _delivered.Places;

    public IReadOnlyCollection<Profile> Profiles => _delivered.Profiles.Values;

    public ProfileDefaults ProfileDefaults => _delivered.ProfileDefaults;

    /// <summary>Which factor serves which year, by series.</summary>
    public IReadOnlyDictionary<string, FactorSeries> Series => _series;

    /// <summary>All factors in their highest version, in order of id.</summary>
    public IEnumerable<Factor> Factors => _factors.Values.Select(versions => versions[0]).OrderBy(f => f.Id, StringComparer.Ordinal);

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
    public static Catalogue Of(DeliveredData delivered, int version, IReadOnlyList<Publication> publications) => new(delivered, version, publications);

    /// <summary>The factors as they serve a month; built once per month.</summary>
    public MonthFactors For(Month month) => _months.TryGetValue(month, out var factors) ? factors : _months.GetOrAdd(month, static (m, catalogue) => new MonthFactors(catalogue, m), this);

    /// <summary>The highest version of a factor that is valid in the month.</summary>
    public Factor? Find(string id, Month month)
    {
        if (!_factors.TryGetValue(id, out var versions)) return null;
        foreach (var factor in versions)
        {
            if (factor.IsValidIn(month)) return factor;
        }
        return null;
    }

    /// <summary>Every version of a factor, from the highest to the first; none where the id is not known.</summary>
    public IReadOnlyList<Factor> Versions(string id) => _factors.GetValueOrDefault(id) ?? [];

    /// <summary>A factor no method can do without.</summary>
    /// <exception cref="DataFileException">It is missing, not valid in the month, or in another unit.</exception>
    public Factor Require(string id, string unit, Month month)
    {
        var factor = Find(id, month) ?? throw new DataFileException("factors", 0, $"{id} is missing or not valid in {month}; a method needs it");
        return factor.Unit == unit ? factor : throw new DataFileException("factors", 0, $"{id} is in {factor.Unit}; the method needs it in {unit}");
    }

    /// <summary>A factor that may be missing: the line is then a gap.</summary>
    /// <exception cref="DataFileException">It is in another unit.</exception>
    public Factor? Ask(string id, string unit, Month month) => Find(id, month) is null ? null : Require(id, unit, month);

    /// <summary>The factor that serves a series in a month.</summary>
    /// <exception cref="DataFileException">The series is missing, or its factor is in another unit.</exception>
    public Served Serve(string series, string unit, Month month, Place? place = null)
    {
        if (!_series.TryGetValue(series, out var years)) throw new DataFileException("factor-years.csv", 0, $"series {series} is missing; a method needs it");
        var served = years.For(month, place, Find);
        return served.Factor is null || served.Factor.Unit == unit ? served
            : throw new DataFileException("factors", 0, $"{served.Factor.Id} is in {served.Factor.Unit}; series {series} needs it in {unit}");
    }

    /// <summary>The place of a plant. A sub-region that the tables do not know falls back to the province as a whole.</summary>
    public Place PlaceOf(string country, string? province, string? subRegion)
    {
        if (country != Place.China) return Place.Abroad(country);
        Place? whole = null;
        foreach (var place in Places)
        {
            if (place.Province != province) continue;
            if (place.SubRegion == subRegion) return place;
            if (place.SubRegion is null) whole = place;
        }
        return whole ?? Place.Unknown(province);
    }

    /// <summary>A source's own profile, or that of its kind; null when its own is not offered in the month.</summary>
    public Profile? ProfileOf(string? own, string kind, Month month)
    {
        if (own is null) return ProfileDefaults.For(kind, month);
        return _delivered.Profiles.TryGetValue(own, out var profile) && profile.ValidFrom <= month && month <= profile.ValidTo ? profile : null;
    }

    /// <summary>A row that the department published stands in place of a delivered one of the same id and version.</summary>
    private static IEnumerable<Factor> Merged(IReadOnlyList<Factor> delivered, IEnumerable<Factor> published)
    {
        var all = delivered.ToDictionary(factor => (factor.Id, factor.Version));
        foreach (var factor in published) all[(factor.Id, factor.Version)] = factor;
        return all.Values;
    }
}
