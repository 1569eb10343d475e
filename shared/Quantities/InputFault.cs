namespace CarbonPlatform.Quantities;

/// <summary>
/// What is wrong with a text that came from outside, told to the one who wrote it. A fault is a value:
/// whoever parses at the edge turns it into a refusal that names the position in the sheet.
/// </summary>
/// <param name="Code">
/// Stable kebab-case code, for example <c>not-decimal</c>; callers may prefix what the text stood for.
/// </param>
/// <param name="Message">What was wrong, in one sentence, quoting the text.</param>
/// <param name="Expected">What would be right.</param>
/// <param name="Proposal">
/// The corrected text where one is evident, else null. A proposal always passes the check that refused.
/// </param>
public sealed record InputFault(string Code, string Message, string Expected, string? Proposal = null)
{
    /// <summary>Message, expectation and proposal as one sentence for logs and exceptions.</summary>
    public override string ToString() =>
        Proposal is null
            ? $"{Message} Expected: {Expected}."
            : $"{Message} Expected: {Expected}. Did you mean \"{Proposal}\"?";

    /// <summary>What would be right, as a sentence of its own.</summary>
    public static string Sentence(string expected) => char.ToUpperInvariant(expected[0]) + expected[1..] + ".";

    /// <summary>
    /// A text as it may be quoted in a message: what would not be seen is shown, at most 40 characters.
    /// </summary>
    internal static string Quote(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        for (var i = 0; i < Math.Min(text.Length, 40); i++)
        {
            if (PlainText.IsShown(text, i))
                quoted.Append(text[i]);
            else
                quoted.Append($"\\u{(int)text[i]:X4}");
        }
        return quoted.Append(text.Length > 40 ? "…\"" : "\"").ToString();
    }

    /// <summary>A blank by its name, so that somebody finds it: a tab.</summary>
    public static string NameOfBlank(char blank) =>
        blank switch
        {
            '\t' => "a tab",
            ' ' => "a blank",
            '\n' or '\r' => "a line break",
            '\u00A0' => "a no-break space",
            '\u3000' => "a full-width blank",
            _ => $"the character U+{(int)blank:X4}",
        };

    /// <summary>The character at a place of a text, by its number: U+200B.</summary>
    internal static string Name(string text, int at) =>
        $"U+{(char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at]):X4}";

    /// <summary>
    /// Full-width ASCII (as Chinese input methods type it) becomes ASCII, the outer white space goes.
    /// </summary>
    internal static string Narrow(string text)
    {
        var narrow = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            narrow.Append(
                c switch
                {
                    >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
                    '\u3000' or '\u00A0' or '\u2007' or '\u202F' => ' ',
                    '\u2212' or '\u2010' or '\u2011' or '\u2012' or '\u2013' => '-',
                    '\u3002' => '.',
                    _ => c,
                }
            );
        }
        return narrow.ToString().Trim().Trim('\uFEFF', '\u200B').Trim();
    }
}
