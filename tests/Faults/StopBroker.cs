using System.Diagnostics;
using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 4: the broker is stopped for ten minutes, then frozen for one (SIGSTOP). What protects:
/// intake needs only its database; events wait in the outbox, and the relay finds its way back by itself.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class StopBroker(FaultPlatform platform)
{
    [Fact]
    [Trait("row", "4")]
    public async Task Stopped_broker_keeps_intake_open_and_drains_by_itself()
    {
        using var run = await FaultRun.BeginAsync(platform, "STOP", Sizes.Of(60, 6_000));
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");
        await platform.StopBrokerAsync();
        var backlog = await PostMeanwhileAsync(run, Sizes.Of(0, 600));
        await platform.StartBrokerAsync();

        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(3));
        Report.Write(
            "4a",
            "broker stopped",
            Sizes.Full ? $"{Sizes.Of(0, 600)} seconds" : "while 60 sheets were posted",
            run,
            accounting,
            $"{backlog} events in the outbox when it came back"
        );
        accounting.ShouldBeClean();
        backlog.ShouldBe(run.Journal.Settled);
        run.Journal.Answers.Keys.ShouldBe(["202"]);
    }

    [Fact]
    [Trait("row", "4")]
    public async Task Frozen_broker_keeps_intake_open_and_drains_by_itself()
    {
        using var run = await FaultRun.BeginAsync(platform, "FREEZE", Sizes.Of(60, 3_000));
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");
        await platform.FreezeAsync(Server.RabbitMq);
        var backlog = await PostMeanwhileAsync(run, Sizes.Of(0, 60));
        platform.Signal(Server.RabbitMq, 18);

        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(3));
        Report.Write(
            "4b",
            "broker frozen (SIGSTOP)",
            Sizes.Full ? $"{Sizes.Of(0, 60)} seconds" : "while 60 sheets were posted",
            run,
            accounting,
            $"{backlog} events in the outbox when it went on"
        );
        accounting.ShouldBeClean();
        backlog.ShouldBe(run.Journal.Settled);
        run.Journal.Answers.Keys.ShouldBe(["202"]);
    }

    /// <summary>Control: there is no outbox to wait in.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "4")]
    public async Task Without_an_outbox_events_are_lost()
    {
        using var run = await FaultRun.BeginAsync(platform, "STOPC", 10, 10);
        await using (await platform.TakeOutAsync(Protection.Outbox, "ingestion"))
        {
            await platform.FreezeAsync(Server.RabbitMq);
            await run.PostAsync();
            platform.Signal(Server.RabbitMq, 18);
        }

        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(3));
        Report.Write("4 control", "broker frozen, and no outbox to wait in", "10 sheets", run, accounting);
        accounting.Lost.ShouldBe(10);

        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }

    /// <summary>Spreads the submissions over the outage.</summary>
    private async Task<long> PostMeanwhileAsync(FaultRun run, int seconds)
    {
        var count = run.Submissions.Chains.Sum(chain => chain.Count);
        var began = Stopwatch.StartNew();
        run.Clients.Limit = 0;
        var posting = run.PostAsync();
        await Eventually.ShouldAsync(
            () =>
            {
                run.Clients.Limit =
                    seconds == 0 ? count : (int)Math.Min(count, count * began.Elapsed.TotalSeconds / seconds);
                return posting.IsCompleted && began.Elapsed.TotalSeconds >= seconds;
            },
            "everything being posted",
            TimeSpan.FromSeconds(seconds + 60)
        );
        await posting;
        return await platform.ScalarAsync<long>("ingestion", "SELECT count(*) FROM outbox");
    }
}
