using System.Globalization;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Factors;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>
/// Examples that others have published (WorkedExamples.csv), over HTTP: what is reproduced is, within the tolerance of
/// the print; what is not gives exactly what stands there, or the gap that does.
/// </summary>
[Tier(Tier.Service)]
public sealed class WorkedExamplesTests(SharedCalculation shared) : IClassFixture<SharedCalculation>
{
    /// <summary>Of the unit that was published, in the unit of the measure.</summary>
    private static readonly Dictionary<string, decimal> s_units = new(StringComparer.Ordinal)
    {
        ["kg"] = 1,
        ["t"] = 1000,
        ["tce"] = 1000,
        ["TJ"] = 1_000_000 / 29.3076m,
    };

    public static TheoryData<string> Ids => [.. WorkedExample.All.Select(example => example.Id)];

    [Fact]
    public void There_are_twenty_four_each_with_its_source()
    {
        WorkedExample.All.Count.ShouldBe(24);
        WorkedExample.All.ShouldAllBe(example => example.Title.Length > 0 && example.Publisher.Length > 0);
        WorkedExample
            .All.SelectMany(example => example.Figures)
            .Where(figure => figure.Reproduces != "yes")
            .GroupBy(figure => figure.Id, StringComparer.Ordinal)
            .ShouldAllBe(figures => figures.First().Why.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_published_example_comes_out_as_it_is_said_here(string id)
    {
        var example = WorkedExample.All.Single(one => one.Id == id);
        // What is everybody's is published in a place of its own.
        var isForAll = example.Factors.StartsWith("all ", StringComparison.Ordinal);
        await using var alone = isForAll ? await CalculationHost.StartAsync() : null;
        var host = alone ?? shared.Host;
        var api = new FactorsApi(host);
        var plant = PlantCode.Parse($"WE-{id}");
        if (example.Factors.Length > 0)
            await api.PublishedAsync(example.Proposal(plant));
        await host.DeliverAsync(
            Sheets.Event(example.Month, example.Place, example.Sources, example.Readings) with
            {
                Plant = plant,
            }
        );
        var answer = await api.GetAsync($"plants/{plant}/months/{example.Month}/lines");

        foreach (var figure in example.Figures)
        {
            if (figure.Reproduces == "gap")
            {
                Gaps(answer).ShouldContain(figure.Line);
                continue;
            }
            var amount = figure.Line.StartsWith("co2e ", StringComparison.Ordinal)
                ? Co2e(answer, figure.Line.Split(' '))
                : Amount(answer, figure.Line);
            amount.ToString("F6", CultureInfo.InvariantCulture).ShouldBe(figure.Gives, figure.Line);
            var published = figure.Published * s_units[figure.Unit];
            (Math.Abs(amount - published) <= figure.Tolerance(published, s_units)).ShouldBe(
                figure.Reproduces == "yes",
                $"{figure.Line}: {amount} here, {published} published"
            );
        }
    }

    private static decimal Amount(JsonNode answer, string line) =>
        Number(answer["lines"]!.AsArray().Single(one => Key(one!) == line)!);

    private static decimal Number(JsonNode line) =>
        decimal.Parse(line["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static IEnumerable<string> Gaps(JsonNode answer) =>
        answer["gaps"]!.AsArray().Select(gap => $"gap {gap!["kind"]} {Key(gap)}");

    private static string Key(JsonNode one) =>
        string.Join(
            ' ',
            new[] { "source", "activity", "category", "basis", "measure" }
                .Select(name => one[name]?.GetValue<string>())
                .Where(word => !string.IsNullOrEmpty(word))
        );

    /// <summary>As a total gives it: perfluorocarbons of a source with the potentials of a set.</summary>
    private static decimal Co2e(JsonNode answer, string[] words)
    {
        var potentials = WarmingPotentials.Read().Of(words[1])!;
        return answer["lines"]!
            .AsArray()
            .Where(line => $"{line!["source"]} {line["category"]}" == $"{words[2]} scope1.pfc")
            .Sum(line => Number(line!) * potentials[line!["measure"]!.GetValue<string>()].Value);
    }
}
