namespace CarbonPlatform.Mutation;

/// <summary>
/// Survivors that are known to make no difference, each with its reason: rows of file, original, changed, reason.
/// </summary>
internal sealed class Equivalents
{
    private readonly List<(string File, string Original, string Changed, string Reason)> _rows = [];
    private readonly HashSet<int> _used = [];

    private Equivalents(IEnumerable<string> lines)
    {
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#').Skip(1))
        {
            var cells = line.Split('\t');
            if (cells.Length != 4)
                throw new FormatException(
                    $"equivalents.csv: \"{line}\" has {cells.Length} cells; expected file, original, changed, "
                        + "reason, separated by tabs."
                );
            _rows.Add((cells[0], cells[1], cells[2], cells[3]));
        }
    }

    public IEnumerable<string> Unused =>
        _rows.Where((_, i) => !_used.Contains(i)).Select(row => $"{row.File}: {row.Original} → {row.Changed}");

    public static Equivalents Read(string path) => new(File.ReadLines(path));

    public string? ReasonOf(Mutant mutant)
    {
        var at = _rows.FindIndex(row =>
            row.File == mutant.File && row.Original == mutant.Original && row.Changed == mutant.Changed
        );
        if (at < 0)
            return null;
        _used.Add(at);
        return _rows[at].Reason;
    }
}
