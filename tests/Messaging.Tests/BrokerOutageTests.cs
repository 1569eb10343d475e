using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>
/// The broker is stopped, killed and frozen; it belongs to these tests alone, which therefore run one after the other.
/// </summary>
[Tier(Tier.Platform)]
public sealed class BrokerOutageTests(BrokerOutageTests.OwnBroker broker) : IClassFixture<BrokerOutageTests.OwnBroker>
{
    // Recovering may take the broker's own time on a loaded machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_committed_while_the_broker_goes_and_comes_all_arrive(bool killed)
    {
        await using var stage = await Stage.SetOnAsync(broker.NextHost());
        var recorder = new Recorder();
        // Two processes: each has to find its way back by itself.
        await stage.StartAsync(m => m.Publishes(Events.Type));
        await stage.StartAsync(ConsumingTests.Consuming(), ConsumingTests.Given(recorder));
        var committed = 0;
        using var enough = new CancellationTokenSource();
        var producing = Task.Run(async () =>
        {
            // A steady trickle, so that how much there is to drain does not depend on the machine.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!enough.IsCancellationRequested && await pace.WaitForNextTickAsync())
                await stage.CommitAsync([.. Enumerable.Range(0, 5).Select(_ => Events.Of($"{killed} {committed++}"))]);
        });
        await Eventually.ShouldAsync(() => recorder.Applied.Count > 20, "events flowing");

        if (killed)
            broker.Servers.Kill(Server.RabbitMq);
        else
            await broker.Servers.StopAsync(Server.RabbitMq);
        var before = Volatile.Read(ref committed);
        await Eventually.ShouldAsync(
            () => producing.IsCompleted || Volatile.Read(ref committed) > before + 100,
            "producers going on without a broker"
        );
        await broker.Servers.StartAsync(Server.RabbitMq);
        var back = Volatile.Read(ref committed);
        await Eventually.ShouldAsync(
            () => producing.IsCompleted || Volatile.Read(ref committed) > back + 20,
            "producers going on with it"
        );
        await enough.CancelAsync();
        await producing;

        var expected = Enumerable.Range(0, committed).Select(i => $"{killed} {i}").ToHashSet(StringComparer.Ordinal);
        await stage.DrainedAsync(s_patience);
        await Eventually.PassAsync(
            async () => (await StandingAsync()).ShouldBe($"missing 0 unexpected 0 pending 0 waiting 0 of {committed}"),
            s_patience
        );
        (await stage.WaitingAsync("ledger_error")).ShouldBe(0u);

        async Task<string> StandingAsync()
        {
            var applied = recorder.AppliedTexts.ToHashSet(StringComparer.Ordinal);
            return $"missing {expected.Except(applied).Count()} unexpected {applied.Except(expected).Count()} "
                + $"pending {await stage.PendingAsync()} waiting {await stage.WaitingAsync("ledger")} of {committed}";
        }
    }

    [Fact]
    public async Task A_service_starts_without_a_broker_accepts_and_sends_when_there_is_one()
    {
        await broker.Servers.StopAsync(Server.RabbitMq);
        await using var stage = await Stage.SetOnAsync(broker.NextHost());
        var recorder = new Recorder();

        var host = await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type).Publishes(Events.OtherType)),
            ConsumingTests.Given(recorder),
            untilReady: false
        );
        await stage.CommitAsync(Events.Of("early"));
        (await HealthOfAsync(host)).ShouldBe(HealthStatus.Degraded, "told, but no reason to take the service out");
        recorder.Calls.ShouldBeEmpty();
        await broker.Servers.StartAsync(Server.RabbitMq);

        await Eventually.PassAsync(
            () =>
            {
                recorder.AppliedTexts.Distinct(StringComparer.Ordinal).ShouldBe(["early"]);
                return Task.CompletedTask;
            },
            s_patience
        );
        await stage.DrainedAsync();
        await Eventually.ShouldAsync(
            async () => await HealthOfAsync(host) == HealthStatus.Healthy,
            "a healthy service"
        );
    }

    [Fact]
    public async Task A_queue_that_does_not_answer_while_the_broker_does_is_no_reason_to_end_the_process()
    {
        await using var stage = await Stage.SetOnAsync(broker.NextHost());
        await stage.BindAsync(Events.Type, "silent");
        var end = new Ending();
        await stage.StartAsync(
            m => m.Publishes(Events.Type),
            WatchdogTests.With(end),
            WatchdogTests.Impatient with
            {
                StuckAfter = TimeSpan.FromSeconds(2),
                PublishTimeout = TimeSpan.FromSeconds(1),
                FirstFailureDelay = TimeSpan.FromMilliseconds(50),
                LongestUnansweredDelay = TimeSpan.FromMilliseconds(50),
            }
        );
        await stage.CommitAsync(Events.Of("before"));
        await stage.DrainedAsync();

        // As near as one node comes to a queue without a majority: its process is there and does nothing.
        var queue = $"whereis('{stage.Broker.AbsolutePath.Trim('/')}_silent')";
        await broker.Servers.ControlRabbitMqAsync("eval", $"sys:suspend({queue}).");
        await stage.CommitAsync(Events.Of("after"));
        await Eventually.ShouldAsync(
            async () => (int)(await stage.ExecuteAsync("SELECT max(attempts) FROM outbox"))! >= 8,
            "many attempts"
        );
        end.Reason.IsCompleted.ShouldBeFalse();

        await broker.Servers.ControlRabbitMqAsync("eval", $"sys:resume({queue}).");
        await stage.DrainedAsync(s_patience);
        (await stage.TakeAsync("silent", 2)).ShouldContain(taken => taken.Text == "after");
        end.Reason.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_ends_quickly_without_a_broker()
    {
        await using var stage = await Stage.SetOnAsync(broker.NextHost());
        var host = await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(new Recorder())
        );
        broker.Servers.Kill(Server.RabbitMq);
        await stage.CommitAsync(Events.Of("left behind"));

        await host.StopAsync().WaitAsync(s_patience);

        (await stage.PendingAsync()).ShouldBe(1);
        await broker.Servers.StartAsync(Server.RabbitMq);
    }

    [Fact]
    public async Task A_broker_that_stops_answering_delays_and_loses_nothing()
    {
        await using var stage = await Stage.SetOnAsync(broker.NextHost());
        var recorder = new Recorder();
        await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder),
            new Tuning { PublishTimeout = TimeSpan.FromMilliseconds(200), Lease = TimeSpan.FromSeconds(2) }
        );
        await stage.CommitAsync(Events.Of("before"));
        await Eventually.ShouldAsync(() => recorder.Applied.Count == 1, "the first");

        broker.Servers.Freeze(Server.RabbitMq);
        try
        {
            var ids = await stage.CommitAsync([.. Enumerable.Range(0, 50).Select(i => Events.Of($"{i}"))]);
            await Eventually.ShouldAsync(
                async () =>
                    (string)
                        (
                            await stage.ExecuteAsync(
                                "SELECT concat_ws(' ', count(*), max(attempts) > 1, min(last_error), "
                                    + "max(last_error)) FROM outbox"
                            )
                        )! == $"{ids.Length} t The broker did not confirm in time. The broker did not confirm in time.",
                "rows that tell why they wait"
            );
        }
        finally
        {
            broker.Servers.Thaw(Server.RabbitMq);
        }

        await stage.DrainedAsync(s_patience);
        await Eventually.ShouldAsync(
            () => recorder.AppliedTexts.Distinct(StringComparer.Ordinal).Count() == 51,
            "all of them",
            s_patience
        );
    }

    private static async Task<HealthStatus> HealthOfAsync(Microsoft.Extensions.Hosting.IHost host) =>
        (
            await host
                .Services.GetRequiredService<HealthCheckService>()
                .CheckHealthAsync(check => check.Tags.Contains("ready"))
        ).Status;

    public sealed class OwnBroker : IAsyncLifetime
    {
        private const int Tests = 6;

        private readonly Queue<Uri> _hosts = new();

        internal TestServers Servers { get; private set; } = null!;

        /// <summary>
        /// A virtual host for one test, with the consumer's queue in it. Shared ones would not do: RabbitMQ 3.10 that
        /// is stopped
        /// soon after a queue was emptied has the messages again when it comes back.
        /// </summary>
        internal Uri NextHost() => _hosts.Dequeue();

        public async ValueTask InitializeAsync()
        {
            Servers = await TestServers.StartPrivateAsync(Server.RabbitMq);
            for (var test = 0; test < Tests; test++)
            {
                var host = (await TestBroker.CreateVhostAsync(Servers)).Uri;
                await using var stage = await Stage.SetOnAsync(host);
                await stage.StartAsync(ConsumingTests.Consuming(), ConsumingTests.Given(new Recorder()));
                _hosts.Enqueue(host);
            }

            // RabbitMQ 3.10 writes the declaration of a queue to disk some seconds late: killed before that, it comes
            // back with a queue that refuses
            // everything, or is empty. An orderly stop writes it.
            await Servers.StopAsync(Server.RabbitMq);
            await Servers.StartAsync(Server.RabbitMq);
        }

        public ValueTask DisposeAsync() => Servers.DisposeAsync();
    }
}
