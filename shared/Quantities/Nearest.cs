namespace CarbonPlatform.Quantities;

/// <summary>What a mistyped code was probably meant to be.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the fewest edits (a letter put in, left out, changed, or two neighbours swapped), when that
    /// is at most a third of the code's length and no other is as near; else none, because a far-fetched proposal
    /// misleads.
    /// </summary>
    public static string? To(string code, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, code.Length / 3);
        string? best = null;
        var fewest = limit + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - code.Length) > limit)
                continue;
            var edits = Edits(code, candidate);
            if (edits > fewest || edits > limit)
                continue;
            best = edits == fewest ? null : candidate;
            fewest = edits;
        }
        return best;
    }

    /// <summary>The optimal-string-alignment distance; a difference of case alone counts as nothing.</summary>
    public static int Edits(string a, string b)
    {
        var previousButOne = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + same);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    current[j] = Math.Min(current[j], previousButOne[j - 2] + 1);
            }
            (previousButOne, previous, current) = (previous, current, previousButOne);
        }
        return previous[b.Length];

        static bool Same(char x, char y) => char.ToUpperInvariant(x) == char.ToUpperInvariant(y);
    }
}
