using System.Diagnostics;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Oracle.Platform;

/// <summary>
/// A platform with the demonstration group, as <c>deploy/local/up</c> starts it, in a folder of its own. With
/// CARBON_URL and CARBON_KEY set, the one that runs there, which must hold the demonstration group already.
/// </summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private readonly string _home = Path.Combine(Checkout.Root, "artifacts", "oracle", $"{Environment.ProcessId}");
    private bool _isOurs;

    internal PlatformApi Api { get; private set; } = null!;

    /// <summary>What the tests have brought into the platform so far, by the first letters of its codes.</summary>
    internal Dictionary<string, (Group Group, IReadOnlyList<Sheet> Sheets)> Loaded { get; } =
        new(StringComparer.Ordinal) { ["demo"] = DemonstrationGroup.Read() };

    /// <summary>Everything that is in the platform, to compare totals of the whole group with.</summary>
    internal (Group Group, IReadOnlyList<Sheet> Sheets) Whole() =>
        (
            new Group(
                [.. Loaded.Values.SelectMany(l => l.Group.Units)],
                [.. Loaded.Values.SelectMany(l => l.Group.Plants)]
            )
            {
                Supplies = [.. Loaded.Values.SelectMany(l => l.Group.Supplies)],
            },
            [.. Loaded.Values.SelectMany(l => l.Sheets)]
        );

    /// <summary>
    /// Whether there are plants in the platform that no test here has brought; never in one of our own.
    /// </summary>
    internal async Task<bool> HoldsOthersAsync()
    {
        var known = Whole().Group.Plants.Select(p => p.Code);
        var others = (await Api.GetAsync("plants"))["plants"]!
            .AsArray()
            .Select(p => p!["plant"]!.GetValue<string>())
            .Except(known, StringComparer.Ordinal)
            .Any();
        others.ShouldBe(others && !_isOurs);
        return others;
    }

    public async ValueTask InitializeAsync()
    {
        if (
            Environment.GetEnvironmentVariable("CARBON_URL") is { Length: > 0 } url
            && Environment.GetEnvironmentVariable("CARBON_KEY") is { Length: > 0 } key
        )
        {
            Api = new PlatformApi(new Uri(url), key);
            return;
        }

        _isOurs = true;
        // The test command has built already; from an editor the first run builds.
        await RunAsync("up", Checkout.Configuration == "release" ? ["--no-build"] : []);
        var settings = (await File.ReadAllLinesAsync(Path.Combine(_home, "env")))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        Api = new PlatformApi(new Uri(settings["CARBON_URL"]), settings["CARBON_KEY"]);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (_isOurs && Directory.Exists(_home))
        {
            await RunAsync("down", ["--delete"]);
            if (Directory.Exists(_home))
                Directory.Delete(_home, recursive: true);
        }
    }

    private async Task RunAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "bash",
            [Path.Combine(Checkout.Root, "deploy", "local", command), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CARBON_HOME"] = _home;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{command} {string.Join(' ', arguments)}:\n{await output}\n{await errors}");
    }
}

/// <summary>All comparisons share one platform and run one after another.</summary>
[CollectionDefinition]
public sealed class RunningPlatformCollection : ICollectionFixture<RunningPlatform>;
