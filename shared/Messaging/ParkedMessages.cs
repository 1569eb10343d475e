using System.Globalization;
using CarbonPlatform.Messaging.Broker;
using CarbonPlatform.Messaging.Consuming;
using RabbitMQ.Client;

namespace CarbonPlatform.Messaging;

/// <summary>A message that could not be applied.</summary>
/// <param name="Id">The message's id, given when it was published; the handle for looking at it and replaying
/// it.</param>
/// <param name="Type">Name and version of the event.</param>
/// <param name="Reason">Why it was parked.</param>
/// <param name="Attempts">How often it was tried in its last delivery; 0 when the broker itself put it aside.</param>
/// <param name="ParkedAt">When; null when the broker itself put it aside.</param>
/// <param name="Body">The event's bytes, untouched.</param>
/// <param name="TraceParent">The trace it belongs to.</param>
/// <param name="Failure">Type, message and stack of what was caught, if anything.</param>
public sealed record ParkedMessage(
    string Id,
    string Type,
    string Reason,
    int Attempts,
    DateTimeOffset? ParkedAt,
    ReadOnlyMemory<byte> Body,
    string? TraceParent,
    string? Failure
);

/// <summary>
/// Lists, shows and replays what was parked in this service's queues. A singleton; every call needs the broker.
/// </summary>
public sealed class ParkedMessages
{
    /// <summary>The parking queue's name is the queue's followed by this.</summary>
    public const string QueueSuffix = "_error";

    private readonly BrokerConnection _broker;
    private readonly MessagingBuilder _messaging;

    // Two browsers at once would each see a part of the queue.
    private readonly SemaphoreSlim _turn = new(1);

    internal ParkedMessages(BrokerConnection broker, MessagingBuilder messaging)
    {
        _broker = broker;
        _messaging = messaging;
    }

    /// <summary>The queues of this service.</summary>
    public IReadOnlyList<string> Queues => [.. _messaging.Queues.Select(q => q.Name)];

    /// <summary>How many messages of a queue are parked.</summary>
    public async Task<long> CountAsync(string queue, CancellationToken cancellationToken)
    {
        await using var channel = await _broker.OpenChannelAsync(confirms: false, cancellationToken);
        return await channel.MessageCountAsync(ParkingOf(queue), cancellationToken);
    }

    /// <summary>
    /// Shows parked messages of a queue, in the order of the parking queue, and leaves them where they are.
    /// </summary>
    public async Task<IReadOnlyList<ParkedMessage>> ListAsync(
        string queue,
        int atMost,
        CancellationToken cancellationToken
    )
    {
        var found = new List<ParkedMessage>();
        await VisitAsync(
            queue,
            atMost,
            (_, got) =>
            {
                found.Add(Read(got));
                return Task.FromResult(false);
            },
            cancellationToken
        );
        return found;
    }

    /// <summary>Shows one parked message of a queue; null when it is not parked.</summary>
    public async Task<ParkedMessage?> FindAsync(string queue, string id, CancellationToken cancellationToken)
    {
        ParkedMessage? found = null;
        await VisitAsync(
            queue,
            int.MaxValue,
            (_, got) =>
            {
                if (got.BasicProperties.MessageId == id)
                    found = Read(got);
                return Task.FromResult(false);
            },
            cancellationToken
        );
        return found;
    }

    /// <summary>
    /// Puts parked messages back into the queue they came from, as they were when they first arrived: those of
    /// <paramref name="ids"/>, or, when it is null, all that are parked now.
    /// </summary>
    /// <returns>How many were put back.</returns>
    public async Task<int> ReplayAsync(
        string queue,
        IReadOnlyCollection<string>? ids,
        CancellationToken cancellationToken
    )
    {
        var replayed = 0;
        await VisitAsync(
            queue,
            int.MaxValue,
            async (channel, got) =>
            {
                if (ids is not null && !ids.Contains(got.BasicProperties.MessageId))
                    return false;
                var properties = new BasicProperties(got.BasicProperties)
                {
                    Headers = WithoutParking(got.BasicProperties.Headers),
                };
                // Mandatory and confirmed before the parked copy goes: a replay that is interrupted doubles a message,
                // it never loses one. Through the exchange before the queue, which leads nowhere else; the default one
                // leads to every queue, so nobody may publish to it.
                await channel.BasicPublishAsync(
                    exchange: queue,
                    routingKey: "",
                    mandatory: true,
                    properties,
                    got.Body,
                    cancellationToken
                );
                replayed++;
                return true;
            },
            cancellationToken
        );
        return replayed;
    }

    private async Task VisitAsync(
        string queue,
        int atMost,
        Func<IChannel, BasicGetResult, Task<bool>> takeAsync,
        CancellationToken cancellationToken
    )
    {
        var parking = ParkingOf(queue);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // What is not taken stays unacknowledged until the channel closes, and is then back in the queue.
            await using var channel = await _broker.OpenChannelAsync(confirms: true, cancellationToken);
            // Messages parked from now on are left for the next visit, so that one that fails again at once is not
            // replayed in a circle.
            var standing = await channel.MessageCountAsync(parking, cancellationToken);
            for (var seen = 0L; seen < Math.Min(standing, atMost); seen++)
            {
                if (await channel.BasicGetAsync(parking, autoAck: false, cancellationToken) is not { } got)
                    break;
                if (await takeAsync(channel, got))
                    await channel.BasicAckAsync(got.DeliveryTag, multiple: false, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private string ParkingOf(string queue) =>
        _messaging.Queues.FirstOrDefault(q => q.Name == queue)?.ParkingName
        ?? throw new ArgumentException($"This service has no queue {queue}.", nameof(queue));

    private static ParkedMessage Read(BasicGetResult got)
    {
        var headers = got.BasicProperties.Headers;
        return new ParkedMessage(
            got.BasicProperties.MessageId ?? "",
            Received.Text(headers, EventHeaders.EventType) ?? "",
            Received.Text(headers, EventHeaders.ParkedReason) ?? "The broker put it aside: it was delivered too often.",
            int.TryParse(
                Received.Text(headers, EventHeaders.ParkedAttempts),
                CultureInfo.InvariantCulture,
                out var attempts
            )
                ? attempts
                : 0,
            DateTimeOffset.TryParse(
                Received.Text(headers, EventHeaders.ParkedAt),
                CultureInfo.InvariantCulture,
                out var at
            )
                ? at
                : null,
            got.Body.ToArray(),
            Received.Text(headers, EventHeaders.TraceParent),
            Received.Text(headers, EventHeaders.ParkedFailure)
        );
    }

    private static Dictionary<string, object?> WithoutParking(IDictionary<string, object?>? headers) =>
        (headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .Where(h =>
                !h.Key.StartsWith("parked-", StringComparison.Ordinal)
                && !h.Key.StartsWith("x-", StringComparison.Ordinal)
            )
            .ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal);
}
