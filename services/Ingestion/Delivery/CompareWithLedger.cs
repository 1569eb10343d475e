using System.Data;
using CarbonPlatform.Messaging;
using Npgsql;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>What a comparison found.</summary>
internal sealed record ComparisonResult(int Lost, int LinesDiffer, int Beyond, int Records);

/// <summary>
/// Compares the whole state with the ledger's and puts right what differs. Either side may have been set back to a
/// backup: what the ledger lost is sent again, and what only the ledger has is reported.
/// </summary>
internal sealed partial class CompareWithLedger(
    NpgsqlDataSource database,
    LedgerStatePages ledger,
    BeyondAlarm alarm,
    OutboxSignal outbox,
    ILogger<CompareWithLedger> log
)
{
    private const int LockClass = 0x434C;
    private const int Shown = 20;

    /// <summary>Compares, unless another replica is at it (then null).</summary>
    public async Task<ComparisonResult?> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var enter = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockClass}, 0)", connection);
        if (await enter.ExecuteScalarAsync(cancellationToken) is not true)
            return null;
        try
        {
            return await CompareAsync(connection, cancellationToken);
        }
        finally
        {
            // Not the caller's token: the lock must go, or nobody compares again on this connection.
            await using var leave = new NpgsqlCommand($"SELECT pg_advisory_unlock({LockClass}, 0)", connection);
            await leave.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task<ComparisonResult> CompareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Ours first: the ledger only gains while it is read, so whatever it then lacks of this, it has lost.
        var ownRecords = await OwnState.RecordsAsync(connection, cancellationToken);
        var own = await OwnState.SheetsAsync(connection, cancellationToken);
        var held = new List<LedgerSheet>();
        await foreach (var page in ledger.SheetsAsync(cancellationToken))
            held.AddRange(page);
        var differences = LedgerComparison.Of(own, held);
        var records = LedgerComparison.Of(ownRecords, await ledger.RecordsAsync(cancellationToken));

        var lost = differences.Where(d => d.Kind == Difference.LedgerLost).ToList();
        var differ = differences.Where(d => d.Kind == Difference.LinesDiffer).ToList();
        var beyond = differences.Where(d => d.Kind == Difference.LedgerBeyond).ToList();
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await SettledDifferences.ForgetReceiptsAsync(connection, transaction, lost, cancellationToken);
            await SettledDifferences.SendAgainAsync(connection, transaction, differ, cancellationToken);
            beyond = await SettledDifferences.NoteBeyondAsync(connection, beyond, cancellationToken);
            await SettledDifferences.SettleRecordsAsync(connection, transaction, records, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        outbox.Wake();
        alarm.Note(records.ExceptBy(ownRecords.Select(o => (o.Kind, o.Code)), r => (r.RecordKind, r.Code)));
        await alarm.LookAsync(cancellationToken);
        if (lost.Count + differ.Count > 0)
            LogSentAgain(lost.Count, differ.Count, Named(lost.Concat(differ)));
        if (records.Count > 0)
            LogRecords(
                records.Count,
                string.Join(
                    ", ",
                    records.Take(Shown).Select(r => $"{r.RecordKind} {r.Code} ({r.Kind}, ledger at {r.LedgerVersion})")
                )
            );
        return new ComparisonResult(lost.Count, differ.Count, beyond.Count, records.Count);
    }

    private static string Named(IEnumerable<SheetDifference> differences) =>
        string.Join(
            ", ",
            differences.Take(Shown).Select(d => $"{d.Plant} {d.Month} ({d.Kind}, ledger at {d.LedgerRevision})")
        );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The ledger differs from its receipts: "
            + "{Lost} plant-months lost, {Differ} with other lines; they are sent again: {Which}"
    )]
    private partial void LogSentAgain(int lost, int differ, string which);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} records of the organisation differ from the ledger's: {Which}"
    )]
    private partial void LogRecords(int count, string which);
}
