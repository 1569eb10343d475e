using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Service)]
public sealed class TelemetryTests
{
    [Fact]
    public async Task One_trace_runs_from_the_request_through_the_outbox_and_the_broker_into_the_consumers_work()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is MessagingTelemetry.Name or "request" or "work",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new ActivitySource("request");
        using var work = new ActivitySource("work");
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder(
            (_, _) =>
            {
                work.StartActivity("work")!.Dispose();
                return Task.CompletedTask;
            }
        );
        await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder)
        );

        ActivityTraceId trace;
        using (var post = request.StartActivity("post")!)
        {
            trace = post.TraceId;
            await stage.CommitAsync(new OutgoingEvent(Events.Type, [1]));
        }

        await Eventually.ShouldAsync(() => spans.Count(s => s.TraceId == trace) == 4, "four spans of the trace");
        var chain = spans.Where(s => s.TraceId == trace).ToDictionary(s => s.DisplayName, StringComparer.Ordinal);
        chain["readings-accepted.v1 publish"].ParentSpanId.ShouldBe(chain["post"].SpanId);
        chain["readings-accepted.v1 publish"].Kind.ShouldBe(ActivityKind.Producer);
        // What travels is the stored trace parent, so the consumer's span stands beside the relay's.
        chain["ledger consume"].ParentSpanId.ShouldBe(chain["post"].SpanId);
        chain["ledger consume"].Kind.ShouldBe(ActivityKind.Consumer);
        chain["work"].ParentSpanId.ShouldBe(chain["ledger consume"].SpanId);
    }

    [Fact]
    public async Task What_is_logged_of_a_message_is_logged_in_its_trace_whether_anybody_records_it_or_not()
    {
        const string Unwanted = "unwanted.v1";
        using var log = new WrittenLog();
        await using var stage = await Stage.SetAsync();
        // Whoever starts the service has a trace too, which is none of the messages'.
        using var starting = new Activity("starting").Start();
        await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type).Publishes(Unwanted)),
            services =>
            {
                services.AddSingleton<ILoggerProvider>(log);
                ConsumingTests.Given(new Recorder((_, _) => throw new PoisonMessageException("bad")))(services);
            }
        );
        var unwanted = ActivityTraceId.CreateRandom();
        var poison = ActivityTraceId.CreateRandom();
        await stage.CommitAsync([
            Events.Of("unwanted", Unwanted, $"00-{unwanted}-b7ad6b7169203331-00"),
            Events.Of("poison", traceParent: $"00-{poison}-b7ad6b7169203331-00"),
            Events.Of("of no trace"),
        ]);

        await Eventually.PassAsync(() =>
        {
            log.TracesOf("could not be published").ShouldContain(unwanted);
            log.TracesOf("is parked").Count.ShouldBe(2);
            log.TracesOf("is parked").ShouldContain(poison);
            log.TracesOf("is parked").ShouldNotContain(starting.TraceId);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task What_is_published_consumed_retried_parked_and_waiting_is_counted()
    {
        var type = $"counted-{Guid.NewGuid():N}.v1";
        var counts = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == MessagingTelemetry.Name)
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                // The meter is shared with the tests beside this one; their events have other types.
                foreach (var tag in tags)
                {
                    if (tag is { Key: "event.type", Value: string seen } && seen == type)
                        counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
                }
            }
        );
        listener.Start();
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder(
            (m, _) =>
                m.Attempt < 3 ? throw new InvalidOperationException("again")
                : Events.TextOf(m.Body) == "bad" ? throw new PoisonMessageException("bad")
                : Task.CompletedTask
        );
        await stage.StartAsync(
            m => m.Publishes(type).Queue("ledger", q => q.On<Recorder>(type)),
            ConsumingTests.Given(recorder),
            new Tuning { RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(1), 4)] }
        );

        await stage.CommitAsync([Events.Of("good", type), Events.Of("bad", type), Events.Of("good", type)]);
        MessagingTelemetry.CountDuplicate(type);

        await Eventually.ShouldAsync(
            () => counts.GetValueOrDefault("messaging.consumed") + counts.GetValueOrDefault("messaging.parked") == 3,
            "all three"
        );
        await stage.DrainedAsync();
        counts.ShouldBe(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["messaging.published"] = 3,
                ["messaging.consumed"] = 2,
                ["messaging.retried"] = 6,
                ["messaging.parked"] = 1,
                ["messaging.duplicates"] = 1,
            },
            ignoreOrder: true
        );
    }
}
