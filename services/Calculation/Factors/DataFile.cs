using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>A row of a data file cannot be used. It stops the start: half a catalogue would give wrong totals quietly.</summary>
internal sealed class DataFileException(string file, int line, string reason) : Exception($"{file}, line {line}: {reason}")
{
    public string File { get; } = file;

    public int Line { get; } = line;

    public string Reason { get; } = reason;
}

/// <summary>A data file: comma-separated, a header of names, lines beginning with # explain.</summary>
internal static class DataFile
{
    /// <summary>The rows of a file that has exactly these columns, in this order.</summary>
    public static List<DataRow> Read(string folder, string name, params string[] columns)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new DataFileException(name, 0, "the file is missing");

        using var text = new StreamReader(path);
        using var parser = new CsvParser(text, new CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture)
        {
            AllowComments = true,
            Comment = '#',
            TrimOptions = TrimOptions.Trim,
        });
        if (!parser.Read() || !columns.SequenceEqual(parser.Record!, StringComparer.Ordinal))
            throw new DataFileException(name, parser.RawRow, $"the header must be {string.Join(',', columns)}");

        var rows = new List<DataRow>();
        while (parser.Read())
        {
            var cells = parser.Record!;
            if (cells.Length != columns.Length)
                throw new DataFileException(name, parser.RawRow, $"{cells.Length} cells where {columns.Length} columns are; is a comma unquoted?");
            rows.Add(new DataRow(name, parser.RawRow, columns, cells));
        }
        return rows;
    }
}

/// <summary>A row with its place, so that whatever is wrong with it can be said.</summary>
internal sealed class DataRow(string file, int line, string[] columns, string[] cells)
{
    public string File => file;

    public int Line => line;

    /// <summary>The text of a cell; empty when nothing is there.</summary>
    public string this[string column] => cells[Array.IndexOf(columns, column)];

    public DataFileException Fault(string reason) => new(file, line, reason);

    public string Required(string column) =>
        this[column] is { Length: > 0 } text ? text : throw Fault($"{column} is empty");

    public string OneOf(string column, params string[] allowed) =>
        Array.IndexOf(allowed, this[column]) >= 0 ? this[column] : throw Fault($"{column} is \"{this[column]}\"; expected one of {string.Join(", ", allowed)}");

    public bool YesNo(string column) => OneOf(column, "yes", "no") == "yes";

    /// <summary>A number in plain notation, zero or more.</summary>
    public decimal Number(string column) =>
        DecimalText.TryParse(this[column], out var value, out _) ? value : throw Fault($"{column} is \"{this[column]}\"; expected a decimal number, zero or more");

    public int Whole(string column) =>
        int.TryParse(this[column], System.Globalization.NumberStyles.None, null, out var value) ? value : throw Fault($"{column} is \"{this[column]}\"; expected a whole number");

    public int Whole(string column, int whenEmpty) => this[column].Length == 0 ? whenEmpty : Whole(column);

    public Month Month(string column, Month whenEmpty) =>
        this[column].Length == 0 ? whenEmpty
        : CarbonPlatform.Quantities.Month.TryParse(this[column], out var month) ? month
        : throw Fault($"{column} is \"{this[column]}\"; expected {CarbonPlatform.Quantities.Month.Expected}");

    /// <summary>A span of months from two columns; empty cells are open ends.</summary>
    public (Month From, Month To) Months(string from, string to)
    {
        var (first, last) = (Month(from, CarbonPlatform.Quantities.Month.Min), Month(to, CarbonPlatform.Quantities.Month.Max));
        return first <= last ? (first, last) : throw Fault($"{from} {first} is after {to} {last}");
    }
}
