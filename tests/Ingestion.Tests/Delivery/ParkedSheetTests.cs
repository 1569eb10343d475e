using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>What can never be applied is told and not sent again.</summary>
[Tier(Tier.Service)]
public sealed class ParkedSheetTests : DeliveryTests
{
    [Fact]
    public async Task What_can_never_be_applied_is_parked_and_not_sent_again()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03");
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        await SentAsync();
        await DueAsync();

        (await ResendAsync()).ShouldBe(1);

        (await WaitingAsync()).ShouldBe("2024-02/1", "the other one goes on");
        var reconciliation = (await Admin.AskAsync("/reconciliation?from=2024-03&to=2024-03")).Body;
        reconciliation["total"]!
            .Plain()
            .ShouldBe("""{"accepted":1,"calculated":0,"posted":0,"outstanding":1,"parked":1}""");
        var outstanding = reconciliation["outstanding"]![0]!;
        (outstanding.Text("state"), outstanding.Text("refusal")).ShouldBe(("parked", "an amount is too large"));
        outstanding["nextResendAt"].ShouldBeNull();
    }

    [Fact]
    public async Task A_new_revision_of_what_was_parked_is_sent_as_ever()
    {
        var plant = await WithSheetsAsync("2024-03");
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        // It comes once more, late, and concerns the first revision alone.
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        await SentAsync();
        await DueAsync();

        (await ResendAsync()).ShouldBe(1);
        (await WaitingAsync()).ShouldBe("2024-03/2");
        (await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]!
            .AsArray()
            .Select(r => r!.Text("state"))
            .ShouldBe(["received", "parked"]);
    }

    [Fact]
    public async Task What_the_ledger_lost_is_sent_again_although_it_was_parked_once()
    {
        var plant = await WithSheetsAsync("2024-03");
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        // Mended and replayed.
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100));
        await SentAsync();
        LedgerHolds();
        Ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":6}]}""";

        (await CompareAsync())!.Lost.ShouldBe(1);
        (await ResendAsync()).ShouldBe(1);
        (await WaitingAsync()).ShouldBe("2024-03/1");
    }

    [Fact]
    public async Task Other_lines_that_the_ledger_refuses_are_not_sent_at_every_comparison()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100, hash: "aa"));
        await SentAsync();
        LedgerHolds(Item(plant, "2024-03", 1, "bb"));
        (await CompareAsync())!.LinesDiffer.ShouldBe(1);
        await SentAsync();
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1, "stands with other lines"));

        (await CompareAsync())!.LinesDiffer.ShouldBe(1);

        (await WaitingAsync()).ShouldBeNull();
        (await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body.Text("state").ShouldBe("posted");
    }

    [Fact]
    public async Task A_record_that_the_ledger_can_never_take_is_parked_until_it_is_changed()
    {
        var plant = await WithSheetsAsync();
        await Admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""");
        await SentAsync();
        await RefusedAsync(Receipts.RecordRefused("plant", plant, 7));
        await DueAsync();

        (await ResendAsync()).ShouldBe(0);
        (await Admin.AskAsync("/reconciliation")).Body["organisation"]!
            .Plain()
            .ShouldBe("""{"records":2,"posted":1,"outstanding":1,"parked":1}""");

        await Admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "T", "kind": "site" }""");
        await SentAsync();
        await DueAsync();
        (await ResendAsync()).ShouldBe(1);
    }
}
