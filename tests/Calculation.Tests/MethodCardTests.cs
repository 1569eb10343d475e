using System.Text.RegularExpressions;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What the methods say of themselves is what they do, and what the pages say.</summary>
[Tier(Tier.Pure)]
public sealed partial class MethodCardTests
{
    private static readonly string s_pages = Path.Combine(TestKit.Checkout.Root, "docs", "methods");

    private static readonly string[] s_headings =
    [
        "**What for.**",
        "**Formula.**",
        "**Needs.**",
        "**Gives.**",
        "**Defaults.**",
        "**Standard.**",
        "**Uncertainty.**",
        "**Example.**",
        "**Published example.**",
    ];

    // What the golden cases give, by method.
    private static readonly Lazy<ILookup<string, string>> s_given = new(() =>
        GoldenFile
            .All.SelectMany(file => file.Cases.Values)
            .SelectMany(golden => golden.Calculate().All.ToArray())
            .Select(line => (line.Grounds.Method, Gives: $"{line.Kind.Category} {line.Kind.Measure}"))
            .Distinct()
            .ToLookup(pair => pair.Method, pair => pair.Gives, StringComparer.Ordinal)
    );

    public static TheoryData<string> Names => [.. MethodEntry.AllCards.Select(card => card.Name)];

    private static MethodCard Card(string name) => MethodEntry.AllCards.Single(card => card.Name == name);

    /// <summary>
    /// Over all golden cases: no line that the card does not name, and none named that no case gives.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_method_gives_what_its_card_says(string name)
    {
        var given = s_given.Value[name].ToList();
        given.Except(Card(name).Gives, StringComparer.Ordinal).ShouldBeEmpty("the card does not name it");
        Card(name).Gives.Except(given, StringComparer.Ordinal).ShouldBeEmpty("no golden case gives it");
    }

    /// <summary>Every activity and attribute that a card names is in the vocabulary.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_card_names_what_can_be_reported(string name)
    {
        var activities = Sheets.Catalogue.Activities.All.Select(activity => activity.Code).ToList();
        var attributes = File.ReadLines(Path.Combine(TestKit.Checkout.Root, "shared", "Vocabulary", "attributes.csv"))
            .Select(line => line.Split(',')[0])
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var word in Card(name)
                .Needs.Concat(Card(name).Takes)
                .SelectMany(need => need.Split([" | ", " with ", " and "], StringSplitOptions.None))
        )
        {
            if (OfTheSource().IsMatch(word) || word == "any activity of method statistic")
                continue;
            var plain = word.Split(' ')[0];
            if (plain.Contains('*'))
                activities
                    .Where(code =>
                        code.StartsWith(plain.Split('*')[0], StringComparison.Ordinal)
                        && code.EndsWith(plain.Split('*')[1], StringComparison.Ordinal)
                    )
                    .ShouldNotBeEmpty(plain);
            else if (plain.Contains('.'))
                activities.ShouldContain(plain);
            else
                attributes.ShouldContain(plain);
        }
    }

    [Fact]
    public void The_table_of_methods_is_that_of_the_cards()
    {
        var rows = File.ReadLines(Path.Combine(s_pages, "README.md"))
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .ToList();
        rows.ShouldBe(
            MethodEntry.AllCards.Select(card =>
                $"| [{card.Name}]({Page(card)}) | {card.What.En} | "
                + $"{string.Join("; ", card.Needs.Select(Code))} | {string.Join(", ", Grouped(card.Gives))} |"
            ),
            ignoreOrder: true
        );
    }

    /// <summary>One page per method in one form, with the standard and the uncertainty of the card.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_method_has_its_page_in_the_form_of_all(string name)
    {
        var page = File.ReadAllText(Path.Combine(s_pages, Page(Card(name))));
        page.ShouldStartWith($"# {name}\n");
        var at = s_headings.Select(heading => page.IndexOf(heading, StringComparison.Ordinal)).ToList();
        at.ShouldAllBe(index => index > 0, $"{name} lacks one of {string.Join(' ', s_headings)}");
        at.ShouldBeInOrder(SortDirection.Ascending, $"{name} has its headings in another order");
        page.ShouldContain(Card(name).Standard.En);
        page.ShouldContain(Card(name).Uncertainty.En);
    }

    /// <summary>The example of a page names its golden case, and gives its figures.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_of_a_page_is_a_golden_case(string name)
    {
        var page = File.ReadAllText(Path.Combine(s_pages, Page(Card(name))));
        var example = page[page.IndexOf("**Example.**", StringComparison.Ordinal)..];
        var match = NamedCase().Match(example);
        match.Success.ShouldBeTrue($"{name}: the example does not name its case in italics");
        var cases = GoldenFile.Of(name.Split('/')[0]).Cases;
        var golden = cases
            .GetValueOrDefault(match.Groups["case"].Value)
            .ShouldNotBeNull($"{name}: there is no case {match.Groups["case"].Value}");
        var figures = golden
            .Expected.Where(line => line.Amount.Length > 0)
            .Select(line => decimal.Parse(line.Amount))
            .ToList();
        var said = Figure()
            .Matches(example)
            .Select(m => decimal.Parse(m.Groups["figure"].Value.Replace(",", "", StringComparison.Ordinal)))
            .ToList();
        said.ShouldNotBeEmpty($"{name}: no figure in bold");
        said.Except(figures).ShouldBeEmpty($"{name}: not a figure of the case");
    }

    /// <summary>A page names the published examples that its method is asked for, or says that there is none.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_names_its_published_examples_or_says_that_none_was_found(string name)
    {
        var page = File.ReadAllText(Path.Combine(s_pages, Page(Card(name))));
        var said = page[page.IndexOf("**Published example.**", StringComparison.Ordinal)..];
        var named = ExampleId().Matches(said).Select(match => match.Value).ToList();
        if (named.Count == 0)
            said.ShouldContain("None was found");
        named.Except(WorkedExample.All.Select(example => example.Id), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_published_example_stands_on_a_page()
    {
        var pages = MethodEntry.AllCards.Select(card => File.ReadAllText(Path.Combine(s_pages, Page(card)))).ToList();
        WorkedExample
            .All.Where(example => !pages.Exists(page => page.Contains($"{example.Id} (", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    private static string Page(MethodCard card) => card.Name.Split('/')[0] + ".md";

    private static string Code(string need) =>
        string.Join(" or ", need.Split(" | ").Select(alternative => $"`{alternative}`"));

    private static IEnumerable<string> Grouped(IReadOnlyList<string> gives) =>
        gives
            .Select(give => give.Split(' '))
            .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
            .Select(group => $"`{group.Key}` {string.Join(' ', group)}");

    [GeneratedRegex(" of the source(?: \\(.*\\))?$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex OfTheSource();

    [GeneratedRegex("E[0-9]{2}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ExampleId();

    [GeneratedRegex(@"\*\((?<case>[^*]+)\)\*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex NamedCase();

    [GeneratedRegex(
        @"\*\*(?<figure>[0-9][0-9,]*(?:\.[0-9]+)?)\*\*",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Figure();
}
