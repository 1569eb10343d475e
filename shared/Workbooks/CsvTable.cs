using System.Text;
using CsvHelper;

namespace CarbonPlatform.Workbooks;

/// <summary>A record of a CSV text, with its place in it.</summary>
/// <param name="Line">The line it begins in, from 1; comments and empty lines count.</param>
/// <param name="Cells">The texts of its cells, trimmed; a cell without anything in it is empty.</param>
/// <param name="IsBroken">A quotation mark stands where none can, so what the cells are is a guess.</param>
public sealed record CsvRecord(int Line, string[] Cells, bool IsBroken);

/// <summary>
/// Comma-separated tables: UTF-8, quoted as RFC 4180 says; lines that begin with # explain and are passed over.
/// </summary>
public static class CsvTable
{
    /// <summary>
    /// The records of a text one after the other, its header like any other. The stream is closed at the end.
    /// </summary>
    public static IEnumerable<CsvRecord> Read(Stream text)
    {
        var isBroken = false;
        var options = CsvReaderOptions.Default with
        {
            Separator = ',',
            CommentPrefix = '#',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = _ => isBroken = true,
        };
        using var reader = CsvReader.Create(text, options);
        while (reader.Read())
        {
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = reader.GetString(i);
            yield return new CsvRecord(checked((int)reader.LineNumber), cells, isBroken);
            isBroken = false;
        }
    }

    /// <summary>The rows of a file below its header, each cell by the name of its column.</summary>
    /// <exception cref="InvalidDataException">
    /// A row has another number of cells than the header, or is broken.
    /// </exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> ReadNamed(string path)
    {
        string[]? header = null;
        foreach (var record in Read(File.OpenRead(path)))
        {
            if (record.IsBroken || record.Cells.Length != (header ??= record.Cells).Length)
                throw new InvalidDataException($"{path}, line {record.Line}: the row is broken.");
            if (record.Cells == header)
                continue;
            yield return header
                .Zip(record.Cells)
                .ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
        }
    }

    /// <summary>Writes a file anew: records end with a line feed, a cell that needs quotation marks has them.</summary>
    public static void Write(string path, IEnumerable<string[]> records)
    {
        using var text = new StreamWriter(
            path,
            append: false,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        using var writer = CsvWriter.Create(text, CsvWriterOptions.Default with { NewLine = "\n" });
        foreach (var record in records)
            writer.WriteRecord(record);
    }
}
