using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>
/// Which activity somebody meant who wrote another text: by what people call it, in either language, or by a slip of
/// the keys. Another substance is never proposed: coal is not coke, however near the letters are.
/// </summary>
internal static class MeantActivity
{
    /// <summary>What can have been meant, the likeliest first; none where nothing is evident.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="vocabulary">The activities with their names.</param>
    /// <param name="canBe">Whether an activity would be taken where the text stands.</param>
    public static IReadOnlyList<string> Of(string text, ActivityVocabulary vocabulary, Func<string, bool> canBe)
    {
        List<string> named = [.. vocabulary.Names.Named(text).Where(canBe)];
        if (named.Count > 0)
            return named;
        return Slip(text, vocabulary) is { } meant && canBe(meant) ? [meant] : [];
    }

    private static string? Slip(string text, ActivityVocabulary vocabulary)
    {
        var letters = Letters(text);
        string? best = null;
        var fewest = int.MaxValue;
        foreach (var activity in vocabulary.All)
        {
            var edits = letters.Equals(Letters(activity.Code), StringComparison.OrdinalIgnoreCase)
                ? 0
                : Edits(text.Split('.'), activity.Code.Split('.'));
            if (edits is null || edits > fewest)
                continue;
            best = edits == fewest ? null : activity.Code;
            fewest = edits.Value;
        }
        return best;
    }

    /// <summary>
    /// One part of the code may have slipped, by a letter or two; a short one not at all, for in it every letter makes
    /// another word (lng, lpg).
    /// </summary>
    private static int? Edits(string[] given, string[] code)
    {
        if (given.Length != code.Length)
            return null;
        int? slipped = null;
        foreach (var (part, meant) in given.Zip(code))
        {
            if (part.Equals(meant, StringComparison.OrdinalIgnoreCase))
                continue;
            var most = meant.Length switch
            {
                <= 3 => 0,
                <= 8 => 1,
                _ => 2,
            };
            if (slipped is not null || Math.Abs(part.Length - meant.Length) > most)
                return null;
            slipped = Nearest.Edits(part, meant);
            if (slipped > most)
                return null;
        }
        return slipped ?? 0;
    }

    private static string Letters(string text) =>
        string.Concat(text.Where(c => c is not ('.' or '-' or '_' or ' ')).Take(100));
}
