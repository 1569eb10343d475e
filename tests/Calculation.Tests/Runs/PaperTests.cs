using System.Text.Json;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>An auditor with pencil and paper, who has the answers of the service and nothing else.</summary>
[Tier(Tier.Service)]
public sealed class PaperTests
{
    [Fact]
    public async Task Every_line_of_every_golden_case_is_worked_out_from_the_answer_alone()
    {
        await using var host = await CalculationHost.StartAsync();
        var cases = GoldenFile
            .All.SelectMany(file => file.Cases.Values)
            .Select((golden, i) => golden.Event() with { Plant = PlantCode.Parse($"G{i:D4}-P1") })
            .ToList();
        foreach (var accepted in cases)
            await host.DeliverAsync(accepted);

        using var auditor = host.As(Roles.Auditor);
        var objections = new List<string>();
        var methods = new HashSet<string>(StringComparer.Ordinal);
        foreach (var accepted in cases)
        {
            var answer = JsonDocument
                .Parse(await auditor.GetStringAsync($"/api/v1/plants/{accepted.Plant}/months/{accepted.Month}/lines"))
                .RootElement;
            foreach (var line in answer.GetProperty("lines").EnumerateArray())
            {
                methods.Add(line.GetProperty("method").GetString()!);
                objections.AddRange(
                    WorkingAudit
                        .Holds(decimal.Parse(line.GetProperty("amount").GetString()!), line.GetProperty("working"))
                        .Select(objection =>
                            $"{accepted.Month} {line.GetProperty("activity")} {line.GetProperty("category")} "
                            + $"{line.GetProperty("measure")}: {objection}"
                        )
                );
            }
        }
        objections.ShouldBeEmpty();
        methods.ShouldBe(Methods.MethodEntry.AllCards.Select(card => card.Name), ignoreOrder: true);
    }
}
