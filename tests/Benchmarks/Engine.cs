using System.Diagnostics;
using System.Globalization;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// The engine alone on one core: from sheets in memory to lines, without working, events or a database.
/// </summary>
internal static class Engine
{
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(5);
    private const int Sheets = 200;

    public static void Run(Report report)
    {
        var group = BenchmarkGroup.Read();
        var catalogue = Catalogue.Read();
        var sheets = Enumerable
            .Range(0, Sheets)
            .Select(plant => SheetReader.Read(group.Accepted(plant, Month.Parse("2024-03")), catalogue))
            .ToArray();
        var factors = catalogue.For(Month.Parse("2024-03"));
        var lines = Repeat(() => sheets.Sum(sheet => (long)EmissionLines.Calculate(sheet, factors).All.Length));

        // The limit: as many products of a quantity and a factor, each rounded once, and nothing else.
        var amounts = sheets
            .SelectMany(sheet => EmissionLines.Calculate(sheet, factors).All.ToArray())
            .Select(line => line.ActivityQuantity)
            .ToArray();
        var sink = 0m;
        var limit = Repeat(() =>
        {
            foreach (var amount in amounts)
                sink = decimal.Round(amount * 0.5366m * 1.0037m, 6);
            return amounts.Length;
        });
        GC.KeepAlive(sink);
        report.Add(
            "engine alone, one core, no working rendered",
            string.Create(CultureInfo.InvariantCulture, $"{lines:N0} lines/s"),
            "≥ 1,000,000, at least 300,000 lines/s",
            string.Create(
                CultureInfo.InvariantCulture,
                $"plain loop of products of decimals, rounded: {limit:N0}/s; {lines / limit:P0}"
            )
        );
        Report.Note(
            $"lines a sheet of {BenchmarkGroup.ReadingCount} readings: {amounts.Length / (double)Sheets:F1}; "
                + "gaps "
                + $"{sheets.Sum(sheet => EmissionLines.Calculate(sheet, factors).Gaps.Count) / (double)Sheets:F1}"
        );
    }

    /// <summary>How much a second, warmed up.</summary>
    private static double Repeat(Func<long> work)
    {
        for (var i = 0; i < 30; i++)
            work();
        var timer = Stopwatch.StartNew();
        var done = 0L;
        while (timer.Elapsed < s_measured)
            done += work();
        return done / timer.Elapsed.TotalSeconds;
    }
}
