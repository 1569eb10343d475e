namespace CarbonPlatform.Ingestion;

/// <summary>When something that has no receipt is sent again (<c>Delivery__Grace</c> and so on, as hh:mm:ss).</summary>
internal sealed class DeliverySettings
{
    /// <summary>
    /// So long a receipt may take before the first resend. A receipt usually takes milliseconds; a broker that is away
    /// keeps the event in the outbox by itself.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait doubles with every resend up to this.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often overdue receipts are looked for.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the whole state is compared with the ledger's.</summary>
    public TimeSpan ComparisonInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Pause before a comparison that failed is tried again.</summary>
    public TimeSpan ComparisonRetry { get; init; } = TimeSpan.FromSeconds(30);
}
