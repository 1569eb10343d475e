using System.Globalization;
using CarbonPlatform.Benchmarks;
using CarbonPlatform.TestKit;

// Benchmarks [engine|organisation|year|recalculation|sustained|idle|totals|writer|sizes|memory|ready]...   all of them, in this order, when none is named
// deploy/local/benchmarks starts a platform for it and hands over CARBON_HOME.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string[] all =
[
    "engine",
    "organisation",
    "year",
    "recalculation",
    "sustained",
    "memory",
    "idle",
    "totals",
    "sizes",
    "ready",
    "writer",
];
var chosen = args.Length == 0 ? all : args;
if (chosen.FirstOrDefault(name => !all.Contains(name.Split('=')[0], StringComparer.Ordinal)) is { } stranger)
{
    await Console.Error.WriteLineAsync($"'{stranger}' is none of {string.Join(", ", all)}.");
    return 2;
}

var report = new Report(Path.Combine(Checkout.Root, "artifacts", "benchmarks", "report.md"));
foreach (var name in chosen)
{
    Report.Note("--- " + name);
    switch (name)
    {
        case "engine":
            Engine.Run(report);
            break;
        case "organisation":
            await Posting.OrganisationAsync(RunningPlatform.Find(), report);
            break;
        case var year when year.StartsWith("year", StringComparison.Ordinal):
            await Posting.YearAsync(RunningPlatform.Find(), report, year: Of(year, 2024));
            break;
        case var recalculation when recalculation.StartsWith("recalculation", StringComparison.Ordinal):
            await Recalculation.RunAsync(RunningPlatform.Find(), report, year: Of(recalculation, 2024));
            break;
        case var sustained when sustained.StartsWith("sustained", StringComparison.Ordinal):
            await Posting.SustainedAsync(
                RunningPlatform.Find(),
                report,
                TimeSpan.FromMinutes(2),
                firstYear: Of(sustained, 2005)
            );
            break;
        case "memory":
            Answering.Memory(RunningPlatform.Find(), report);
            break;
        case var totals when totals.StartsWith("totals", StringComparison.Ordinal):
            await Answering.TotalsAsync(RunningPlatform.Find(), report, year: Of(totals, 2008));
            break;
        case "sizes":
            await Answering.SizesAsync(RunningPlatform.Find(), report);
            break;
        case "ready":
            await Answering.ReadyAsync(RunningPlatform.Find(), report);
            break;
        case "writer":
            await Writer.RunAsync(report);
            break;
        case var idle when idle.StartsWith("idle", StringComparison.Ordinal):
            await Posting.IdleAsync(RunningPlatform.Find(), report, year: Of(idle, 2003));
            break;
    }
}

report.Write();
return 0;

static int Of(string argument, int otherwise) =>
    argument.Split('=') is [_, var value] ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
