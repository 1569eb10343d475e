using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// What refusals and findings say in Chinese: <c>wordings.csv</c>, whose head says what each column means. Programs say
/// it in English; here it is said again for who reads Chinese, with the same names and numbers put in.
/// </summary>
public sealed class Wordings
{
    private const string File = "wordings.csv";

    /// <summary>Stands for the code of a text that many codes share.</summary>
    private const string AnyCode = "*";

    private const string DidYouMean = "Did you mean ";

    private static readonly Lazy<Wordings> s_delivered = new(() =>
        Read(Path.Combine(AppContext.BaseDirectory, "Problems"))
    );

    private readonly FrozenDictionary<string, string> _titles;
    private readonly FrozenDictionary<string, Template[]> _texts;
    private readonly FrozenDictionary<string, string> _words;

    private Wordings(IReadOnlyList<DataRow> rows)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var texts = new List<(string Code, Template Template)>();
        foreach (var row in rows)
        {
            var (code, en, zh) = (row.Required("code"), row.Required("en"), row.Required("zh"));
            switch (row.OneOf("part", "title", "text", "word"))
            {
                case "title":
                    if (!titles.TryAdd(code, zh))
                        throw row.Fault($"the title of {code} stands in the file already");
                    break;
                case "word":
                    if (!words.TryAdd(en, zh))
                        throw row.Fault($"the word '{en}' stands in the file already");
                    break;
                default:
                    texts.Add((code, Template.Of(row, en, zh)));
                    break;
            }
        }
        _titles = titles.ToFrozenDictionary(StringComparer.Ordinal);
        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        _texts = texts
            .GroupBy(text => text.Code, text => text.Template, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The file beside the program.</summary>
    public static Wordings Delivered => s_delivered.Value;

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Wordings Read(string folder) => new(DataFile.Read(folder, File, "code", "part", "en", "zh"));

    /// <summary>The title of a code in Chinese; null when the file does not have the code.</summary>
    public string? Title(string code) => _titles.GetValueOrDefault(code);

    /// <summary>A text in Chinese; null when the file does not have it.</summary>
    /// <param name="code">The code under which it is said.</param>
    /// <param name="english">As it is said in English.</param>
    public string? Text(string code, string english)
    {
        if (english.Length == 0)
            return "";
        var (proposed, after) = Proposal(english);
        if (proposed is not null)
            return Text(code, after) is { } zh ? proposed + zh : null;
        if (Whole(code, english) is { } whole)
            return whole;
        // Several sentences: the longest beginning that is known, and what follows.
        for (var end = english.Length - 2; end > 0; end--)
        {
            if (
                english[end] == ' '
                && english[end - 1] is '.' or '?'
                && Whole(code, english[..end]) is { } first
                && Text(code, english[(end + 1)..]) is { } rest
            )
                return first + rest;
        }
        return null;
    }

    /// <summary>
    /// A text in Chinese, or, where the file does not have it, what the code means and the text as it stands.
    /// </summary>
    public string Said(string code, string english) =>
        Text(code, english) ?? (Title(code) is { } title ? $"{title}（{english}）" : english);

    private static (string? Proposed, string After) Proposal(string english)
    {
        if (!english.StartsWith(DidYouMean, StringComparison.Ordinal))
            return (null, english);
        var end = english.IndexOf("? ", StringComparison.Ordinal);
        if (end < 0)
            return (null, english);
        var meant = english[DidYouMean.Length..end];
        const string several = "one of ";
        return (
            meant.StartsWith(several, StringComparison.Ordinal)
                ? $"您是否想写其中之一：{meant[several.Length..]}？"
                : $"您是否想写“{meant.Trim('\'')}”？",
            english[(end + 2)..]
        );
    }

    private string? Whole(string code, string english) => In(code, english) ?? In(AnyCode, english);

    private string? In(string code, string english)
    {
        foreach (var template in _texts.GetValueOrDefault(code, []))
        {
            if (template.Fill(english, _words) is { } zh)
                return zh;
        }
        return null;
    }

    /// <summary>A text with places for what is put in.</summary>
    private sealed class Template(Regex english, string chinese)
    {
        private static readonly Regex s_place = new(
            @"\{(?<place>\d)\}",
            RegexOptions.ExplicitCapture,
            matchTimeout: TimeSpan.FromSeconds(1)
        );

        public static Template Of(DataRow row, string en, string zh)
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
            return new Template(
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

        public string? Fill(string text, FrozenDictionary<string, string> words)
        {
            // What is put in is no sentence: else the text is several, of which this is the first.
            if (
                english.Match(text) is not { Success: true } match
                || match.Groups.Values.Skip(1).Any(put => put.Value.Contains(". ", StringComparison.Ordinal))
            )
                return null;
            return s_place.Replace(
                chinese,
                place =>
                {
                    var value = match.Groups["p" + place.Groups["place"].Value].Value;
                    return words.GetValueOrDefault(value, value);
                }
            );
        }
    }
}
