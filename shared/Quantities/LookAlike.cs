using System.Globalization;
using System.Text;

namespace CarbonPlatform.Quantities;

/// <summary>
/// What the eye makes of a text: texts that look the same have the same appearance, whatever they are written with.
/// Full-width letters, characters of other alphabets that look like one of ASCII (<see cref="LookAlikeTable"/>), dashes
/// and blanks of every kind are each taken for what they look like.
/// </summary>
public static class LookAlike
{
    /// <summary>Characters of ASCII that many typefaces draw alike; other pairs differ in case alone.</summary>
    private static readonly string[] s_drawnAlike = ["0Oo", "1Il|"];

    /// <summary>The appearance of a text. It is for comparing and not for showing.</summary>
    public static string Appearance(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return text;
        // A letter with a mark looks like what its letter looks like, with the mark: it is taken apart in between.
        return Seen(Seen(text).Normalize(NormalizationForm.FormKD)).Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Whether two names are one to a reader: in whatever case, and with whatever is drawn alike (<c>0</c> and
    /// <c>O</c>, <c>1</c>, <c>l</c> and <c>I</c>, <c>m</c> and <c>rn</c>). Names of meters, which digits tell apart,
    /// are compared by <see cref="Appearance"/>.
    /// </summary>
    public static bool AreOne(string one, string other)
    {
        var (first, second) = (Appearance(one), Appearance(other));
        return string.Equals(first, second, StringComparison.OrdinalIgnoreCase)
            || AreDrawnAlike(first, second)
            || AreDrawnAlike(InStrokes(first), InStrokes(second));
    }

    private static bool AreDrawnAlike(string one, string other) =>
        one.Length == other.Length && one.Zip(other).All(pair => AreDrawnAlike(pair.First, pair.Second));

    private static bool AreDrawnAlike(char one, char other) =>
        char.ToUpperInvariant(one) == char.ToUpperInvariant(other)
        || Array.Exists(s_drawnAlike, alike => alike.Contains(one) && alike.Contains(other));

    /// <summary>Characters of ASCII that are drawn like several others, by the same file of Unicode's.</summary>
    private static string InStrokes(string text) =>
        text.Replace("m", "rn", StringComparison.Ordinal)
            .Replace("\"", "''", StringComparison.Ordinal)
            .Replace('`', '\'');

    private static string Seen(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (LookAlikeTable.Ascii.TryGetValue(rune.Value, out var ascii))
                seen.Append(ascii);
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation)
                seen.Append('-');
            else if (!ShowsNothing(rune))
                seen.Append(rune.ToString());
        }
        return seen.ToString();
    }

    /// <summary>Blanks, marks that only choose a form, letters and signs that are empty.</summary>
    private static bool ShowsNothing(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.Control
                or UnicodeCategory.Format
        || rune.Value
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x2800
                or (>= 0xFE00 and <= 0xFE0F)
                or 0x16FE4
                or 0x1D159
                or (>= 0xE0100 and <= 0xE01EF);
}
