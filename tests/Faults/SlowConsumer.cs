using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 11: Calculation is a hundred times slower than usual, and 100,000 messages wait for it. What protects:
/// intake waits for nobody but its database; a consumer takes only as many messages as it can soon handle (prefetch),
/// the rest stays with the broker.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class SlowConsumer(FaultPlatform platform)
{
    /// <summary>A sheet takes some 3 ms.</summary>
    private const string Slow = """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$;
        CREATE TRIGGER slow BEFORE INSERT ON plant_month FOR EACH ROW EXECUTE FUNCTION slow();
        """;

    [Fact(Explicit = true)]
    [Trait("row", "11")]
    public async Task Slow_consumer_slows_no_intake_and_fills_no_memory()
    {
        var (sheets, waiting) = (Sizes.Of(100, 4_000), Sizes.Of(1_000, 100_000));
        using var usual = await FaultRun.BeginAsync(platform, "USUAL", sheets);
        await usual.PostAsync(2);
        (await usual.AccountAsync()).ShouldBeClean();
        using var run = await FaultRun.BeginAsync(platform, "SLOW", sheets);
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "the group being on the ledger");

        await platform.ExecuteAsync("calculation", Slow);
        await FillAsync(usual, waiting / 5);
        var before = MemoryMegabytes();
        await FillAsync(usual, waiting);
        await run.PostAsync(2);
        var after = MemoryMegabytes();
        var there = await platform.Queues.WaitingAsync("calculation");
        await platform.ExecuteAsync("calculation", "DROP FUNCTION slow CASCADE");

        var accounting = await run.AccountAsync(TimeSpan.FromMinutes(10));
        var (p99, slowP99) = (P99(usual.Journal), P99(run.Journal));
        Report.Write(
            "11",
            "Calculation 100 times slower",
            $"{there} messages waiting",
            run,
            accounting,
            $"intake p99 {p99.TotalMilliseconds:0.0} ms usually, {slowP99.TotalMilliseconds:0.0} ms then; "
                + "memory in MB with a fifth and with all of them waiting: "
                + string.Join(
                    ", ",
                    LocalPlatform.Services.Select(service => $"{service} {before[service]} and {after[service]}")
                )
        );
        accounting.ShouldBeClean();
        there.ShouldBeGreaterThan(waiting * 9 / 10);
        if (Sizes.Full)
        {
            (slowP99 / p99).ShouldBeLessThan(1.2);
            foreach (var service in LocalPlatform.Services)
                (after[service] - before[service]).ShouldBeLessThan(40, service);
        }
    }

    /// <summary>Control: the consumer takes whatever there is.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "11")]
    public async Task Consumer_that_takes_everything_fills_its_memory()
    {
        using var usual = await FaultRun.BeginAsync(platform, "TAKEALL", 500);
        await usual.PostAsync();
        (await usual.AccountAsync()).ShouldBeClean();
        await using (await Replacement.NoPrefetchLimit.RunAsync(platform))
        {
            await platform.ExecuteAsync("calculation", Slow);
            var before = platform.MemoryOf("calculation");
            for (var sent = 0; sent < 30_000; sent += 2_000)
                await SendAsync(usual, 2_000);
            await Eventually.ShouldAsync(
                async () => await platform.Queues.WaitingAsync("calculation") == 0,
                "everything being taken"
            );
            var grown = (platform.MemoryOf("calculation") - before) / 1_000_000;
            await platform.ExecuteAsync("calculation", "DROP FUNCTION slow CASCADE");
            var accounting = await usual.AccountAsync(TimeSpan.FromMinutes(5));
            Report.Write(
                "11 control",
                "the same with a consumer that takes whatever there is",
                "30,000 messages",
                usual,
                accounting,
                $"memory of calculation grew by {grown} MB"
            );
            grown.ShouldBeGreaterThan(40);
        }
    }

    /// <summary>Has stored events sent again until so many wait.</summary>
    private async Task FillAsync(FaultRun run, int waiting)
    {
        while (await platform.Queues.WaitingAsync("calculation") is var there && there < waiting)
            await SendAsync(run, (int)Math.Min(2_000, waiting - there + 50));
    }

    private async Task SendAsync(FaultRun run, int count)
    {
        var events = (await platform.EventsAsync("ingestion", run.Submissions.Plants))
            .SelectMany(stored => stored)
            .ToList();
        await platform.Queues.PublishAsync(Enumerable.Range(0, count).Select(number => events[number % events.Count]));
    }

    private Dictionary<string, long> MemoryMegabytes() =>
        LocalPlatform.Services.ToDictionary(
            service => service,
            service => platform.MemoryOf(service) / 1_000_000,
            StringComparer.Ordinal
        );

    private static TimeSpan P99(Journal journal) => journal.Took.Order().ElementAt(journal.Took.Count * 99 / 100);
}
