using CarbonPlatform.Quantities;

namespace CarbonPlatform.Vocabulary;

/// <summary>
/// Which code of a list somebody meant: by what it is called in either language, or by a slip of the keys. Only for
/// proposals: nothing is taken by a name.
/// </summary>
public static class MeantCode
{
    /// <summary>The code, where one is evident; else null.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="known">The codes of the list with their names.</param>
    public static string? Of(string text, IReadOnlyCollection<CodeName> known) =>
        Called(text, known) ?? Nearest.To(text, known.Select(name => name.Code).Order(StringComparer.Ordinal));

    private static string? Called(string text, IReadOnlyCollection<CodeName> known)
    {
        if (text.Length > 100)
            return null;
        var folded = ActivityNames.Fold(text);
        if (folded.Length == 0)
            return null;
        return Only(known, name => Is(name.Zh) || Is(name.En))
            // 山西省, 实测: in Chinese a name is written in full or in short. In letters that would be another word.
            ?? (
                folded.All(c => c >= '\u2E80') ? Only(known, name => IsFullOrShort(ActivityNames.Fold(name.Zh))) : null
            );

        bool Is(string name) => ActivityNames.Fold(name) == folded;

        bool IsFullOrShort(string name) =>
            Math.Min(name.Length, folded.Length) >= 2
            && (name.Contains(folded, StringComparison.Ordinal) || folded.StartsWith(name, StringComparison.Ordinal));
    }

    private static string? Only(IEnumerable<CodeName> known, Func<CodeName, bool> fits)
    {
        var fitting = known.Where(fits).Take(2).ToList();
        return fitting.Count == 1 ? fitting[0].Code : null;
    }
}
