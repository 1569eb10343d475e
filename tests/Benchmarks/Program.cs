using System.Globalization;
using CarbonPlatform.Benchmarks;
using CarbonPlatform.TestKit;

// Benchmarks [NAME[=YEAR]]...   those of Benchmark.All, all of them when none is named
// deploy/local/benchmarks starts a platform for it and hands over CARBON_HOME.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var chosen = args.Length == 0 ? [.. Benchmark.All.Select(benchmark => benchmark.Name)] : args;
if (chosen.FirstOrDefault(argument => Named(argument) is null) is { } stranger)
{
    await Console.Error.WriteLineAsync(
        $"'{stranger}' is none of {string.Join(", ", Benchmark.All.Select(benchmark => benchmark.Name))}."
    );
    return 2;
}

var report = new Report(Path.Combine(Checkout.Root, "artifacts", "benchmarks", "report.md"));
foreach (var argument in chosen)
{
    Report.Note("--- " + argument);
    int? year = argument.Split('=') is [_, var value] ? int.Parse(value, CultureInfo.InvariantCulture) : null;
    await Named(argument)!.RunAsync(report, year);
}

report.Write();
return 0;

static Benchmark? Named(string argument) =>
    Benchmark.All.FirstOrDefault(benchmark => benchmark.Name == argument.Split('=')[0]);
