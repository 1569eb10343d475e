namespace CarbonPlatform.Ingestion.Readings;

/// <summary>Where something stands in what was handed in.</summary>
/// <param name="Position">Index of the reading from 0; null when it concerns no single one.</param>
/// <param name="Path">A path of a body (<c>readings[3].unit</c>) or a cell of a workbook (<c>Sheet1!C7</c>).</param>
internal readonly record struct Place(int? Position, string Path)
{
    /// <summary>What concerns the sheet as a whole.</summary>
    public static Place Sheet { get; } = new(null, "readings");

    /// <summary>The month that the sheet is for.</summary>
    public static Place Month { get; } = new(null, "month");

    /// <summary>As a sentence names it.</summary>
    public override string ToString() => Position is { } position ? $"position {position}" : Path;
}

/// <summary>
/// Where a row of input stands: a reading of a body, or a line of a workbook. Its members have places of their own.
/// </summary>
internal sealed class RowPlace
{
    private readonly Func<string, string> _pathOf;

    private RowPlace(Place whole, Func<string, string> pathOf) => (Whole, _pathOf) = (whole, pathOf);

    /// <summary>The row.</summary>
    public Place Whole { get; }

    /// <summary>An object of a JSON array.</summary>
    public static RowPlace InBody(string list, int index, bool isReading)
    {
        var path = $"{list}[{index}]";
        return new RowPlace(new Place(isReading ? index : null, path), member => $"{path}.{member}");
    }

    /// <summary>A line of a workbook.</summary>
    /// <param name="sheet">Name of the worksheet.</param>
    /// <param name="line">Its number, from 1.</param>
    /// <param name="columns">By member (<c>unit</c>, <c>attributes.ncv</c>): the letters of its column.</param>
    public static RowPlace InWorkbook(string sheet, int line, IReadOnlyDictionary<string, string> columns) =>
        new(
            new Place(null, $"{sheet}!{line}:{line}"),
            member => columns.TryGetValue(member, out var column) ? $"{sheet}!{column}{line}" : $"{sheet}!{line}:{line}"
        );

    /// <summary>A member of the row: <c>unit</c>, <c>attributes.ncv</c>, <c>period.from</c>.</summary>
    public Place Of(string member) => Whole with { Path = _pathOf(member) };
}
