using Npgsql;

namespace CarbonPlatform.Messaging.Consuming;

/// <summary>
/// Tells a database that is away from a message that is wrong: the first is waited for, however long, the second is
/// tried a few times.
/// </summary>
internal static class DatabaseOutage
{
    public static bool Caused(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AggregateException many)
                return many.InnerExceptions.Any(Caused);
            if (e is PostgresException refused)
                return refused.IsTransient || IsAway(refused.SqlState);
            if (e is NpgsqlException { IsTransient: true })
                return true;
        }

        return false;
    }

    private static bool IsAway(string sqlState) =>
        sqlState switch
        {
            // Class 08: connection lost. Class 57P: shutting down, crashed, starting up, database dropped under us.
            _ when sqlState.StartsWith("08", StringComparison.Ordinal)
                    || sqlState.StartsWith("57P", StringComparison.Ordinal) => true,
            // It stood still in a transaction for longer than the role may.
            "25P03" => true,
            // Connected to a standby: a fail-over is under way.
            PostgresErrorCodes.ReadOnlySqlTransaction => true,
            // The database is not there or lets nobody in: being restored.
            PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidPassword => true,
            _ => false,
        };
}
