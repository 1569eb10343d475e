using System.Reflection;
using CarbonPlatform.Messaging.Broker;
using CarbonPlatform.Messaging.Relaying;
using CarbonPlatform.TestKit;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Service)]
public sealed class WatchdogTests
{
    internal static readonly Tuning Impatient = new()
    {
        WatchInterval = TimeSpan.FromMilliseconds(20),
        StuckAfter = TimeSpan.FromMilliseconds(400),
    };

    [Fact]
    public async Task A_relay_that_does_not_send_although_the_broker_takes_messages_ends_the_process()
    {
        await using var stage = await Stage.SetAsync();
        await stage.CommitAsync(Events.Of("stuck"));
        var end = new Ending();

        // The relay hangs in its claim; measuring is still possible.
        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var block = new NpgsqlCommand(
            "LOCK TABLE outbox IN SHARE ROW EXCLUSIVE MODE",
            connection,
            transaction
        );
        await block.ExecuteNonQueryAsync();
        await stage.StartAsync(m => m.Publishes(Events.Type), With(end), Impatient);

        (await end.Reason.WaitAsync(TimeSpan.FromSeconds(30))).ShouldStartWith(
            "The outbox holds 1 events, the oldest for "
        );
    }

    [Fact]
    public async Task Publishing_that_is_stuck_goes_on_with_a_new_bus()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        var end = new Ending();
        var host = await stage.StartAsync(
            m => m.Publishes(Events.Type),
            With(end),
            Impatient with
            {
                FirstFailureDelay = TimeSpan.FromMilliseconds(10),
                LongestUnansweredDelay = TimeSpan.FromMilliseconds(50),
            }
        );
        await stage.CommitAsync(Events.Of("before"));
        await stage.TakeAsync("all", 1);

        // A stopped bus fails every publish although the broker is well: as near to a broken client as can be made at
        // will.
        await (await BusOf(host)).StopAsync();
        await stage.CommitAsync(Events.Of("after"));

        (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem().Text.ShouldBe("after");
        await stage.DrainedAsync();
        end.Reason.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_that_no_queue_wants_are_no_reason_to_end()
    {
        await using var stage = await Stage.SetAsync();
        var end = new Ending();
        await stage.StartAsync(
            m => m.Publishes(Events.Type),
            With(end),
            Impatient with
            {
                FirstFailureDelay = TimeSpan.FromSeconds(1),
                LongestRefusedDelay = TimeSpan.FromSeconds(1),
            }
        );
        await stage.CommitAsync(Events.Of("unwanted"));

        // The row waits longer than the watchdog's patience between its attempts.
        await Eventually.ShouldAsync(
            async () => (int)(await stage.ExecuteAsync("SELECT attempts FROM outbox"))! >= 4,
            "some attempts"
        );

        end.Reason.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_queue_refuses_is_sent_again_through_another_bus()
    {
        await using var stage = await Stage.SetAsync();
        await using (var channel = await stage.ChannelAsync())
        {
            await channel.ExchangeDeclareAsync(
                Events.Type,
                RabbitMQ.Client.ExchangeType.Fanout,
                durable: true,
                autoDelete: false
            );
            await channel.QueueDeclareAsync(
                "full",
                durable: true,
                exclusive: false,
                autoDelete: false,
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["x-max-length"] = 1,
                    ["x-overflow"] = "reject-publish",
                }
            );
            await channel.QueueBindAsync("full", Events.Type, "");
        }

        var host = await stage.StartAsync(
            m => m.Publishes(Events.Type),
            tuning: new Tuning
            {
                FirstFailureDelay = TimeSpan.FromMilliseconds(50),
                LongestRefusedDelay = TimeSpan.FromMilliseconds(50),
            }
        );
        await stage.CommitAsync(Events.Of("fits"));
        await stage.DrainedAsync();
        var bus = BusOf(host);
        await stage.CommitAsync(Events.Of("refused"));

        await Eventually.ShouldAsync(() => BusOf(host) != bus, "another bus");
        await stage.TakeAsync("full", 2);
        await stage.DrainedAsync();
    }

    private static Task<IBusControl> BusOf(IHost host) =>
        (Task<IBusControl>)
            typeof(PublishBus)
                .GetField("_bus", BindingFlags.Instance | BindingFlags.NonPublic)!
                .GetValue(host.Services.GetRequiredService<PublishBus>())!;

    internal static Action<IServiceCollection> With(Ending end) => services => services.AddSingleton<IProcessEnd>(end);
}

/// <summary>Writes down why the process would have ended.</summary>
internal sealed class Ending : IProcessEnd
{
    private readonly TaskCompletionSource<string> _reason = new();

    public Task<string> Reason => _reason.Task;

    public void End(string reason) => _reason.TrySetResult(reason);
}
