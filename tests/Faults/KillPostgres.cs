using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 6: PostgreSQL's postmaster is killed (kill -9) under load. What protects:
/// 202 is said after a commit that is on disk (synchronous_commit, fsync); whoever cannot reach the database says 503
/// with Retry-After, and messages are held, not parked.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class KillPostgres(FaultPlatform platform)
{
    [Fact]
    [Trait("row", "6")]
    public async Task Killed_postmaster_loses_nothing_acknowledged_and_parks_nothing()
    {
        var (submissions, kills) = (Sizes.Of(120, 10_000), Sizes.Of(1, 50));
        using var run = await FaultRun.BeginAsync(platform, "PG", submissions);
        await run.PostWhileAsync(kills, KillAsync);

        var accounting = await run.AccountAsync();
        Report.Write("6", "PostgreSQL's postmaster killed (kill -9)", $"{kills} kills", run, accounting);
        accounting.ShouldBeClean();
        run.Journal.Answers.Keys.ShouldContain("503");
        run.Journal.Answers.Keys.Except(["202", "409", "503"], StringComparer.Ordinal)
            .ShouldBeEmpty("who is turned away is told when to come again");
    }

    /// <summary>Control: commits are answered before they are on disk.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "6")]
    public async Task Commits_that_do_not_wait_for_the_disk_are_lost()
    {
        using var run = await FaultRun.BeginAsync(platform, "PGC", 1500);
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_commit = off");
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET wal_writer_delay = '2s'");
        await platform.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await run.PostWhileAsync(4, KillAsync);
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM RESET ALL");
        await platform.ExecuteAsync("postgres", "SELECT pg_reload_conf()");

        var accounting = await run.AccountAsync();
        Report.Write("6 control", "the same with synchronous_commit = off", "4 kills", run, accounting);
        accounting.Lost.ShouldBeGreaterThan(0);
    }

    private async Task KillAsync()
    {
        await platform.KillAsync(Server.Postgres);
        await platform.StartPostgresAsync();
    }
}
