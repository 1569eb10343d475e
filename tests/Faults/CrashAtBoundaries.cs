using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 2: a service dies exactly between two steps that ought to be one. A proxy sees the step go by on the wire and
/// kills the service (kill -9) in its stead. What protects: the outbox row goes only after the broker's confirm,
/// the acknowledgement only after the commit; so a step is repeated, never left out,
/// and versions make the repetition harmless.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class CrashAtBoundaries(FaultPlatform platform)
{
    private static readonly Dictionary<string, string> s_exchangeOf = new(StringComparer.Ordinal)
    {
        ["ingestion"] = "readings-accepted.v1",
        ["calculation"] = "emissions-calculated.v1",
        ["ledger"] = "entry-posted.v1",
    };

    private static readonly string[] s_boundaries = ["commit/publish", "publish/mark", "apply/commit", "commit/ack"];

    [Fact]
    [Trait("row", "2")]
    public async Task Crash_between_two_steps_loses_and_doubles_nothing()
    {
        var times = Sizes.Of(1, 20);
        var strikes = Enumerable
            .Range(0, times)
            .SelectMany(time =>
                s_boundaries.Select(
                    (boundary, index) => (boundary, service: LocalPlatform.Outboxes[(time + index) % 3])
                )
            )
            .ToList();
        using var run = await FaultRun.BeginAsync(platform, "CRASH", strikes.Count * 12);
        await CrashAsync(run, strikes);

        var accounting = await run.AccountAsync();
        Report.Write(
            "2",
            "a service dies between " + string.Join(", ", s_boundaries),
            $"{times} times each",
            run,
            accounting
        );
        accounting.ShouldBeClean();
    }

    /// <summary>Control: an event is marked as sent before it is sent.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "2")]
    public async Task Crash_between_mark_and_publish_loses_the_event()
    {
        using var run = await FaultRun.BeginAsync(platform, "CRASHC", 12, 12);
        await using var without = await platform.TakeOutAsync(Protection.MarkAfterSending, "ingestion");
        await CrashAsync(run, [("commit/publish", "ingestion")]);
        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(5));
        await without.DisposeAsync();
        Report.Write("2 control", "commit/publish, but an event is marked before it is sent", "once", run, accounting);
        accounting.Lost.ShouldBeGreaterThan(0);

        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }

    /// <summary>Control: the broker gives up a message that was handed out and not acknowledged.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "2")]
    public async Task Crash_before_the_commit_puts_messages_aside_when_the_broker_counts_deliveries()
    {
        using var run = await FaultRun.BeginAsync(platform, "CRASHD", 12, 12);
        await platform.ControlBrokerAsync(
            "set_policy",
            "impatient",
            "^ledger$",
            """{"delivery-limit":0}""",
            "--apply-to",
            "queues"
        );
        await using var patient = new Undo(() => platform.ControlBrokerAsync("clear_policy", "impatient"));
        await CrashAsync(run, [("apply/commit", "ledger")]);
        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(5));
        await patient.DisposeAsync();
        Report.Write(
            "2b control",
            "apply/commit, but the broker hands a message out once only",
            "once",
            run,
            accounting
        );
        accounting.Unexpected.ShouldBeGreaterThan(0);

        await platform.Queues.EmptyParkingAsync();
        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }

    private async Task CrashAsync(FaultRun run, IReadOnlyList<(string Boundary, string Service)> strikes)
    {
        var proxies = await platform.ProxiesAsync();
        var count = run.Submissions.Chains.Sum(chain => chain.Count);
        run.Clients.Limit = 0;
        var posting = run.PostAsync();
        for (var strike = 0; strike < strikes.Count; strike++)
        {
            var (boundary, service) = strikes[strike];
            var struck = Arm(proxies, boundary, service);
            run.Clients.Limit = (strike + 1) * count / strikes.Count;
            await Eventually.ShouldAsync(() => struck.Task.IsCompleted, $"{service} dying at {boundary}");
        }

        await posting;
    }

    /// <summary>The next time the service comes to the boundary it dies there.</summary>
    private TaskCompletionSource Arm(Proxies proxies, string boundary, string service)
    {
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proxy = boundary is "commit/publish" or "publish/mark"
            ? proxies.Broker(service)
            : proxies.Database(service);
        proxy.Watch = (connection, toServer, bytes) =>
        {
            var isThere = boundary switch
            {
                "commit/publish" => Wire.IsPublish(toServer, bytes, s_exchangeOf[service]),
                "publish/mark" => Wire.IsConfirm(toServer, bytes),
                "apply/commit" => Wire.IsCommit(connection, toServer, bytes),
                _ => Wire.IsCommitted(connection, toServer, bytes),
            };
            if (!isThere || platform.ProcessOf(service) is null)
                return Passage.Pass;
            proxy.Watch = null;
            platform.Signal(service, 9);
            struck.TrySetResult();
            return Passage.Cut;
        };
        return struck;
    }
}
