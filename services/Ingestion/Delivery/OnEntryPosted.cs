using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// Takes the ledger's receipt. It settles every revision of the plant-month up to the one it names, or every version of the
/// record. Receipts may come twice and in any order: each carries the ledger's position, and a lower position never
/// overwrites a higher one. A revision that changes no line makes no entry: its receipt has the position of the one before.
/// </summary>
internal sealed class OnEntryPosted(NpgsqlDataSource source, TimeProvider time) : IEventConsumer
{
    public ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var receipt = Read(message);
        return receipt switch
        {
            { Kind: EntryPostedEvent.PlantMonthKind, Plant: { } plant, Month: { } month, Revision: { } revision } => SettleSheetAsync(receipt, plant, month.Index, revision, cancellationToken),
            { Kind: EntryPostedEvent.OrganisationKind, RecordKind: { } kind, RecordCode: { } code, RecordVersion: { } version } => SettleRecordAsync(kind, code, version, cancellationToken),
            _ => throw new PoisonMessageException($"A receipt of kind '{receipt.Kind}' lacks what it is for."),
        };
    }

    private async ValueTask SettleSheetAsync(EntryPostedEvent receipt, string plant, int month, int revision, CancellationToken cancellationToken)
    {
        // One statement: the sheet's row and its revisions move together. A plant-month unknown here is kept in mind too:
        // this database was set back, and the next revision must be numbered above what the ledger holds.
        await using var command = source.CreateCommand("""
            WITH sheet_now AS (
                INSERT INTO sheet AS s (plant, month, applied_revision, applied_position, lines_hash, resend_at)
                VALUES ($1, $2, $3, $4, $5, now())
                ON CONFLICT (plant, month) DO UPDATE SET
                    applied_revision = greatest(s.applied_revision, $3), applied_position = $4, lines_hash = $5
                    WHERE s.applied_position IS NULL OR (s.applied_position, s.applied_revision) < ($4, $3))
            UPDATE revision SET
                posted_at = coalesce(posted_at, $6), ledger_sequence = $7, ledger_position = $4, root_hash = $8,
                posting_count = CASE WHEN revision = $3 THEN $9 ELSE 0 END
            WHERE plant = $1 AND month = $2 AND revision <= $3
              AND (posted_at IS NULL OR (revision = $3 AND ledger_position < $4 AND ledger_sequence < $7))
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = plant });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = month });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = revision });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = receipt.Position });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)receipt.LinesHash ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = time.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = receipt.Sequence });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = receipt.RootHash });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = receipt.Postings });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async ValueTask SettleRecordAsync(string kind, string code, int version, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "UPDATE organisation_record SET applied_version = $3 WHERE kind = $1 AND code = $2 AND applied_version < $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static EntryPostedEvent Read(IncomingEvent message)
    {
        try
        {
            return EventJson.EntryPosted(message.Body.Span);
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException("The event is not of the shape of entry-posted.v1.", unreadable);
        }
    }
}
