using System.Diagnostics;
using CarbonPlatform.Messaging.Relaying;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Service)]
public sealed class RelayTests
{
    private static readonly Action<MessagingBuilder> s_publishing = m =>
        m.Publishes(Events.Type).Publishes(Events.OtherType);

    [Fact]
    public async Task Exactly_the_stored_bytes_arrive_with_type_trace_and_content_type_beside_them()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        await stage.StartAsync(s_publishing);
        byte[] body = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        const string traceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

        await stage.CommitAsync(new OutgoingEvent(Events.Type, body, traceParent));

        var arrived = (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem();
        arrived.Body.ShouldBe(body);
        arrived.Properties.ContentType.ShouldBe("application/vnd.carbonplatform+json");
        arrived.Properties.Persistent.ShouldBeTrue();
        arrived.Properties.MessageId.ShouldNotBeNullOrEmpty();
        arrived.Header("event-type").ShouldBe(Events.Type);
        arrived.Header("traceparent").ShouldBe(traceParent);
        await stage.DrainedAsync();
        (await stage.ExecuteAsync("SELECT count(*) FROM event")).ShouldBe(1L, "the event is the record and stays");
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    [InlineData(null)]
    public async Task The_stored_trace_travels_whoever_records_spans(string? traceParent)
    {
        using var everything = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(everything);
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        using var starting = new Activity("starting").Start();
        await stage.StartAsync(s_publishing);

        // The first makes the bus, the second finds it made.
        await stage.CommitAsync(Events.Of("first", traceParent: traceParent));
        var first = (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem();
        await stage.CommitAsync(Events.Of("second", traceParent: traceParent));
        var second = (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem();

        first.Header("traceparent").ShouldBe(traceParent);
        second.Header("traceparent").ShouldBe(traceParent);
    }

    [Fact]
    public async Task A_large_event_and_an_empty_one_arrive_too()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        await stage.StartAsync(s_publishing);
        var large = new byte[5_000_000];
        for (var i = 0; i < large.Length; i++)
            large[i] = (byte)(i % 251);

        await stage.CommitAsync([
            new OutgoingEvent(Events.Type, large, null),
            new OutgoingEvent(Events.Type, [], null),
        ]);

        var arrived = await stage.TakeAsync("all", 2);
        arrived.Any(m => m.Body.AsSpan().SequenceEqual(large)).ShouldBeTrue();
        arrived.ShouldContain(m => m.Body.Length == 0);
    }

    [Fact]
    public async Task A_wake_up_makes_the_relay_look_at_once()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        var host = await stage.StartAsync(s_publishing, tuning: new Tuning { PollInterval = TimeSpan.FromHours(1) });
        await stage.CommitAsync(Events.Of("first"));
        host.Services.GetRequiredService<OutboxSignal>().Wake();
        await stage.TakeAsync("all", 1);

        await stage.CommitAsync(Events.Of("second"));
        host.Services.GetRequiredService<OutboxSignal>().Wake();

        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("second");
    }

    [Fact]
    public async Task Nothing_is_published_before_the_commit()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        var host = await stage.StartAsync(s_publishing);
        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Outbox.AddAsync(connection, transaction, Events.Of("open"), TimeProvider.System.GetUtcNow(), default);

        // What was begun later but committed earlier overtakes it: no cursor skips the one still open.
        await stage.CommitAsync(Events.Of("committed"));
        host.Services.GetRequiredService<OutboxSignal>().Wake();
        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("committed");
        await stage.DrainedAsync();

        await transaction.CommitAsync();
        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("open");
    }

    [Fact]
    public async Task Replicas_share_the_work_and_send_every_event_once()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        var small = new Tuning { BatchSize = 7 };
        for (var replica = 0; replica < 3; replica++)
            await stage.StartAsync(s_publishing, tuning: small);

        var texts = Enumerable.Range(0, 600).Select(i => $"{i}").ToList();
        await Parallel.ForEachAsync(
            texts.Chunk(20),
            async (chunk, _) => await stage.CommitAsync([.. chunk.Select(t => Events.Of(t))])
        );

        await stage.DrainedAsync();
        (await stage.TakeAsync("all", 600)).Select(m => m.Text).ShouldBe(texts, ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_relay_claimed_before_it_died_is_sent_by_another_when_the_lease_has_run_out()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        await stage.CommitAsync(Events.Of("claimed"));
        var (claimed, _) = await new OutboxRows(stage.Database).ClaimAsync(10, TimeSpan.FromHours(1), default);
        claimed.ShouldHaveSingleItem();

        await stage.StartAsync(s_publishing);
        await stage.CommitAsync(Events.Of("later"));
        (await stage.TakeAsync("all", 1))
            .ShouldHaveSingleItem()
            .Text.ShouldBe("later", "a lease that still runs is respected");
        await Eventually.ShouldAsync(async () => await stage.PendingAsync() == 1, "the claimed row alone");

        await stage.ExecuteAsync("UPDATE outbox SET leased_until = now() - interval '1 ms'");
        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("claimed");
        await stage.DrainedAsync();
    }

    [Fact]
    public async Task A_crash_between_publish_and_mark_sends_the_same_bytes_again()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        await stage.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''crash''; END';
            CREATE TRIGGER crash BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse();
            """
        );
        await stage.StartAsync(s_publishing);
        await stage.CommitAsync(Events.Of("twice"));
        var first = (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem();
        (await stage.PendingAsync()).ShouldBe(1);

        await stage.ExecuteAsync(
            "DROP TRIGGER crash ON outbox; UPDATE outbox SET leased_until = now() - interval '1 ms'"
        );

        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Body.ShouldBe(first.Body);
        await stage.DrainedAsync();
    }

    [Fact]
    public async Task A_relay_that_was_overtaken_neither_removes_nor_postpones_the_other_relays_claim()
    {
        await using var stage = await Stage.SetAsync();
        var id = await stage.CommitAsync(Events.Of("slow"));
        var slow = new OutboxRows(stage.Database);
        var (_, slowLease) = await slow.ClaimAsync(10, TimeSpan.FromHours(1), default);
        await stage.ExecuteAsync("UPDATE outbox SET leased_until = now() - interval '1 ms'");
        await new OutboxRows(stage.Database).ClaimAsync(10, TimeSpan.FromHours(1), default);

        await slow.ConfirmAsync([id], slowLease, default);
        await slow.PostponeAsync([new FailedEvent(id, "late", TimeSpan.Zero)], slowLease, default);

        (
            await stage.ExecuteAsync(
                "SELECT attempts || ' ' || (last_error IS NULL) || ' ' || (leased_until > now()) FROM outbox"
            )
        ).ShouldBe("0 true true");
    }

    [Fact]
    public async Task An_event_that_no_queue_wants_stays_pending_without_delaying_others_and_is_delivered_once_bound()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.OtherType, "others");
        await stage.StartAsync(s_publishing);
        var unwanted = await stage.CommitAsync(Events.Of("unwanted"));
        await Eventually.ShouldAsync(
            async () =>
                (string)
                    (
                        await stage.ExecuteAsync(
                            $"SELECT coalesce(last_error, '') FROM outbox WHERE event_id = {unwanted}"
                        )
                    )! == "No queue is bound to exchange readings-accepted.v1.",
            "the reason in the row"
        );

        for (var i = 0; i < 20; i++)
            await stage.CommitAsync(Events.Of($"{i}", Events.OtherType));
        (await stage.TakeAsync("others", 20)).Count.ShouldBe(20);
        await Eventually.ShouldAsync(async () => await stage.PendingAsync() == 1, "the unwanted one alone");
        ((int)(await stage.ExecuteAsync("SELECT attempts FROM outbox"))!).ShouldBeGreaterThan(0);

        await stage.BindAsync(Events.Type, "all");

        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("unwanted");
        await stage.DrainedAsync();
    }

    [Fact]
    public async Task However_many_rows_fail_a_new_one_goes_first()
    {
        await using var stage = await Stage.SetAsync();
        await stage.CommitAsync([.. Enumerable.Range(0, 30).Select(i => Events.Of($"failing {i}"))]);
        await stage.ExecuteAsync(
            "UPDATE outbox SET attempts = 1 + event_id % 3, last_error = 'no', leased_until = now() - interval '1 h'"
        );
        await stage.CommitAsync([Events.Of("new"), Events.Of("newer")]);

        var (claimed, _) = await new OutboxRows(stage.Database).ClaimAsync(3, TimeSpan.FromMinutes(1), default);

        claimed
            .OrderBy(c => c.Attempts)
            .ThenBy(c => c.Id)
            .Select(c => Events.TextOf(c.Event.Body))
            .ShouldBe(["new", "newer", "failing 2"]);
    }

    [Fact]
    public async Task A_failing_rows_lease_grows_with_its_attempts_up_to_a_limit()
    {
        var first = TimeSpan.FromMilliseconds(250);
        var longest = TimeSpan.FromSeconds(15);
        Enumerable
            .Range(0, 9)
            .Select(n => Tuning.Growing(first, n, longest).TotalMilliseconds)
            .ShouldBe([250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
        Tuning.Growing(first, int.MaxValue, longest).ShouldBe(longest);

        await using var stage = await Stage.SetAsync();
        var id = await stage.CommitAsync(Events.Of("a"));
        var rows = new OutboxRows(stage.Database);
        var (_, lease) = await rows.ClaimAsync(10, TimeSpan.FromMinutes(1), default);
        await rows.PostponeAsync([new FailedEvent(id, "no", TimeSpan.FromHours(2))], lease, default);

        (
            await stage.ExecuteAsync(
                "SELECT attempts || last_error || (leased_until - now() BETWEEN interval '119 min' "
                    + "AND interval '120 min') FROM outbox"
            )
        ).ShouldBe("1notrue");
    }

    [Fact]
    public async Task A_requeued_event_is_sent_again_with_the_bytes_it_had()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        await stage.StartAsync(s_publishing);
        var id = await stage.CommitAsync(Events.Of("once more"));
        await stage.TakeAsync("all", 1);
        await stage.DrainedAsync();

        await using var connection = await stage.Database.OpenConnectionAsync();
        await Outbox.RequeueAsync(connection, null, [id], default);

        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("once more");
    }

    [Fact]
    public async Task The_outbox_is_measured_by_the_databases_clock()
    {
        await using var stage = await Stage.SetAsync();
        var rows = new OutboxRows(stage.Database);
        (await rows.MeasureAsync(default)).ShouldBe(new OutboxStanding(0, TimeSpan.Zero, TimeSpan.Zero));

        await stage.CommitAsync([Events.Of("a"), Events.Of("b"), Events.Of("c")]);
        await stage.ExecuteAsync(
            """
            UPDATE outbox SET enqueued_at = now() - interval '100 min', leased_until = now() + interval '1 h'
            WHERE event_id = (SELECT min(event_id) FROM outbox);
            UPDATE outbox SET enqueued_at = now() - interval '50 min', leased_until = now() - interval '20 min'
            WHERE event_id = (SELECT max(event_id) FROM outbox);
            """
        );

        var standing = await rows.MeasureAsync(default);
        standing.Depth.ShouldBe(3);
        standing.OldestAge.TotalMinutes.ShouldBe(100, 1);
        standing.LongestDue.TotalMinutes.ShouldBe(
            20,
            1,
            "due since its lease ran out, not since it was enqueued; the leased one is not due"
        );
    }

    [Fact]
    public async Task The_exchange_of_a_published_type_is_there_from_the_start()
    {
        await using var stage = await Stage.SetAsync();
        await stage.StartAsync(s_publishing);

        await using var channel = await stage.ChannelAsync();
        await channel.ExchangeDeclarePassiveAsync(Events.Type);
        await channel.ExchangeDeclareAsync(Events.OtherType, "fanout", durable: true, autoDelete: false);
    }
}
