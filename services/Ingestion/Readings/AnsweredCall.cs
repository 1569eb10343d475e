using System.Data;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What was answered under a key, with the revision that its answer names.</summary>
internal sealed record AnsweredCall(byte[] BodyHash, byte[] Answer, int Revision)
{
    private static readonly Columns<Kept> s_columns = new Columns<Kept>("idempotency")
    {
        { "caller", kept => kept.Key.Caller },
        { "route", kept => kept.Key.Route },
        { "key", kept => kept.Key.Key },
        { "body_hash", kept => kept.Key.BodyHash },
        { "answer", kept => kept.Answer },
        { "revision", kept => kept.Revision },
    }.Shared("created_at");

    /// <summary>A call with the answer that is to be remembered.</summary>
    internal sealed record Kept(IdempotencyKey Key, byte[] Answer, int Revision);

    /// <summary>Takes the keys; a row for each, in their order: whether this transaction is alone with it.</summary>
    public static NpgsqlBatchCommand Hold(IReadOnlyCollection<SheetCall> calls) =>
        new(
            """
            SELECT place, pg_try_advisory_xact_lock(lock_id) AS alone
            FROM unnest($1) WITH ORDINALITY AS given (lock_id, place) ORDER BY place
            """
        )
        {
            Parameters = { Column(calls, call => call.Key.LockId) },
        };

    /// <summary>A row for each call that was answered before.</summary>
    public static NpgsqlBatchCommand Find(IReadOnlyCollection<SheetCall> calls) =>
        new(
            """
            SELECT place, body_hash, answer, revision
            FROM unnest($1, $2, $3) WITH ORDINALITY AS given (caller, route, key, place)
            JOIN idempotency USING (caller, route, key)
            """
        )
        {
            Parameters =
            {
                Column(calls, call => call.Key.Caller),
                Column(calls, call => call.Key.Route),
                Column(calls, call => call.Key.Key),
            },
        };

    public static AnsweredCall Of(NpgsqlDataReader row) =>
        new(row.GetFieldValue<byte[]>("body_hash"), row.GetFieldValue<byte[]>("answer"), row.GetInt32("revision"));

    /// <summary>Remembers answers.</summary>
    public static NpgsqlBatchCommand Keep(IReadOnlyCollection<Kept> answers, DateTimeOffset now) =>
        s_columns.Insert(answers, "", Value(now));

    /// <summary>The answer once more, or why the call cannot have it.</summary>
    public Answer<RememberedCall> To(IdempotencyKey key) =>
        BodyHash.AsSpan().SequenceEqual(key.BodyHash)
            ? new RememberedCall(Answer, RevisionTag.Write(Revision), Replayed: true)
            : IdempotencyKey.Reused;
}
