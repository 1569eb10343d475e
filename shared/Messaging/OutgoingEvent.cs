using System.Diagnostics;

namespace CarbonPlatform.Messaging;

/// <summary>
/// An event on its way out: exactly these bytes are stored, and exactly the stored bytes are what the broker carries.
/// </summary>
/// <param name="Type">Name and version, such as <c>readings-accepted.v1</c>; also the name of the exchange it is
/// published to.</param>
/// <param name="Body">The encoded event, at most <see cref="Outbox.MaximumBodyBytes"/> long.</param>
/// <param name="TraceParent">W3C trace context of the work that caused the event, so that one trace runs from the POST
/// to the ledger; null when there is none.</param>
public sealed record OutgoingEvent(string Type, byte[] Body, string? TraceParent)
{
    /// <summary>An event caused by the work now going on in this thread of execution.</summary>
    /// <param name="type">Name and version of the event.</param>
    /// <param name="body">The encoded event.</param>
    public OutgoingEvent(string type, byte[] body)
        : this(type, body, Activity.Current?.Id) { }
}
