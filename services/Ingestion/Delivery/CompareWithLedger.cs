using CarbonPlatform.Messaging;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>What a comparison found.</summary>
internal sealed record ComparisonResult(int Lost, int LinesDiffer, int Beyond, int Records);

/// <summary>
/// Compares the whole state with the ledger's and puts right what differs. Either side may have been set back to a backup:
/// what the ledger lost is sent again, and what only the ledger has is reported.
/// </summary>
internal sealed partial class CompareWithLedger(
    NpgsqlDataSource source,
    LedgerStatePages ledger,
    OutboxSignal outbox,
    ILogger<CompareWithLedger> log
)
{
    private const int LockClass = 0x434C;
    private const int Shown = 20;

    /// <summary>Compares, unless another replica is at it (then null).</summary>
    public async Task<ComparisonResult?> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using NpgsqlCommand enter = new($"SELECT pg_try_advisory_lock({LockClass}, 0)", connection);
        if (await enter.ExecuteScalarAsync(cancellationToken) is not true)
            return null;
        try
        {
            return await CompareAsync(connection, cancellationToken);
        }
        finally
        {
            // Not the caller's token: the lock must go, or nobody compares again on this connection.
            await using NpgsqlCommand leave = new($"SELECT pg_advisory_unlock({LockClass}, 0)", connection);
            await leave.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task<ComparisonResult> CompareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Ours first: the ledger only gains while it is read, so whatever it then lacks of this, it has lost.
        var ownRecords = await OwnRecordsAsync(connection, cancellationToken);
        var own = await OwnSheetsAsync(connection, cancellationToken);
        List<LedgerSheet> held = [];
        await foreach (var page in ledger.SheetsAsync(cancellationToken))
            held.AddRange(page);
        var differences = LedgerComparison.Of(own, held);
        var records = LedgerComparison.Of(ownRecords, await ledger.RecordsAsync(cancellationToken));

        var lost = differences.Where(d => d.Kind == Difference.LedgerLost).ToList();
        var differ = differences.Where(d => d.Kind == Difference.LinesDiffer).ToList();
        var beyond = differences.Where(d => d.Kind == Difference.LedgerBeyond).ToList();
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await ForgetReceiptsAsync(connection, transaction, lost, cancellationToken);
            await SendAgainAsync(connection, transaction, differ, cancellationToken);
            beyond = await NoteBeyondAsync(connection, transaction, beyond, cancellationToken);
            await SettleRecordsAsync(connection, transaction, records, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        outbox.Wake();
        if (lost.Count + differ.Count > 0)
            LogSentAgain(lost.Count, differ.Count, Named(lost.Concat(differ)));
        if (beyond.Count > 0)
            LogBeyond(beyond.Count, Named(beyond));
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

    private static async Task<List<OwnRecord>> OwnRecordsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using NpgsqlCommand command = new(
            "SELECT kind, code, version, applied_version FROM organisation_record",
            connection
        );
        List<OwnRecord> own = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            own.Add(new OwnRecord(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3)));
        return own;
    }

    private static async Task<List<OwnSheet>> OwnSheetsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using NpgsqlCommand command = new(
            "SELECT plant, month, revision, applied_revision, lines_hash FROM sheet",
            connection
        );
        List<OwnSheet> own = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            own.Add(
                new OwnSheet(
                    reader.GetString(0),
                    reader.GetInt32(1),
                    reader.GetInt32(2),
                    reader.GetInt32(3),
                    await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4)
                )
            );
        return own;
    }

    /// <summary>The receipts no longer hold: the sheets count as undelivered, due at once.</summary>
    private static async Task ForgetReceiptsAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<SheetDifference> lost,
        CancellationToken cancellationToken
    )
    {
        if (lost.Count == 0)
            return;
        await using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    UPDATE sheet s SET applied_revision = l.revision, applied_position = NULL, lines_hash = l.lines_hash, resend_at = now(), resends = 0
                    FROM unnest($1, $2, $3, $4) AS l (plant, month, revision, lines_hash)
                    WHERE s.plant = l.plant AND s.month = l.month
                    """
                )
                {
                    Parameters = { Plants(lost), Months(lost), Revisions(lost), Hashes(lost) },
                },
                new NpgsqlBatchCommand(
                    """
                    UPDATE revision r SET posted_at = NULL, ledger_sequence = NULL, ledger_position = NULL, root_hash = NULL, posting_count = NULL
                    FROM unnest($1, $2, $3) AS l (plant, month, revision)
                    WHERE r.plant = l.plant AND r.month = l.month AND r.revision > l.revision
                    """
                )
                {
                    Parameters = { Plants(lost), Months(lost), Revisions(lost) },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Calculation answers the revision with its latest result, and the ledger that with a receipt, whichever of the two was missing.</summary>
    private async Task SendAgainAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<SheetDifference> differ,
        CancellationToken cancellationToken
    )
    {
        if (differ.Count == 0)
            return;
        List<long> events = [];
        await using (
            NpgsqlCommand command = new(
                """
                UPDATE sheet s SET applied_position = NULL
                FROM unnest($1, $2) AS d (plant, month)
                WHERE s.plant = d.plant AND s.month = d.month
                RETURNING s.event_id
                """,
                connection,
                transaction
            )
            {
                Parameters = { Plants(differ), Months(differ) },
            }
        )
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                events.Add(reader.GetInt64(0));
        }
        await Outbox.RequeueAsync(connection, transaction, events, cancellationToken);
    }

    /// <summary>Keeps in mind what the ledger has beyond us, so that the next revision is numbered above it. What was accepted here meanwhile is no difference.</summary>
    private static async Task<List<SheetDifference>> NoteBeyondAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<SheetDifference> beyond,
        CancellationToken cancellationToken
    )
    {
        if (beyond.Count == 0)
            return beyond;
        await using NpgsqlCommand command = new(
            """
            INSERT INTO sheet AS s (plant, month, applied_revision, resend_at)
            SELECT plant, month, revision, now() FROM unnest($1, $2, $3) AS b (plant, month, revision)
            ON CONFLICT (plant, month) DO UPDATE SET applied_revision = greatest(s.applied_revision, excluded.applied_revision)
                WHERE s.revision < excluded.applied_revision
            RETURNING plant, month
            """,
            connection,
            transaction
        )
        {
            Parameters = { Plants(beyond), Months(beyond), Revisions(beyond) },
        };
        HashSet<(string, int)> real = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            real.Add((reader.GetString(0), reader.GetInt32(1)));
        return [.. beyond.Where(b => real.Contains((b.Plant, b.Month)))];
    }

    /// <summary>What the ledger lost is due at once; what it has beyond us is kept in mind for numbering.</summary>
    private static async Task SettleRecordsAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<RecordDifference> records,
        CancellationToken cancellationToken
    )
    {
        if (records.Count == 0)
            return;
        await using NpgsqlCommand command = new(
            """
            UPDATE organisation_record o SET applied_version = d.version, resend_at = now(), resends = 0
            FROM unnest($1, $2, $3) AS d (kind, code, version)
            WHERE o.kind = d.kind AND o.code = d.code
            """,
            connection,
            transaction
        );
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. records.Select(r => r.RecordKind)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. records.Select(r => r.Code)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. records.Select(r => r.LedgerVersion)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Plants(List<SheetDifference> of) =>
        new NpgsqlParameter<string[]> { TypedValue = [.. of.Select(d => d.Plant)] };

    private static NpgsqlParameter Months(List<SheetDifference> of) =>
        new NpgsqlParameter<int[]> { TypedValue = [.. of.Select(d => d.Month)] };

    private static NpgsqlParameter Revisions(List<SheetDifference> of) =>
        new NpgsqlParameter<int[]> { TypedValue = [.. of.Select(d => d.LedgerRevision)] };

    private static NpgsqlParameter Hashes(List<SheetDifference> of) =>
        new() { Value = of.Select(d => d.LinesHash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static string Named(IEnumerable<SheetDifference> differences) =>
        string.Join(
            ", ",
            differences
                .Take(Shown)
                .Select(d =>
                    $"{d.Plant} {Quantities.Month.FromIndex(d.Month)} ({d.Kind}, ledger at {d.LedgerRevision})"
                )
        );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The ledger differs from its receipts: {Lost} plant-months lost, {Differ} with other lines; they are sent again: {Which}"
    )]
    private partial void LogSentAgain(int lost, int differ, string which);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} records of the organisation differ from the ledger's: {Which}"
    )]
    private partial void LogRecords(int count, string which);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The ledger holds {Count} plant-months beyond what is known here; this database was set back: {Which}"
    )]
    private partial void LogBeyond(int count, string which);
}
