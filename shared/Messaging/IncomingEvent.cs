using System.Text.Json;

namespace CarbonPlatform.Messaging;

/// <summary>An event handed to a consumer.</summary>
/// <param name="Type">Name and version, such as <c>readings-accepted.v1</c>.</param>
/// <param name="Body">The bytes the publisher stored, untouched.</param>
/// <param name="Attempt">Which try of this delivery it is, from 1. Waiting for the database to come back does not count
/// as a try.</param>
public sealed record IncomingEvent(string Type, ReadOnlyMemory<byte> Body, int Attempt)
{
    /// <summary>Reads the body.</summary>
    /// <typeparam name="T">The event's shape.</typeparam>
    /// <param name="read">Reads bytes of that shape, such as <c>EventJson.ReadingsAccepted</c>.</param>
    /// <exception cref="PoisonMessageException">The bytes are not of that shape.</exception>
    public T Read<T>(EventReader<T> read) => Read(Type, Body, read);

    /// <summary>Reads a body that was kept.</summary>
    /// <inheritdoc cref="Read{T}(EventReader{T})"/>
    public static T Read<T>(string type, ReadOnlyMemory<byte> body, EventReader<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return read(body.Span);
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException($"The event is no {type}: {unreadable.Message}", unreadable);
        }
    }
}

/// <summary>Reads an event from its bytes.</summary>
/// <exception cref="JsonException">The bytes are not of that shape.</exception>
public delegate T EventReader<out T>(ReadOnlySpan<byte> bytes);

/// <summary>
/// Does what one event asks for. The event may arrive more than once and out of order; the consumer decides by business
/// key and version.
/// The broker is told that the message is done when <see cref="ConsumeAsync"/> has returned, so return after the
/// commit.
/// </summary>
public interface IEventConsumer
{
    /// <summary>
    /// Applies the event. It is cancelled when the process must end now; the message then goes to another consumer.
    /// </summary>
    /// <exception cref="PoisonMessageException">The event can never be applied: it is parked at once.</exception>
    /// <exception cref="Exception">
    /// Anything else is tried again, then parked with its reason. While the database cannot be reached the message is
    /// held, however long that takes.
    /// </exception>
    ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken);

    /// <summary>
    /// What is published when an event is parked because it can never be applied, so that whoever accepted it does not
    /// send it again; null when nobody needs to know.
    /// </summary>
    /// <param name="message">The event, which its producer has signed; its body may be unreadable.</param>
    /// <param name="reason">Why it can never be applied.</param>
    /// <param name="at">When that was found.</param>
    OutgoingEvent? RefusalOf(IncomingEvent message, string reason, DateTimeOffset at) => null;
}

/// <summary>
/// Says that a message can never be applied, however often it is tried. It is parked at once, its neighbours go on.
/// </summary>
/// <param name="reason">What is wrong, in words that help whoever looks at the parked message.</param>
/// <param name="inner">What was caught, if anything.</param>
public sealed class PoisonMessageException(string reason, Exception? inner = null) : Exception(reason, inner);
