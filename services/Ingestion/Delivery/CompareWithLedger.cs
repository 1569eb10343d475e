using System.Data;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Database;
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
    OutboxSignal outbox,
    ILogger<CompareWithLedger> log
)
{
    private const int LockClass = 0x434C;
    private const int Shown = 20;

    private static readonly Columns<SheetDifference> s_differing = new("sheet")
    {
        { "plant", difference => difference.Plant },
        { "month", difference => difference.Month },
        { "revision", difference => difference.LedgerRevision },
        { "lines_hash", difference => difference.LinesHash },
    };

    private static readonly Columns<RecordDifference> s_differingRecords = new("organisation_record")
    {
        { "kind", difference => difference.RecordKind },
        { "code", difference => difference.Code },
        { "version", difference => difference.LedgerVersion },
    };

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
        var ownRecords = await OwnRecordsAsync(connection, cancellationToken);
        var own = await OwnSheetsAsync(connection, cancellationToken);
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
            await ForgetReceiptsAsync(connection, transaction, lost, cancellationToken);
            await SendAgainAsync(connection, transaction, differ, cancellationToken);
            beyond = await NoteBeyondAsync(connection, beyond, cancellationToken);
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
        await using var command = new NpgsqlCommand(
            "SELECT kind, code, version, applied_version FROM organisation_record",
            connection
        );
        var own = new List<OwnRecord>();
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
        await using var command = new NpgsqlCommand(
            "SELECT plant, month, revision, applied_revision, lines_hash FROM sheet",
            connection
        );
        var own = new List<OwnSheet>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            own.Add(
                new OwnSheet(
                    PlantCode.Trusted(reader.GetString(0)),
                    Month.FromIndex(reader.GetInt32(1)),
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
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                Of(
                    $"""
                    UPDATE sheet s SET applied_revision = given.revision, applied_position = NULL,
                        lines_hash = given.lines_hash,
                        resend_at = now(), resends = 0
                    FROM {s_differing.Given}
                    WHERE s.plant = given.plant AND s.month = given.month
                    """,
                    lost
                ),
                Of(
                    $"""
                    UPDATE revision r SET posted_at = NULL, ledger_sequence = NULL, ledger_position = NULL,
                        root_hash = NULL,
                        posting_count = NULL
                    FROM {s_differing.Given}
                    WHERE r.plant = given.plant AND r.month = given.month AND r.revision > given.revision
                    """,
                    lost
                ),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Calculation answers the revision with its latest result, and the ledger that with a receipt, whichever of the
    /// two was missing.
    /// </summary>
    private async Task SendAgainAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<SheetDifference> differ,
        CancellationToken cancellationToken
    )
    {
        if (differ.Count == 0)
            return;
        var events = new List<long>();
        await new Questions()
            .Ask(
                Of(
                    $"""
                    UPDATE sheet s SET applied_position = NULL
                    FROM {s_differing.Given}
                    WHERE s.plant = given.plant AND s.month = given.month
                    RETURNING s.event_id
                    """,
                    differ
                ),
                row => events.Add(row.GetInt64("event_id"))
            )
            .AnswerAsync(connection, cancellationToken);
        await Outbox.RequeueAsync(connection, transaction, events, cancellationToken);
    }

    /// <summary>
    /// Keeps in mind what the ledger has beyond us, so that the next revision is numbered above it. What was accepted
    /// here meanwhile is no difference.
    /// </summary>
    private static async Task<List<SheetDifference>> NoteBeyondAsync(
        NpgsqlConnection connection,
        List<SheetDifference> beyond,
        CancellationToken cancellationToken
    )
    {
        if (beyond.Count == 0)
            return beyond;
        var real = new HashSet<(string, int)>();
        await new Questions()
            .Ask(
                Of(
                    $"""
                    INSERT INTO sheet AS s (plant, month, applied_revision, resend_at)
                    SELECT plant, month, revision, now() FROM {s_differing.Given}
                    ON CONFLICT (plant, month) DO UPDATE
                        SET applied_revision = greatest(s.applied_revision, excluded.applied_revision)
                        WHERE s.revision < excluded.applied_revision
                    RETURNING plant, month
                    """,
                    beyond
                ),
                row => real.Add((row.GetString("plant"), row.GetInt32("month")))
            )
            .AnswerAsync(connection, cancellationToken);
        return beyond.FindAll(difference => real.Contains((difference.Plant.Value, difference.Month.Index)));
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
        var command = Statement.With(
            $"""
            UPDATE organisation_record o SET applied_version = given.version, resend_at = now(), resends = 0
            FROM {s_differingRecords.Given}
            WHERE o.kind = given.kind AND o.code = given.code
            """,
            s_differingRecords.Of(records)
        );
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { command } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Of(string sql, List<SheetDifference> differences) =>
        Statement.With(sql, s_differing.Of(differences));

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

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The ledger holds {Count} plant-months beyond what is known here; "
            + "this database was set back: {Which}"
    )]
    private partial void LogBeyond(int count, string which);
}
