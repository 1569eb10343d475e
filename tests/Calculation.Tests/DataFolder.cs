using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>A copy of the data files, to be spoilt.</summary>
internal sealed class DataFolder : IDisposable
{
    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public static DataFolder Copy()
    {
        var from = System.IO.Path.Combine(AppContext.BaseDirectory, "Data");
        var to = Directory.CreateTempSubdirectory("carbon-data-").FullName;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return new DataFolder(to);
    }

    /// <summary>With this row in the place of that one the start is refused, with file, line and reason.</summary>
    public static void ShouldRefuse(string file, string beginning, string row, string reason)
    {
        using var folder = Copy();
        var line = folder.Replace(file, beginning, row);
        var fault = Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path));
        fault.Message.ShouldStartWith($"{file}, line {line}: {reason}");
    }

    /// <summary>Adds a row; returns its line number.</summary>
    public int Append(string file, string row)
    {
        var path = PathOf(file);
        File.AppendAllText(path, row + "\n");
        return File.ReadAllLines(path).Length;
    }

    /// <summary>Makes the files those of the version after the one delivered.</summary>
    public void AddVersion(string note) => Append("catalogue.csv", $"{Sheets.Catalogue.Version + 1},2027-06,{note}");

    /// <summary>Replaces the one row that begins so; an empty row takes it out. Returns its line number.</summary>
    public int Replace(string file, string beginning, string row)
    {
        var path = PathOf(file);
        var lines = File.ReadAllLines(path).ToList();
        var at = lines.FindIndex(line => line.StartsWith(beginning, StringComparison.Ordinal));
        if (at < 0)
            throw new InvalidOperationException($"{file} has no row that begins with {beginning}.");
        if (row.Length == 0)
            lines.RemoveAt(at);
        else
            lines[at] = row;
        File.WriteAllLines(path, lines);
        return at + 1;
    }

    public void Delete(string file) => File.Delete(PathOf(file));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // Attributes have a file in either folder; the one of this service is meant.
    private string PathOf(string file) =>
        System.IO.Path.Combine(file == "activities.csv" ? ActivityVocabulary.FolderIn(Path) : Path, file);
}
