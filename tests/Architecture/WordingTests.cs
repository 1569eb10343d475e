using System.Text.RegularExpressions;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Workbooks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>Whatever a caller can be refused for is said in Chinese, too.</summary>
public sealed partial class WordingTests
{
    private const string File = "shared/ServiceDefaults/Problems/wordings.csv";

    private static readonly (string Code, string Part, string En, string Zh)[] s_rows =
    [
        .. CsvTable
            .Read(System.IO.File.OpenRead(Path.Combine(Repository.Root, File)))
            .Skip(1)
            .Select(row => (row.Cells[0], row.Cells[1], row.Cells[2], row.Cells[3])),
    ];

    private static IEnumerable<(string File, string Text)> Sources =>
        Repository
            .Sources("services")
            .Concat(Repository.Sources("shared"))
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (file, Comments().Replace(Repository.Read(file), "")));

    /// <summary>
    /// In files of codes, refusals and faults every literal that is written like one; elsewhere what a refusal or a
    /// fault is made with.
    /// </summary>
    [Fact]
    public void Every_code_has_a_title_in_both_languages()
    {
        var titled = s_rows.Where(row => row.Part == "title").Select(row => row.Code).ToHashSet(StringComparer.Ordinal);
        var codes = Sources
            .SelectMany(source =>
                (IsOfCodes().IsMatch(source.File) ? Codes() : Made())
                    .Matches(source.Text)
                    .Select(match => (source.File, match.Groups["code"].Value))
            )
            .ToList();
        codes.Select(code => code.Value).ShouldContain("unknown-activity");
        codes.Where(code => !titled.Contains(code.Value)).ShouldBeEmpty();
    }

    /// <summary>The title of a problem is the one that the program gives.</summary>
    [Fact]
    public void A_title_is_the_one_of_the_program()
    {
        var titles = s_rows.Where(row => row.Part == "title").ToDictionary(row => row.Code, row => row.En);
        var problems = Sources
            .SelectMany(source => Problems().Matches(source.Text))
            .Select(match => (Code: match.Groups["code"].Value, Title: match.Groups["title"].Value))
            .Where(problem =>
                titles.ContainsKey(problem.Code) && !problem.Title.Contains('.', StringComparison.Ordinal)
            )
            .ToList();
        problems.Count.ShouldBeGreaterThan(40);
        problems.Where(problem => titles[problem.Code] != problem.Title).ShouldBeEmpty();
    }

    [Fact]
    public void A_text_in_Chinese_has_Chinese_and_the_same_things_put_in()
    {
        s_rows.Where(row => !row.Zh.Any(c => c is >= '\u4e00' and <= '\u9fff')).ShouldBeEmpty();
        foreach (var row in s_rows.Where(row => row.Part == "text"))
        {
            var places = Places().Matches(row.En).Select(place => place.Value).ToList();
            places.ShouldBe(Enumerable.Range(1, places.Count).Select(n => $"{{{n}}}"), row.En);
            Places().Matches(row.Zh).Select(place => place.Value).ShouldAllBe(place => places.Contains(place), row.Zh);
        }
        _ = Wordings.Read(Path.Combine(Repository.Root, Path.GetDirectoryName(File)!));
    }

    /// <summary>
    /// Files that say what is wrong: each of their sentences, with what stands in its places, has one in Chinese.
    /// </summary>
    [Fact]
    public void Every_sentence_of_a_refusal_or_finding_is_said_in_Chinese()
    {
        var said = Sources
            .Where(source => SaysWhatIsWrong().IsMatch(source.File))
            .SelectMany(source =>
                SaidTexts
                    .Of(Descriptions().Replace(Repository.Read(source.File), ""))
                    // What follows upon a choice is not a sentence of its own.
                    .Where(text => IsSentence().IsMatch(text.Text) && !IsContinued().IsMatch(text.Text))
                    .Select(text => (Place: $"{source.File}:{text.Line}", text.Text))
            )
            .ToList();
        said.Count.ShouldBeGreaterThan(300);
        said.Select(text => text.Text).ShouldContain("The newest is X1.");
        said.Where(text => !IsInChinese(text.Text.Trim())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a + \"is. \" + b", "is. X1|")]
    [InlineData("Error(\"One. \" + (x == \"y\" ? \"Two.\" : \"Three.\"))", "One. Two.|One. Three.|")]
    [InlineData("$\"{a} of {(b ? \"c\" : \"d\")}.\"", "X1 of c.|X1 of d.|")]
    [InlineData("// \"not this\"\n'\"' + $\"{{x}} {y}\"", "{x} X1|")]
    public void Texts_of_a_source_are_found(string code, string texts) =>
        string.Concat(SaidTexts.Of(code).Select(text => text.Text + "|")).ShouldBe(texts);

    /// <summary>As a whole, or sentence by sentence.</summary>
    private static bool IsInChinese(string english)
    {
        if (english.Length == 0 || s_texts.Value.Any(text => text.IsMatch(english)))
            return true;
        for (var end = english.Length - 2; end > 0; end--)
        {
            if (
                english[end] == ' '
                && english[end - 1] is '.' or '?'
                && s_texts.Value.Any(text => text.IsMatch(english[..end]))
                && IsInChinese(english[(end + 1)..])
            )
                return true;
        }
        return false;
    }

    private static readonly Lazy<List<Regex>> s_texts = new(() =>
        [
            .. s_rows
                .Where(row => row.Part == "text" && Places().Replace(row.En, "").Count(char.IsAsciiLetter) > 3)
                .Select(row => row.En)
                .Append("Did you mean {1}?")
                .Select(en => new Regex(
                    "^" + Places().Replace(Regex.Escape(en).Replace("\\{", "{"), "((?!\\. ).)+?") + "$",
                    RegexOptions.ExplicitCapture | RegexOptions.Singleline,
                    TimeSpan.FromSeconds(1)
                )),
        ]
    );

    [GeneratedRegex("//.*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(
        "((Sheet|Record)Codes|Refusals|Faults)\\.cs$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex IsOfCodes();

    [GeneratedRegex(
        "new "
            + "(Refusal|InputFault)\\(\\s*\"(?<code>[a-z]+(-[a-z0-9]+)*)\","
            + "|new\\(\\s*\"(?<code>[a-z]+(-[a-z0-9]+)+)\",\\s*\"[A-Z]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Made();

    [GeneratedRegex(
        "\"(?<code>[a-z]+(-[a-z0-9]+)+)\"|new( Refusal)?\\(\\s*\"(?<code>[a-z]+)\",\\s*\"[A-Z]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Codes();

    [GeneratedRegex(
        "(new( Refusal)?|Wrong)\\(\\s*\"(?<code>[a-z]+(-[a-z0-9]+)*)\",\\s*\"(?<title>[A-Z][^\"]*)\",",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Problems();

    [GeneratedRegex(
        "(Refusals?|(?<!Input)Faults?|Findings?|RecordCheck|Decision|OrganisationSize|RevisePastSheets"
            + "|/(Put[A-Z][a-z]+|Code|PlainText|Unit|DecimalText))\\.cs$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SaysWhatIsWrong();

    [GeneratedRegex(
        "\\.(With(Summary|Description)|AnswersWith)\\(([^\"()]|\"([^\"\\\\]|\\\\.)*\")*\\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Descriptions();

    [GeneratedRegex("^ [a-z;]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsContinued();

    [GeneratedRegex(
        "\\b[A-Za-z]{2,}\\b.*\\b[a-z]{2,}\\b.*[.?]$",
        RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex IsSentence();

    [GeneratedRegex("\\{\\d\\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Places();
}
