using System.Data;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// What is written when the ledger differs: the statements of <see cref="CompareWithLedger"/>, all in its transaction.
/// </summary>
internal static class SettledDifferences
{
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

    /// <summary>The receipts no longer hold: the sheets count as undelivered, due at once.</summary>
    public static async Task ForgetReceiptsAsync(
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
                        resend_at = now(), resends = 0, refused_revision = 0
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
    /// two was missing; unless the ledger has said that it can never take that.
    /// </summary>
    public static async Task SendAgainAsync(
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
                    WHERE s.plant = given.plant AND s.month = given.month AND s.refused_revision < s.revision
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
    public static async Task<List<SheetDifference>> NoteBeyondAsync(
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
    public static async Task SettleRecordsAsync(
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
            UPDATE organisation_record o SET applied_version = given.version, resend_at = now(), resends = 0,
                refused_version = 0
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
}
