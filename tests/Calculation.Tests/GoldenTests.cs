using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// Cases from files that read like the manual: given these sources and readings, exactly these lines and gaps.
/// </summary>
[Tier(Tier.Pure)]
public sealed class GoldenTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var golden in GoldenFile.All)
        {
            foreach (var name in golden.Cases.Keys)
                data.Add(golden.Name, name);
        }
        return data;
    }

    /// <summary>Lines and gaps, quality, statuses and factor sets, derivations, and workings.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_exactly_its_lines_and_gaps_and_explains_them(string file, string name) =>
        GoldenFile.Of(file).Cases[name].Objections().ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_derivation_of_a_figure_is_the_figure(string file, string name)
    {
        foreach (var expected in GoldenFile.Of(file).Cases[name].Expected.Where(e => e.Derivation.Length > 0))
            Arithmetic.Evaluate(expected.Derivation).ShouldBe(decimal.Parse(expected.Amount), expected.What);
    }

    /// <summary>Cases that give a line of the method, in the file that bears its name.</summary>
    [Theory]
    [MemberData(nameof(MethodNames))]
    public void Every_method_has_a_file_with_at_least_five_cases(string method)
    {
        var cases = GoldenFile.Of(method.Split('/')[0]).Cases.Values.Select(golden => golden.Calculate()).ToList();
        cases
            .Count(lines => lines.All.ToArray().Any(line => line.Grounds.Method == method))
            .ShouldBeGreaterThanOrEqualTo(5);
        // Edges: what is nothing, and what is missing.
        cases.Any(lines => lines.Gaps.Count > 0 || lines.All.ToArray().Any(line => line.Amount == 0)).ShouldBeTrue();
    }

    public static TheoryData<string> MethodNames => [.. MethodEntry.AllCards.Select(card => card.Name)];

    /// <summary>
    /// Every formula and every choice that any case shows stands in Explanations.csv, at the first line that shows it.
    /// With <c>CARBON_RENEW=1</c> the table is written anew; each row that then differs is to be read.
    /// </summary>
    [Fact]
    public void Every_explanation_has_been_read()
    {
        var shown = new List<string>();
        var seen = new HashSet<(string, string, string, string)>();
        foreach (var file in GoldenFile.All)
        {
            foreach (var (name, golden) in file.Cases)
            {
                var accepted = golden.Event();
                foreach (var line in golden.Calculate(withWorking: true).All.ToArray())
                {
                    if (
                        seen.Add(
                            (
                                line.Grounds.Method,
                                line.Working!.Formula.En,
                                line.Working.Choice.En,
                                GoldenCase.InputsOf(line.Working)
                            )
                        )
                    )
                        shown.Add(
                            string.Join(
                                ',',
                                new[]
                                {
                                    file.Name,
                                    name,
                                    Sheets.Key(accepted, line),
                                    line.Working.Formula.En,
                                    line.Working.Choice.En,
                                    GoldenCase.InputsOf(line.Working),
                                }.Select(cell => $"\"{cell}\"")
                            )
                        );
                }
            }
        }
        if (Environment.GetEnvironmentVariable("CARBON_RENEW") is "1")
            Renew(shown);
        var read = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Explanations.csv"))
            .Where(row => row.Length > 0 && row[0] == '"')
            .ToList();
        shown.Except(read, StringComparer.Ordinal).ShouldBeEmpty();
        read.Except(shown, StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static void Renew(List<string> shown)
    {
        var file = Path.Combine(TestKit.Checkout.Root, "tests", "Calculation.Tests", "Explanations.csv");
        var head = File.ReadAllLines(file).TakeWhile(line => line.Length == 0 || line[0] != '"');
        File.WriteAllLines(file, [.. head, .. shown]);
    }

    [Fact]
    public void Every_file_is_of_a_method() =>
        GoldenFile
            .All.Select(file => file.Name)
            .ShouldBe(MethodEntry.AllCards.Select(card => card.Name.Split('/')[0]), ignoreOrder: true);

    [Fact]
    public void Every_profile_is_asked_for_by_name()
    {
        var asked = GoldenFile
            .All.SelectMany(file => file.Cases.Values)
            .SelectMany(golden => golden.Event().Sources)
            .Select(source => source.Profile)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Sheets.Catalogue.Profiles.Select(profile => profile.Name).Except(asked, StringComparer.Ordinal).ShouldBeEmpty();
    }
}
