using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CarbonPlatform.Messaging;

/// <summary>Traces and metrics of messaging. Subscribe to the source and the meter by <see cref="Name"/>.</summary>
public static class MessagingTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "CarbonPlatform.Messaging";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter s_meter = new(Name);

    internal static readonly Counter<long> Published = s_meter.CreateCounter<long>(
        "messaging.published",
        "{message}",
        "Events confirmed by the broker"
    );
    internal static readonly Counter<long> PublishFailed = s_meter.CreateCounter<long>(
        "messaging.publish.failed",
        "{message}",
        "Publishes the broker returned, refused or did not answer"
    );
    internal static readonly Counter<long> Consumed = s_meter.CreateCounter<long>(
        "messaging.consumed",
        "{message}",
        "Messages applied"
    );
    internal static readonly Counter<long> Retried = s_meter.CreateCounter<long>(
        "messaging.retried",
        "{message}",
        "Tries that failed and were followed by another"
    );
    internal static readonly Gauge<int> Failing = s_meter.CreateGauge<int>(
        "messaging.failing",
        "{try}",
        "Tries of a queue that failed since one succeeded"
    );
    internal static readonly Counter<long> Held = s_meter.CreateCounter<long>(
        "messaging.held",
        "{message}",
        "Tries that found the database away"
    );
    internal static readonly Counter<long> Parked = s_meter.CreateCounter<long>(
        "messaging.parked",
        "{message}",
        "Messages parked with a reason"
    );
    internal static readonly Counter<long> NotBelieved = s_meter.CreateCounter<long>(
        "messaging.not_believed",
        "{message}",
        "Messages parked because their producer has not signed them"
    );
    internal static readonly Histogram<double> ConsumeSeconds = s_meter.CreateHistogram<double>(
        "messaging.consume.duration",
        "s",
        "From delivery to acknowledgement, waits included"
    );
    internal static readonly Gauge<long> OutboxDepth = s_meter.CreateGauge<long>(
        "messaging.outbox.depth",
        "{message}",
        "Events not yet confirmed by the broker"
    );
    internal static readonly Gauge<double> OutboxOldest = s_meter.CreateGauge<double>(
        "messaging.outbox.oldest_age",
        "s",
        "Age of the oldest event not yet confirmed"
    );

    private static readonly Counter<long> s_duplicates = s_meter.CreateCounter<long>(
        "messaging.duplicates",
        "{message}",
        "Messages that changed nothing because they, or newer ones, were applied before"
    );

    /// <summary>
    /// Counts a message that a consumer recognised, by business key and version, as applied already, or as older than
    /// what was.
    /// </summary>
    /// <param name="eventType">Name and version of the event.</param>
    public static void CountDuplicate(string eventType) =>
        s_duplicates.Add(1, new KeyValuePair<string, object?>("event.type", eventType));

    /// <summary>
    /// Begins work for a message. It belongs to the message's trace and to no other, whatever this thread of execution
    /// was
    /// doing; and it does so whether anybody records spans or not, because log lines and what is sent on name the trace
    /// too.
    /// Call it in an async method of its own: the caller's trace is lost in it.
    /// </summary>
    internal static Activity? Continue(string name, ActivityKind kind, string? traceParent)
    {
        Activity.Current = null;
        return ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)
                ?? new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start()
            : Source.StartActivity(name, kind);
    }

    internal static TagList EventTag(string eventType) => new() { { "event.type", eventType } };

    internal static KeyValuePair<string, object?> QueueTag(string queue) => new("queue", queue);

    internal static TagList QueueTags(string queue, string eventType) =>
        new() { { "queue", queue }, { "event.type", eventType } };
}
