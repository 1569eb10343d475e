using System.Globalization;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// Totals of a running platform over HTTP, and what it takes to keep it: disk, memory, time to start.
/// </summary>
internal static class Answering
{
    private const int Times = 200;

    public static async Task TotalsAsync(RunningPlatform platform, Report report, int year)
    {
        using var client = new Client(platform, 4);
        var group = $"totals?from={year}-01&to={year}-12";
        var plants = group + "&groupBy=plant,activity";
        var plant = group + "&org=BM-007&groupBy=source,activity";
        var halfYear = await platform.ScalarAsync<long>(
            "ledger",
            "SELECT max(sequence) FROM position WHERE sequence <= "
                + $"(SELECT max(sequence) FROM entry WHERE month = {new Month(year, 6).Index})"
        );
        var asOf = $"{group}&asOf={halfYear}";

        var postings = await platform.ScalarAsync<long>("ledger", "SELECT count(*) FROM posting");
        var ofGroup = await client.TimesAsync(group, Times);
        var ofPlants = await client.TimesAsync(plants, 40);
        var ofPlant = await client.TimesAsync(plant, Times);
        var ofPast = await client.TimesAsync(asOf, 40);
        var bounds = await client.TimesAsync(group + "&uncertainty=true", 20);
        var scan = await GroupByAsync(platform, year);
        report.Add(
            Say($"`GET /totals`, group and year by category and measure, {postings:N0} postings"),
            ofGroup.Summary(),
            "p50 ≤ 5, at most 10 ms",
            Say($"`GROUP BY` over the year's postings: {scan:F0} ms; {scan / ofGroup.At(0.5):F0} times as long")
        );
        report.Add("all plants of the year by activity", ofPlants.Summary(), "≤ 150 ms");
        report.Add("one plant, year, by source and activity", ofPlant.Summary(), "≤ 20 ms");
        report.Add("group and year with the uncertainty of every total and scope", bounds.Summary(), "≤ 1,000 ms");
        report.Add(
            "group and year as of a position at which half of the year was posted",
            ofPast.Summary(),
            "≤ 400 ms"
        );

        using var enough = new CancellationTokenSource();
        var posting = Posting.MeanwhileAsync(platform, year: 1991, enough.Token);
        var started = TimeProvider.System.GetTimestamp();
        var under = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (
            var (what, path, times) in new[]
            {
                ("group", group, 300),
                ("all plants", plants, 30),
                ("one plant", plant, 200),
                ("as of", asOf, 30),
            }
        )
            under[what] = await client.TimesAsync(path, times, warmUp: 3);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await enough.CancelAsync();
        var sheets = await posting;
        report.Add(
            Say($"the same while {sheets / seconds:F0} sheets/s are posted"),
            string.Join("; ", under.Select(one => $"{one.Key} {one.Value.Summary()}")),
            "p99 ≤ 100 ms"
        );
    }

    public static async Task SizesAsync(RunningPlatform platform, Report report)
    {
        var postings = await platform.ScalarAsync<long>("ledger", "SELECT count(*) FROM posting");
        const string All =
            "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND "
            + "relnamespace = 'public'::regnamespace";
        var ledger = await platform.ScalarAsync<long>("ledger", All);
        report.Add(
            "bytes on disk a posting, all tables and indexes of the ledger",
            Say($"{ledger / (double)postings:F0} ({postings:N0} postings)"),
            "≤ 150"
        );
        foreach (var service in new[] { "ingestion", "calculation" })
        {
            var type = service == "ingestion" ? "readings-accepted.v1" : "emissions-calculated.v1";
            var share = await platform.ScalarAsync<double>(
                service,
                "SELECT pg_total_relation_size('event')::double precision / sum(pg_column_size(body)) FROM event"
            );
            var bytes =
                await platform.ScalarAsync<double>(
                    service,
                    $"SELECT avg(pg_column_size(body))::double precision FROM event WHERE type = '{type}'"
                ) * share;
            report.Add(
                Say($"bytes on disk an event {type} of a sheet of {BenchmarkGroup.ReadingCount} readings"),
                Say($"{bytes / 1000:F1} kB"),
                "≤ 15 kB"
            );
        }
    }

    public static void Memory(RunningPlatform platform, Report report)
    {
        var processor = new Processor(platform);
        report.Add(
            "memory of each service after the run",
            string.Join(
                ", ",
                RunningPlatform.Services.Select(service => Say($"{service} {processor.ResidentMegabytes(service):F0}"))
            ) + " MB",
            "≤ 200 MB"
        );
    }

    public static async Task ReadyAsync(RunningPlatform platform, Report report)
    {
        var taken = new List<string>();
        foreach (var service in RunningPlatform.Services)
        {
            // A second process beside the first, with the same settings but a port of its own.
            await using var second = new ServiceProcess(
                char.ToUpperInvariant(service[0]) + service[1..],
                platform.SettingsOf(service)
            );
            var times = new List<double>();
            for (var i = 0; i < 3; i++)
            {
                var started = TimeProvider.System.GetTimestamp();
                await second.StartAsync();
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
                await second.StopAsync();
            }

            taken.Add(Say($"{service} {times.At(0.5):F1}"));
        }

        report.Add("ready after start, migrations done before", string.Join(", ", taken) + " s", "≤ 2.5 s each");
    }

    /// <summary>Best of three, in milliseconds: what it takes without any state kept.</summary>
    private static async Task<double> GroupByAsync(RunningPlatform platform, int year)
    {
        var times = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await platform.ScalarAsync<long>(
                "ledger",
                $"""
                SELECT count(*) FROM (
                    SELECT l.category, l.basis, l.measure, sum(p.amount)
                    FROM posting p JOIN entry e USING (sequence) JOIN line l ON l.id = p.line_id
                    WHERE e.month BETWEEN {Month.Parse($"{year}-01").Index} AND {Month.Parse(
                    $"{year}-12"
                ).Index} GROUP BY l.category, l.basis, l.measure) AS totals
                """
            );
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return times.Min();
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
