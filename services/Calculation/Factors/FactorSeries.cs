using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>A factor as it serves a month, with the status its use brings to a line. Without a factor the line is a gap.</summary>
internal readonly record struct Served(Factor? Factor, LineStatuses Status)
{
    /// <summary>The factor, where the caller has asked whether there is one.</summary>
    public Factor Value => Factor ?? throw new InvalidOperationException("There is no factor here; a gap should have been written.");
}

/// <summary>Which factor serves which accounting year: a series of factor-years.csv.</summary>
internal sealed class FactorSeries
{
    private readonly List<(int From, int To, string Template, LineStatuses Status)> _rows = [];

    private FactorSeries(string name) => Name = name;

    public string Name { get; }

    /// <summary>The accounting years in which another factor may serve than in the year before.</summary>
    public IEnumerable<int> Years => _rows.SelectMany(row => Enumerable.Range(row.From, row.Template.Contains("{year", StringComparison.Ordinal) ? row.To - row.From + 1 : 1));

    public static Dictionary<string, FactorSeries> ReadAll(string folder, Func<string, Month, Factor?> find, IReadOnlyList<Place> places)
    {
        var series = new Dictionary<string, FactorSeries>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, "factor-years.csv", "series", "from_year", "to_year", "factor", "status", "note"))
        {
            var name = row.Required("series");
            if (!series.TryGetValue(name, out var one)) series.Add(name, one = new FactorSeries(name));
            var from = row.Whole("from_year", Month.Min.Year);
            var to = row.Whole("to_year", Month.Max.Year);
            if (from > to || from < Month.Min.Year || to > Month.Max.Year) throw row.Fault($"the years {from} to {to} are none");
            if (one._rows.Exists(other => other.From <= to && from <= other.To)) throw row.Fault($"{name} has two factors for a year from {from} to {to}");
            var status = row.OneOf("status", "", "provisional-factor", "carried-forward") switch
            {
                "provisional-factor" => LineStatuses.ProvisionalFactor,
                "carried-forward" => LineStatuses.CarriedForward,
                _ => LineStatuses.None,
            };
            var template = row.Required("factor");
            Check(row, template, from, to, find, places);
            one._rows.Add((from, to, template, status));
        }
        return series;
    }

    /// <summary>The factor for a month and place; a place that the factors do not know, or a year without a row, has none.</summary>
    public Served For(Month month, Place? place, Func<string, Month, Factor?> find)
    {
        foreach (var (from, to, template, status) in _rows)
        {
            if (month.Year < from || month.Year > to) continue;
            return Resolve(template, month.Year, place) is { } id && find(id, month) is { } factor ? new Served(factor, status) : default;
        }
        return default;
    }

    private static string? Resolve(string template, int year, Place? place)
    {
        if (template.Contains("{province}", StringComparison.Ordinal) && place?.Province is null) return null;
        if (template.Contains("{six-grid}", StringComparison.Ordinal) && place?.SixGrid is null) return null;
        return template
            .Replace("{year}", $"{year}", StringComparison.Ordinal)
            .Replace("{year-2}", $"{year - 2}", StringComparison.Ordinal)
            .Replace("{province}", place?.Province, StringComparison.Ordinal)
            .Replace("{six-grid}", place?.SixGrid, StringComparison.Ordinal);
    }

    /// <summary>A place may lack a factor (Tibet does); a factor that no place has is a typing error, and so is one outside its validity.</summary>
    private static void Check(DataRow row, string template, int from, int to, Func<string, Month, Factor?> find, IReadOnlyList<Place> places)
    {
        if (template.Replace("{year}", "", StringComparison.Ordinal).Replace("{year-2}", "", StringComparison.Ordinal)
            .Replace("{province}", "", StringComparison.Ordinal).Replace("{six-grid}", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal))
        {
            throw row.Fault($"factor \"{template}\" has a placeholder other than {{year}}, {{year-2}}, {{province}}, {{six-grid}}");
        }
        for (var year = from; year <= to; year++)
        {
            foreach (var month in (ReadOnlySpan<Month>)[new Month(year, 1), new Month(year, 12)])
            {
                if (!places.Any(place => Resolve(template, year, place) is { } id && find(id, month) is not null))
                    throw row.Fault($"factor \"{template}\" leads to no factor that is valid in {month}");
            }
        }
    }
}
