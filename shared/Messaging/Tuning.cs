namespace CarbonPlatform.Messaging;

/// <summary>Times and sizes that no service needs to change; tests make some of them short.</summary>
internal sealed record Tuning
{
    /// <summary>Rows a relay claims at once.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How long the relay waits for more after a batch that had several.</summary>
    public TimeSpan Moment { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long a claimed row belongs to the relay that claimed it. Longer than <see cref="PublishTimeout"/>, so that a
    /// live relay is never overtaken.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker may take to confirm.</summary>
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The relay looks this often even if nobody wakes it: other replicas commit too, and a relay may have died holding
    /// a lease.
    /// </summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>First wait of a row that failed; it doubles with each attempt.</summary>
    public TimeSpan FirstFailureDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Longest wait of a row that no queue wants or that its queue cannot take: it is tried until somebody mends that.
    /// </summary>
    public TimeSpan LongestRefusedDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait of a row that the broker did not answer.</summary>
    public TimeSpan LongestUnansweredDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the outbox is measured and the watchdog looks.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>No publish answered for so long, although there is something to send and the broker takes messages:
    /// something in this process is stuck.
    /// Longer than a publish and the wait after it, so that a relay that tries is seen to.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a lost broker is tried again.</summary>
    public TimeSpan ReconnectInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Waits between the tries of a failing message: four waits, five tries.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
    [
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(400),
        TimeSpan.FromMilliseconds(1600),
        TimeSpan.FromMilliseconds(4900),
    ];

    /// <summary>
    /// A queue of which every try failed for so long applies nothing any more. Longer than all tries of one message, so
    /// that one that fails alone is parked before.
    /// </summary>
    public TimeSpan FailingAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>First wait for a database that is away; it doubles up to <see cref="LongestOutageDelay"/>.</summary>
    public TimeSpan FirstOutageDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait between two looks at a database that is away.</summary>
    public TimeSpan LongestOutageDelay { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long consumers may go on when the process is asked to end.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Doubles a wait with each attempt, within a limit.</summary>
    public static TimeSpan Growing(TimeSpan first, int attemptsBefore, TimeSpan longest)
    {
        var grown = first * Math.Pow(2, Math.Min(attemptsBefore, 20));
        return grown < longest ? grown : longest;
    }
}
