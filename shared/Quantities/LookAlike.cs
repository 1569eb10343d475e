using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CarbonPlatform.Quantities;

/// <summary>
/// What the eye makes of a text: texts that look the same have the same appearance, whatever they are written with.
/// Full-width letters, letters of other alphabets that look Latin, dashes and blanks of every kind are each taken for
/// what they look like. The pairs are those of Unicode's confusables (UTS 39, version 15.1) for Latin letters and
/// digits, in Cyrillic and Greek.
/// </summary>
public static class LookAlike
{
    private const string Cyrillic = "АВЕЅІЈКМНОРСТУХҮԚԜаеіјорсухѕһԁԛԝ";
    private const string InCyrillic = "ABESIJKMHOPCTYXYQWaeijopcyxshdqw";
    private const string Greek = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ";
    private const string InGreek = "ABEZHIKMNOPTYXocj";

    private static readonly FrozenDictionary<char, char> s_latin = (Cyrillic + Greek)
        .Zip(InCyrillic + InGreek)
        .ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The appearance of a text. It is for comparing and not for showing.</summary>
    public static string Appearance(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return text;
        var seen = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(c))
            {
                case UnicodeCategory.DashPunctuation:
                    seen.Append('-');
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.Control or UnicodeCategory.Format:
                // Marks that show nothing.
                case UnicodeCategory.NonSpacingMark
                    when c
                        is >= '\uFE00'
                            and <= '\uFE0F'
                            or '\u034F'
                            or '\u17B4'
                            or '\u17B5'
                            or >= '\u180B'
                            and <= '\u180F':
                // Letters that show nothing.
                case UnicodeCategory.OtherLetter
                or UnicodeCategory.OtherSymbol when c is '\u115F' or '\u1160' or '\u2800':
                    break;
                default:
                    seen.Append(c == '\u2212' ? '-' : s_latin.GetValueOrDefault(c, c));
                    break;
            }
        }
        return seen.ToString();
    }
}
