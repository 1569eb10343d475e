using System.Collections.Concurrent;
using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 3: every message is delivered three times at once, and all of them again a year later by the services' clocks,
/// in another order. What protects: effects are keyed by plant-month and version and not by a memory of messages;
/// an older or equal version changes nothing, is counted, and is answered with the receipt that stands.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class DeliverAgain(FaultPlatform platform)
{
    private const string Duplicates = "messaging.duplicates";

    /// <summary>
    /// Who counts what comes again. What Ingestion is told is noted without a look at what was noted before.
    /// </summary>
    private static readonly string[] s_counting = ["calculation", "ledger"];

    [Fact]
    [Trait("row", "3")]
    public async Task Message_delivered_three_times_and_again_later_changes_nothing()
    {
        WrongClock.SkipUnlessPossible();
        await using var telemetry = await TelemetryCollector.StartAsync();
        await WrongClock.SetAsync(platform, TimeSpan.Zero);
        await using var usual = await platform.ConfigureForNowAsync(
            LocalPlatform.Outboxes.SelectMany(service =>
                WrongClock
                    .For(platform, service)
                    .Concat([
                        (service, "OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Endpoint),
                        (service, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                        (service, "OTEL_METRIC_EXPORT_INTERVAL", "500"),
                    ])
            )
        );
        using var run = await FaultRun.BeginAsync(platform, "THRICE", Sizes.Of(60, 5_000));
        var delivered = await DeliverThriceAsync(run);
        (await run.AccountAsync()).ShouldBeClean();
        foreach (var queue in s_counting)
            await CountedAsync(telemetry, queue, 2 * delivered.Count(message => message.Queue == queue));

        var (before, receipts, counted) = (
            await StandingAsync(),
            await ReceiptsAsync(),
            s_counting.ToDictionary(queue => queue, queue => telemetry.Count(queue, Duplicates), StringComparer.Ordinal)
        );
        await WrongClock.SetAsync(platform, TimeSpan.FromDays(365));
        await DeliverAllAgainAsync(run, delivered);
        foreach (var queue in s_counting)
            await CountedAsync(telemetry, queue, counted[queue] + delivered.Count(message => message.Queue == queue));
        (
            await platform.ScalarAsync<bool>(
                "ledger",
                "SELECT max(created_at) > now() + interval '364 days' FROM event"
            )
        ).ShouldBeTrue("the ledger believes that a year has passed");
        await usual.DisposeAsync();

        var accounting = await run.AccountAsync();
        Report.Write(
            "3",
            "every message delivered three times at once, and all again in another order a year later by the "
                + "services' clocks",
            $"{delivered.Count} messages",
            run,
            accounting,
            $"{await ReceiptsAsync() - receipts} receipts for what was delivered later; counted as duplicates: "
                + string.Join(", ", s_counting.Select(queue => $"{telemetry.Count(queue, Duplicates)} by {queue}"))
        );
        accounting.ShouldBeClean();
        (await StandingAsync()).ShouldBe(before, "head, root and entries of the ledger, and revisions");
        (await ReceiptsAsync() - receipts).ShouldBeGreaterThanOrEqualTo(
            delivered.Count(message => message.Queue == "ledger"),
            "every duplicate is answered"
        );
    }

    /// <summary>Control: the ledger applies whatever comes.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "3")]
    public async Task Ledger_that_compares_no_versions_goes_back_to_old_ones()
    {
        using var run = await FaultRun.BeginAsync(platform, "THRICEC", 60);
        await run.PostAsync();
        (await run.AccountAsync()).ShouldBeClean();
        await using (await Replacement.NoVersions.RunAsync(platform))
        {
            await DeliverAllAgainAsync(run, await MessagesAsync(run));
            var accounting = await run.AccountAsync(TimeSpan.FromSeconds(10));
            Report.Write(
                "3 control",
                "all messages again in another order, to a ledger that compares no versions",
                "60 sheets",
                run,
                accounting
            );
            (accounting.Lost + accounting.Duplicated).ShouldBeGreaterThan(0);
            accounting.Differences.ShouldBeGreaterThan(0);
        }

        await HealAsync(run);
    }

    /// <summary>Posts everything while a tap gives every queue every message twice more.</summary>
    private async Task<ConcurrentBag<(string Queue, StoredEvent Event)>> DeliverThriceAsync(FaultRun run)
    {
        var delivered = new ConcurrentBag<(string, StoredEvent)>();
        await using var connection = await platform.Queues.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                consumerDispatchConcurrency: 16
            )
        );
        var tap = (await channel.QueueDeclareAsync(exclusive: true, autoDelete: true)).QueueName;
        foreach (
            var exchange in BrokerView.Bindings.Select(binding => binding.Exchange).Distinct(StringComparer.Ordinal)
        )
            await channel.QueueBindAsync(tap, exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            var body = message.Body.ToArray();
            foreach (var (_, queue) in BrokerView.Bindings.Where(binding => binding.Exchange == message.Exchange))
            {
                delivered.Add((queue, new StoredEvent(message.Exchange, body)));
                var properties = new BasicProperties(message.BasicProperties);
                await Task.WhenAll(
                    channel.BasicPublishAsync("", queue, mandatory: true, properties, body).AsTask(),
                    channel.BasicPublishAsync("", queue, mandatory: true, properties, body).AsTask()
                );
            }
        };
        await channel.BasicConsumeAsync(tap, autoAck: true, consumer);

        await run.PostAsync();
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "everything being posted", TimeSpan.FromMinutes(5));
        await platform.HandledAsync(["ledger", "calculation", "ingestion"]);
        return delivered;
    }

    private async Task DeliverAllAgainAsync(FaultRun run, IEnumerable<(string Queue, StoredEvent Event)> messages)
    {
        foreach (
            var queue in messages.ToLookup(message => message.Queue, message => message.Event, StringComparer.Ordinal)
        )
        {
            var shuffled = queue
                .Select(message => (Place: run.Dice.Below(int.MaxValue), message))
                .OrderBy(placed => placed.Place)
                .Select(placed => placed.message)
                .ToList();
            foreach (var some in shuffled.Chunk(500))
                await platform.Queues.PublishAsync(some, queue.Key);
        }

        await platform.HandledAsync(["calculation", "ledger", "ingestion"]);
    }

    private async Task<IEnumerable<(string Queue, StoredEvent Event)>> MessagesAsync(FaultRun run) =>
        (await platform.EventsAsync("calculation", run.Submissions.Plants))
            .SelectMany(events => events)
            .Select(stored => ("ledger", stored));

    private async Task HealAsync(FaultRun run)
    {
        // The versions are right again with the latest result of each sheet.
        await platform.ExecuteAsync(
            "calculation",
            "INSERT INTO outbox (event_id, attempts, enqueued_at) SELECT result_event_id, 0, "
                + "now() FROM plant_month WHERE plant = ANY ($1) ON CONFLICT DO NOTHING",
            (object)run.Submissions.Plants
        );
        await platform.OutboxEmptyAsync("calculation");
        await platform.HandledAsync(["ledger", "ingestion"]);
    }

    private static Task CountedAsync(TelemetryCollector telemetry, string service, long atLeast) =>
        Eventually.ShouldAsync(
            () => telemetry.Count(service, Duplicates) >= atLeast,
            $"{service} counting {atLeast} duplicates"
        );

    private async Task<string> StandingAsync() =>
        await platform.ScalarAsync<string>(
            "ledger",
            "SELECT concat_ws(' ', sequence, encode(root, 'hex'), (SELECT count(*) FROM posting), "
                + "(SELECT count(*) FROM entry)) FROM ledger_head"
        )
        + " "
        + await platform.ScalarAsync<long>("ingestion", "SELECT count(*) FROM revision");

    private Task<long> ReceiptsAsync() =>
        platform.ScalarAsync<long>("ledger", "SELECT count(*) FROM event WHERE type = 'entry-posted.v1'");
}
