namespace CarbonPlatform.ServiceDefaults;

/// <summary>Instants as PostgreSQL keeps them, so that an answer says what a later answer will read.</summary>
public static class StorableInstants
{
    /// <summary>Now, in whole microseconds.</summary>
    /// <param name="time">The clock.</param>
    public static DateTimeOffset GetStorableNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
