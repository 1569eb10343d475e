using System.Diagnostics.Metrics;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Npgsql;
using static CarbonPlatform.Calculation.Tests.Runs.OneMonth;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>What is delivered twice, late, at once or in another order, and what dies in the middle.</summary>
[Tier(Tier.Service)]
public sealed class RepeatedDeliveryTests
{
    [Fact]
    public async Task Revisions_that_come_at_once_and_twice_are_each_calculated_at_most_once_and_the_highest_stands()
    {
        await using var host = await CalculationHost.StartAsync();
        var revisions = Enumerable.Range(1, 6).Select(revision => Revision(revision, $"{1000 + revision}")).ToList();
        await Task.WhenAll(
            revisions.Concat(revisions).OrderBy(revision => revision.Revision * 7 % 5).Select(host.DeliverAsync)
        );

        (
            await host.CountAsync(
                "plant_month WHERE revision = 6 AND result_event_id = (SELECT result_event_id FROM run WHERE "
                    + "revision = 6)"
            )
        ).ShouldBe(1);
        (await host.CountAsync("run")).ShouldBe(await host.CountAsync("input"));
        (await host.CountAsync("run")).ShouldBe(await host.CountAsync("event"));
        var published = await host.OutboxAsync();
        published.Select(calculated => calculated.Revision).ShouldBeUnique();
        Co2(published.Single(calculated => calculated.Revision == 6))
            .ShouldBe(2_322_768.466333m * 1.006m, tolerance: 0.001m);
    }

    [Fact]
    public async Task A_duplicate_changes_nothing_and_sends_the_stored_result_again()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        await host.EmptyOutboxAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++)
            await host.DeliverAsync(Revision(1));

        var again = (await host.OutboxAsync()).ShouldHaveSingleItem();
        again.CalculatedAt.ShouldBe(host.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        (await host.CountAsync("run")).ShouldBe(1);
        (await host.CountAsync("event")).ShouldBe(1);
    }

    [Fact]
    public async Task An_older_revision_is_answered_with_the_newest_result()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(3, "3000"));
        await host.EmptyOutboxAsync();
        await host.DeliverAsync(Revision(2, "2000"));

        var again = (await host.OutboxAsync()).ShouldHaveSingleItem();
        again.Revision.ShouldBe(3);
        Co2(again).ShouldBe(6_968_305.399m);
        (await host.CountAsync("input")).ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_again_or_late_is_counted()
    {
        // Tests beside this one count too, but not in its flow.
        var counted = new AsyncLocal<List<string>?> { Value = [] };
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "messaging.duplicates")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) => counted.Value?.Add($"{value} {tags[0].Value}")
        );
        listener.Start();
        await using var host = await CalculationHost.StartAsync();

        await host.DeliverAsync(Revision(2));
        counted.Value.ShouldBeEmpty();
        await host.DeliverAsync(Revision(2));
        await host.DeliverAsync(Revision(1));
        counted.Value.ShouldBe(["1 readings-accepted.v1", "1 readings-accepted.v1"]);
    }

    [Fact]
    public async Task All_orders_of_four_revisions_end_alike()
    {
        await using var host = await CalculationHost.StartAsync();
        var orders = Permutations([1, 2, 3, 4]).ToList();
        orders.Count.ShouldBe(24);
        for (var i = 0; i < orders.Count; i++)
        {
            foreach (var revision in orders[i])
                await host.DeliverAsync(
                    Revision(revision, $"{revision}000") with
                    {
                        Plant = PlantCode.Parse($"P-{i}"),
                    }
                );
        }
        (await host.CountAsync("plant_month WHERE revision = 4")).ShouldBe(24);
        var newest = (await host.OutboxAsync())
            .GroupBy(e => e.Plant)
            .Select(plant => plant.MaxBy(e => e.Revision)!)
            .ToList();
        newest.ShouldAllBe(e => e.Revision == 4 && Co2(e) == 9_291_073.865333m);
        (
            await host.CountAsync(
                "(SELECT DISTINCT r.lines_hash FROM run r JOIN plant_month p USING (plant, month, revision)) AS hashes"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_deliveries_make_one_run_of_each_revision()
    {
        await using var host = await CalculationHost.StartAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 24).Select(i => host.DeliverAsync(Revision(i % 3 + 1, $"{i % 3 + 1}000")))
        );
        (
            await host.CountAsync(
                "(SELECT revision FROM run GROUP BY plant, month, revision HAVING count(*) > 1) AS doubles"
            )
        ).ShouldBe(0);
        (await host.CountAsync("plant_month WHERE revision = 3")).ShouldBe(1);
        (await host.CountAsync("event")).ShouldBe(await host.CountAsync("run"));
    }

    [Fact]
    public async Task A_crash_before_the_commit_leaves_nothing_and_the_next_delivery_does_it_all()
    {
        await using var host = await CalculationHost.StartAsync();
        // The last statement of the transaction fails, as if the process had died before its commit.
        await host.Database.ExecuteAsync(
            "ALTER TABLE plant_month ADD CONSTRAINT crash CHECK (result_event_id IS NULL)"
        );
        await Should.ThrowAsync<PostgresException>(() => host.DeliverAsync(Revision(1)));
        foreach (var table in new[] { "plant_month", "input", "run", "event", "outbox" })
            (await host.CountAsync(table)).ShouldBe(0, table);

        await host.Database.ExecuteAsync("ALTER TABLE plant_month DROP CONSTRAINT crash");
        await host.DeliverAsync(Revision(1));
        foreach (var table in new[] { "plant_month", "input", "run", "event", "outbox" })
            (await host.CountAsync(table)).ShouldBe(1, table);
    }

    [Fact]
    public async Task A_crash_after_the_commit_sends_the_same_bytes_again()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        var first = await host.Database.ExecuteAsync("SELECT body FROM event");
        // The acknowledgement never reached the broker: it delivers again, to another process with another clock.
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RunsBy(host.Catalogues()).CalculateAsync(EventJson.Serialize(Revision(1)), CancellationToken.None);
        (await host.CountAsync("event")).ShouldBe(1);
        (await host.Database.ExecuteAsync("SELECT body FROM event")).ShouldBe(first);
    }

    private static IEnumerable<int[]> Permutations(int[] items) =>
        items.Length <= 1
            ? [items]
            : items.SelectMany(first =>
                Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest])
            );
}
