using System.Globalization;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// Real faults while plants post: what was answered 202 is on the ledger once, and the total is the sum of what was posted.
/// The client keeps a journal of what was accepted; the ledger is held against it.
/// </summary>
[Collection<PlatformCollection>]
public sealed class FaultTests(Platform platform)
{
    private static readonly string[] Months = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"];

    private readonly PlatformClient _client = platform.Client;

    [Theory]
    [InlineData("ingestion")]
    [InlineData("calculation")]
    [InlineData("ledger")]
    [InlineData("gateway")]
    public async Task Service_killed_three_times_during_posting_loses_and_doubles_nothing(string service)
    {
        var plants = await PutPlantsAsync("KILL-" + service.ToUpperInvariant(), 8);

        var posting = PostEverythingAsync(plants);
        for (var kill = 0; kill < 3; kill++)
        {
            await platform.KillAsync(service);
            await platform.ReadyAsync(service);
        }

        await ShouldBeOnTheLedgerOnceAsync(plants, await posting);
    }

    [Fact]
    public async Task Broker_stopped_during_posting_keeps_intake_open_and_drains_by_itself()
    {
        var plants = await PutPlantsAsync("BROKER", 8);

        await platform.StopBrokerAsync();
        var accepted = await PostEverythingAsync(plants);
        accepted.Count.ShouldBe(plants.Count * Months.Length, "intake goes on without the broker");
        await platform.StartBrokerAsync();

        await ShouldBeOnTheLedgerOnceAsync(plants, accepted);
    }

    [Fact]
    public async Task Same_message_three_times_changes_the_ledger_once()
    {
        await _client.PutRefineryAsync("TWICE-1");
        await _client.PostedAsync(await _client.PostAsync("TWICE-1", "2024-03", Sheets.Grid("1000")));
        var before = await EntriesAsync("TWICE-1", "2024-03");

        foreach (var database in new[] { "ingestion", "calculation" })
        {
            for (var time = 0; time < 3; time++)
            {
                await platform.SendAgainAsync(database, "TWICE-1");
                await platform.OutboxEmptyAsync(database);
            }
        }

        // A further sheet of the same plant goes the same way behind the duplicates: once it is posted, they were handled.
        await _client.PostedAsync(await _client.PostAsync("TWICE-1", "2024-04", Sheets.Grid("1")));
        (await EntriesAsync("TWICE-1", "2024-03")).ToJsonString().ShouldBe(before.ToJsonString());
        (await _client.TotalAsync("from=2024-03&to=2024-03&org=TWICE-1", "scope2.electricity", "CO2")).ShouldBe(5_366_000m);
    }

    [Fact]
    public async Task Revisions_out_of_order_end_with_the_latest()
    {
        await _client.PutRefineryAsync("ORDER-1");
        await platform.StopBrokerAsync();
        JsonNode latest = null!;
        foreach (var quantity in new[] { "1000", "2000", "3000" })
        {
            latest = await _client.PostAsync("ORDER-1", "2024-03", Sheets.Grid(quantity));
        }

        // The relay may not send the first two until the third has arrived.
        await platform.HoldBackAllButLastAsync("ingestion", "ORDER-1");
        await platform.StartBrokerAsync();
        await _client.PostedAsync(latest);
        await platform.ReleaseAsync("ingestion");
        await platform.OutboxEmptyAsync("ingestion");
        await _client.PostedAsync(await _client.PostAsync("ORDER-1", "2024-04", Sheets.Grid("1")));

        (await _client.TotalAsync("from=2024-03&to=2024-03&org=ORDER-1", "scope2.electricity", "CO2")).ShouldBe(16_098_000m);
        (await EntriesAsync("ORDER-1", "2024-03")).Count.ShouldBe(1, "the two late revisions are older than what stands");
    }

    private async Task<IReadOnlyList<string>> PutPlantsAsync(string prefix, int count)
    {
        var plants = Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{n}")).ToList();
        foreach (var plant in plants)
        {
            await _client.PutRefineryAsync(plant, unit: prefix);
        }

        return plants;
    }

    private async Task<IReadOnlyList<JsonNode>> PostEverythingAsync(IReadOnlyList<string> plants)
    {
        var accepted = new List<JsonNode>();
        await Parallel.ForEachAsync(
            plants.SelectMany(plant => Months.Select(month => (Plant: plant, Month: month))),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (sheet, _) =>
            {
                var answer = await _client.PostAsync(sheet.Plant, sheet.Month, new { readings = new[] { Sheets.GridReading("1000"), Sheets.CoalReading("1000") } });
                lock (accepted)
                {
                    accepted.Add(answer);
                }
            });
        return accepted;
    }

    private async Task ShouldBeOnTheLedgerOnceAsync(IReadOnlyList<string> plants, IReadOnlyList<JsonNode> accepted)
    {
        foreach (var answer in accepted)
        {
            answer["revision"]!.GetValue<int>().ShouldBe(1, "a repeated key makes no second revision");
            await _client.PostedAsync(answer);
        }

        var sheets = plants.Count * Months.Length;
        var unit = plants[0][..plants[0].LastIndexOf('-')];
        var query = $"from={Months[0]}&to={Months[^1]}&org={unit}";
        (await _client.TotalAsync(query, "scope2.electricity", "CO2")).ShouldBe(5_366_000m * sheets);
        (await _client.TotalAsync(query, "scope1.combustion", "CO2")).ShouldBe(2_322_768.466333m * sheets);
        var coverage = (await _client.GetAsync("totals?groupBy=category,measure&" + query))["coverage"]!;
        coverage["plantMonthsPosted"]!.GetValue<int>().ShouldBe(sheets);
        foreach (var plant in plants)
        {
            foreach (var month in Months)
            {
                (await EntriesAsync(plant, month)).Count.ShouldBe(1, $"{plant} {month}");
            }
        }

        await platform.LedgerShouldBeSoundAsync();
    }

    private async Task<JsonArray> EntriesAsync(string plant, string month) =>
        (await _client.GetAsync($"ledger/entries?plant={plant}&month={month}"))["entries"]!.AsArray();
}
