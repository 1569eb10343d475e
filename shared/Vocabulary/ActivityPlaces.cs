using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>
/// At which kinds of source an activity can be read: the rows of <c>activity-kinds.csv</c>, whose head says what each
/// column means.
/// </summary>
public sealed class ActivityPlaces
{
    private const string File = "activity-kinds.csv";
    private const string Every = "*";
    private const string Beginning = ".*";

    private static readonly string[] s_columns = ["activities", "kinds", "why"];

    private readonly FrozenDictionary<string, FrozenSet<string>?> _byActivity;
    private readonly List<DataRow> _rows;

    private ActivityPlaces(FrozenDictionary<string, FrozenSet<string>?> byActivity, List<DataRow> rows) =>
        (_byActivity, _rows) = (byActivity, rows);

    internal static ActivityPlaces Read(string folder, IReadOnlyList<string> activities)
    {
        List<DataRow> rows = [.. DataFile.Read(folder, File, s_columns)];
        var used = new HashSet<DataRow>();
        var byActivity = new Dictionary<string, FrozenSet<string>?>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            _ = row.Required("why");
            if (rows.Exists(other => other.Line < row.Line && other["activities"] == row["activities"]))
                throw row.Fault($"'{row["activities"]}' stands in the file already");
        }
        foreach (var activity in activities)
        {
            var row =
                rows.Where(row => Matches(row.Required("activities"), activity)).MaxBy(row => row["activities"].Length)
                ?? throw new DataFileException(File, 0, $"no row says where {activity} can be read");
            used.Add(row);
            byActivity.Add(
                activity,
                row.Required("kinds") == Every ? null : row.List("kinds").ToFrozenSet(StringComparer.Ordinal)
            );
        }
        if (rows.Find(row => !used.Contains(row)) is { } idle)
            throw idle.Fault($"no activity goes by '{idle["activities"]}'");
        return new ActivityPlaces(byActivity.ToFrozenDictionary(StringComparer.Ordinal), rows);
    }

    /// <summary>Whether an activity can be read at a kind of source; of what is not known nothing is said.</summary>
    public bool Allow(string activity, string kind) =>
        !_byActivity.TryGetValue(activity, out var kinds) || kinds?.Contains(kind) != false;

    /// <summary>The kinds at which an activity can be read, in order; null for every one.</summary>
    public IReadOnlyList<string>? KindsOf(string activity) =>
        _byActivity[activity] is { } kinds ? [.. kinds.Order(StringComparer.Ordinal)] : null;

    /// <summary>Holds the file against the kinds there are, by whoever knows them.</summary>
    /// <exception cref="DataFileException">A row names a kind that is none.</exception>
    public void MustName(IReadOnlyCollection<string> kinds)
    {
        foreach (var row in _rows.Where(row => row["kinds"] != Every))
        {
            if (row.List("kinds").FirstOrDefault(kind => !kinds.Contains(kind)) is { } stranger)
                throw row.Fault($"'{stranger}' is no kind of source");
        }
    }

    private static bool Matches(string row, string activity) =>
        row.EndsWith(Beginning, StringComparison.Ordinal)
            ? activity == row[..^Beginning.Length] || activity.StartsWith(row[..^1], StringComparison.Ordinal)
            : row == activity;
}
