using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 5: the broker raises its memory alarm, and its disk alarm, and takes no messages. What protects:
/// publishing and consuming have connections of their own, so consuming goes on;
/// what cannot be published waits in the outbox.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class AlarmBroker(FaultPlatform platform)
{
    [Fact]
    [Trait("row", "5")]
    public Task Memory_alarm_holds_publishing_lets_consuming_go_on_and_loses_nothing() =>
        RaiseAsync("memory", "set_vm_memory_high_watermark 0.00001", "set_vm_memory_high_watermark 0.4");

    [Fact(Explicit = true)]
    [Trait("row", "5")]
    public Task Disk_alarm_holds_publishing_lets_consuming_go_on_and_loses_nothing() =>
        RaiseAsync("disk", "set_disk_free_limit 900000GB", "set_disk_free_limit 50MB");

    private async Task RaiseAsync(string kind, string raise, string clear)
    {
        var sheets = Sizes.Of(40, 2_000);
        using var run = await FaultRun.BeginAsync(
            platform,
            "ALARM" + kind[..1].ToUpperInvariant(),
            2 * sheets,
            2 * sheets
        );
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");

        // Half of the sheets lie in Calculation's queue when the alarm comes.
        platform.Signal("calculation", 19);
        await run.Clients.PostAsync([.. run.Submissions.Chains.Take(sheets)], 8);
        await platform.OutboxEmptyAsync("ingestion");
        await platform.ControlBrokerAsync(raise.Split(' '));
        await using var cleared = new Undo(() => platform.ControlBrokerAsync(clear.Split(' ')));
        platform.Signal("calculation", 18);
        await run.Clients.PostAsync([.. run.Submissions.Chains.Skip(sheets)], 8);

        await Eventually.ShouldAsync(
            async () => await RunsAsync(run) == sheets,
            "what lay in the queue being calculated"
        );
        (await platform.ScalarAsync<long>("ingestion", "SELECT count(*) FROM outbox")).ShouldBe(
            sheets,
            "publishing waits"
        );
        (await platform.ScalarAsync<long>("calculation", "SELECT count(*) FROM outbox")).ShouldBeGreaterThan(0);
        await cleared.DisposeAsync();

        var accounting = await run.AccountAsync();
        Report.Write(kind == "memory" ? "5a" : "5b", $"broker's {kind} alarm", $"{2 * sheets} sheets", run, accounting);
        accounting.ShouldBeClean();
        run.Journal.Answers.Keys.ShouldBe(["202"]);
        if (Sizes.Full)
            run.Drain.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    /// <summary>Control: a publish counts as soon as it is written to the connection.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "5")]
    public async Task Publishing_without_confirms_loses_what_the_broker_does_not_read()
    {
        using var run = await FaultRun.BeginAsync(platform, "ALARMC", 40, 40);
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");
        await using (await Replacement.NoConfirms.RunAsync(platform))
        {
            await platform.ControlBrokerAsync("set_vm_memory_high_watermark", "0.00001");
            await run.PostAsync();
            await platform.OutboxEmptyAsync("ingestion");
        }

        // Putting it back has killed it, with what it had written to nobody.
        await platform.ControlBrokerAsync("set_vm_memory_high_watermark", "0.4");
        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(5));
        Report.Write(
            "5 control",
            "memory alarm, publishing without confirms, and the service is killed",
            "40 sheets",
            run,
            accounting
        );
        accounting.Lost.ShouldBeGreaterThan(0);

        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }

    private Task<long> RunsAsync(FaultRun run) =>
        platform.ScalarAsync<long>(
            "calculation",
            "SELECT count(*) FROM run WHERE plant = ANY ($1)",
            (object)run.Submissions.Plants
        );
}
