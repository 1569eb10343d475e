using System.Globalization;
using System.Text;

namespace CarbonPlatform.Quantities;

/// <summary>
/// What a text from outside may be made of: characters that are seen, or are blanks, each written in the one way that
/// Unicode calls composed (NFC). What is not seen can make two names of one, or turn the order of what is shown.
/// </summary>
public static class PlainText
{
    /// <summary>What a text must look like, for messages.</summary>
    public static string Expected =>
        "text without control, formatting, private or unassigned characters, in Unicode's composed form (NFC)";

    /// <summary>
    /// What is wrong with a text, or null. Codes of the fault, in this order: <c>text-character</c>,
    /// <c>text-not-composed</c>.
    /// </summary>
    public static InputFault? Check(string text)
    {
        // Nearly all there is.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return null;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPlain(text, i))
            {
                i += char.IsSurrogate(text[i]) ? 1 : 0;
                continue;
            }
            return new InputFault(
                "text-character",
                $"{InputFault.Quote(text)} has the character {InputFault.Name(text, i)} at position {i + 1}.",
                Expected,
                Cleaned(text)
            );
        }
        return text.IsNormalized(NormalizationForm.FormC)
            ? null
            : new InputFault(
                "text-not-composed",
                $"{InputFault.Quote(text)} is written with letters that are put together of several characters.",
                Expected,
                text.Normalize(NormalizationForm.FormC)
            );
    }

    /// <summary>A text fit to be shown: what cannot be seen stands as the sign of a replaced character.</summary>
    public static string Shown(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            shown.Append(IsShown(text, i) ? text[i] : Lost);
        return shown.ToString();
    }

    /// <summary>Whether what stands at a place of a text can be shown as it is, on one line.</summary>
    internal static bool IsShown(string text, int at) =>
        !char.IsControl(text[at]) && !char.IsSurrogate(text[at]) && IsPlain(text, at);

    /// <summary>The sign for a character that was lost on the way: a text that has it was broken before.</summary>
    private const char Lost = '\uFFFD';

    /// <summary>Whether the character that begins at a place of a text may stand in one.</summary>
    internal static bool IsPlain(string text, int at) =>
        text[at] != Lost
        && CharUnicodeInfo.GetUnicodeCategory(text, at) switch
        {
            UnicodeCategory.Control => text[at] is '\n' or '\r' or '\t',
            UnicodeCategory.Format
            or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator => false,
            _ => true,
        };

    private static string? Cleaned(string text)
    {
        var cleaned = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (IsPlain(text, i))
                cleaned.Append(text, i, length);
            i += length - 1;
        }
        var plain = cleaned.ToString().Normalize(NormalizationForm.FormC);
        return plain.Length == 0 ? null : plain;
    }
}
