using System.Text;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>Results and receipts as they come: in order, twice, late, for overtaken revisions.</summary>
[Tier(Tier.Service)]
public sealed class ReceiptTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private ValueTask CalculatedAsync(IncomingEvent result) =>
        ActivatorUtilities
            .CreateInstance<OnEmissionsCalculated>(Host.Services)
            .ConsumeAsync(result, CancellationToken.None);

    private ValueTask PostedAsync(IncomingEvent receipt) =>
        ActivatorUtilities.CreateInstance<OnEntryPosted>(Host.Services).ConsumeAsync(receipt, CancellationToken.None);

    private async Task<(HttpClient Admin, string Plant, string Submission)> WithSheetAsync()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal, Calls.Grid));
        return (admin, plant, answer.Body.Text("submissionId"));
    }

    [Fact]
    public async Task A_submission_goes_from_received_to_calculated_to_posted()
    {
        var (admin, plant, submission) = await WithSheetAsync();

        await CalculatedAsync(Receipts.Calculated(plant, "2024-03", 1));
        var calculated = (await admin.AskAsync($"/submissions/{submission}")).Body;
        calculated.Text("state").ShouldBe("calculated");
        calculated["ledger"].ShouldBeNull();
        var calculation = calculated["calculation"]!;
        ((int)calculation["lines"]!, (int)calculation["openGaps"]!).ShouldBe((3, 1));
        calculation["sums"]!
            .Plain()
            .ShouldBe(
                """[{"category":"scope1.combustion","basis":null,"measure":"CO2","""
                    + "\"quantity\":\"1000.500001\",\"unit\":\"kg\"},"
                    + """{"category":"scope2.electricity","basis":"location-national","measure":"CO2","""
                    + "\"quantity\":\"5366000\",\"unit\":\"kg\"}]"
            );
        calculation["gaps"]![0]!.Text("kind").ShouldBe("not-reported");

        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 41, sequence: 40));
        var posted = (await admin.AskAsync($"/submissions/{submission}")).Body;
        posted.Text("state").ShouldBe("posted");
        var ledger = posted["ledger"]!;
        (
            (long)ledger["sequence"]!,
            (long)ledger["position"]!,
            ledger.Text("rootHash"),
            (int)ledger["postings"]!
        ).ShouldBe((40L, 41L, "root-41", 7));
        posted["supersededBy"].ShouldBeNull();
        (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body.Text("state").ShouldBe("posted");
    }

    [Fact]
    public async Task What_can_never_be_applied_is_parked_with_the_reason_until_a_receipt_comes_after_all()
    {
        var (admin, plant, submission) = await WithSheetAsync();

        await RefusedAsync(
            Receipts.Refused(plant, "2024-03", 1, "revision 1: too much", EventTypes.CalculationRefused)
        );

        var parked = (await admin.AskAsync($"/submissions/{submission}")).Body;
        parked.Text("state").ShouldBe("parked");
        parked["refusal"]!
            .Plain()
            .ShouldBe("""{"at":"2025-01-15T12:00:01+00:00","by":"calculation","reason":"revision 1: too much"}""");

        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 60));
        var posted = (await admin.AskAsync($"/submissions/{submission}")).Body;
        posted.Text("state").ShouldBe("posted");
        posted["refusal"].ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_of_a_revision_that_is_unknown_here_concerns_none_that_comes()
    {
        var (admin, plant, _) = await WithSheetAsync();

        await RefusedAsync(Receipts.Refused(plant, "2024-03", 2));
        var second = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Coal.Replace("41250.37", "1", StringComparison.Ordinal))
        );

        ((int)second.Body["revision"]!).ShouldBe(2);
        (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body.Text("state").ShouldBe("received");
    }

    private ValueTask RefusedAsync(IncomingEvent refusal) =>
        ActivatorUtilities.CreateInstance<OnRefused>(Host.Services).ConsumeAsync(refusal, CancellationToken.None);

    [Fact]
    public async Task A_receipt_settles_every_revision_up_to_its_own()
    {
        var (admin, plant, first) = await WithSheetAsync();
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Coal.Replace("41250.37", "1", StringComparison.Ordinal))
        );
        var third = (
            await admin.PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(Calls.Coal.Replace("41250.37", "2", StringComparison.Ordinal))
            )
        ).Body.Text("submissionId");

        await PostedAsync(Receipts.Posted(plant, "2024-03", 2, position: 50));

        var overtaken = (await admin.AskAsync($"/submissions/{first}")).Body;
        overtaken.Text("state").ShouldBe("posted");
        ((int)overtaken["supersededBy"]!).ShouldBe(3);
        ((int)overtaken["ledger"]!["postings"]!).ShouldBe(0, "it was never posted by itself");
        (await admin.AskAsync($"/submissions/{third}")).Body.Text("state").ShouldBe("received");
        (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]!
            .AsArray()
            .Select(r => r!.Text("state"))
            .ShouldBe(["received", "posted", "posted"]);
    }

    [Fact]
    public async Task Receipts_may_come_twice_and_in_any_order()
    {
        var (admin, plant, first) = await WithSheetAsync();
        var second = (
            await admin.PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(Calls.Coal.Replace("41250.37", "1", StringComparison.Ordinal))
            )
        ).Body.Text("submissionId");
        var newer = Receipts.Posted(plant, "2024-03", 2, position: 60, hash: "bb");
        var older = Receipts.Posted(plant, "2024-03", 1, position: 55, hash: "aa");

        await PostedAsync(newer);
        var before = await RowsAsync();
        await PostedAsync(older);
        await PostedAsync(newer);
        await PostedAsync(older);

        (await RowsAsync()).ShouldBe(before);
        (await admin.AskAsync($"/submissions/{second}")).Body["ledger"]!.Text("rootHash").ShouldBe("root-60");
        (await admin.AskAsync($"/submissions/{first}")).Body.Text("state").ShouldBe("posted");

        async Task<object?> RowsAsync() =>
            await Host.Database.ExecuteAsync(
                $"SELECT (SELECT row_to_json(s) FROM sheet s WHERE plant = '{plant}')::text || (SELECT "
                    + $"json_agg(r ORDER BY revision) FROM revision r WHERE plant = '{plant}')::text"
            );
    }

    [Fact]
    public async Task A_revision_that_changed_no_line_is_settled_at_the_position_of_the_one_before()
    {
        var (admin, plant, _) = await WithSheetAsync();
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 60));
        var second = (
            await admin.PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(Calls.Coal.Replace("measured", "own-meter", StringComparison.Ordinal))
            )
        ).Body.Text("submissionId");

        await PostedAsync(Receipts.Posted(plant, "2024-03", 2, position: 60, postings: 0));

        (await admin.AskAsync($"/submissions/{second}")).Body.Text("state").ShouldBe("posted");
        (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body.Text("state").ShouldBe("posted");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 60));
        (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body.Text("state").ShouldBe("posted");
    }

    [Fact]
    public async Task A_recalculation_of_a_posted_revision_is_noted()
    {
        var (admin, plant, submission) = await WithSheetAsync();
        await CalculatedAsync(Receipts.Calculated(plant, "2024-03", 1));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 60));

        await CalculatedAsync(Receipts.Calculated(plant, "2024-03", 1, catalogue: 2, co2: 2000m));
        await CalculatedAsync(Receipts.Calculated(plant, "2024-03", 1, catalogue: 1, methods: 9, co2: 3000m));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 70, postings: 2));
        // The same receipt asked for again later carries a later position and is no other entry.
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 90, sequence: 70, postings: 2));

        var body = (await admin.AskAsync($"/submissions/{submission}")).Body;
        ((int)body["calculation"]!["catalogueVersion"]!).ShouldBe(2);
        body["calculation"]!["sums"]![0]!.Text("quantity").ShouldBe("2000.000001");
        ((long)body["ledger"]!["position"]!).ShouldBe(70);
        body.Text("state").ShouldBe("posted");
    }

    [Fact]
    public async Task Records_of_the_organisation_are_settled_by_version()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await PostedAsync(Receipts.RecordApplied("plant", plant, 6));
        await PostedAsync(Receipts.RecordApplied("plant", plant, 4));
        await PostedAsync(Receipts.RecordApplied("plant", "NOBODY-1", 4));
        (
            await Host.Database.ExecuteAsync($"SELECT applied_version FROM organisation_record WHERE code = '{plant}'")
        ).ShouldBe(6);
    }

    [Fact]
    public async Task A_revision_is_numbered_above_what_the_ledger_holds()
    {
        var (admin, plant, _) = await WithSheetAsync();
        // This database was set back: the ledger has applied revisions that are unknown here.
        await PostedAsync(Receipts.Posted(plant, "2024-03", 4, position: 60));
        await PostedAsync(Receipts.Posted(plant, "2024-04", 2, position: 61));
        await PostedAsync(Receipts.RecordApplied("plant", plant, 9));

        (
            (int)
                (
                    await admin.PostReadingsAsync(
                        plant,
                        "2024-03",
                        Calls.Sheet(Calls.Coal.Replace("41250.37", "1", StringComparison.Ordinal))
                    )
                ).Body["revision"]!
        ).ShouldBe(5);
        ((int)(await admin.PutReadingsAsync(plant, "2024-04", Calls.Sheet(Calls.Coal))).Body["revision"]!).ShouldBe(3);
        (
            (int)
                (
                    await admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""")
                ).Body["version"]!
        ).ShouldBe(10);
    }

    [Fact]
    public async Task What_cannot_be_read_is_poison()
    {
        await Should.ThrowAsync<PoisonMessageException>(async () =>
            await CalculatedAsync(new IncomingEvent(EventTypes.EmissionsCalculated, "{}"u8.ToArray(), 1))
        );
        await Should.ThrowAsync<PoisonMessageException>(async () =>
            await PostedAsync(new IncomingEvent(EventTypes.EntryPosted, "nonsense"u8.ToArray(), 1))
        );
        var halfway = Encoding.UTF8.GetBytes(
            """{"kind":"plant-month","sequence":1,"recordedAt":"2025-01-15T12:00:00Z","position":"""
                + """1,"rootHash":"r","postings":0,"openGaps":0}"""
        );
        (
            await Should.ThrowAsync<PoisonMessageException>(async () =>
                await PostedAsync(new IncomingEvent(EventTypes.EntryPosted, halfway, 1))
            )
        ).Message.ShouldContain("lacks what it is for");
    }
}
