using System.Data;
using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.AspNetCore.Http;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// The answer to a call that changes something, kept in the transaction of the change: the same call again is answered
/// the same. The answer has a status of its own, which the operation knows.
/// </summary>
/// <param name="Answer">The body.</param>
/// <param name="Tag">Its ETag, where it has one.</param>
/// <param name="Replayed">It was given before.</param>
public sealed record RememberedCall(byte[] Answer, string? Tag, bool Replayed)
{
    private static readonly Columns<Call> s_columns = new("idempotency")
    {
        { "caller", call => call.Key.Caller },
        { "route", call => call.Key.Route },
        { "key", call => call.Key.Key },
        { "body_hash", call => call.Key.BodyHash },
        { "answer", call => call.Answer },
        { "tag", call => call.Tag },
        { "created_at", call => call.At },
    };

    /// <summary>A call with the answer that is to be remembered.</summary>
    /// <param name="Key">What makes it the same call.</param>
    /// <param name="Answer">The body.</param>
    /// <param name="Tag">Its ETag, where it has one.</param>
    /// <param name="At">When it is given.</param>
    public readonly record struct Call(IdempotencyKey Key, byte[] Answer, string? Tag, DateTimeOffset At);

    /// <summary>
    /// Looks for calls, to be sent as one batch in this order: each statement sees what was committed before it began,
    /// so the second one sees the answer that another call stored before it let go of the lock. Column <c>place</c>
    /// counts <paramref name="keys"/> from 1.
    /// </summary>
    /// <returns>
    /// Hold: a row for each key, in their order, whether the transaction is <c>alone</c> with it until it ends. Known:
    /// a row for each key that was answered, for <see cref="Of"/>.
    /// </returns>
    public static (NpgsqlBatchCommand Hold, NpgsqlBatchCommand Known) Find(IReadOnlyCollection<IdempotencyKey> keys) =>
        (
            new(
                """
                SELECT place, pg_try_advisory_xact_lock(lock_id) AS alone
                FROM unnest($1) WITH ORDINALITY AS given (lock_id, place) ORDER BY place
                """
            )
            {
                Parameters = { Column(keys, key => key.LockId) },
            },
            new(
                """
                SELECT place, body_hash, answer, tag
                FROM unnest($1, $2, $3) WITH ORDINALITY AS given (caller, route, key, place)
                JOIN idempotency USING (caller, route, key)
                """
            )
            {
                Parameters =
                {
                    Column(keys, key => key.Caller),
                    Column(keys, key => key.Route),
                    Column(keys, key => key.Key),
                },
            }
        );

    /// <summary>The answer that was given, once more; refused when it was given for another body.</summary>
    /// <param name="row">A row of what is known.</param>
    /// <param name="key">The key that it is of.</param>
    public static Answer<RememberedCall> Of(NpgsqlDataReader row, IdempotencyKey key) =>
        row.GetFieldValue<byte[]>("body_hash").AsSpan().SequenceEqual(key.BodyHash)
            ? new RememberedCall(
                row.GetFieldValue<byte[]>("answer"),
                row.IsDBNull("tag") ? null : row.GetString("tag"),
                Replayed: true
            )
            : IdempotencyKey.Reused;

    /// <summary>Remembers answers.</summary>
    public static NpgsqlBatchCommand Keep(IReadOnlyCollection<Call> calls) => s_columns.Insert(calls);

    /// <summary>
    /// What was answered under a key; null for a call that is new and alone with its key until the transaction ends.
    /// Refused while another is under way, and when the body differs.
    /// </summary>
    public static async Task<Answer<RememberedCall?>> FindAsync(
        IdempotencyKey key,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var (hold, known) = Find([key]);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { hold, known } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var isAlone = reader.GetBoolean("alone");
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return isAlone ? new Answer<RememberedCall?>(null) : IdempotencyKey.InFlight;
        return Of(reader, key).IsRefused(out var refusal, out var call) ? refusal : call;
    }

    /// <summary>Remembers an answer in the transaction that the connection has open.</summary>
    public static async Task<RememberedCall> KeepAsync(
        Call call,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Keep([call]) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return new RememberedCall(call.Answer, call.Tag, Replayed: false);
    }

    /// <summary>The answer over HTTP.</summary>
    /// <param name="status">Its status.</param>
    public IResult ToResult(int status) => new Kept(this, status);

    private sealed class Kept(RememberedCall call, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = call.Answer.Length;
            if (call.Tag is { } tag)
                response.Headers.ETag = tag;
            if (call.Replayed)
                response.Headers[IdempotencyKey.ReplayedHeader] = "true";
            await response.Body.WriteAsync(call.Answer, httpContext.RequestAborted);
        }
    }
}
