using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>A text with places for what is put in.</summary>
internal sealed class WordingTemplate(Regex english, string chinese)
{
    private static readonly Regex s_place = new(
        @"\{(?<place>\d)\}",
        RegexOptions.ExplicitCapture,
        matchTimeout: TimeSpan.FromSeconds(1)
    );

    private static readonly Regex s_blanksAndPlace = new(
        @"(?<before> ?)\{(?<place>\d)\}(?<after> ?)",
        RegexOptions.ExplicitCapture,
        matchTimeout: TimeSpan.FromSeconds(1)
    );

    public static WordingTemplate Of(DataRow row, string en, string zh)
    {
        var pattern = new StringBuilder("^");
        var from = 0;
        var places = 0;
        foreach (Match place in s_place.Matches(en))
        {
            if (place.Groups["place"].Value != (++places).ToString(CultureInfo.InvariantCulture))
                throw row.Fault("the places of the English text are {1}, {2} and so on, in this order");
            pattern
                .Append(Regex.Escape(en[from..place.Index]))
                .Append(CultureInfo.InvariantCulture, $"(?<p{places}>.+?)");
            from = place.Index + place.Length;
        }
        if (s_place.Matches(zh).Any(place => place.Groups["place"].Value[0] - '0' > places))
            throw row.Fault("the Chinese text has a place that the English one does not have");
        pattern.Append(Regex.Escape(en[from..])).Append('$');
        return new WordingTemplate(
            // What is put in comes from callers: no text may take long.
            new Regex(
                pattern.ToString(),
                RegexOptions.NonBacktracking
                    | RegexOptions.Singleline
                    | RegexOptions.ExplicitCapture
                    | RegexOptions.CultureInvariant,
                matchTimeout: TimeSpan.FromSeconds(1)
            ),
            zh
        );
    }

    /// <summary>The Chinese text; null when the English one is another.</summary>
    /// <param name="text">The English text.</param>
    /// <param name="isSentence">
    /// What is put in is no sentence: else the text is several, of which this is the first.
    /// </param>
    /// <param name="put">
    /// Says what is put in, in Chinese. What stands in quotation marks stays as somebody wrote it.
    /// </param>
    public string? Fill(string text, bool isSentence, Func<string, string> put)
    {
        if (
            english.Match(text) is not { Success: true } match
            || (
                isSentence
                && match.Groups.Values.Skip(1).Any(part => part.Value.Contains(". ", StringComparison.Ordinal))
            )
        )
            return null;
        return s_blanksAndPlace.Replace(
            chinese,
            place =>
            {
                var part = match.Groups["p" + place.Groups["place"].Value];
                var value = part.Index > 0 && text[part.Index - 1] is '\'' or '"' ? part.Value : put(part.Value);
                // Between Chinese and Latin stands a blank, between Chinese and Chinese none.
                return (char.IsAscii(value[0]) ? place.Groups["before"].Value : "")
                    + value
                    + (char.IsAscii(value[^1]) ? place.Groups["after"].Value : "");
            }
        );
    }
}
