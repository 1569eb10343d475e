using System.Collections.Concurrent;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Every factor, profile and mapping table, read and checked once. What is wrong with a row stops the start, named by file and
/// line: a number that is quietly missing would be a total that is quietly wrong.
/// </summary>
internal sealed class Catalogue
{
    private readonly Dictionary<string, Factor[]> _factors;
    private readonly Dictionary<string, FactorSeries> _series;
    private readonly Dictionary<string, Profile> _profiles;
    private readonly ProfileDefaults _profileDefaults;
    private readonly List<Place> _places;
    private readonly ConcurrentDictionary<Month, MonthFactors> _months = [];

    private Catalogue(string folder)
    {
        Version = ReadVersion(folder);
        _factors = Factor.ReadAll(folder);
        _places = Place.ReadAll(folder);
        _profiles = Profile.ReadAll(folder);
        _profileDefaults = ProfileDefaults.Read(folder, _profiles);
        Fuels = Fuel.ReadAll(folder);
        Activities = new Activities(Activity.ReadAll(folder, Fuels));
        Uncertainties = Uncertainties.Read(folder);
        _series = FactorSeries.ReadAll(folder, Find, _places);
        // Every look-up of every method is made once for each month in which anything begins to serve: between them nothing changes.
        _ = For(Month.Min);
        foreach (var year in _series.Values.SelectMany(series => series.Years)) _ = For(new Month(year, 1));
        foreach (var factor in _factors.Values.SelectMany(versions => versions))
        {
            _ = For(factor.ValidFrom);
            if (factor.ValidTo < Month.Max) _ = For(factor.ValidTo.Next);
        }
    }

    /// <summary>Version of the catalogue as a whole.</summary>
    public int Version { get; }

    public IReadOnlyDictionary<string, Fuel> Fuels { get; }

    public Activities Activities { get; }

    public Uncertainties Uncertainties { get; }

    public IReadOnlyList<Place> Places => _places;

    public IReadOnlyCollection<Profile> Profiles => _profiles.Values;

    /// <summary>All factors in their highest version, in order of id.</summary>
    public IEnumerable<Factor> Factors => _factors.Values.Select(versions => versions[0]).OrderBy(f => f.Id, StringComparer.Ordinal);

    /// <summary>Reads the data files beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Catalogue Read() => Read(Path.Combine(AppContext.BaseDirectory, "Data"));

    /// <summary>Reads a folder of data files.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Catalogue Read(string folder) => new(folder);

    /// <summary>The factors as they serve a month; built once per month.</summary>
    public MonthFactors For(Month month) => _months.TryGetValue(month, out var factors) ? factors : _months.GetOrAdd(month, static (m, catalogue) => new MonthFactors(catalogue, m), this);

    /// <summary>The highest version of a factor that is valid in the month.</summary>
    public Factor? Find(string id, Month month)
    {
        if (!_factors.TryGetValue(id, out var versions)) return null;
        foreach (var factor in versions)
        {
            if (factor.ValidFrom <= month && month <= factor.ValidTo) return factor;
        }
        return null;
    }

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
        foreach (var place in _places)
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
        if (own is null) return _profileDefaults.For(kind, month);
        return _profiles.TryGetValue(own, out var profile) && profile.ValidFrom <= month && month <= profile.ValidTo ? profile : null;
    }

    private static int ReadVersion(string folder)
    {
        var version = 0;
        foreach (var row in DataFile.Read(folder, "catalogue.csv", "version", "released", "note"))
        {
            if (row.Whole("version") != version + 1) throw row.Fault($"version {row["version"]} does not follow {version}");
            row.Required("released");
            row.Required("note");
            version++;
        }
        return version;
    }
}
