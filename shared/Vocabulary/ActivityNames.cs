using System.Collections.Frozen;
using System.Text;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>
/// What people call activities, in both languages: their names in <c>activities.csv</c> and those of <c>names.csv</c>.
/// Only for proposals: no reading is taken by a name.
/// </summary>
public sealed class ActivityNames
{
    private const string File = "names.csv";

    /// <summary>What the name of a meter's list often ends with, and what says nothing of the activity.</summary>
    private static readonly string[] s_endings = ["消耗量", "使用量", "耗用量", "用量", "耗量", "消耗", "产量", "量"];

    private readonly FrozenDictionary<string, IReadOnlyList<string>> _byName;

    private ActivityNames(FrozenDictionary<string, IReadOnlyList<string>> byName) => _byName = byName;

    internal static ActivityNames Read(string folder, IReadOnlyList<ActivityDefinition> activities)
    {
        var byName = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var codes = activities.Select(activity => activity.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, File, "name", "activities"))
        {
            _ = row.Required("activities");
            if (row.List("activities").FirstOrDefault(code => !codes.Contains(code)) is { } stranger)
                throw row.Fault($"'{stranger}' does not stand in activities.csv");
            if (!byName.TryAdd(Fold(row.Required("name")), row.List("activities")))
                throw row.Fault($"the name '{row["name"]}' stands in the file already");
        }
        foreach (var activity in activities)
        {
            foreach (var name in (string[])[Fold(activity.Zh), Fold(activity.En)])
            {
                var known = byName.GetValueOrDefault(name, []);
                if (!known.Contains(activity.Code, StringComparer.Ordinal))
                    byName[name] = [activity.Code, .. known];
            }
        }
        return new ActivityNames(byName.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The activities that a text can name; none where it names none.</summary>
    public IReadOnlyList<string> Named(string text)
    {
        if (text.Length > 100)
            return [];
        if (Find(Fold(text)) is { Count: > 0 } whole)
            return whole;
        // fuel.coal: the last part names the substance, the first what becomes of it.
        var dot = text.LastIndexOf('.');
        if (dot <= 0)
            return [];
        var beginning = text[..(dot + 1)];
        return
        [
            .. Find(Fold(text[(dot + 1)..]))
                .Where(code => code.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)),
        ];
    }

    private IReadOnlyList<string> Find(string name)
    {
        if (_byName.TryGetValue(name, out var codes))
            return codes;
        foreach (var ending in s_endings)
        {
            if (
                name.EndsWith(ending, StringComparison.Ordinal)
                && _byName.TryGetValue(name[..^ending.Length], out codes)
            )
                return codes;
        }
        return [];
    }

    /// <summary>A name without what may be written in several ways: width, case, blanks, hyphens.</summary>
    internal static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKC))
        {
            if (!char.IsWhiteSpace(c) && c is not ('-' or '_'))
                folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }
}
