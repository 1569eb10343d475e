using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 14: four revisions of a sheet arrive in each of their 24 orders, at Calculation,
/// and again their four results at the ledger. What protects: the higher version is applied,
/// whatever order events come in.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class DeliverInAnyOrder(FaultPlatform platform)
{
    private static readonly int[][] s_orders = [.. Permutations([0, 1, 2, 3])];

    [Fact]
    [Trait("row", "14")]
    public Task Any_order_of_four_results_ends_with_the_last() => DeliverAsync("ledger");

    [Fact(Explicit = true)]
    [Trait("row", "14")]
    public Task Any_order_of_four_revisions_ends_with_the_last() => DeliverAsync("calculation");

    private async Task DeliverAsync(string consumer)
    {
        using var run = await RunAsync("ORDER" + consumer[..1].ToUpperInvariant(), consumer, Sizes.Of(1, 50));
        var accounting = await run.AccountAsync();
        Report.Write(
            consumer == "ledger" ? "14b" : "14a",
            $"four revisions reach {consumer} in each of their 24 orders",
            $"{run.Submissions.Chains.Count} plant-months",
            run,
            accounting
        );
        accounting.ShouldBeClean();
    }

    /// <summary>Control: the ledger applies whatever comes.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "14")]
    public async Task Ledger_that_compares_no_versions_ends_with_whatever_came_last()
    {
        await using var without = await Replacement.NoVersions.RunAsync(platform);
        using var run = await RunAsync("ORDERX", "ledger", 1);
        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(10));
        Report.Write(
            "14 control",
            "the same at a ledger that compares no versions",
            "24 plant-months",
            run,
            accounting
        );
        accounting.Lost.ShouldBeGreaterThan(0);
        accounting.Differences.ShouldBeGreaterThan(0);
    }

    private async Task<FaultRun> RunAsync(string name, string consumer, int times)
    {
        var sheets = s_orders.Length * times;
        var run = await FaultRun.BeginAsync(platform, name, 4 * sheets, sheets);
        var sender = consumer == "ledger" ? "calculation" : "ingestion";
        await using var held = await platform.TakeOutAsync(Protection.Sending, sender);

        // The results of all four are there only if each was calculated when it was the highest.
        for (var revision = 0; revision < 4; revision++)
        {
            await run.Clients.PostAsync([.. run.Submissions.Chains.Select(chain => new[] { chain[revision] })], 8);
            if (consumer == "ledger")
                await Eventually.ShouldAsync(
                    async () => await CountAsync("calculation", "run", run) == sheets * (revision + 1),
                    "every result being there"
                );
        }

        var events = await platform.EventsAsync(sender, run.Submissions.Plants);
        for (var round = 0; round < 4; round++)
        {
            var messages = run.Submissions.Chains.Select(
                (chain, index) =>
                    events[(chain[0].Plant, chain[0].Month.Index, s_orders[index % s_orders.Length][round] + 1)]
                        .Single()
            );
            var answered = await ReceiptsAsync();
            await platform.Queues.PublishAsync(messages);
            // The ledger answers every message; of Calculation only the broker knows when it has handled one.
            if (consumer == "ledger")
                await Eventually.ShouldAsync(
                    async () => await ReceiptsAsync() >= answered + sheets,
                    "every message being answered"
                );
            else
                await platform.HandledAsync([consumer]);
        }

        await platform.ExecuteAsync(sender, "DELETE FROM outbox WHERE leased_until = 'infinity'");
        return run;
    }

    private Task<long> CountAsync(string database, string table, FaultRun run) =>
        platform.ScalarAsync<long>(
            database,
            $"SELECT count(*) FROM {table} WHERE plant = ANY ($1)",
            (object)run.Submissions.Plants
        );

    private Task<long> ReceiptsAsync() =>
        platform.ScalarAsync<long>("ledger", "SELECT count(*) FROM event WHERE type = 'entry-posted.v1'");

    private static IEnumerable<int[]> Permutations(int[] of) =>
        of.Length == 1
            ? [of]
            : of.SelectMany(first =>
                Permutations([.. of.Where(other => other != first)]).Select(rest => (int[])[first, .. rest])
            );
}
