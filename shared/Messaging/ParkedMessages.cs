namespace CarbonPlatform.Messaging;

/// <summary>A message that could not be applied.</summary>
/// <param name="Id">The message's id, given when it was published; the handle for looking at it and replaying it.</param>
/// <param name="Type">Name and version of the event.</param>
/// <param name="Reason">Why it was parked.</param>
/// <param name="Attempts">How often it was tried in its last delivery.</param>
/// <param name="ParkedAt">When; null when the broker itself put it aside.</param>
/// <param name="Body">The event's bytes, untouched.</param>
/// <param name="TraceParent">The trace it belongs to.</param>
/// <param name="Failure">Type, message and stack of what was caught, if anything.</param>
public sealed record ParkedMessage(string Id, string Type, string Reason, int Attempts, DateTimeOffset? ParkedAt, ReadOnlyMemory<byte> Body, string? TraceParent, string? Failure);

/// <summary>Lists, shows and replays what was parked in this service's queues. Singleton; needs the broker.</summary>
public sealed class ParkedMessages
{
    /// <summary>The parking queue's name is the queue's followed by this.</summary>
    public const string QueueSuffix = "_error";
}
