using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 9: the binding between an exchange and its queue is gone. What protects: messages are published mandatory,
/// so what no queue takes comes back, and the event stays in the outbox with the reason until there is a binding again.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class MissingBinding(FaultPlatform platform)
{
    private const string Exchange = "readings-accepted.v1";

    [Fact]
    [Trait("row", "9")]
    public async Task Event_that_no_queue_takes_waits_and_is_delivered_once_one_does()
    {
        using var run = await FaultRun.BeginAsync(platform, "BIND", Sizes.Of(30, 1_000));
        await platform.Queues.BindAsync("calculation", Exchange, isBound: false);
        await run.PostAsync();
        await Eventually.ShouldAsync(
            async () =>
                await platform.ScalarAsync<long>(
                    "ingestion",
                    "SELECT count(*) FROM outbox WHERE last_error = 'No queue is bound to exchange "
                        + "readings-accepted.v1.'"
                ) == run.Journal.Settled,
            "every event telling why it waits"
        );
        await platform.Queues.BindAsync("calculation", Exchange, isBound: true);

        var accounting = await run.AccountAsync();
        Report.Write(
            "9",
            "binding missing while events are published",
            $"{run.Journal.Settled} events",
            run,
            accounting
        );
        accounting.ShouldBeClean();
        run.Journal.Answers.Keys.ShouldBe(["202"]);
    }

    /// <summary>Control: some other queue is bound, so that nothing comes back.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "9")]
    public async Task Event_that_a_wrong_queue_takes_is_gone_until_it_is_sent_again()
    {
        using var run = await FaultRun.BeginAsync(platform, "BINDC", 10, 10);
        await using (var connection = await platform.Queues.ConnectAsync())
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync("sink", exclusive: true);
            await channel.QueueBindAsync("sink", Exchange, "");
            await platform.Queues.BindAsync("calculation", Exchange, isBound: false);
            await run.PostAsync();
            await platform.OutboxEmptyAsync("ingestion");
        }

        await platform.Queues.BindAsync("calculation", Exchange, isBound: true);
        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(3));
        Report.Write("9 control", "the same, but a wrong queue takes the events", "10 events", run, accounting);
        accounting.Lost.ShouldBe(10);

        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }
}
