using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Record;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// One transaction of the writer, in this order: take the lock on the head of the ledger, read the plant-months
/// concerned, let the works decide in memory what is new (<see cref="LedgerBatch"/>), move the head and make its
/// position, write entries, postings, state and receipts, commit. The head comes first because the database takes rows
/// of the record only between two positions, the second of which this transaction has made.
/// </summary>
internal sealed class AppendTransaction(NpgsqlConnection connection, CodeTable codes, TimeProvider time)
{
    // So few postings go along with the other statements; for more of them COPY is worth its round trips.
    private const int FewPostings = 512;

    private const string Commit = "COMMIT";

    private const string HeadSql =
        "UPDATE ledger_head SET sequence = sequence WHERE id = 1 RETURNING sequence, peaks, recorded_at";

    private static readonly string s_monthsSql = $"""
        SELECT {MonthState.Columns.Selected}
        FROM unnest($1, $2) AS wanted (plant, month) JOIN plant_month USING (plant, month)
        """;

    /// <summary>Applies all works or, by exception, none.</summary>
    /// <param name="works">What to apply, in this order.</param>
    /// <param name="memory">What the writer remembers; used only if it is of the ledger's present position.</param>
    /// <returns>What came of each, and what is known after the commit.</returns>
    public async Task<(IReadOnlyList<Applied> Applied, WriterMemory Memory)> RunAsync(
        IReadOnlyList<LedgerWork> works,
        WriterMemory? memory
    )
    {
        var keys = works.Select(work => work.PlantMonth).OfType<PlantMonthKey>().Distinct().ToArray();
        var batch = await TakeHeadAsync(keys, memory);
        await batch.LearnLinesAsync(keys.Select(key => key.Plant));

        var isNew = new bool[works.Count];
        for (var i = 0; i < works.Count; i++)
            isNew[i] = await works[i].ApplyAsync(batch);

        var position = new KnownPosition(batch.Tree.Size, batch.Tree.Root());
        var applied = works.Select((work, i) => new Applied(work.Receipt(batch, position), isNew[i])).ToArray();
        var postings = batch.Entries.Sum(entry => entry.Postings.Count);
        await WriteAndCommitAsync(batch, position, postings, [.. works.Zip(applied, Outgoing)]);

        batch.Memory.Position = position;
        LedgerTelemetry.Entries.Add(batch.Entries.Count);
        LedgerTelemetry.Postings.Add(postings);
        return (applied, batch.Memory);
    }

    /// <summary>
    /// The update takes the row lock: a second writer waits here until this transaction is over, and then finds the
    /// sequence changed. The transaction begins and the plant-months are read in the same round trip.
    /// </summary>
    private async Task<LedgerBatch> TakeHeadAsync(PlantMonthKey[] keys, WriterMemory? memory)
    {
        await using var read = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("BEGIN"),
                new NpgsqlBatchCommand(HeadSql),
                new NpgsqlBatchCommand(s_monthsSql)
                {
                    Parameters = { Column(keys, key => key.Plant), Column(keys, key => key.Month) },
                },
            },
        };
        await using var reader = await read.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            throw new InvalidDataException("The ledger has no head.");
        var tree = EntryTree.Restore(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        var recordedAt = reader.GetFieldValue<DateTimeOffset>(2);
        await reader.NextResultAsync();
        var months = new List<MonthState>(keys.Length);
        while (await reader.ReadAsync())
            months.Add(MonthState.Read(reader));
        await reader.DisposeAsync();

        // The leaf is over what is kept. A clock that was set back does not set the ledger back.
        var clock = time.GetStorableNow();
        var now = clock > recordedAt ? clock : recordedAt;
        return new LedgerBatch(connection, codes, await MemoryAsync(tree, memory), tree, now, months);
    }

    /// <summary>What the writer remembers, if it is of the ledger as it stands; else what the ledger says.</summary>
    private async Task<WriterMemory> MemoryAsync(EntryTree tree, WriterMemory? memory)
    {
        if (memory is not null && memory.IsOf(tree))
            return memory;
        if (memory is not null)
            LedgerTelemetry.CacheDrops.Add(1);
        return await WriterReading.RecallAsync(connection, codes, tree);
    }

    private static OutgoingEvent Outgoing(LedgerWork work, Applied applied) =>
        new(EventTypes.EntryPosted, EventJson.Serialize(applied.Receipt), work.TraceParent);

    /// <summary>Whether an entry could be appended: all of it but the commit.</summary>
    /// <exception cref="NpgsqlException">What keeps the writer from writing.</exception>
    public async Task TryAsync()
    {
        var batch = await TakeHeadAsync([], memory: null);
        batch.Append(
            new NewEntry(
                new EntryHead
                {
                    Sequence = batch.NextSequence,
                    Reason = "trial",
                    RecordedAt = batch.Now,
                },
                new EmissionsBody([], [])
            )
        );
        await using var write = new NpgsqlBatch(connection);
        AddRecord(write.BatchCommands, batch, new KnownPosition(batch.Tree.Size, batch.Tree.Root()));
        write.BatchCommands.Add(new NpgsqlBatchCommand("SET CONSTRAINTS ALL IMMEDIATE"));
        write.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK"));
        await write.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Everything, and the commit, in one round trip; or all but many postings, these, and the commit.
    /// </summary>
    private async Task WriteAndCommitAsync(
        LedgerBatch batch,
        KnownPosition position,
        int postings,
        IReadOnlyList<OutgoingEvent> receipts
    )
    {
        await using var write = new NpgsqlBatch(connection);
        var commands = write.BatchCommands;
        if (batch.Entries.Count > 0)
        {
            AddRecord(commands, batch, position);
            if (postings is > 0 and <= FewPostings)
                commands.Add(JournalColumns.InsertPostings(batch.Entries));
            if (batch.RollUp.Changed() is { Count: > 0 } sums)
                commands.Add(JournalColumns.AddToRollUp(sums));
        }
        foreach (var month in batch.ChangedMonths)
            commands.Add(month.Upsert());
        commands.Add(
            receipts is [var receipt] ? Outbox.AddCommand(receipt, batch.Now) : Outbox.AddCommand(receipts, batch.Now)
        );
        if (postings <= FewPostings)
        {
            commands.Add(new NpgsqlBatchCommand(Commit));
            await write.ExecuteNonQueryAsync();
            return;
        }
        await write.ExecuteNonQueryAsync();
        await JournalColumns.CopyPostingsAsync(connection, batch.Entries, postings);
        await using var commit = new NpgsqlCommand(Commit, connection);
        await commit.ExecuteNonQueryAsync();
    }

    /// <summary>The head where it goes, and what is on record from where it stood to there, but for postings.</summary>
    private static void AddRecord(NpgsqlBatchCommandCollection commands, LedgerBatch batch, KnownPosition position)
    {
        commands.Add(JournalColumns.MoveHead(position, batch.Tree, batch.Now));
        commands.Add(JournalColumns.InsertEntries(batch.Entries, batch.Now));
        if (batch.Entries.Any(entry => entry.Gaps.Count > 0))
            commands.Add(JournalColumns.InsertGaps(batch.Entries));
        if (batch.Lines.Count > 0)
            commands.Add(Line.Columns.Insert(batch.Lines));
        if (batch.Provenances.Count > 0)
            commands.Add(LineProvenance.Columns.Insert(batch.Provenances));
        foreach (var other in batch.Others)
            commands.Add(other);
    }
}
