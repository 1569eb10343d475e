using System.Diagnostics;
using CarbonPlatform.TestKit;
using Shouldly;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// A protection that a control takes out of a program: in one file one text becomes another,
/// and the service is built from that in a folder of its own.
/// </summary>
/// <param name="Service">The project.</param>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Text">What it says there, once.</param>
/// <param name="By">What it says instead.</param>
internal sealed record Replacement(string Service, string File, string Text, string By)
{
    /// <summary>An older or equal version of a result changes nothing.</summary>
    public static readonly Replacement NoVersions = new(
        "Ledger",
        "services/Ledger/Journal/Kinds/SheetResultWork.cs",
        "if (state.Version is { } version && result.Version <= version)",
        "if (state.Version is { } version && result.Version < default(ResultVersion))"
    );

    /// <summary>A message that fails for good is put aside.</summary>
    public static readonly Replacement NoParking = new(
        "Calculation",
        "shared/Messaging/Consuming/Delivery.cs",
        "await parking.ParkAsync(queue, message, reason, attempts, failure, draining);",
        "await Task.CompletedTask;"
    );

    /// <summary>A publish counts when the broker has confirmed it.</summary>
    public static readonly Replacement NoConfirms = new(
        "Ingestion",
        "shared/Messaging/Broker/BrokerAddress.cs",
        "host.PublisherConfirmation = true;",
        "host.PublisherConfirmation = false;"
    );

    /// <summary>The ledger's time never goes back, whatever its clock does.</summary>
    public static readonly Replacement NoSteadyTime = new(
        "Ledger",
        "services/Ledger/Journal/AppendTransaction.cs",
        "var now = clock > recordedAt ? clock : recordedAt;",
        "var now = clock;"
    );

    /// <summary>A consumer takes no more than it can soon handle.</summary>
    public static readonly Replacement NoPrefetchLimit = new(
        "Calculation",
        "shared/Messaging/Broker/ConsumeBus.cs",
        "endpoint.PrefetchCount = queue.Prefetch;",
        "endpoint.PrefetchCount = ushort.MaxValue;"
    );

    public static IReadOnlyList<Replacement> All { get; } =
    [NoVersions, NoParking, NoConfirms, NoSteadyTime, NoPrefetchLimit];

    /// <summary>
    /// Has the platform run the service without the protection, until what is returned is disposed of.
    /// </summary>
    public async Task<IAsyncDisposable> RunAsync(FaultPlatform platform)
    {
        var built = await BuildAsync();
        var place = Path.Combine(platform.Home, "app", Service);
        var kept = Directory.CreateDirectory(Path.Combine(platform.Home, "app", Service + ".kept")).FullName;
        foreach (var file in Directory.GetFiles(place, "CarbonPlatform.*.dll"))
            System.IO.File.Copy(file, Path.Combine(kept, Path.GetFileName(file)), overwrite: true);
        await ExchangeAsync(platform, built, place);
        return new Undo(() => ExchangeAsync(platform, kept, place));
    }

    /// <summary>The file without the protection, as it would stand in a folder.</summary>
    public string In(string root)
    {
        var text = System.IO.File.ReadAllText(Path.Combine(root, File));
        text.Split(Text).Length.ShouldBe(2, $"this control is out of date: {File} does not say once: {Text}");
        return text.Replace(Text, By, StringComparison.Ordinal);
    }

    private async Task ExchangeAsync(FaultPlatform platform, string from, string place)
    {
        foreach (var file in Directory.GetFiles(from, "CarbonPlatform.*.dll"))
        {
            // A running program keeps the file that it has open; the next one opens the new file.
            var target = Path.Combine(place, Path.GetFileName(file));
            System.IO.File.Copy(file, target + ".new", overwrite: true);
            System.IO.File.Move(target + ".new", target, overwrite: true);
        }

        await platform.KillAsync(Service.ToLowerInvariant());
        await platform.ReadyAsync(Service.ToLowerInvariant());
    }

    private async Task<string> BuildAsync()
    {
        var folder = Path.Combine(Checkout.Root, "artifacts", "faults-controls", $"{Environment.ProcessId}-{Service}");
        foreach (
            var file in new[] { "services/" + Service, "shared" }
                .SelectMany(room =>
                    Directory.GetFiles(Path.Combine(Checkout.Root, room), "*", SearchOption.AllDirectories)
                )
                .Concat(Directory.GetFiles(Checkout.Root))
        )
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Checkout.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy, overwrite: true);
        }

        var source = Path.Combine(folder, File);
        await System.IO.File.WriteAllTextAsync(source, In(folder));

        // Only what is replaced differs; what a reader of it would find wrong is none of the control's business.
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    "build",
                    $"services/{Service}",
                    "-c",
                    "Release",
                    "-v",
                    "q",
                    "-nodeReuse:false",
                    "-p:TreatWarningsAsErrors=false",
                    "-p:RunAnalyzers=false",
                    "-p:UseSharedCompilation=false",
                ]
            )
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
        return Path.Combine(folder, "artifacts", "bin", Service, "release");
    }
}
