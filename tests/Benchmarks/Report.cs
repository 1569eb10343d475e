using System.Globalization;
using System.Text;

namespace CarbonPlatform.Benchmarks;

/// <summary>What was measured, as rows of a table.</summary>
internal sealed class Report(string file)
{
    private readonly List<(string What, string Measured, string Goal, string Limit)> _rows = [];

    /// <summary>A figure.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="measured">What came out.</param>
    /// <param name="goal">What it should be.</param>
    /// <param name="limit">What this machine can do at all, measured in the same run, and how much of it was
    /// reached.</param>
    public void Add(string what, string measured, string goal, string limit = "")
    {
        _rows.Add((what, measured, goal, limit));
        Note($"{what}: {measured} (goal: {goal}) {limit}");
    }

    /// <summary>Something that explains a figure.</summary>
    public static void Note(string line) => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {line}");

    public void Write()
    {
        if (_rows.Count == 0)
            return;
        var text = new StringBuilder();
        text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Machine.Describe()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC"
            )
            .AppendLine();
        text.AppendLine("| what | measured | goal | beside its limit |").AppendLine("|---|---|---|---|");
        foreach (var (what, measured, goal, limit) in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {measured} | {goal} | {limit} |");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.ToString());
        Console.WriteLine();
        Console.WriteLine(text);
    }
}

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model =
            File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
            ?? "unknown processor";
        var memory =
            double.Parse(
                File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            )
            / 1024
            / 1024;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({model}), {memory:F0} GB memory, .NET {Environment.Version}"
        );
    }
}

/// <summary>Order statistics of a list of times.</summary>
internal static class Percentiles
{
    public static double At(this IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static string Summary(this IReadOnlyCollection<double> milliseconds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {milliseconds.At(0.5):F1}, p99 {milliseconds.At(0.99):F1} ms"
        );
}
