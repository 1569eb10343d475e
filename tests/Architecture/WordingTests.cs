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

    [GeneratedRegex("\\{\\d\\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Places();
}
