using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>
/// Whoever changes sheets of a month holds its lock shared; whoever changes what is claimed in it holds it alone, for
/// what one plant holds follows from the sheets of others, and which ones these are is known only once they are read.
/// So no claim is weighed against a sheet that is just being replaced. Locks are taken in order of month, all at once,
/// after that of the organisation: nobody waits for another in a circle.
/// </summary>
internal static class ClaimLock
{
    private const int LockClass = 0x434C;

    /// <summary>Takes the locks.</summary>
    /// <param name="months">The months; true for those that are held alone.</param>
    public static NpgsqlBatchCommand Of(IReadOnlyDictionary<Month, bool> months) =>
        Statement.With(
            $"""
            SELECT CASE WHEN alone THEN pg_advisory_xact_lock({LockClass}, month)
                ELSE pg_advisory_xact_lock_shared({LockClass}, month) END
            FROM (SELECT month, alone FROM unnest($1, $2) AS given (month, alone) ORDER BY month) AS in_order
            """,
            [Parameter.Column(months, month => month.Key), Parameter.Column(months, month => month.Value)]
        );
}
