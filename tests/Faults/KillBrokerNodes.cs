using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 8: three broker nodes in one cluster, on one machine. The node that leads a queue is killed again and again;
/// then two nodes at once. What protects: quorum queues have a replica on each node and choose another leader;
/// without a majority nothing is taken, and events wait in the outbox.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class KillBrokerNodes(FaultPlatform platform)
{
    private static readonly TimeSpan s_longestStall = TimeSpan.FromSeconds(10);

    [Fact(Explicit = true)]
    [Trait("row", "8")]
    public async Task Killed_leaders_lose_nothing_and_stall_for_seconds_and_without_a_quorum_intake_goes_on()
    {
        var kills = Sizes.Of(2, 30);
        await using var cluster = await BrokerCluster.StartAsync(3);
        await using var away = await MoveToAsync(cluster);
        using var run = await FaultRun.BeginAsync(platform, "NODES", kills * 200);
        var stalls = new List<TimeSpan>();
        run.Clients.Limit = 0;
        var posting = run.PostAsync();
        for (var kill = 0; kill < kills; kill++)
        {
            var leader = await cluster.LeaderOfAsync(run.Dice.Of(BrokerView.Queues));
            // Of each two hundred a part is posted before the kill and a part after it.
            run.Clients.Limit = (kill + 1) * 200;
            await run.ReachAsync(kill * 200 + 50 + run.Dice.Below(100));
            var killed = TimeProvider.System.GetUtcNow();
            await cluster.KillAsync(leader);
            stalls.Add(await StallAsync(run, killed));
            await cluster.StartAsync(leader);
        }

        await posting;
        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(2));
        Report.Write(
            "8a",
            "leader of a queue killed (kill -9) in a cluster of three nodes",
            $"{kills} kills",
            run,
            accounting,
            $"longest stall {stalls.Max().TotalSeconds:0.0} s, median "
                + $"{stalls.Order().ElementAt(stalls.Count / 2).TotalSeconds:0.0} s"
        );
        accounting.ShouldBeClean();

        using var alone = await FaultRun.BeginAsync(platform, "NOQUORUM", Sizes.Of(40, 2_000));
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");
        await cluster.KillAsync(cluster.Nodes[0]);
        await cluster.KillAsync(cluster.Nodes[1]);
        await alone.PostAsync();
        var backlog = await platform.ScalarAsync<long>("ingestion", "SELECT count(*) FROM outbox");
        cluster.Launch(cluster.Nodes[0]);
        await cluster.StartAsync(cluster.Nodes[1]);
        var settled = await alone.AccountAsync(TimeSpan.FromMinutes(2));
        Report.Write(
            "8b",
            "two of three nodes killed",
            "while posting",
            alone,
            settled,
            $"{backlog} events in the outbox when a majority was back"
        );
        settled.ShouldBeClean();
        // Who posts faster than a caller may is told to wait; nobody is told that the platform is away.
        alone.Journal.Answers.Keys.Except(["429"], StringComparer.Ordinal).ShouldBe(["202"]);
        stalls.Max().ShouldBeLessThan(s_longestStall);
    }

    /// <summary>Control: queues have one replica.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "8")]
    public async Task Queue_with_one_replica_stalls_when_its_node_dies()
    {
        await using var cluster = await BrokerCluster.StartAsync(3);
        await using var away = await MoveToAsync(cluster);
        using var run = await FaultRun.BeginAsync(platform, "REPLICA", 40, 40);
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");
        var leader = await cluster.LeaderOfAsync("calculation");
        await cluster.LeaveReplicasOnlyOnAsync(leader);
        var killed = TimeProvider.System.GetUtcNow();
        await cluster.KillAsync(leader);
        await run.PostAsync();
        var stall = await StallAsync(run, killed);
        await cluster.StartAsync(leader);
        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(2));
        Report.Write(
            "8 control",
            "leader killed, its queue has one replica",
            "once",
            run,
            accounting,
            $"nothing was posted for {stall.TotalSeconds:0.0} s and more"
        );
        stall.ShouldBeGreaterThanOrEqualTo(s_longestStall);
    }

    /// <summary>
    /// How long after the kill the first of those is posted that were accepted after it;
    /// up to a little more than it may.
    /// </summary>
    private async Task<TimeSpan> StallAsync(FaultRun run, DateTimeOffset killed)
    {
        try
        {
            await Eventually.ShouldAsync(
                () =>
                    platform.ScalarAsync<bool>(
                        "ingestion",
                        "SELECT EXISTS (SELECT FROM revision WHERE plant = ANY ($1) AND accepted_at > $2 "
                            + "AND posted_at IS NOT NULL)",
                        run.Submissions.Plants,
                        killed
                    ),
                "the ledger going on",
                s_longestStall + TimeSpan.FromSeconds(5)
            );
        }
        catch (TimeoutException)
        {
            // That long, then.
        }

        return TimeProvider.System.GetUtcNow() - killed;
    }

    /// <summary>The services use the cluster until what is returned is disposed of.</summary>
    private async Task<IAsyncDisposable> MoveToAsync(BrokerCluster cluster)
    {
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "nothing being left with the broker that was");
        var before = LocalPlatform
            .Outboxes.Select(service =>
                (service, "RabbitMq__Uri", (string?)platform.SettingsOf(service)["RabbitMq__Uri"])
            )
            .ToArray();
        platform.OtherBroker = cluster.Address;
        await platform.ConfigureAsync([
            .. LocalPlatform.Outboxes.Select(service =>
                (service, "RabbitMq__Uri", (string?)cluster.Address.ToString())
            ),
        ]);
        return new Undo(async () =>
        {
            platform.OtherBroker = null;
            await platform.ConfigureAsync(before);
        });
    }
}
