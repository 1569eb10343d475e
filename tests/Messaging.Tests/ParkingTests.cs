using CarbonPlatform.TestKit;
using Npgsql;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>What cannot be applied is tried again, then put aside; its neighbours go on.</summary>
[Tier(Tier.Service)]
public sealed class ParkingTests
{
    [Fact]
    public async Task Poison_is_parked_at_once_with_its_reason_and_its_neighbours_go_on()
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder(
            (m, _) =>
                Events.TextOf(m.Body) == "bad"
                    ? throw new PoisonMessageException("plant 'X' has no unit", new FormatException("inner"))
                    : Task.CompletedTask
        );
        await stage.StartAsync(
            m => ConsumingTests.Consuming(q => q.Concurrency = 1)(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder)
        );

        await stage.CommitAsync([
            Events.Of("1"),
            Events.Of("bad", traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"),
            Events.Of("2"),
            Events.Of("3"),
        ]);

        var parked = (await stage.TakeAsync("ledger_error", 1)).ShouldHaveSingleItem();
        parked.Text.ShouldBe("bad");
        parked.Header("parked-reason").ShouldBe("plant 'X' has no unit");
        parked.Header("parked-attempts").ShouldBe("1");
        parked.Header("parked-failure")!.ShouldStartWith("System.FormatException: inner");
        parked.Header("event-type").ShouldBe(Events.Type);
        parked.Header("traceparent")!.ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        parked.Properties.ContentType.ShouldBe("application/vnd.carbonplatform+json");
        await Eventually.ShouldAsync(() => recorder.Applied.Count == 3, "the neighbours");
        recorder.AppliedTexts.ShouldBe(["1", "2", "3"], ignoreOrder: true);
        recorder.Calls.Count.ShouldBe(4, "poison is not tried again");
    }

    [Fact]
    public async Task What_fails_for_a_moment_is_tried_again()
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder(
            (m, _) => m.Attempt < 5 ? throw new InvalidOperationException("not yet") : Task.CompletedTask
        );
        await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder),
            ConsumingTests.Quick
        );

        await stage.CommitAsync(Events.Of("a"));

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 1, "the fifth try");
        recorder.Calls.Select(m => m.Attempt).ShouldBe([1, 2, 3, 4, 5]);
        (await stage.WaitingAsync("ledger_error")).ShouldBe(0u);
    }

    [Fact]
    public async Task What_fails_five_times_is_parked_as_it_came_and_its_neighbours_do_not_wait_for_it()
    {
        await using var stage = await Stage.SetAsync();
        byte[] body = [9, 8, 255, 0];
        var recorder = new Recorder(
            (m, _) =>
                m.Body.Span.SequenceEqual(body)
                    ? throw new InvalidOperationException("no such plant")
                    : Task.CompletedTask
        );
        // One place and an hour before the second try: were the place kept, the neighbour would never come.
        var slow = ConsumingTests.Quick with
        {
            RetryDelays = [TimeSpan.FromHours(1)],
        };
        await stage.StartAsync(
            m => ConsumingTests.Consuming(q => q.Concurrency = 1)(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder),
            slow
        );
        await stage.CommitAsync(new OutgoingEvent(Events.Type, body, null));
        await Eventually.ShouldAsync(() => recorder.Calls.Count == 1, "the first try");
        await stage.CommitAsync(Events.Of("neighbour"));
        await Eventually.ShouldAsync(() => recorder.AppliedTexts.SequenceEqual(["neighbour"]), "the neighbour");

        await using var other = await Stage.SetAsync();
        await other.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder),
            ConsumingTests.Quick
        );
        await other.CommitAsync(new OutgoingEvent(Events.Type, body, null));

        var parked = (await other.TakeAsync("ledger_error", 1)).ShouldHaveSingleItem();
        parked.Body.ShouldBe(body);
        parked.Header("parked-reason").ShouldBe("Failed 5 times, last with InvalidOperationException: no such plant");
        parked.Header("parked-attempts").ShouldBe("5");
        (await other.WaitingAsync(ConsumingTests.Queue)).ShouldBe(0u);
    }

    [Fact]
    public async Task An_event_the_queue_has_no_consumer_for_is_parked()
    {
        await using var stage = await Stage.SetAsync();
        await stage.StartAsync(ConsumingTests.Consuming(), ConsumingTests.Given(new Recorder()));
        await using var channel = await stage.ChannelAsync();
        await channel.BasicPublishAsync(
            "",
            ConsumingTests.Queue,
            mandatory: true,
            new BasicProperties
            {
                Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["event-type"] = "month-closed.v9",
                },
            },
            ReadOnlyMemory<byte>.Empty
        );

        (await stage.TakeAsync("ledger_error", 1))
            .ShouldHaveSingleItem()
            .Header("parked-reason")
            .ShouldBe("Queue ledger has no consumer for event type 'month-closed.v9'.");
    }

    [Fact]
    [Tier(Tier.Platform)]
    public async Task A_database_outage_holds_messages_and_parks_none()
    {
        await using var servers = await TestServers.StartPrivateAsync(Server.Postgres);
        await using var stage = await Stage.SetAsync();
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(servers.PostgresAdmin) { Timeout = 2 }
        );
        await using (var create = database.CreateCommand("CREATE TABLE applied (text text)"))
            await create.ExecuteNonQueryAsync();
        var recorder = new Recorder(
            async (m, cancelled) =>
            {
                await using var insert = database.CreateCommand("INSERT INTO applied VALUES ($1)");
                insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Events.TextOf(m.Body) });
                await insert.ExecuteNonQueryAsync(cancelled);
            }
        );
        await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder),
            ConsumingTests.Quick
        );
        await stage.CommitAsync(Events.Of("before"));
        await Eventually.ShouldAsync(() => recorder.Applied.Count == 1, "the first, while the database is there");

        servers.Kill(Server.Postgres);
        await stage.CommitAsync([Events.Of("during 1"), Events.Of("during 2")]);
        // Far more tries than the five after which anything else is parked.
        await Eventually.ShouldAsync(() => recorder.Calls.Count > 20, "many tries");
        recorder.Applied.Count.ShouldBe(1);
        await servers.StartAsync(Server.Postgres);

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 3, "all, when it is back");
        recorder.Calls.ShouldAllBe(m => m.Attempt == 1, "waiting is not a try");
        (await stage.WaitingAsync("ledger_error")).ShouldBe(0u);
        await using var count = database.CreateCommand("SELECT count(*) FROM applied WHERE text LIKE 'during%'");
        (await count.ExecuteScalarAsync()).ShouldBe(2L);
    }
}
