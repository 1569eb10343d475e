using System.Globalization;
using CarbonPlatform.Quantities;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.ServiceDefaults.Data;

/// <summary>
/// A row of a data file cannot be used. It stops the start: half a catalogue would give wrong totals quietly.
/// </summary>
/// <param name="file">Name of the file.</param>
/// <param name="line">Line in it, from 1; 0 when it is about the file as a whole.</param>
/// <param name="reason">What is wrong.</param>
public sealed class DataFileException(string file, int line, string reason)
    : Exception($"{file}, line {line}: {reason}")
{
    /// <summary>Name of the file.</summary>
    public string File { get; } = file;

    /// <summary>Line in it, from 1; 0 when it is about the file as a whole.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong.</summary>
    public string Reason { get; } = reason;
}

/// <summary>
/// A file that a domain expert may read and correct: UTF-8, comma-separated, a header of names;
/// lines beginning with # explain.
/// </summary>
public static class DataFile
{
    /// <summary>The rows of a file that has exactly these columns, in this order.</summary>
    /// <exception cref="DataFileException">The file is missing, empty, or not of that shape.</exception>
    public static IReadOnlyList<DataRow> Read(string folder, string name, params string[] columns)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new DataFileException(name, 0, "the file is missing");

        var rows = new List<DataRow>();
        var isHeader = true;
        var last = 0;
        foreach (var record in CsvTable.Read(File.OpenRead(path)))
        {
            last = record.Line;
            if (record.IsBroken)
                throw new DataFileException(name, last, "a quotation mark stands where none can");
            if (isHeader && !columns.SequenceEqual(record.Cells, StringComparer.Ordinal))
                break;
            if (record.Cells.Length != columns.Length)
                throw new DataFileException(
                    name,
                    last,
                    $"{record.Cells.Length} cells where {columns.Length} columns are; is a comma unquoted?"
                );
            if (!isHeader)
                rows.Add(new DataRow(name, last, columns, record.Cells));
            isHeader = false;
        }
        if (isHeader)
            throw new DataFileException(name, last, $"the header must be {string.Join(',', columns)}");
        return rows.Count > 0 ? rows : throw new DataFileException(name, last, "the file has no rows");
    }
}

/// <summary>A row with its place, so that whatever is wrong with it can be said.</summary>
public sealed class DataRow
{
    private readonly string _file;
    private readonly string[] _columns;
    private readonly string[] _cells;

    internal DataRow(string file, int line, string[] columns, string[] cells)
    {
        _file = file;
        Line = line;
        _columns = columns;
        _cells = cells;
    }

    /// <summary>Line in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>The text of a cell; empty when nothing is there.</summary>
    public string this[string column] => _cells[Array.IndexOf(_columns, column)];

    /// <summary>What to throw when the row cannot be used.</summary>
    public DataFileException Fault(string reason) => new(_file, Line, reason);

    /// <summary>The text of a cell that must say something.</summary>
    public string Required(string column) =>
        this[column] is { Length: > 0 } text ? text : throw Fault($"{column} is empty");

    /// <summary>A word of a closed list.</summary>
    public string OneOf(string column, params string[] allowed) =>
        Array.IndexOf(allowed, this[column]) >= 0
            ? this[column]
            : throw Fault($"{column} is \"{this[column]}\"; expected one of {string.Join(", ", allowed)}");

    /// <summary>yes or no.</summary>
    public bool YesNo(string column) => OneOf(column, "yes", "no") == "yes";

    /// <summary>Several values with ";" between them; none when the cell is empty.</summary>
    public IReadOnlyList<string> List(string column)
    {
        if (this[column].Length == 0)
            return [];
        var values = this[column].Split(';', StringSplitOptions.TrimEntries);
        if (values.Any(value => value.Length == 0))
            throw Fault($"{column} has an empty value between two ';'");
        return values.Distinct(StringComparer.Ordinal).Count() == values.Length
            ? values
            : throw Fault($"{column} names a value twice");
    }

    /// <summary>A number in plain notation, zero or more.</summary>
    public decimal Number(string column) =>
        DecimalText.TryParse(this[column], out var value, out _)
            ? value
            : throw Fault($"{column} is \"{this[column]}\"; expected a decimal number, zero or more");

    /// <summary>A whole number, zero or more.</summary>
    public int Whole(string column) =>
        int.TryParse(this[column], NumberStyles.None, null, out var value)
            ? value
            : throw Fault($"{column} is \"{this[column]}\"; expected a whole number");

    /// <summary>A whole number, zero or more, or what an empty cell means.</summary>
    public int Whole(string column, int whenEmpty) => this[column].Length == 0 ? whenEmpty : Whole(column);

    /// <summary>A month, or what an empty cell means.</summary>
    public Month Month(string column, Month whenEmpty) =>
        this[column].Length == 0 ? whenEmpty
        : Quantities.Month.TryParse(this[column], out var month) ? month
        : throw Fault($"{column} is \"{this[column]}\"; expected {Quantities.Month.Expected}");

    /// <summary>A span of months from two columns; empty cells are open ends.</summary>
    public (Month From, Month To) Months(string from, string to)
    {
        var (first, last) = (Month(from, Quantities.Month.Min), Month(to, Quantities.Month.Max));
        return first <= last ? (first, last) : throw Fault($"{from} {first} is after {to} {last}");
    }
}
