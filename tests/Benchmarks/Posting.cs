using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CarbonPlatform.DemoGroup.Api;
using CarbonPlatform.Quantities;
using Npgsql;

namespace CarbonPlatform.Benchmarks;

/// <summary>Sheets through the front door of a running platform, from POST to the ledger's receipt.</summary>
internal static class Posting
{
    private const int Clients = 8;
    private const int Rate = 400;

    /// <summary>The organisation: 11 units, 510 plants, and every source.</summary>
    public static async Task OrganisationAsync(RunningPlatform platform, Report report)
    {
        var group = BenchmarkGroup.Read();
        using var client = new Client(platform, Clients);
        var processor = new Processor(platform);
        var before = processor.Spent();
        var timer = Stopwatch.StartNew();
        foreach (var unit in BenchmarkGroup.Units)
            await client.PutAsync($"units/{unit.Code}", Bodies.Unit(unit));
        await Parallel.ForEachAsync(
            group.Plants,
            new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (plant, _) =>
            {
                await client.PutAsync($"plants/{plant.Code}", Bodies.Plant(plant));
                foreach (var source in group.Sources)
                    await client.PutAsync($"plants/{plant.Code}/sources/{source.Code}", Bodies.Source(source));
            }
        );
        var records = BenchmarkGroup.Units.Length + group.Plants.Length * (1 + group.Sources.Count);
        report.Add(
            $"organisation: {records:N0} records by PUT",
            Say($"{records / timer.Elapsed.TotalSeconds:N0}/s, {timer.Elapsed.TotalSeconds:F1} s"),
            ""
        );
        Report.Note("processor, ms a record: " + processor.Since(before, records));
        await Eventually(platform, "SELECT count(*) FROM organisation_record WHERE applied_version < version");
    }

    /// <summary>A year of the whole group, as fast as eight clients can.</summary>
    public static async Task YearAsync(RunningPlatform platform, Report report, int year)
    {
        var group = BenchmarkGroup.Read();
        var sheets = new List<(string Plant, Month Month, byte[] Body)>();
        for (var month = Month.Parse($"{year}-01"); month <= Month.Parse($"{year}-12"); month = month.AddMonths(1))
        {
            for (var plant = 0; plant < BenchmarkGroup.PlantCount; plant++)
                sheets.Add((BenchmarkGroup.Code(plant), month, group.Body(plant, month)));
        }

        using var client = new Client(platform, Clients);
        var processor = new Processor(platform);
        var before = processor.Spent();
        var answers = new ConcurrentBag<PostedSheet>();
        var timer = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            sheets,
            new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (sheet, _) => answers.Add(await client.PostAsync(sheet.Plant, sheet.Month, sheet.Body))
        );
        var accepted = timer.Elapsed;
        await Eventually(platform, Undelivered);
        var posted = timer.Elapsed;
        var rate = sheets.Count / posted.TotalSeconds;
        Report.Note("processor, ms a sheet: " + processor.Since(before, sheets.Count));
        Report.Note(
            $"accepted {sheets.Count / accepted.TotalSeconds:F0}/s; answered after "
                + $"{answers.Select(answer => answer.AnsweredAfterMilliseconds).ToList().Summary()}"
        );
        Report.Note("POST to receipt: " + (await LatenciesAsync(platform, answers)).Summary());

        var limit = await Limit.RunAsync(platform, [.. sheets.Select(sheet => sheet.Body)], year);
        report.Add(
            $"{BenchmarkGroup.PlantCount} plants × 12 months × {BenchmarkGroup.ReadingCount} readings, "
                + $"{Clients} clients, POST to last receipt",
            Say($"{rate:F0} sheets/s; the year in {posted.TotalSeconds:F1} s"),
            "≥ 500, at least 250 sheets/s; ≤ 15 s",
            Say($"one plain transaction a sheet, 4 connections: {limit:F0} sheets/s; ")
                + Say($"{rate / limit:P0} (goal 30 %, at least 15 %)")
        );
    }

    /// <summary>An even stream of sheets for two minutes.</summary>
    public static async Task SustainedAsync(RunningPlatform platform, Report report, TimeSpan duration, int firstYear)
    {
        var group = BenchmarkGroup.Read();
        var first = Month.Parse($"{firstYear}-01");
        using var client = new Client(platform, 32);
        var processor = new Processor(platform);
        var before = processor.Spent();
        var answers = new ConcurrentBag<PostedSheet>();
        var waiting = new List<(TimeSpan At, long Sheets)>();
        var count = (int)(Rate * duration.TotalSeconds);
        var began = TimeProvider.System.GetUtcNow();
        using var enough = new CancellationTokenSource();
        var watching = WatchAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, _) =>
            {
                var due = began.AddSeconds((double)i / Rate);
                if (due - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } early)
                    await Task.Delay(early, CancellationToken.None);
                var (plant, month) = (i % BenchmarkGroup.PlantCount, first.AddMonths(i / BenchmarkGroup.PlantCount));
                answers.Add(await client.PostAsync(BenchmarkGroup.Code(plant), month, group.Body(plant, month), due));
            }
        );
        var sent = TimeProvider.System.GetUtcNow() - began;
        await enough.CancelAsync();
        await watching;
        await Eventually(platform, Undelivered);
        var latencies = await LatenciesAsync(platform, answers);
        Report.Note("processor, ms a sheet: " + processor.Since(before, count));
        Report.Note(
            $"sent {count / sent.TotalSeconds:F0}/s; answered after "
                + $"{answers.Select(answer => answer.AnsweredAfterMilliseconds).ToList().Summary()}; worst receipt "
                + $"{latencies.Max():F0} ms"
        );
        var half = waiting.Count / 2;
        report.Add(
            $"{Rate} sheets/s for {duration.TotalSeconds:F0} s",
            Say($"POST to receipt {latencies.Summary()}; ")
                + Say($"under way at most {waiting.Take(half).Max(look => look.Sheets)} sheets in the first half, ")
                + Say($"{waiting.Skip(half).Max(look => look.Sheets)} in the second"),
            "p99 ≤ 1000 ms, queues flat"
        );

        async Task WatchAsync()
        {
            await using var source = platform.Open("ingestion");
            while (!enough.IsCancellationRequested)
            {
                await using var command = source.CreateCommand(Undelivered);
                waiting.Add((TimeProvider.System.GetUtcNow() - began, (long)(await command.ExecuteScalarAsync())!));
                await Task.Delay(500, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One sheet after the other on an idle platform.</summary>
    public static async Task IdleAsync(RunningPlatform platform, Report report, int year)
    {
        var group = BenchmarkGroup.Read();
        using var client = new Client(platform, 2);
        var (answered, posted) = (new List<double>(), new List<double>());
        for (var i = -50; i < 300; i++)
        {
            var (plant, month) = ((i + 50) % BenchmarkGroup.PlantCount, Month.Parse($"{year}-01"));
            var body = group.Body(plant, month);
            var started = TimeProvider.System.GetTimestamp();
            var sheet = await client.PostAsync(BenchmarkGroup.Code(plant), month, body);
            await client.PostedAsync(sheet.Submission);
            if (i < 0)
                continue;
            answered.Add(sheet.AnsweredAfterMilliseconds);
            posted.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        Report.Note("idle, POST to 202: " + answered.Summary());
        report.Add("idle, POST to posted", posted.Summary(), "p50 ≤ 30, p99 ≤ 100 ms");
    }

    /// <summary>Posts without end, as fast as eight clients can, while something else is measured.</summary>
    public static async Task<int> MeanwhileAsync(RunningPlatform platform, int year, CancellationToken enough)
    {
        var group = BenchmarkGroup.Read();
        using var client = new Client(platform, Clients);
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(async _ =>
                {
                    while (!enough.IsCancellationRequested)
                    {
                        var i = Interlocked.Increment(ref next);
                        var (plant, month) = (
                            i % BenchmarkGroup.PlantCount,
                            Month.Parse($"{year}-01").AddMonths(i / BenchmarkGroup.PlantCount)
                        );
                        await client.PostAsync(BenchmarkGroup.Code(plant), month, group.Body(plant, month));
                    }
                })
        );
        await Eventually(platform, Undelivered);
        return next;
    }

    /// <summary>Until the ledger has all that was accepted.</summary>
    public static Task DeliveredAsync(RunningPlatform platform) => Eventually(platform, Undelivered);

    private const string Undelivered = "SELECT count(*) FROM sheet WHERE applied_revision < revision";

    private static async Task Eventually(RunningPlatform platform, string counting)
    {
        await using var source = platform.Open("ingestion");
        while (true)
        {
            await using var command = source.CreateCommand(counting);
            if ((long)(await command.ExecuteScalarAsync())! == 0)
                return;
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// From the moment a client began to the moment Ingestion had the ledger's receipt; one clock, that of the machine.
    /// </summary>
    private static async Task<List<double>> LatenciesAsync(RunningPlatform platform, IEnumerable<PostedSheet> answers)
    {
        var begun = answers.ToDictionary(answer => answer.Submission, answer => answer.Begun);
        await using var source = platform.Open("ingestion");
        await using var command = source.CreateCommand(
            "SELECT submission_id, posted_at FROM revision WHERE submission_id = ANY ($1)"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. begun.Keys] });
        await using var reader = await command.ExecuteReaderAsync();
        var latencies = new List<double>();
        while (await reader.ReadAsync())
            latencies.Add((reader.GetFieldValue<DateTimeOffset>(1) - begun[reader.GetGuid(0)]).TotalMilliseconds);
        if (latencies.Count != begun.Count)
            throw new InvalidOperationException($"Of {begun.Count} submissions {latencies.Count} are known.");
        return latencies;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
