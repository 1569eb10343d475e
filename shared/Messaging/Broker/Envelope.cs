using System.Net.Mime;
using CarbonPlatform.Messaging.Signing;
using MassTransit;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>Names of what travels beside the body.</summary>
internal static class EventHeaders
{
    public const string ContentType = "application/vnd.carbonplatform+json";
    public const string EventType = "event-type";
    public const string TraceParent = "traceparent";
    public const string Signature = "signature";
    public const string SignatureKey = "signature-key";
    public const string ParkedReason = "parked-reason";
    public const string ParkedAttempts = "parked-attempts";
    public const string ParkedAt = "parked-at";
    public const string ParkedFailure = "parked-failure";
}

/// <summary>Stored bytes on their way to the broker. They are not wrapped and not encoded again.</summary>
internal sealed record Envelope(string EventType, byte[] Body, string? TraceParent)
{
    /// <summary>By which the event's producer vouches for it; null for what is no event.</summary>
    public EventSignature? Signature { get; init; }

    /// <summary>Headers besides the event's own.</summary>
    public IReadOnlyDictionary<string, object> Extra { get; init; } =
        new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>Kept when a message is moved; otherwise given by the sender.</summary>
    public Guid? MessageId { get; init; }
}

/// <summary>Hands an envelope's bytes to the transport as they are.</summary>
internal sealed class RawSerializer : IMessageSerializer
{
    public static readonly RawSerializer Instance = new();

    public ContentType ContentType { get; } = new(EventHeaders.ContentType);

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class => new BytesMessageBody(((Envelope)(object)context.Message).Body);
}
