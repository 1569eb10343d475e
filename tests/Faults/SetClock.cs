using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 13: one service's clock is two hours fast, and is stepped back to two hours slow while plants post.
/// What protects: versions and sequences order everything, never a clock; leases and waits are told by the database's
/// clock; the ledger's time never goes back. A service whose clock is wrong refuses the Gateway's tickets, and the
/// Gateway says 503 for it.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class SetClock(FaultPlatform platform)
{
    [Fact]
    [Trait("row", "13")]
    public Task Clock_of_the_ledger_stepped_back_changes_no_order() => SetAsync("ledger");

    [Theory(Explicit = true)]
    [InlineData("ingestion")]
    [InlineData("calculation")]
    [Trait("row", "13")]
    public Task Clock_stepped_back_changes_no_order(string service) => SetAsync(service);

    private async Task SetAsync(string service)
    {
        WrongClock.SkipUnlessPossible();
        // The control leaves its own in the ledger.
        var before = await BackwardsAsync();
        using var run = await FaultRun.BeginAsync(
            platform,
            "CLOCK" + service[..1].ToUpperInvariant(),
            Sizes.Of(40, 2_000)
        );
        await StepAsync(run, service);

        var accounting = await run.AccountAsync();
        Report.Write(
            "13" + service[..1],
            $"clock of {service} two hours fast, then stepped back to two hours slow",
            "2 steps",
            run,
            accounting
        );
        accounting.ShouldBeClean();
        (await BackwardsAsync()).ShouldBe(before, "the ledger's time goes forward with its sequence");
    }

    /// <summary>Control: the ledger takes the time as its clock has it.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "13")]
    public async Task Ledger_that_believes_its_clock_goes_back()
    {
        WrongClock.SkipUnlessPossible();
        await using (await Replacement.NoSteadyTime.RunAsync(platform))
        {
            using var run = await FaultRun.BeginAsync(platform, "CLOCKX", 40);
            await StepAsync(run, "ledger");
            var accounting = await run.AccountAsync();
            Report.Write(
                "13 control",
                "the same at a ledger that believes its clock",
                "2 steps",
                run,
                accounting,
                $"{await BackwardsAsync()} entries recorded before their predecessor"
            );
        }

        (await BackwardsAsync()).ShouldBeGreaterThan(0);
    }

    private async Task StepAsync(FaultRun run, string service)
    {
        var count = run.Submissions.Chains.Sum(chain => chain.Count);
        await WrongClock.SetAsync(platform, TimeSpan.FromHours(2));
        await using var right = await platform.ConfigureForNowAsync(WrongClock.For(platform, service));
        run.Clients.Limit = count / 2;
        var posting = run.PostAsync();
        if (service == "ingestion")
        {
            // It takes nothing in that way; what it is told by the others it goes on to note.
            await Eventually.ShouldAsync(
                () => run.Journal.Answers.GetValueOrDefault("503") > 20,
                "posts being turned away"
            );
        }
        else
        {
            await run.ReachAsync(count / 2);
            await Eventually.ShouldAsync(() => IsFastAsync(service), $"{service} working with a wrong clock");
        }

        await WrongClock.SetAsync(platform, TimeSpan.FromHours(-2));
        run.Clients.Limit = count;
        if (service == "ingestion")
            await Eventually.ShouldAsync(
                () => run.Journal.Answers.GetValueOrDefault("503") > 60,
                "posts being turned away"
            );
        else
            await posting;
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "everything being posted with a wrong clock");
        await right.DisposeAsync();
        await posting;
    }

    private async Task<bool> IsFastAsync(string service) =>
        await platform.ScalarAsync<bool>(
            service,
            service == "ledger"
                ? "SELECT max(recorded_at) > now() + interval '1 hour' FROM entry"
                : "SELECT max(calculated_at) > now() + interval '1 hour' FROM run"
        );

    private Task<long> BackwardsAsync() =>
        platform.ScalarAsync<long>(
            "ledger",
            "SELECT count(*) FROM (SELECT recorded_at < lag(recorded_at) OVER (ORDER BY sequence) AS is_back "
                + "FROM entry) AS entries WHERE is_back"
        );
}
