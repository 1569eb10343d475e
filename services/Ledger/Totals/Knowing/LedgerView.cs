using System.Data;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals.Knowing;

/// <summary>
/// The ledger as of one position, from one snapshot of the database: whatever the writer does meanwhile, the parts of
/// an answer belong together.
/// </summary>
internal sealed class LedgerView : IAsyncDisposable
{
    private const string HeadSql = """
        SELECT sequence, root, EXISTS (SELECT FROM position WHERE sequence = $1 AND root = $2)
        FROM ledger_head WHERE id = 1
        """;

    private const string PresentSql = "SELECT sequence, root, recorded_at FROM ledger_head WHERE id = 1";

    // A row beyond the head is no position: what will stand there is not known.
    private const string UpToHead = "sequence <= (SELECT sequence FROM ledger_head WHERE id = 1)";

    private const string BySequenceSql =
        $"SELECT sequence, root, recorded_at FROM position WHERE sequence = $1 AND {UpToHead}";

    private const string ByInstantSql = $"""
        SELECT sequence, root, recorded_at FROM position
        WHERE recorded_at <= $1 AND {UpToHead} ORDER BY recorded_at DESC, sequence DESC LIMIT 1
        """;

    private const string NeighboursSql = $"""
        SELECT (SELECT max(sequence) FROM position WHERE sequence < $1 AND {UpToHead}),
            (SELECT min(sequence) FROM position WHERE sequence > $1 AND {UpToHead})
        """;

    private readonly NpgsqlTransaction _transaction;

    private LedgerView(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        LedgerCatalogue catalogue,
        long head,
        LedgerPosition position
    )
    {
        Connection = connection;
        _transaction = transaction;
        Head = head;
        Position = position;
        Catalogue = catalogue;
        Lines = catalogue.Lines;
        Provenances = catalogue.Provenances;
        Organisation = catalogue.Organisation.At(position.Sequence);
        PresentOrganisation = catalogue.Organisation.At(head);
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Sequence of the newest entry in the snapshot.</summary>
    public long Head { get; }

    /// <summary>The position the answer is of.</summary>
    public LedgerPosition Position { get; }

    public bool IsPresent => Position.Sequence == Head;

    public LedgerCatalogue Catalogue { get; }

    public CataloguedLine?[] Lines { get; }

    public CataloguedProvenance[] Provenances { get; }

    /// <summary>The organisation as it was known at the position.</summary>
    public OrganisationAt Organisation { get; }

    /// <summary>The organisation as the roll-up has it.</summary>
    public OrganisationAt PresentOrganisation { get; }

    /// <summary>Opens a view of a position.</summary>
    /// <returns>The view, or the refusal when there is no such position.</returns>
    public static async Task<Answer<LedgerView>> OpenAsync(
        NpgsqlDataSource database,
        SharedCatalogue shared,
        AskedPosition asked,
        CancellationToken cancellationToken
    )
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            // What is known now was committed before the snapshot that is taken next, so that this must hold it.
            var catalogue = shared.Catalogue;
            var known = catalogue.Known;
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var (isSameLedger, head, position) = await FindAsync(connection, known, asked, cancellationToken);
            if (!isSameLedger)
                catalogue = shared.After(catalogue);
            if (position is null)
            {
                var refusal = await RefuseAsync(connection, asked, cancellationToken);
                await connection.DisposeAsync();
                return refusal;
            }

            known = catalogue.Known;
            if (known.Sequence < head.Sequence)
            {
                await using var fetch = new NpgsqlBatch(connection);
                foreach (var command in LedgerCatalogue.Since(known.Sequence, head.Sequence))
                    fetch.BatchCommands.Add(command);
                await using var reader = await fetch.ExecuteReaderAsync(cancellationToken);
                await catalogue.AddAsync(reader, head, cancellationToken);
            }
            return new LedgerView(connection, transaction, catalogue, head.Sequence, position);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<(bool IsSameLedger, KnownPosition Head, LedgerPosition? Position)> FindAsync(
        NpgsqlConnection connection,
        KnownPosition known,
        AskedPosition asked,
        CancellationToken cancellationToken
    )
    {
        await using var find = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(HeadSql) { Parameters = { Value(known.Sequence), Value(known.Root) } },
                PositionCommand(asked),
            },
        };
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var head = new KnownPosition(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        var isSameLedger = reader.GetBoolean(2);
        await reader.NextResultAsync(cancellationToken);
        return (isSameLedger, head, await ReadPositionAsync(reader, cancellationToken));
    }

    /// <summary>The position that is asked for, without a view of it; null when there is none.</summary>
    public static async Task<LedgerPosition?> FindPositionAsync(
        NpgsqlDataSource database,
        AskedPosition asked,
        CancellationToken cancellationToken
    )
    {
        await using var find = database.CreateBatch();
        find.BatchCommands.Add(PositionCommand(asked));
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        return await ReadPositionAsync(reader, cancellationToken);
    }

    private static NpgsqlBatchCommand PositionCommand(AskedPosition asked) =>
        asked switch
        {
            { Sequence: { } sequence } => new NpgsqlBatchCommand(BySequenceSql) { Parameters = { Value(sequence) } },
            { Instant: { } instant } => new NpgsqlBatchCommand(ByInstantSql) { Parameters = { Value(instant) } },
            _ => new NpgsqlBatchCommand(PresentSql),
        };

    private static async Task<LedgerPosition?> ReadPositionAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    ) =>
        await reader.ReadAsync(cancellationToken)
            ? new LedgerPosition
            {
                Sequence = reader.GetInt64(0),
                Root = reader.GetFieldValue<byte[]>(1),
                RecordedAt = reader.GetFieldValue<DateTimeOffset>(2),
            }
            : null;

    private static async Task<Refusal> RefuseAsync(
        NpgsqlConnection connection,
        AskedPosition asked,
        CancellationToken cancellationToken
    )
    {
        if (asked.Sequence is not { } sequence)
            return PositionRefusals.TooEarly(asked.Instant!.Value.ToString("yyyy-MM-ddTHH:mm:ssZ"));
        await using var near = new NpgsqlCommand(NeighboursSql, connection) { Parameters = { Value(sequence) } };
        await using var reader = await near.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return PositionRefusals.Unknown(
            sequence,
            reader.IsDBNull(0) ? null : reader.GetInt64(0),
            reader.IsDBNull(1) ? null : reader.GetInt64(1)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
