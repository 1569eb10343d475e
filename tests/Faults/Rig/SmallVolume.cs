using System.Diagnostics;
using CarbonPlatform.TestKit;
using Npgsql;
using Xunit;

namespace CarbonPlatform.Faults.Rig;

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
        if (!_isMounted)
            return;
        Directory.CreateDirectory(Path.Combine(Home, "infra"));
        await File.WriteAllTextAsync(Path.Combine(Home, "infra", "place"), _place + "\n");
        await base.InitializeAsync();
        // What PostgreSQL keeps of its log is sized for larger volumes.
        await ExecuteAsync("postgres", "ALTER SYSTEM SET min_wal_size = '32MB'");
        await ExecuteAsync("postgres", "ALTER SYSTEM SET max_wal_size = '128MB'");
        await ExecuteAsync("postgres", "SELECT pg_reload_conf()");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await StopPostgresAsync();
            await RunAsync("umount", Volume);
            await base.DisposeAsync();
        }

        if (Directory.Exists(_place))
            Directory.Delete(_place, recursive: true);
    }

    internal void SkipUnlessMounted() => Assert.SkipUnless(_isMounted, Missing);

    /// <summary>Posts a run, fills the volume meanwhile until posts are turned away, and makes room again.</summary>
    internal async Task FillWhilePostingAsync(FaultRun run)
    {
        var posting = run.PostAsync();
        await run.ReachAsync(100);
        LeaveRoomFor(6_000_000);
        await Eventually.ShouldAsync(
            () => run.Journal.Answers.GetValueOrDefault("503") > 50,
            "posts being turned away"
        );
        MakeRoom();
        // Without room for its log PostgreSQL ends itself, perhaps only now.
        await Eventually.ShouldAsync(IsPostgresUpAsync, "PostgreSQL being there again");
        await posting;
    }

    private async Task<bool> IsPostgresUpAsync()
    {
        await StartPostgresAsync();
        try
        {
            return await ScalarAsync<int>("postgres", "SELECT 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void LeaveRoomFor(long bytes)
    {
        using var ballast = File.Create(Ballast);
        var chunk = new byte[1_000_000];
        while (new DriveInfo(Volume).AvailableFreeSpace > bytes + chunk.Length)
            ballast.Write(chunk);
    }

    private void MakeRoom() => File.Delete(Ballast);

    private static async Task<int> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
