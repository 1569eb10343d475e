using System.Diagnostics;
using System.Text;
using CarbonPlatform.Messaging.Broker;
using CarbonPlatform.Messaging.Signing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Consuming;

/// <summary>Makes the delivery of each queue.</summary>
internal sealed class DeliveryFactory(
    MessagingBuilder messaging,
    IServiceScopeFactory scopes,
    EventVerifier verifier,
    Parking parking,
    RefusalNotice notice,
    Setbacks setbacks,
    TimeProvider clock,
    ILogger<Delivery> log
)
{
    /// <summary>The delivery of one queue on one bus.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="draining">Cancelled when no more waiting is to be begun.</param>
    /// <param name="abandon">Cancelled when even running consumers must end.</param>
    public Delivery For(QueueBuilder queue, CancellationToken draining, CancellationToken abandon) =>
        new(queue, messaging.Tuning, scopes, verifier, parking, notice, setbacks, clock, log, draining, abandon);
}

/// <summary>
/// What happens to one message of a queue: it is applied, or held while the database is away, or tried again, or
/// parked. Returning acknowledges it;
/// throwing gives it back to the broker.
/// </summary>
internal sealed partial class Delivery(
    QueueBuilder queue,
    Tuning tuning,
    IServiceScopeFactory scopes,
    EventVerifier verifier,
    Parking parking,
    RefusalNotice notice,
    Setbacks setbacks,
    TimeProvider clock,
    ILogger<Delivery> log,
    CancellationToken draining,
    CancellationToken abandon
) : IFilter<ReceiveContext>
{
    // Taken for each try and not while a message waits for the next, so that a few failing messages do not stop their
    // neighbours.
    private readonly SemaphoreSlim _places = new(queue.Concurrency);

    public void Probe(ProbeContext context) => context.CreateFilterScope("delivery");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var message = Received.From(context);
        using var activity = MessagingTelemetry.Continue(
            $"{queue.Name} consume",
            ActivityKind.Consumer,
            message.TraceParent
        );
        activity
            ?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.destination.name", queue.Name)
            .SetTag("event.type", message.EventType)
            .SetTag("messaging.message.id", message.Id)
            .SetTag("messaging.redelivered", context.Redelivered);
        var began = clock.GetTimestamp();
        try
        {
            await ApplyAsync(message);
            MessagingTelemetry.ConsumeSeconds.Record(
                clock.GetElapsedTime(began).TotalSeconds,
                MessagingTelemetry.QueueTags(queue.Name, message.EventType)
            );
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }

    private async Task ApplyAsync(Received message)
    {
        var tags = MessagingTelemetry.QueueTags(queue.Name, message.EventType);
        // What nobody consumes is parked for that, whoever signed it.
        if (queue.Consumers.ContainsKey(message.EventType) && verifier.WhyNot(message) is { } doubt)
        {
            await ParkUnbelievedAsync(message, doubt, tags);
            return;
        }

        var outages = 0;
        for (var attempt = 1; ; )
        {
            TimeSpan wait;
            try
            {
                await ConsumeAsync(message, attempt);
                MessagingTelemetry.Consumed.Add(1, tags);
                setbacks.Applied(queue.Name);
                return;
            }
            catch (Exception) when (abandon.IsCancellationRequested)
            {
                throw;
            }
            catch (PoisonMessageException poison)
            {
                await ParkAsync(message, poison.Message, attempt, poison);
                return;
            }
            catch (Exception e) when (DatabaseOutage.Caused(e))
            {
                wait = Tuning.Growing(tuning.FirstOutageDelay, outages++, tuning.LongestOutageDelay);
                setbacks.Failed(queue.Name, e);
                MessagingTelemetry.Held.Add(1, tags);
                LogHeld(queue.Name, message.EventType, message.Id, e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException || !draining.IsCancellationRequested)
            {
                setbacks.Failed(queue.Name, e);
                if (attempt > tuning.RetryDelays.Count)
                {
                    await ParkAsync(
                        message,
                        $"Failed {attempt} times, last with {e.GetType().Name}: {e.Message}",
                        attempt,
                        e
                    );
                    return;
                }

                wait = tuning.RetryDelays[attempt - 1];
                attempt++;
                MessagingTelemetry.Retried.Add(1, tags);
                LogRetry(e, queue.Name, message.EventType, message.Id, attempt);
            }

            Activity.Current?.AddEvent(new ActivityEvent("waiting"));
            await Task.Delay(wait, clock, draining);
        }
    }

    private async Task ConsumeAsync(Received message, int attempt)
    {
        if (!queue.Consumers.TryGetValue(message.EventType, out var consumerType))
            throw new PoisonMessageException(
                $"Queue {queue.Name} has no consumer for event type '{message.EventType}'."
            );

        await _places.WaitAsync(draining);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var consumer = (IEventConsumer)scope.ServiceProvider.GetRequiredService(consumerType);
            var incoming = new IncomingEvent(message.EventType, message.Body, attempt);
            try
            {
                await consumer.ConsumeAsync(incoming, abandon);
            }
            catch (PoisonMessageException poison)
            {
                // Told first, then parked: whatever ends this in between, the message comes again and is told again.
                if (consumer.RefusalOf(incoming, poison.Message, clock.GetUtcNow()) is { } refusal)
                    await notice.GiveAsync(refusal, abandon);
                throw;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task ParkAsync(Received message, string reason, int attempts, Exception failure)
    {
        Activity.Current?.SetStatus(ActivityStatusCode.Error, reason);
        await parking.ParkAsync(queue, message, reason, attempts, failure, draining);
        MessagingTelemetry.Parked.Add(1, MessagingTelemetry.QueueTags(queue.Name, message.EventType));
        LogParked(failure, queue.Name, message.EventType, message.Id, reason);
    }

    private async Task ParkUnbelievedAsync(Received message, string doubt, TagList tags)
    {
        Activity.Current?.SetStatus(ActivityStatusCode.Error, doubt);
        await parking.ParkAsync(queue, message, doubt, 1, new PoisonMessageException(doubt), draining);
        MessagingTelemetry.Parked.Add(1, tags);
        MessagingTelemetry.NotBelieved.Add(1, tags);
        LogNotBelieved(queue.Name, message.EventType, message.Id, doubt);
    }

    [LoggerMessage(LogLevel.Warning, "{Queue}: {EventType} {MessageId} is not believed and parked: {Reason}")]
    private partial void LogNotBelieved(string queue, string eventType, string messageId, string reason);

    [LoggerMessage(LogLevel.Warning, "{Queue}: {EventType} {MessageId} is held, the database is away: {Reason}")]
    private partial void LogHeld(string queue, string eventType, string messageId, string reason);

    [LoggerMessage(LogLevel.Warning, "{Queue}: {EventType} {MessageId} failed and will be tried again (try {Attempt})")]
    private partial void LogRetry(Exception failure, string queue, string eventType, string messageId, int attempt);

    [LoggerMessage(LogLevel.Error, "{Queue}: {EventType} {MessageId} is parked: {Reason}")]
    private partial void LogParked(Exception failure, string queue, string eventType, string messageId, string reason);
}

/// <summary>What came from the broker.</summary>
internal sealed record Received(
    string Id,
    string EventType,
    byte[] Body,
    string? TraceParent,
    EventSignature? Signature
)
{
    public static Received From(ReceiveContext context)
    {
        var delivered = context.GetPayload<RabbitMqBasicConsumeContext>();
        var headers = delivered.Properties.Headers;
        return new Received(
            delivered.Properties.MessageId ?? "",
            // Whoever published without our headers still named the event by the exchange.
            Text(headers, EventHeaders.EventType) ?? delivered.Exchange,
            context.Body.GetBytes(),
            Text(headers, EventHeaders.TraceParent),
            Text(headers, EventHeaders.Signature) is { } signature
            && Text(headers, EventHeaders.SignatureKey) is { } key
                ? new EventSignature(key, signature)
                : null
        );
    }

    internal static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value)
            ? value switch
            {
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                null => null,
                _ => value.ToString(),
            }
            : null;
}
