using CarbonPlatform.Faults.Rig;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 12: PostgreSQL's volume is full, on a small volume of memory made for this. What protects:
/// 202 is said after the commit, and a commit that finds no room is none; whoever is turned
/// away is told so and comes again.
/// </summary>
public sealed class FillDisk(SmallVolume platform) : IClassFixture<SmallVolume>
{
    [Fact(Explicit = true)]
    [Trait("row", "12")]
    public async Task Full_volume_refuses_and_loses_nothing_acknowledged()
    {
        platform.SkipUnlessMounted();
        var submissions = Sizes.Of(2_000, 10_000);
        using var run = await FaultRun.BeginAsync(platform, "FULL", submissions);
        await platform.FillWhilePostingAsync(run);

        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(2));
        Report.Write("12", "PostgreSQL's volume full", "once, 6 MB left", run, accounting);
        accounting.ShouldBeClean();
        run.Journal.Answers.Keys.Except(["202", "409", "503"], StringComparer.Ordinal).ShouldBeEmpty();
    }
}

/// <summary>
/// The control of row 12, on a platform of its own: what PostgreSQL has kept of its log in another run is room too.
/// </summary>
public sealed class FillDiskUnsafely(SmallVolume platform) : IClassFixture<SmallVolume>
{
    /// <summary>Control: commits are answered before they are on disk.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "12")]
    public async Task Commits_that_do_not_wait_for_the_disk_are_lost()
    {
        platform.SkipUnlessMounted();
        using var run = await FaultRun.BeginAsync(platform, "FULLC", 2_000);
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_commit = off");
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET wal_writer_delay = '2s'");
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET wal_writer_flush_after = '8MB'");
        await platform.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await platform.FillWhilePostingAsync(run);

        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(30));
        Report.Write("12 control", "the same with synchronous_commit = off", "once, 6 MB left", run, accounting);
        accounting.Lost.ShouldBeGreaterThan(0);
    }
}
