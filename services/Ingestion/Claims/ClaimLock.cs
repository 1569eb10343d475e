using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>
/// Whoever takes sheets of a month in holds its lock shared; whoever changes what is claimed in it holds it alone, for
/// what one plant holds follows from the sheets of others, and which ones these are is known only once they are read.
/// So no claim is weighed against a sheet that is just being replaced. Locks are taken in order of month, all at once,
/// after that of the organisation: nobody waits for another in a circle.
/// </summary>
internal static class ClaimLock
{
    private const int LockClass = 0x434C;

    public static string Of(Month month, bool alone) =>
        $"SELECT pg_advisory_xact_lock{(alone ? "" : "_shared")}({LockClass}, {month.Index})";
}
