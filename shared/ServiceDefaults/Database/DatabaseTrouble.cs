using Npgsql;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>Tells a database that is away or out of room from a fault in a statement.</summary>
public static class DatabaseTrouble
{
    /// <summary>
    /// Whether the exception, or one inside it, means that the same call may succeed later: no connection, a connection
    /// that broke, PostgreSQL starting or stopping, no room left, a lost race between transactions, a statement or a
    /// transaction that took longer than the role may, a database that is being restored or lets nobody in.
    /// </summary>
    public static bool IsIn(Exception exception)
    {
        var isGivenUp = false;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            isGivenUp |= cause is OperationCanceledException;
            if (cause is PostgresException { SqlState: var state })
                return IsTrouble(state) || (state == PostgresErrorCodes.QueryCanceled && !isGivenUp);
            // Anything else of Npgsql's is about the connection; only its transient kinds may pass by themselves.
            if (
                cause
                is NpgsqlException { IsTransient: true }
                    or NpgsqlException
                    {
                        InnerException: IOException or TimeoutException or System.Net.Sockets.SocketException
                    }
            )
                return true;
        }
        return false;
    }

    // Classes of appendix A of PostgreSQL's manual: 08 connection, 53 insufficient resources, 58 system error (I/O);
    // 57P01 to 57P03 stopping, crashed, starting; 40001 and 40P01 serialisation failure and deadlock;
    // 55P03 lock timeout; 25P03 idle in a transaction for too long; 25006 on a standby: a fail-over is under way;
    // 57P04, 3D000, 28000 and 28P01 the database is gone or lets nobody in: it is being restored, or the password was
    // changed in one of two places. 57014 is the statement's timeout or, if this side has given it up, its
    // cancellation.
    private static bool IsTrouble(string state) =>
        state[..2] is "08" or "53" or "58"
        || state
            is "57P01"
                or "57P02"
                or "57P03"
                or "57P04"
                or "40001"
                or "40P01"
                or "55P03"
                or "25P03"
                or "25006"
                or "3D000"
                or "28000"
                or "28P01";
}
