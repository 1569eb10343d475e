using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>A data file that cannot be used as it stands: the service does not start.</summary>
internal sealed class DataFileException(string file, int line, string reason) : Exception($"{file}, line {line}: {reason}")
{
    public string File { get; } = file;
    public int Line { get; } = line;
    public string Reason { get; } = reason;
}

/// <summary>One row of a data file, which knows where it stands.</summary>
internal sealed class CsvRow(string file, int line, Dictionary<string, string> cells)
{
    public int Line { get; } = line;

    /// <summary>The trimmed text of a column that may be empty.</summary>
    public string this[string column] => cells[column];

    /// <summary>The trimmed text of a column that must say something.</summary>
    public string Required(string column) => cells[column] is { Length: > 0 } text ? text : throw Wrong($"'{column}' is empty");

    /// <summary>A cell with several values separated by ";".</summary>
    public IReadOnlyList<string> List(string column)
    {
        if (cells[column].Length == 0)
            return [];
        var values = cells[column].Split(';', StringSplitOptions.TrimEntries);
        if (values.Any(v => v.Length == 0))
            throw Wrong($"'{column}' has an empty value between two ';'");
        if (values.Distinct(StringComparer.Ordinal).Count() < values.Length)
            throw Wrong($"'{column}' names a value twice");
        return values;
    }

    public DataFileException Wrong(string reason) => new(file, Line, reason);
}

/// <summary>
/// Reads the files a domain expert may correct: UTF-8, comma-separated, "#" begins a comment line, the first other line names the columns.
/// </summary>
internal static class CsvFile
{
    public static IReadOnlyList<CsvRow> Read(string path, params ReadOnlySpan<string> columns)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new DataFileException(file, 0, $"there is no such file in {Path.GetDirectoryName(path)}");
        using var text = new StreamReader(path);
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            AllowComments = true,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = null,
        });

        if (!parser.Read())
            throw new DataFileException(file, 1, "the file has no line that names the columns");
        var header = parser.Record!;
        if (!header.AsSpan().SequenceEqual(columns))
            throw new DataFileException(file, parser.RawRow, $"the columns are '{string.Join(',', header)}', expected '{string.Join(',', columns!)}'");

        List<CsvRow> rows = [];
        while (parser.Read())
        {
            var record = parser.Record!;
            if (record.Length != header.Length)
                throw new DataFileException(file, parser.RawRow, $"{record.Length} cells where {header.Length} are expected");
            rows.Add(new CsvRow(file, parser.RawRow, header.Zip(record).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)));
        }
        return rows.Count > 0 ? rows : throw new DataFileException(file, parser.RawRow, "the file has no rows");
    }
}
