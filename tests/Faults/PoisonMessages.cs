using System.Diagnostics;
using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 10: one message in a thousand cannot be applied: bodies that nobody can read,
/// and sheets that the database refuses until somebody has mended it. What protects: a few tries,
/// then the message is put aside with its reason, and only it; it can be replayed.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class PoisonMessages(FaultPlatform platform)
{
    private const string Fault = "the column is broken";

    [Fact(Explicit = true)]
    [Trait("row", "10")]
    public async Task Poison_is_parked_with_its_reason_the_rest_goes_on_and_replay_works_after_the_fix()
    {
        var (sheets, poison) = (Sizes.Of(60, 5_000), Sizes.Of(1, 5));
        using var calm = await FaultRun.BeginAsync(platform, "CALM", sheets, sheets);
        var healthy = await HandleAsync(calm, 0);
        (await calm.AccountAsync()).ShouldBeClean();

        using var run = await FaultRun.BeginAsync(platform, "POISON", sheets, sheets);
        await BreakAsync(run, poison);
        var poisoned = await HandleAsync(run, poison);

        await using var operation = await Operator.ForAsync("calculation", platform.BrokerAs("operator"));
        await Eventually.ShouldAsync(
            async () => await platform.Queues.WaitingAsync("calculation_error") == 2 * poison,
            "the poison being parked"
        );
        await Eventually.ShouldAsync(
            () =>
                operation
                    .Parked.CountAsync("calculation", CancellationToken.None)
                    .ContinueWith(count => count.IsCompletedSuccessfully, TaskScheduler.Default),
            "the tool being connected"
        );
        var parked = await operation.Parked.ListAsync("calculation", 100, CancellationToken.None);
        parked
            .Count(message => message.Attempts == 5 && message.Reason.Contains(Fault, StringComparison.Ordinal))
            .ShouldBe(poison);
        parked
            .Count(message =>
                message.Attempts == 1
                && message.Reason.StartsWith("The event is no readings-accepted.v1", StringComparison.Ordinal)
            )
            .ShouldBe(poison);

        await MendAsync();
        (
            await operation.Parked.ReplayAsync(
                "calculation",
                [.. parked.Where(message => message.Attempts == 5).Select(message => message.Id)],
                CancellationToken.None
            )
        ).ShouldBe(poison);
        await platform.HandledAsync(["calculation"]);
        (await platform.Queues.ParkedAsync()).ShouldBe(poison, "what cannot be read stays put aside");
        await platform.Queues.EmptyParkingAsync();

        var accounting = await run.AccountAsync();
        Report.Write(
            "10",
            "poison messages",
            $"{2 * poison} in {sheets}",
            run,
            accounting,
            $"{sheets / healthy.TotalSeconds:0} messages a second without, "
                + $"{sheets / poisoned.TotalSeconds:0} with poison; all parked, those mended replayed"
        );
        accounting.ShouldBeClean();
        if (Sizes.Full)
            (healthy / poisoned).ShouldBeGreaterThan(0.9);
    }

    /// <summary>Control: a message that fails for good is acknowledged and forgotten.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "10")]
    public async Task Without_parking_what_failed_is_lost()
    {
        using var run = await FaultRun.BeginAsync(platform, "POISONC", 30, 30);
        await using (await Replacement.NoParking.RunAsync(platform))
        {
            await BreakAsync(run, 1);
            await HandleAsync(run, 1);
            await platform.HandledAsync(["calculation"]);
            await MendAsync();
        }

        await using var operation = await Operator.ForAsync("calculation", platform.BrokerAs("operator"));
        await Eventually.ShouldAsync(
            () =>
                operation
                    .Parked.CountAsync("calculation", CancellationToken.None)
                    .ContinueWith(count => count.IsCompletedSuccessfully, TaskScheduler.Default),
            "the tool being connected"
        );
        (await operation.Parked.ReplayAsync("calculation", null, CancellationToken.None)).ShouldBe(0);
        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(3));
        Report.Write("10 control", "poison messages, and nothing is put aside", "2 in 30", run, accounting);
        accounting.Lost.ShouldBe(1);

        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }

    /// <summary>The database takes no run of the first sheets.</summary>
    private async Task BreakAsync(FaultRun run, int sheets)
    {
        var broken = string.Join(
            ',',
            run.Submissions.Chains.Take(sheets).Select(chain => $"('{chain[0].Plant}', {chain[0].Month.Index})")
        );
        await platform.ExecuteAsync(
            "calculation",
            $"""
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (NEW.plant, NEW.month) IN ({broken}) THEN RAISE EXCEPTION '{Fault}'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER broken BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION broken();
            """
        );
    }

    private Task MendAsync() => platform.ExecuteAsync("calculation", "DROP FUNCTION broken CASCADE");

    /// <summary>
    /// Lets everything wait in the queue, with as many unreadable messages among it as there are broken sheets,
    /// and tells how long it takes until the rest is on the ledger.
    /// </summary>
    private async Task<TimeSpan> HandleAsync(FaultRun run, int poison)
    {
        platform.Signal("calculation", 19);
        await run.Clients.PostAsync([.. run.Submissions.Chains.Take(run.Submissions.Chains.Count / 2)], 8);
        await platform.Queues.PublishAsync(
            Enumerable
                .Range(0, poison)
                .Select(number => new StoredEvent(
                    "readings-accepted.v1",
                    System.Text.Encoding.UTF8.GetBytes($"poison {number}")
                ))
        );
        await run.Clients.PostAsync([.. run.Submissions.Chains.Skip(run.Submissions.Chains.Count / 2)], 8);
        await platform.OutboxEmptyAsync("ingestion");
        var began = Stopwatch.GetTimestamp();
        platform.Signal("calculation", 18);
        await Eventually.ShouldAsync(
            async () =>
                await platform.ScalarAsync<long>(
                    "ledger",
                    "SELECT count(*) FROM plant_month WHERE plant = ANY ($1)",
                    (object)run.Submissions.Plants
                )
                == run.Submissions.Chains.Count - poison,
            "the rest being on the ledger",
            TimeSpan.FromMinutes(5)
        );
        return Stopwatch.GetElapsedTime(began);
    }
}
