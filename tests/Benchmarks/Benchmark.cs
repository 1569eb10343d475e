namespace CarbonPlatform.Benchmarks;

/// <summary>Something that can be measured.</summary>
/// <param name="Name">As it is named on the command line, perhaps with a year: <c>totals=2010</c>.</param>
/// <param name="RunAsync">Measures it and tells the report; the year is null unless given.</param>
internal sealed record Benchmark(string Name, Func<Report, int?, Task> RunAsync)
{
    /// <summary>All, in the order in which they run.</summary>
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("engine", (report, _) => Now(() => Engine.Run(report))),
        new("organisation", (report, _) => Posting.OrganisationAsync(RunningPlatform.Find(), report)),
        new("year", (report, year) => Posting.YearAsync(RunningPlatform.Find(), report, year ?? 2024)),
        new("recalculation", (report, year) => Recalculation.RunAsync(RunningPlatform.Find(), report, year ?? 2024)),
        new(
            "sustained",
            (report, year) =>
                Posting.SustainedAsync(RunningPlatform.Find(), report, TimeSpan.FromMinutes(2), firstYear: year ?? 2005)
        ),
        new("memory", (report, _) => Now(() => Answering.Memory(RunningPlatform.Find(), report))),
        new("idle", (report, year) => Posting.IdleAsync(RunningPlatform.Find(), report, year ?? 2003)),
        new("totals", (report, year) => Answering.TotalsAsync(RunningPlatform.Find(), report, year ?? 2008)),
        new("repeated", (report, year) => Repeated.RunAsync(RunningPlatform.Find(), report, year ?? 2024)),
        new("overload", (report, year) => Overload.RunAsync(RunningPlatform.Find(), report, year ?? 1995)),
        new("sizes", (report, _) => Answering.SizesAsync(RunningPlatform.Find(), report)),
        new("ready", (report, _) => Answering.ReadyAsync(RunningPlatform.Find(), report)),
        new("writer", (report, _) => Writer.RunAsync(report)),
    ];

    private static Task Now(Action measure)
    {
        measure();
        return Task.CompletedTask;
    }
}
