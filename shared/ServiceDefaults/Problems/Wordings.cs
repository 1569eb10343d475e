using System.Collections.Concurrent;
using System.Collections.Frozen;
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

    // What is longer holds what a caller sent at length: it is not searched for sentences and phrases.
    private const int LongestText = 2_000;
    private const int LongestPutIn = 200;

    private const string DidYouMean = "Did you mean ";

    /// <summary>What parts of a list stand between, in English and in Chinese, the weakest bond first.</summary>
    private static readonly (string En, string Zh)[] s_joints =
    [
        ("; ", "；"),
        (", ", "、"),
        (" or ", " 或 "),
        (" and ", " 和 "),
        (": ", "："),
    ];

    private static readonly Lazy<Wordings> s_delivered = new(() =>
        Read(Path.Combine(AppContext.BaseDirectory, "Problems"))
    );

    private readonly FrozenDictionary<string, string> _titles;
    private readonly FrozenDictionary<string, WordingTemplate[]> _texts;
    private readonly FrozenDictionary<string, string> _codes;
    private readonly ConcurrentDictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly WordingTemplate[] _phrases;

    private Wordings(IReadOnlyList<DataRow> rows)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        var phrases = new List<WordingTemplate>();
        var texts = new List<(string Code, WordingTemplate Template)>();
        foreach (var row in rows)
        {
            var (code, en, zh) = (row.Required("code"), row.Required("en"), row.Required("zh"));
            switch (row.OneOf("part", "title", "text", "word", "code"))
            {
                case "title":
                    if (!titles.TryAdd(code, zh))
                        throw row.Fault($"the title of {code} stands in the file already");
                    break;
                case "word" when en.Contains('{', StringComparison.Ordinal):
                    phrases.Add(WordingTemplate.Of(row, en, zh));
                    break;
                case "code":
                    if (!codes.TryAdd(en, $"{zh}（{en}）"))
                        throw row.Fault($"the code '{en}' stands in the file already");
                    break;
                case "word":
                    if (!_words.TryAdd(en, zh))
                        throw row.Fault($"the word '{en}' stands in the file already");
                    break;
                default:
                    texts.Add((code, WordingTemplate.Of(row, en, zh)));
                    break;
            }
        }
        _titles = titles.ToFrozenDictionary(StringComparer.Ordinal);
        _codes = codes.ToFrozenDictionary(StringComparer.Ordinal);
        _phrases = [.. phrases];
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

    /// <summary>
    /// What a service's own lists call things, in both languages: texts have them put in. For its start, before it
    /// answers.
    /// </summary>
    public void Learn(IEnumerable<(string En, string Zh)> names)
    {
        foreach (var (en, zh) in names)
            _words.TryAdd(en, zh);
    }

    /// <summary>A text in Chinese; null when the file does not have it.</summary>
    /// <param name="code">The code under which it is said.</param>
    /// <param name="english">As it is said in English.</param>
    public string? Text(string code, string english) => Text([code], english);

    private string? Text(IReadOnlyList<string> codes, string english)
    {
        if (english.Length == 0)
            return "";
        if (english.Length > LongestText)
            return null;
        var (proposed, after) = Proposal(english);
        if (proposed is not null)
            return Text(codes, after) is { } zh ? proposed + zh : null;
        if (Whole(codes, english) is { } whole)
            return whole;
        // Several sentences: the longest beginning that is known, and what follows.
        for (var end = english.Length - 2; end > 0; end--)
        {
            if (
                english[end] == ' '
                && english[end - 1] is '.' or '?'
                && Whole(codes, english[..end]) is { } first
                && Text(codes, english[(end + 1)..]) is { } rest
            )
                return first + rest;
        }
        return null;
    }

    /// <summary>
    /// A text in Chinese, or, where the file does not have it, what the code means and the text as it stands.
    /// </summary>
    /// <param name="code">The code under which it is said.</param>
    /// <param name="english">As it is said in English.</param>
    /// <param name="quoted">Codes of texts that it may have in it.</param>
    public string Said(string code, string english, params IEnumerable<string> quoted) =>
        Text([code, .. quoted], english) ?? (Title(code) is { } title ? $"{title}（{english}）" : english);

    private (string? Proposed, string After) Proposal(string english)
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
                ? $"您是否想写其中之一：{Put([], meant[several.Length..])}？"
                : $"您是否想写“{meant.Trim('\'')}”？",
            english[(end + 2)..]
        );
    }

    private string? Whole(IReadOnlyList<string> codes, string english)
    {
        foreach (var code in (IEnumerable<string>)[.. codes, AnyCode])
        {
            foreach (var template in _texts.GetValueOrDefault(code, []))
            {
                if (template.Fill(english, isSentence: true, value => Put(codes, value)) is { } zh)
                    return zh;
            }
        }
        return null;
    }

    /// <summary>
    /// What is put into a text, in Chinese; as it is where it is a code, a number or a unit, which are the same in both
    /// languages.
    /// </summary>
    private string Put(IReadOnlyList<string> codes, string value) => Known(codes, value) ?? value;

    private string? Known(IReadOnlyList<string> codes, string value)
    {
        if (_words.TryGetValue(value, out var word) || _codes.TryGetValue(value, out word))
            return word;
        if (value.Length > LongestPutIn)
            return null;
        if (value.Length > 2 && value[0] is '\'' or '"' && value.IndexOf(value[0], 1) == value.Length - 1)
            return $"“{value[1..^1]}”";
        foreach (var phrase in _phrases)
        {
            if (phrase.Fill(value, isSentence: false, part => Put(codes, part)) is { } zh)
                return zh;
        }
        return value.EndsWith('.') ? Text(codes, value) : Listed(codes, value);
    }

    /// <summary>A list of codes and of what is known; null for anything else.</summary>
    private string? Listed(IReadOnlyList<string> codes, string value)
    {
        foreach (var (en, zh) in s_joints)
        {
            var parts = value.Split(en);
            if (parts.Length == 1)
                continue;
            // A code in a list is to be typed, even where it is a word besides: month, plant.
            var said = parts
                .Select(part => IsCode(part) ? _codes.GetValueOrDefault(part, part) : Known(codes, part))
                .OfType<string>()
                .ToList();
            if (said.Count == parts.Length)
                return string.Join(zh, said);
        }
        return null;
    }

    private static bool IsCode(string text) =>
        text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'');
}
