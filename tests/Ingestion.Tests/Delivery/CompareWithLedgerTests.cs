using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>The whole state is held against the ledger's, and what differs is settled.</summary>
[Tier(Tier.Service)]
public sealed class CompareWithLedgerTests : DeliveryTests
{
    [Fact]
    public async Task Agreement_with_the_ledger_sends_nothing()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03", "2024-04");
        await PostedAsync(Receipts.Posted(plant, "2024-02", 1, position: 5));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 6));
        await SentAsync();
        LedgerHolds(Item(plant, "2024-02", 1), Item(plant, "2024-03", 1));
        Ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":6}]}""";

        (await CompareAsync()).ShouldBe(new ComparisonResult(0, 0, 0, 0));
        (await WaitingAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_ledger_set_back_gets_again_what_it_lost()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03", "2024-04");
        await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Coal.Replace("41250.37", "41250.38", StringComparison.Ordinal))
        );
        foreach (
            var (month, revision, position) in ((string, int, long)[])
                [("2024-02", 1, 100), ("2024-03", 2, 101), ("2024-04", 1, 102)]
        )
            await PostedAsync(Receipts.Posted(plant, month, revision, position));
        await SentAsync();
        // A backup of an hour ago: February as it was, March at its first revision, nothing of April, an older record
        // of the plant.
        LedgerHolds(Item(plant, "2024-02", 1), Item(plant, "2024-03", 1, "old"));
        Ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":5}]}""";

        (await CompareAsync()).ShouldBe(new ComparisonResult(Lost: 2, LinesDiffer: 0, Beyond: 0, Records: 1));
        (await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]!
            .AsArray()
            .Select(r => r!.Text("state"))
            .ShouldBe(["received", "posted"]);

        await ResendAsync();
        (await WaitingAsync()).ShouldBe($"{plant}/6,2024-04/1,2024-03/2");

        // Its positions begin again below those that it once gave.
        await PostedAsync(Receipts.Posted(plant, "2024-03", 2, position: 50));
        await PostedAsync(Receipts.Posted(plant, "2024-04", 1, position: 51));
        (await Admin.AskAsync($"/plants/{plant}/months/2024-04")).Body.Text("state").ShouldBe("posted");
        LedgerHolds(Item(plant, "2024-02", 1), Item(plant, "2024-03", 2), Item(plant, "2024-04", 1));
        (await CompareAsync())!.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Other_lines_are_settled_by_sending_once_more()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100, hash: "aa"));
        await SentAsync();
        LedgerHolds(Item(plant, "2024-03", 1, "bb"));

        (await CompareAsync())!.LinesDiffer.ShouldBe(1);

        (await WaitingAsync()).ShouldBe("2024-03/1");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 90, hash: "bb"));
        (await CompareAsync())!.LinesDiffer.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_ledger_has_beyond_us_is_reported_and_numbered_above()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        LedgerHolds(Item(plant, "2024-03", 3), Item(plant, "2024-04", 2));
        Ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":8}]}""";

        (await CompareAsync()).ShouldBe(new ComparisonResult(0, 0, Beyond: 2, Records: 1));
        (await Admin.AskAsync("/reconciliation")).Body["beyond"]!
            .Plain()
            .ShouldBe(
                $$"""[{"plant":"{{plant}}","month":"2024-03","revision":1,"postedRevision":3},"""
                    + $$"""{"plant":"{{plant}}","month":"2024-04","revision":0,"postedRevision":2}]"""
            );

        ((int)(await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid))).Body["revision"]!).ShouldBe(4);
        ((int)(await Admin.PostReadingsAsync(plant, "2024-04", Calls.Sheet(Calls.Grid))).Body["revision"]!).ShouldBe(3);
        (
            (int)
                (
                    await Admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""")
                ).Body["version"]!
        ).ShouldBe(9);
    }

    [Fact]
    public async Task A_ledger_that_is_away_is_no_difference()
    {
        await WithSheetsAsync("2024-03");
        await SentAsync();
        await Should.ThrowAsync<HttpRequestException>(CompareAsync);
        (await WaitingAsync()).ShouldBeNull();
        LedgerHolds();
        (await CompareAsync()).ShouldNotBeNull("the lock was let go");
    }

    [Fact]
    public async Task Reconciliation_shows_what_is_on_its_way()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03", "2024-04");
        await PostedAsync(Receipts.Posted(plant, "2024-02", 1, position: 5));
        await ActivatorUtilities
            .CreateInstance<OnEmissionsCalculated>(Host.Services)
            .ConsumeAsync(Receipts.Calculated(plant, "2024-03", 1), CancellationToken.None);

        var all = (await Admin.AskAsync("/reconciliation?from=2024-01&to=2024-12")).Body;
        all["total"]!.Plain().ShouldBe("""{"accepted":3,"calculated":2,"posted":1,"outstanding":2,"parked":0}""");
        all["outstanding"]!
            .AsArray()
            .Select(o => (o!.Text("month"), o!.Text("state"), (int)o!["postedRevision"]!))
            .ShouldBe([("2024-03", "calculated", 0), ("2024-04", "received", 0)]);
        all["months"]!.AsArray().Count.ShouldBe(3);
        all["organisation"]!.Plain().ShouldBe("""{"records":2,"posted":2,"outstanding":0,"parked":0}""");

        ((int)(await Admin.AskAsync("/reconciliation?from=2024-04")).Body["total"]!["accepted"]!).ShouldBe(1);
        ((int)(await Host.As(Roles.Plant, "OTHER-1").AskAsync("/reconciliation")).Body["total"]!["accepted"]!).ShouldBe(
            0,
            "another's sheets are not counted"
        );
        (await Admin.AskAsync("/reconciliation?from=soon")).Code.ShouldBe("invalid-parameter");
    }
}
