using CarbonPlatform.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>The answer to a call that changes something, kept in the transaction of the change: the same call again is answered the same.</summary>
internal sealed record RememberedCall(byte[] Answer, bool Replayed, Refusal? Refusal)
{
    private const string Find =
        "SELECT body_hash, answer FROM idempotency WHERE caller = $1 AND route = $2 AND key = $3";

    private const string Keep =
        "INSERT INTO idempotency (caller, route, key, body_hash, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)";

    /// <summary>What was answered under the key, or why the call has to wait or be refused; null for a call that is new and alone with its key until the transaction ends.</summary>
    public static async Task<RememberedCall?> FindAsync(
        IdempotencyKey key,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        // Each statement sees what was committed before it began: the answer that another call stored before it let go of the lock.
        await using var enter = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = key.LockId } },
        };
        var alone = await enter.ExecuteScalarAsync(cancellationToken) is true;
        await using var command = new NpgsqlCommand(Find, connection);
        AddKey(command, key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return alone ? null : new RememberedCall([], Replayed: false, IdempotencyKey.InFlight);
        return reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(key.BodyHash)
            ? new RememberedCall(reader.GetFieldValue<byte[]>(1), Replayed: true, Refusal: null)
            : new RememberedCall([], Replayed: false, IdempotencyKey.Reused);
    }

    public static async Task<RememberedCall> KeepAsync(
        IdempotencyKey key,
        byte[] answer,
        DateTimeOffset now,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Keep, connection, transaction);
        AddKey(command, key);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key.BodyHash });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = answer });
        command.Parameters.Add(new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new RememberedCall(answer, Replayed: false, Refusal: null);
    }

    /// <summary>The answer over HTTP.</summary>
    public IResult ToResult(int status) => Refusal is { } refusal ? refusal.ToResult() : new Kept(this, status);

    private static void AddKey(NpgsqlCommand command, IdempotencyKey key)
    {
        foreach (var text in (ReadOnlySpan<string>)[key.Caller, key.Route, key.Key])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
    }

    private sealed class Kept(RememberedCall call, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = call.Answer.Length;
            if (call.Replayed)
                response.Headers[IdempotencyKey.ReplayedHeader] = "true";
            await response.Body.WriteAsync(call.Answer, httpContext.RequestAborted);
        }
    }
}
