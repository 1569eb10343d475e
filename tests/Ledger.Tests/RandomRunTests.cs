using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Some thousand events in a seeded random order, against a ledger that is too simple to be wrong.</summary>
[Tier(Tier.Service)]
public sealed class RandomRunTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1500)]
    [InlineData(2, 1500)]
    public async Task Any_stream_of_events_comes_to_what_its_highest_versions_say(int seed, int events)
    {
        output.WriteLine($"seed {seed}");
        await using var ledger = await LedgerRoom.OpenAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        var naive = new NaiveLedger();
        foreach (var applied in (await RandomLedger.FillAsync(ledger, seed, events)).SelectMany(batch => batch))
            naive.Apply(applied);

        await ledger.ShouldBeSoundAsync();
        await ShouldAgreeAsync(api, naive, asOf: "");
        (await ledger.ReceiptsAsync()).Count.ShouldBe(events, "every message is answered");
    }

    /// <summary>
    /// As of every position of a run, each answer is what a ledger that had stopped there would have given.
    /// </summary>
    [Fact]
    public async Task As_of_any_position_is_what_the_ledger_was_then()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        var batches = await RandomLedger.FillAsync(ledger, seed: 3, events: 250);
        var positions = (await ledger.ReceiptsAsync()).Select(receipt => receipt.Position).ToList();

        var naive = new NaiveLedger();
        var at = 0;
        foreach (var batch in batches)
        {
            foreach (var applied in batch)
                naive.Apply(applied);
            at += batch.Count;
            await ShouldAgreeAsync(api, naive, $"&asOf={positions[at - 1]}");
        }
    }

    private static async Task ShouldAgreeAsync(LedgerApi api, NaiveLedger naive, string asOf)
    {
        const string Range = "from=2024-01&to=2024-06";
        static string Month(string month) => $"month={month} ";

        await ShouldBeAsync("", (_, _) => true, (_, _, _, _) => "");
        await ShouldBeAsync(
            "&groupBy=month,orgUnit",
            (_, _) => true,
            (plant, month, _, _) => $"{Month(month)}orgUnit={Named(naive.UnitOf(plant, month))} "
        );
        await ShouldBeAsync(
            "&groupBy=activity",
            (_, _) => true,
            (_, _, line, _) => $"activity={line.Activity} ",
            withOutput: true
        );
        await ShouldBeAsync("&groupBy=plant", (_, _) => true, (plant, _, _, _) => $"plant={plant} ");
        await ShouldBeAsync(
            "&groupBy=orgUnit,process",
            (_, _) => true,
            (plant, month, line, takenOff) =>
                $"orgUnit={Named(naive.UnitOf(plant, month))} "
                + (takenOff ? "process=null elimination " : $"process={line.Process} ")
        );
        await ShouldBeAsync(
            "&org=UNIT-1&groupBy=month",
            (plant, month) => naive.UnitOf(plant, month) == "UNIT-1",
            (_, month, _, _) => Month(month),
            mayBeUnknown: true
        );
        await ShouldBeAsync(
            "&org=UNIT-2&groupBy=plant,source,activity",
            (plant, month) => naive.UnitOf(plant, month) == "UNIT-2",
            (plant, _, line, takenOff) =>
                $"plant={plant} source={(takenOff ? "null" : line.Source)} activity={line.Activity} "
                + (takenOff ? "elimination " : ""),
            withOutput: true,
            mayBeUnknown: true
        );
        await ShouldBeAsync("&org=SX-P1", (plant, _) => plant == "SX-P1", (_, _, _, _) => "", mayBeUnknown: true);

        var coverage = (await api.TotalsAsync(Range + asOf))["coverage"]!;
        coverage["plantMonthsPosted"]!.GetValue<int>().ShouldBe(naive.PlantMonths);
        coverage["openGaps"]!.GetValue<int>().ShouldBe(naive.OpenGaps);

        async Task ShouldBeAsync(
            string question,
            Func<string, string, bool> isIn,
            Func<string, string, SheetLine, bool, string> by,
            bool withOutput = false,
            bool mayBeUnknown = false
        )
        {
            var wanted = naive.Rows(isIn, by, withOutput).Order(StringComparer.Ordinal).ToList();
            if (
                mayBeUnknown
                && wanted.Count == 0
                && (await api.RefusedAsync($"/api/v1/totals?{Range}{question}{asOf}")).Code == "404 unknown-org"
            )
                return;
            string.Join(
                    '\n',
                    (await api.TotalsAsync(Range + question + asOf))["rows"]!
                        .AsArray()
                        .Select(row => $"{LedgerApi.TextOf(row!)} of which {row!["onVerifiedFactors"]}")
                        .Order(StringComparer.Ordinal)
                )
                .ShouldBe(string.Join('\n', wanted), question + asOf);
        }
    }

    private static string Named(string unit) => unit.Length == 0 ? "null" : unit;
}
