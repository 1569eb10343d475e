using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>What has no receipt is sent again, and nothing takes effect twice.</summary>
[Tier(Tier.Service)]
public sealed class ReconcilerTests : DeliveryTests
{
    [Fact]
    public async Task What_has_no_receipt_is_sent_again_with_growing_waits()
    {
        await WithSheetsAsync("2024-02", "2024-03");
        await SentAsync();
        (await ResendAsync()).ShouldBe(0, "the grace has not passed");

        await DueAsync();
        (await ResendAsync()).ShouldBe(2);
        (await WaitingAsync()).ShouldBe("2024-02/1,2024-03/1");
        (await ResendAsync()).ShouldBe(0, "the next wait has begun");

        for (var i = 0; i < 8; i++)
        {
            await DueAsync();
            await ResendAsync();
        }
        var wait = (TimeSpan)(await Host.Database.ExecuteAsync("SELECT resend_at - now() FROM sheet LIMIT 1"))!;
        wait.ShouldBeInRange(
            TimeSpan.FromMinutes(59),
            TimeSpan.FromHours(1),
            "doubled from ten minutes, an hour at most"
        );
        (await Host.Database.ExecuteAsync("SELECT resends FROM sheet LIMIT 1")).ShouldBe(9);
    }

    [Fact]
    public async Task A_lost_receipt_brings_one_more_sending_and_no_other_effect()
    {
        var plant = await WithSheetsAsync("2024-03");
        await SentAsync();
        await DueAsync();

        await ResendAsync();
        (await WaitingAsync()).ShouldBe(
            "2024-03/1",
            "the same event with the same revision: whoever has it answers with what stands"
        );
        await SentAsync();
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 6, sequence: 5));

        await DueAsync();
        (await ResendAsync()).ShouldBe(0);
        (await Host.Database.ExecuteAsync("SELECT count(*) FROM event WHERE type = 'readings-accepted.v1'")).ShouldBe(
            1L,
            "nothing is stored twice"
        );
        (await Host.Database.ExecuteAsync("SELECT count(*) FROM revision")).ShouldBe(1L);
    }

    /// <summary>A factor that moved it brings another entry of the same revision: entry and time go together.</summary>
    [Fact]
    public async Task A_revision_says_when_the_entry_that_it_names_was_posted()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        var first = await EntryAsync();
        Host.Clock.Advance(TimeSpan.FromHours(1));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 7));
        var second = await EntryAsync();
        Host.Clock.Advance(TimeSpan.FromHours(1));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 8, sequence: 7));

        (first.Sequence, second.Sequence).ShouldBe((5, 7));
        second.PostedAt.ShouldBe(first.PostedAt.AddHours(1));
        (await EntryAsync()).ShouldBe(second, "the same entry was told of again");

        async Task<(long Sequence, DateTimeOffset PostedAt)> EntryAsync()
        {
            var revision = (await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]![0]!;
            return ((long)revision["ledgerSequence"]!, (DateTimeOffset)revision["postedAt"]!);
        }
    }

    [Fact]
    public async Task What_waits_in_the_outbox_is_not_queued_twice()
    {
        await WithSheetsAsync("2024-03");
        // The process died between commit and publish: the row still waits for the relay.
        await Host.Database.ExecuteAsync(
            "DELETE FROM outbox o USING event e WHERE e.id = o.event_id AND e.type = 'organisation-changed.v1'"
        );
        await DueAsync();
        await ResendAsync();
        (await WaitingAsync()).ShouldBe("2024-03/1");
    }

    [Fact]
    public async Task Only_the_revision_in_force_is_sent_again()
    {
        var plant = await WithSheetsAsync("2024-03");
        await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        await SentAsync();
        await DueAsync();
        await ResendAsync();
        (await WaitingAsync()).ShouldBe("2024-03/2");
    }

    [Fact]
    public async Task Records_of_the_organisation_are_sent_again_too()
    {
        var plant = await WithSheetsAsync();
        await Admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""");
        await SentAsync();
        await DueAsync();
        (await ResendAsync()).ShouldBe(1);
        (await WaitingAsync()).ShouldBe($"{plant}/7");
    }

    [Fact]
    public async Task Two_replicas_do_not_send_twice()
    {
        await WithSheetsAsync([.. Enumerable.Range(1, 12).Select(m => $"2024-{m:D2}")]);
        await SentAsync();
        await DueAsync();
        await using var replica = Host.Replica();
        var other = replica.Services.GetRequiredService<Resend>();

        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? Host.Services.GetRequiredService<Resend>() : other).DueAsync(
                            CancellationToken.None
                        )
                    )
                )
        );

        sent.Sum().ShouldBe(12);
        (await Host.Database.ExecuteAsync("SELECT max(resends) FROM sheet")).ShouldBe(1);
    }

    [Fact]
    public async Task A_sheet_that_is_being_changed_holds_nobody_up()
    {
        await WithSheetsAsync("2024-02", "2024-03");
        await SentAsync();
        await DueAsync();
        await using var post = new NpgsqlConnection(Host.Database.Superuser);
        await post.OpenAsync();
        await using var under = await post.BeginTransactionAsync();
        await using (
            var change = new NpgsqlCommand(
                $"SELECT FROM sheet WHERE month = {Month.Parse("2024-02").Index} FOR UPDATE",
                post
            )
        )
            await change.ExecuteNonQueryAsync();

        (await ResendAsync().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);

        (await WaitingAsync()).ShouldBe("2024-03/1");
    }

    [Fact]
    public async Task The_reconciler_works_by_itself_and_outlives_a_ledger_that_talks_nonsense()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100));
        await SentAsync();
        Ledger["/internal/state?limit=1000"] = "[]";
        var often = new DeliverySettings()
        {
            Interval = TimeSpan.FromSeconds(5),
            ComparisonRetry = TimeSpan.FromSeconds(30),
        };
        using var reconciler = new Reconciler(
            Host.Services.GetRequiredService<Resend>(),
            Host.Services.GetRequiredService<CompareWithLedger>(),
            Host.Services.GetRequiredService<BeyondAlarm>(),
            often,
            Host.Clock,
            NullLogger<Reconciler>.Instance
        );
        await reconciler.StartAsync(CancellationToken.None);

        LedgerHolds();
        await Eventually.ShouldAsync(
            async () =>
            {
                Host.Clock.Advance(TimeSpan.FromSeconds(5));
                return await WaitingAsync() is { } waiting && waiting.EndsWith("2024-03/1", StringComparison.Ordinal);
            },
            "the loss to be found on a later try, and sent again"
        );

        reconciler.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await reconciler.StopAsync(CancellationToken.None);
    }
}
