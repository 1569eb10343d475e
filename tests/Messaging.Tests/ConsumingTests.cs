using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Service)]
public sealed class ConsumingTests
{
    internal const string Queue = "ledger";

    private static readonly Dictionary<string, string> s_nobody = [];

    internal static readonly Tuning Quick = new()
    {
        RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(1), 4)],
        FirstOutageDelay = TimeSpan.FromMilliseconds(1),
        LongestOutageDelay = TimeSpan.FromMilliseconds(20),
    };

    [Fact]
    public async Task The_bytes_committed_in_one_service_are_the_bytes_another_is_given()
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder();
        await stage.StartAsync(Consuming(), Given(recorder));
        await stage.StartAsync(m => m.Publishes(Events.Type).Publishes(Events.OtherType));
        byte[] body = [0, 1, 254, 255, 13, 10];

        await stage.CommitAsync([
            new OutgoingEvent(Events.Type, body, null),
            new OutgoingEvent(Events.OtherType, [7], null),
        ]);

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 2, "both events");
        var applied = recorder.Applied.Single(m => m.Type == Events.Type);
        applied.Body.ToArray().ShouldBe(body);
        applied.Attempt.ShouldBe(1);
        recorder.Applied.Single(m => m.Type == Events.OtherType).Body.ToArray().ShouldBe([7]);
        await stage.DrainedAsync();
    }

    [Fact]
    public async Task A_crash_between_publish_and_mark_gives_the_consumer_the_same_bytes_twice()
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder();
        await stage.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''crash''; END';
            CREATE TRIGGER crash BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse();
            """
        );
        await stage.StartAsync(
            m =>
            {
                m.Publishes(Events.Type);
                Consuming()(m);
            },
            Given(recorder)
        );
        await stage.CommitAsync(Events.Of("twice"));
        await Eventually.ShouldAsync(() => recorder.Applied.Count == 1, "the first delivery");

        await stage.ExecuteAsync(
            "DROP TRIGGER crash ON outbox; UPDATE outbox SET leased_until = now() - interval '1 ms'"
        );

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 2, "the second delivery");
        recorder.AppliedTexts.ShouldBe(["twice", "twice"]);
    }

    [Fact]
    public async Task The_queue_is_a_quorum_queue_that_drops_nothing_after_many_deliveries()
    {
        await using var stage = await Stage.SetAsync();
        await stage.StartAsync(Consuming(q => q.SingleActiveConsumer = true), Given(new Recorder()));

        // A queue is redeclared only with the arguments it has.
        await using var channel = await stage.ChannelAsync();
        await channel.QueueDeclareAsync(
            Queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["x-queue-type"] = "quorum",
                ["x-delivery-limit"] = 1_000_000,
                ["x-dead-letter-exchange"] = "ledger_error",
                ["x-single-active-consumer"] = true,
            }
        );
        await channel.QueueDeclareAsync(
            "ledger_error",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["x-queue-type"] = "quorum",
                ["x-delivery-limit"] = 1_000_000,
            }
        );
    }

    [Fact]
    public async Task A_message_published_by_another_program_is_known_by_its_exchange()
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder();
        await stage.StartAsync(Consuming(), Given(recorder));
        await using var channel = await stage.ChannelAsync();

        var body = "by hand"u8.ToArray();
        var headers = Stage.SignedHeaders(Events.Type, body);
        headers.Remove("event-type").ShouldBeTrue();
        await channel.BasicPublishAsync(
            Events.Type,
            "",
            mandatory: true,
            new BasicProperties { Headers = headers },
            body
        );

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 1, "the message");
        recorder.Applied[0].Type.ShouldBe(Events.Type);
        recorder.AppliedTexts.ShouldBe(["by hand"]);
    }

    [Fact]
    public async Task A_message_is_done_only_when_the_consumer_has_returned()
    {
        await using var stage = await Stage.SetAsync();
        var finish = new TaskCompletionSource();
        var stuck = new Recorder((_, cancelled) => finish.Task.WaitAsync(cancelled));
        var first = await stage.StartAsync(
            m => Consuming()(m.Publishes(Events.Type)),
            Given(stuck),
            Quick with
            {
                DrainTimeout = TimeSpan.Zero,
            }
        );
        await stage.CommitAsync(Events.Of("a"));
        await Eventually.ShouldAsync(() => stuck.Calls.Count == 1, "the message in the first consumer");

        // The first process is asked to end while its consumer runs: the message comes back and goes to the next one.
        await first.StopAsync();
        var second = new Recorder();
        await stage.StartAsync(Consuming(), Given(second));

        await Eventually.ShouldAsync(
            () => second.AppliedTexts.SequenceEqual(["a"]),
            "the message in the second consumer"
        );
        stuck.Applied.ShouldBeEmpty();
        (await stage.WaitingAsync("ledger_error")).ShouldBe(0u);
    }

    [Fact]
    public async Task A_process_asked_to_end_finishes_what_it_has_begun()
    {
        await using var stage = await Stage.SetAsync();
        var finish = new TaskCompletionSource();
        var recorder = new Recorder((_, _) => finish.Task);
        var host = await stage.StartAsync(m => Consuming()(m.Publishes(Events.Type)), Given(recorder));
        await stage.CommitAsync(Events.Of("a"));
        await Eventually.ShouldAsync(() => recorder.Calls.Count == 1, "the message");

        var stopping = host.StopAsync();
        finish.SetResult();
        await stopping;

        recorder.AppliedTexts.ShouldBe(["a"]);
        (await stage.WaitingAsync(Queue)).ShouldBe(0u, "it was acknowledged");
    }

    [Fact]
    public async Task No_more_consumers_run_at_once_than_the_queue_says()
    {
        await using var stage = await Stage.SetAsync();
        int running = 0,
            most = 0;
        var gate = new SemaphoreSlim(0);
        var recorder = new Recorder(
            async (_, cancelled) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await gate.WaitAsync(cancelled);
                Interlocked.Decrement(ref running);
            }
        );
        await stage.StartAsync(
            m => Consuming(q => (q.Prefetch, q.Concurrency) = (20, 3))(m.Publishes(Events.Type)),
            Given(recorder)
        );

        await stage.CommitAsync([.. Enumerable.Range(0, 20).Select(i => Events.Of($"{i}"))]);
        await Eventually.ShouldAsync(() => Volatile.Read(ref running) == 3, "three at once");
        gate.Release(20);
        await Eventually.ShouldAsync(() => recorder.Applied.Count == 20, "all");

        most.ShouldBe(3);
    }

    [Fact]
    public async Task Of_two_single_active_consumers_one_gets_everything_and_the_other_takes_over_when_it_dies()
    {
        await using var stage = await Stage.SetAsync();
        var (first, second) = (new Recorder(), new Recorder());
        var single = Consuming(q => q.SingleActiveConsumer = true);
        await stage.StartAsync(m => m.Publishes(Events.Type));
        var dying = await stage.StartAsync(single, Given(first));
        await stage.StartAsync(single, Given(second));

        await stage.CommitAsync([.. Enumerable.Range(0, 50).Select(i => Events.Of($"{i}"))]);
        await Eventually.ShouldAsync(() => first.Applied.Count == 50, "all in the first");
        second.Calls.ShouldBeEmpty();

        await dying.StopAsync();
        await stage.CommitAsync([.. Enumerable.Range(50, 50).Select(i => Events.Of($"{i}"))]);
        await Eventually.ShouldAsync(() => second.Applied.Count == 50, "the rest in the second");
        first.Applied.Count.ShouldBe(50);
    }

    [Fact]
    public void Mistakes_in_the_configuration_are_told_at_the_start()
    {
        var services = new ServiceCollection();
        Should
            .Throw<InvalidOperationException>(() =>
                new MessagingBuilder(services, s_nobody).Queue("q", q => q.On<Recorder>("a.v1").On<Recorder>("a.v1"))
            )
            .Message.ShouldBe("Queue q already has a consumer for a.v1.");
        Should
            .Throw<InvalidOperationException>(() =>
                new MessagingBuilder(services, s_nobody).Queue("q", q => (q.Prefetch, q.Concurrency) = (4, 5))
            )
            .Message.ShouldBe("Queue q fetches 4 messages at most, so 5 cannot be applied at once.");
    }

    internal static Action<MessagingBuilder> Consuming(Action<QueueBuilder>? further = null) =>
        m =>
            m.Queue(
                Queue,
                q =>
                {
                    q.On<Recorder>(Events.Type).On<Recorder>(Events.OtherType);
                    further?.Invoke(q);
                }
            );

    internal static Action<IServiceCollection> Given(Recorder recorder) => services => services.AddSingleton(recorder);

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
            // Somebody else wrote in between; look again.
        }
    }
}
