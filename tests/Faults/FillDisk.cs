using System.Diagnostics;
using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 12: PostgreSQL's volume is full, on a small volume of memory made for this. What protects: 202 is said after the commit, and a
/// commit that finds no room is none; whoever is turned away is told so and comes again.
/// </summary>
public sealed class FillDisk(FillDisk.SmallVolume platform) : IClassFixture<FillDisk.SmallVolume>
{
    [Fact(Explicit = true)]
    [Trait("row", "12")]
    public async Task Full_volume_refuses_and_loses_nothing_acknowledged()
    {
        platform.SkipUnlessMounted();
        var submissions = Sizes.Of(2_000, 10_000);
        using var run = await FaultRun.BeginAsync(platform, "FULL", submissions);
        await FillAsync(run);

        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(2));
        Report.Write("12", "PostgreSQL's volume full", "once, 6 MB left", run, accounting);
        accounting.ShouldBeClean();
        run.Journal.Answers.Keys.Except(["202", "409", "503"], StringComparer.Ordinal).ShouldBeEmpty();
    }

    /// <summary>Control: commits are answered before they are on disk.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "12")]
    public async Task Commits_that_do_not_wait_for_the_disk_are_lost()
    {
        platform.SkipUnlessMounted();
        using var run = await FaultRun.BeginAsync(platform, "FULLC", 2_000);
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_commit = off");
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM SET wal_writer_delay = '2s'");
        await platform.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await FillAsync(run);
        await platform.ExecuteAsync("postgres", "ALTER SYSTEM RESET ALL");
        await platform.ExecuteAsync("postgres", "SELECT pg_reload_conf()");

        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(30));
        Report.Write("12 control", "the same with synchronous_commit = off", "once, 6 MB left", run, accounting);
        accounting.Lost.ShouldBeGreaterThan(0);
    }

    private async Task FillAsync(FaultRun run)
    {
        var posting = run.PostAsync();
        await run.ReachAsync(100);
        platform.LeaveRoomFor(6_000_000);
        await Eventually.ShouldAsync(() => run.Journal.Answers.GetValueOrDefault("503") > 50, "posts being turned away", TimeSpan.FromMinutes(3));
        platform.MakeRoom();
        // Without room for its log PostgreSQL ends itself.
        await platform.StartPostgresAsync();
        await posting;
    }

    /// <summary>A platform whose PostgreSQL has a volume of 700 MB to itself.</summary>
    public sealed class SmallVolume() : FaultPlatform("faults-full")
    {
        private const string Missing = "Mounting a volume is not allowed here.";

        private string _place = "";
        private bool _isMounted;

        private string Volume => Path.Combine(_place, "postgres");

        private string Ballast => Path.Combine(_place, "postgres", "ballast");

        public override async ValueTask InitializeAsync()
        {
            _place = Path.Combine(Path.GetTempPath(), $"carbon-platform-{Environment.ProcessId}");
            Directory.CreateDirectory(Volume);
            _isMounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", Volume) == 0;
            if (!_isMounted) return;
            Directory.CreateDirectory(Path.Combine(Home, "infra"));
            await File.WriteAllTextAsync(Path.Combine(Home, "infra", "place"), _place + "\n");
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            if (_isMounted)
            {
                await StopPostgresAsync();
                await RunAsync("umount", Volume);
                await base.DisposeAsync();
            }

            if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
        }

        internal void SkipUnlessMounted() => Assert.SkipUnless(_isMounted, Missing);

        internal void LeaveRoomFor(long bytes)
        {
            using var ballast = File.Create(Ballast);
            var chunk = new byte[1_000_000];
            while (new DriveInfo(Volume).AvailableFreeSpace > bytes + chunk.Length) ballast.Write(chunk);
        }

        internal void MakeRoom() => File.Delete(Ballast);

        private static async Task<int> RunAsync(string command, params string[] arguments)
        {
            using var process = Process.Start(command, arguments);
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }
}
