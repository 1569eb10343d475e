using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A factor as it serves a month, with the status its use brings to a line. Without a factor the line is a gap.
/// </summary>
internal readonly record struct Served(Factor? Factor, LineStatuses Status)
{
    /// <summary>The factor, where the caller has asked whether there is one.</summary>
    public Factor Value =>
        Factor ?? throw new InvalidOperationException("There is no factor here; a gap should have been written.");
}

/// <summary>Which factor serves which accounting years: a row of factor-years.csv, or one that was published.</summary>
internal sealed class FactorYear
{
    /// <summary>What a line may carry because its factor serves a year that is not its own.</summary>
    public static readonly string[] Statuses = ["", "provisional-factor", "carried-forward"];

    private static readonly string[] s_columns = ["series", "from_year", "to_year", "factor", "status", "note"];

    public required string Series { get; init; }

    public required int From { get; init; }

    public required int To { get; init; }

    /// <summary>Id of a factor; placeholders stand for the accounting year and the plant's place.</summary>
    public required string Template { get; init; }

    public required LineStatuses Status { get; init; }

    public string? Note { get; init; }

    /// <summary>Catalogue version that brought the row; null for a delivered one.</summary>
    public int? PublishedBy { get; init; }

    /// <summary>The row of the file; null for a published one.</summary>
    public DataRow? Row { get; init; }

    /// <summary>The accounting years in which another factor may serve than in the year before.</summary>
    public IEnumerable<int> Years =>
        Enumerable.Range(From, Template.Contains("{year", StringComparison.Ordinal) ? To - From + 1 : 1);

    public static List<FactorYear> ReadAll(string folder)
    {
        var years = new List<FactorYear>();
        foreach (var row in DataFile.Read(folder, "factor-years.csv", s_columns))
        {
            var series = row.Required("series");
            var from = row.Whole("from_year", Month.Min.Year);
            var to = row.Whole("to_year", Month.Max.Year);
            if (from > to || from < Month.Min.Year || to > Month.Max.Year)
                throw row.Fault($"the years {from} to {to} are none");
            if (years.Exists(other => other.Series == series && other.From <= to && from <= other.To))
                throw row.Fault($"{series} has two factors for a year from {from} to {to}");
            years.Add(
                new FactorYear
                {
                    Series = series,
                    From = from,
                    To = to,
                    Template = row.Required("factor"),
                    Status = StatusOf(row.OneOf("status", Statuses)),
                    Note = row["note"] is { Length: > 0 } note ? note : null,
                    Row = row,
                }
            );
        }
        return years;
    }

    public static LineStatuses StatusOf(string? text) =>
        text switch
        {
            "provisional-factor" => LineStatuses.ProvisionalFactor,
            "carried-forward" => LineStatuses.CarriedForward,
            _ => LineStatuses.None,
        };

    /// <summary>The id for a year and place; null where the place has no such grid.</summary>
    public string? Resolve(int year, Place? place)
    {
        if (Template.Contains("{province}", StringComparison.Ordinal) && place?.Province is null)
            return null;
        if (Template.Contains("{six-grid}", StringComparison.Ordinal) && place?.SixGrid is null)
            return null;
        return Template
            .Replace("{year}", $"{year}", StringComparison.Ordinal)
            .Replace("{year-2}", $"{year - 2}", StringComparison.Ordinal)
            .Replace("{province}", place?.Province, StringComparison.Ordinal)
            .Replace("{six-grid}", place?.SixGrid, StringComparison.Ordinal);
    }

    /// <summary>
    /// Why the row cannot be used, or null. A place may lack a factor (Tibet does); a factor that no place has is a
    /// typing error, and so is one outside its validity.
    /// </summary>
    public string? Fault(Func<string, Month, Factor?> find, IReadOnlyList<Place> places)
    {
        if (
            Template
                .Replace("{year}", "", StringComparison.Ordinal)
                .Replace("{year-2}", "", StringComparison.Ordinal)
                .Replace("{province}", "", StringComparison.Ordinal)
                .Replace("{six-grid}", "", StringComparison.Ordinal)
                .Contains('{', StringComparison.Ordinal)
        )
        {
            return $"factor \"{Template}\" has a placeholder other than " + "{year}, {year-2}, {province}, {six-grid}";
        }
        for (var year = From; year <= To; year++)
        {
            foreach (var month in (ReadOnlySpan<Month>)[new Month(year, 1), new Month(year, 12)])
            {
                if (!places.Any(place => Resolve(year, place) is { } id && find(id, month) is not null))
                    return $"factor \"{Template}\" leads to no factor that is valid in {month}";
            }
        }
        return null;
    }
}

/// <summary>All rows of a series; where two cover a year, the one published last serves.</summary>
internal sealed class FactorSeries(IReadOnlyList<FactorYear> rows)
{
    /// <summary>Published ones first, the newest before older ones.</summary>
    public IReadOnlyList<FactorYear> Rows => rows;

    /// <summary>The row that serves a year.</summary>
    public FactorYear? For(int year)
    {
        foreach (var row in rows)
        {
            if (row.From <= year && year <= row.To)
                return row;
        }
        return null;
    }

    /// <summary>
    /// The factor for a month and place; a place that the factors do not know, or a year without a row, has none.
    /// </summary>
    public Served For(Month month, Place? place, Func<string, Month, Factor?> find) =>
        For(month.Year) is { } row && row.Resolve(month.Year, place) is { } id && find(id, month) is { } factor
            ? new Served(factor, row.Status)
            : default;
}
