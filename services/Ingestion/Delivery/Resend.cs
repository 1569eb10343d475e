using CarbonPlatform.Messaging;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// Sends again what the ledger has not confirmed in time. Nothing is remembered of what was sent: the rows themselves
/// say what lacks a receipt. What was put aside because it can never be applied is left alone. The
/// wait grows with every resend, so that a ledger that is only slow is not flooded.
/// </summary>
internal sealed class Resend(NpgsqlDataSource database, DeliverySettings delivery, OutboxSignal outbox)
{
    private const int AtOnce = 500;

    /// <summary>Several replicas look; one at a time works.</summary>
    public const int LockClass = 0x5253;

    /// <summary>Sends again what is due.</summary>
    /// <returns>How many events; none as well when another replica is at it.</returns>
    public async Task<int> DueAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await BatchAsync(cancellationToken) is var batch and > 0)
        {
            sent += batch;
            if (batch < AtOnce)
                break;
        }
        return sent;
    }

    private async Task<int> BatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // A row that is being changed is skipped: it will have a new event to wait for.
        await using var command = new NpgsqlCommand(
            $"""
            WITH leader AS MATERIALIZED (SELECT pg_try_advisory_xact_lock({LockClass}, 0) AS alone),
            due AS (
                SELECT s.plant, s.month FROM sheet s, leader
                WHERE leader.alone AND s.applied_revision < s.revision AND s.refused_revision < s.revision
                  AND s.resend_at <= now()
                ORDER BY s.resend_at LIMIT {AtOnce} FOR UPDATE OF s SKIP LOCKED),
            due_record AS (
                SELECT o.kind, o.code FROM organisation_record o, leader
                WHERE leader.alone AND o.applied_version < o.version AND o.refused_version < o.version
                  AND o.resend_at <= now()
                LIMIT {AtOnce} FOR UPDATE OF o SKIP LOCKED),
            sheets AS (
                UPDATE sheet s SET resends = s.resends + 1,
                    resend_at = now() + least($1 * power(2, least(s.resends + 1, 20)), $2)
                FROM due WHERE s.plant = due.plant AND s.month = due.month RETURNING s.event_id),
            records AS (
                UPDATE organisation_record o SET resends = o.resends + 1,
                    resend_at = now() + least($1 * power(2, least(o.resends + 1, 20)), $2)
                FROM due_record d WHERE o.kind = d.kind AND o.code = d.code RETURNING o.event_id)
            SELECT event_id FROM records UNION ALL SELECT event_id FROM sheets
            """,
            connection,
            transaction
        )
        {
            Parameters = { Value(delivery.Grace), Value(delivery.LongestWait) },
        };
        var events = new List<long>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                events.Add(reader.GetInt64(0));
        }
        if (events.Count == 0)
            return 0;
        await Outbox.RequeueAsync(connection, transaction, events, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return events.Count;
    }
}
