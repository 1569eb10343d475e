using System.Diagnostics;
using System.Globalization;

namespace CarbonPlatform.Benchmarks;

/// <summary>Processor time and memory of the parts of a running platform, as the kernel counts them.</summary>
internal sealed class Processor(RunningPlatform platform)
{
    // The kernel counts in hundredths of a second.
    private const double MillisecondsPerTick = 10;

    /// <summary>Milliseconds since each part began.</summary>
    public Dictionary<string, double> Spent()
    {
        var spent = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var service in RunningPlatform.Services)
            spent[service] = platform.ProcessOf(service) is { } pid
                ? Ticks(pid, withEnded: false) * MillisecondsPerTick
                : 0;
        var postmaster = platform.ServerProcess("postgres");
        var backends = platform.Backends();
        var ofServices = 0.0;
        foreach (var database in RunningPlatform.Services)
        {
            spent["PostgreSQL " + database] =
                backends
                    .Where(backend => backend.Database == database)
                    .Sum(backend => Ticks(backend.Process, withEnded: false)) * MillisecondsPerTick;
            ofServices += spent["PostgreSQL " + database];
        }
        spent["PostgreSQL itself"] =
            (Ticks(postmaster, withEnded: true) + Children(postmaster).Sum(pid => Ticks(pid, withEnded: false)))
                * MillisecondsPerTick
            - ofServices;
        spent["RabbitMQ"] =
            WithDescendants(platform.ServerProcess("rabbitmq")).Sum(pid => Ticks(pid, withEnded: false))
            * MillisecondsPerTick;
        spent["clients"] = Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;
        return spent;
    }

    /// <summary>What was spent since, a unit of work.</summary>
    public string Since(Dictionary<string, double> before, double units)
    {
        var after = Spent();
        return string.Join(
                ", ",
                after.Select(part =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{part.Key} {(part.Value - before[part.Key]) / units:F2}"
                    )
                )
            )
            + string.Create(
                CultureInfo.InvariantCulture,
                $", in all {after.Sum(part => part.Value - before[part.Key]) / units:F2} ms"
            );
    }

    /// <summary>Memory that a service holds, in megabytes.</summary>
    public double ResidentMegabytes(string service)
    {
        var line = File.ReadLines($"/proc/{platform.ProcessOf(service)}/status")
            .First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            / 1024;
    }

    private static IEnumerable<int> WithDescendants(int pid) => Children(pid).SelectMany(WithDescendants).Prepend(pid);

    private static IEnumerable<int> Children(int parent) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let pid = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)
        where Fields(pid) is { Length: > 1 } fields && fields[1] == parent.ToString(CultureInfo.InvariantCulture)
        select pid;

    private static double Ticks(int pid, bool withEnded) =>
        Fields(pid) is { Length: > 14 } fields
            ? fields[11..(withEnded ? 15 : 13)].Sum(field => double.Parse(field, CultureInfo.InvariantCulture))
            : 0;

    /// <summary>Fields of its stat from the third on; the second may hold anything.</summary>
    private static string[] Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
