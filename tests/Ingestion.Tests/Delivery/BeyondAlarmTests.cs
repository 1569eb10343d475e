using System.Net;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>What the ledger holds and nobody has accepted is an alarm.</summary>
[Tier(Tier.Service)]
public sealed class BeyondAlarmTests : DeliveryTests
{
    [Fact]
    public async Task A_receipt_of_what_was_never_accepted_is_an_alarm_until_a_revision_takes_its_place()
    {
        var plant = await WithSheetsAsync("2024-03");
        var alarm = Host.Services.GetRequiredService<BeyondAlarm>();
        await alarm.LookAsync(CancellationToken.None);
        (await HealthAsync()).ShouldBe(HealthStatus.Healthy);

        await PostedAsync(Receipts.Posted(plant, "2024-03", 2, position: 5));
        await alarm.LookAsync(CancellationToken.None);

        alarm.Count.ShouldBe(1);
        (await HealthAsync()).ShouldBe(HealthStatus.Degraded);
        await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        await alarm.LookAsync(CancellationToken.None);
        (await HealthAsync()).ShouldBe(HealthStatus.Healthy);

        async Task<HealthStatus> HealthAsync() =>
            (await Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync())
                .Entries[BeyondHealth.Name]
                .Status;
    }

    [Fact]
    public async Task A_number_above_all_others_on_the_ledger_breaks_no_answer()
    {
        var plant = await WithSheetsAsync("2024-03", "2024-04");
        await Should.ThrowAsync<PoisonMessageException>(async () =>
            await PostedAsync(Receipts.Posted(plant, "2024-03", int.MaxValue, position: 5))
        );
        LedgerHolds(Item(plant, "2024-03", int.MaxValue), Item(plant, "2024-04", 1));
        Ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"plant","code":"{{plant}}","version":{{int.MaxValue}}}]}""";

        (await CompareAsync())!.Beyond.ShouldBe(1);

        foreach (
            var path in (string[])
                [$"/plants/{plant}/months/2024-03", $"/plants/{plant}", "/reconciliation", $"/supply-links", "/plants"]
        )
            (await Admin.AskAsync(path)).Status.ShouldBe(HttpStatusCode.OK, path);
        var posted = await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        (posted.Status, posted.Code).ShouldBe((HttpStatusCode.Conflict, "no-revision-left"));
        (await Admin.PostReadingsAsync(plant, "2024-04", Calls.Sheet(Calls.Grid))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
        var renamed = await Admin.PutRecordAsync(
            $"/plants/{plant}",
            """
            { "name": "Renamed", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"], "from": "2020-01" }
            """
        );
        (renamed.Status, renamed.Error.Text("code")).ShouldBe((HttpStatusCode.UnprocessableEntity, "no-version-left"));
        // A change that would revise the sheet.
        await Host.Database.ExecuteAsync("UPDATE organisation_record SET applied_version = 0");
        var moved = await Admin.PutRecordAsync(
            $"/plants/{plant}",
            """
            { "name": "Moved", "orgUnit": "ALUMINIUM", "province": "SN", "kinds": ["smelter"], "from": "2020-01" }
            """
        );
        (moved.Status, moved.Error.Text("code")).ShouldBe((HttpStatusCode.UnprocessableEntity, "no-revision-left"));
        moved.Error.Text("message").ShouldContain("2024-03");
    }

    [Fact]
    public async Task Each_finding_beyond_is_told_once()
    {
        var plant = await WithSheetsAsync("2024-03");
        using var log = new WrittenLog();
        var alarm = new BeyondAlarm(Host.Services.GetRequiredService<NpgsqlDataSource>(), log.For<BeyondAlarm>());
        alarm.Note([
            new RecordDifference(Difference.LedgerBeyond, "plant", "NOBODY-1", 3),
            new RecordDifference(Difference.LedgerLost, "plant", "OTHER-1", 3),
        ]);
        await PostedAsync(Receipts.Posted(plant, "2024-04", 2, position: 5));

        await alarm.LookAsync(CancellationToken.None);
        await alarm.LookAsync(CancellationToken.None);

        log.Of(LogLevel.Error)
            .ShouldHaveSingleItem()
            .ShouldEndWith($"somebody else has written them: {plant} 2024-04 revision 2, plant NOBODY-1 version 3");
        await PostedAsync(Receipts.Posted(plant, "2024-05", 1, position: 6));
        await alarm.LookAsync(CancellationToken.None);
        log.Of(LogLevel.Error).Count.ShouldBe(2);
        log.Of(LogLevel.Error)[1].ShouldEndWith($": {plant} 2024-05 revision 1");
    }
}
