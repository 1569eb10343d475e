using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// One transaction of the writer, in this order: take the lock on the head of the ledger, read the plant-months concerned,
/// decide in memory what is new (<see cref="MonthDiff"/>), write entries, postings, state, position and receipts, commit.
/// </summary>
internal sealed class AppendTransaction(NpgsqlConnection connection, CodeTable codes, TimeProvider time)
{
    // So few postings go along with the other statements; for more of them COPY is worth its round trips.
    private const int FewPostings = 512;

    private readonly Dictionary<(string Plant, int Month), MonthState> _months = [];
    private readonly RollUpChanges _rollUp = new(codes);
    private readonly EntryLeaf _leaf = new();
    private readonly List<NewEntry> _entries = [];
    private readonly List<NewLine> _lines = [];
    private readonly List<NewProvenance> _provenances = [];
    private readonly List<NewRecord> _records = [];
    private WriterMemory _memory = null!;
    private EntryTree _tree = null!;
    private DateTimeOffset _now;
    private byte[] _root = [];

    /// <summary>What is known after the commit.</summary>
    public WriterMemory Memory => _memory;

    /// <summary>Applies all works or, by exception, none.</summary>
    /// <param name="batch">What to apply, in this order.</param>
    /// <param name="memory">What the writer remembers; used only if it is of the ledger's present position.</param>
    public async Task<IReadOnlyList<Applied>> RunAsync(IReadOnlyList<Work> batch, WriterMemory? memory)
    {
        await TakeHeadAsync(batch, memory);
        await LearnLinesAsync(batch.Where(work => work.Month is not null).Select(work => work.Month!.Plant));

        var isNew = new bool[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            isNew[i] = batch[i] switch
            {
                { Month: { } month } => Apply(month),
                { Record: { } record } => await ApplyAsync(record),
                _ => throw new InvalidOperationException("There is nothing to write."),
            };
        }

        _root = _tree.Root();
        var applied = batch.Select((work, i) => new Applied(Receipt(work), isNew[i])).ToArray();
        var postings = _entries.Sum(entry => entry.Postings.Count);
        if (postings > FewPostings)
            await AppendStatements.CopyPostingsAsync(connection, _entries, postings);
        await WriteAndCommitAsync(postings is > 0 and <= FewPostings, batch.Zip(applied, Outgoing).ToArray());

        _memory.Sequence = _tree.Size;
        _memory.Root = _root;
        LedgerTelemetry.Entries.Add(_entries.Count);
        LedgerTelemetry.Postings.Add(postings);
        return applied;
    }

    // ---- reading ----

    /// <summary>
    /// The update takes the row lock: a second writer waits here until this transaction is over, and then finds the sequence
    /// changed. The transaction begins and the plant-months are read in the same round trip.
    /// </summary>
    private async Task TakeHeadAsync(IReadOnlyList<Work> batch, WriterMemory? memory)
    {
        var keys = batch
            .Where(work => work.Month is not null)
            .Select(work => (work.Month!.Plant, work.Month.Month.Index))
            .Distinct()
            .ToArray();
        await using var read = new NpgsqlBatch(connection);
        read.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        read.BatchCommands.Add(
            new NpgsqlBatchCommand(
                "UPDATE ledger_head SET sequence = sequence WHERE id = 1 RETURNING sequence, peaks, recorded_at"
            )
        );
        read.BatchCommands.Add(
            new NpgsqlBatchCommand(
                $"SELECT {MonthState.Columns} FROM unnest($1, $2) AS wanted (plant, month) JOIN plant_month m USING (plant, month)"
            )
            {
                Parameters = { Column(keys, key => key.Plant), Column(keys, key => key.Index) },
            }
        );

        await using var reader = await read.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            throw new InvalidDataException("The ledger has no head.");
        _tree = EntryTree.Restore(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        var recordedAt = reader.GetFieldValue<DateTimeOffset>(2);
        await reader.NextResultAsync();
        await ReadMonthsAsync(reader);
        await reader.DisposeAsync();

        // The leaf is over what is kept. A clock that was set back does not set the ledger back.
        var clock = time.GetStorableNow();
        _now = clock > recordedAt ? clock : recordedAt;

        if (memory is not null && memory.Sequence == _tree.Size && memory.Root.AsSpan().SequenceEqual(_tree.Root()))
        {
            _memory = memory;
            return;
        }
        if (memory is not null)
            LedgerTelemetry.CacheDrops.Add(1);
        _memory = await WriterReading.RecallAsync(connection, codes, _tree);
    }

    private async Task ReadMonthsAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
        {
            var month = MonthState.Read(reader);
            // What this transaction has already decided about a month is newer than the row.
            _months.TryAdd((month.Plant, month.Month), month);
        }
    }

    private Task LearnLinesAsync(IEnumerable<string> plants) =>
        WriterReading.LearnLinesAsync(
            connection,
            codes,
            _memory,
            [.. plants.Distinct(StringComparer.Ordinal).Where(plant => !_memory.Knows(codes.NumberOf(plant)))]
        );

    // ---- deciding ----

    private bool Apply(CalculatedMonth result)
    {
        var key = (result.Plant, result.Month.Index);
        if (!_months.TryGetValue(key, out var state))
        {
            state = new MonthState(result.Plant, result.Month.Index);
            _months.Add(key, state);
        }
        if (state.Version is { } version && result.Version <= version)
        {
            // One version is one result. If it is not, a database was set back and has counted on: whose lines are right nobody can tell here.
            return result.Version < version || result.LinesHash.AsSpan().SequenceEqual(state.LinesHash)
                ? false
                : throw new PoisonMessageException(
                    $"{result.Plant} {result.Month}: revision {version.Revision} by catalogue {version.Catalogue} and methods {version.Methods} stands with other lines. "
                        + "A version that came to two results was counted twice, as after a database was set back; the next version of the catalogue settles it."
                );
        }

        var sequence = _tree.Size + 1;
        var lines = MonthDiff.Between(state.Lines, Wanted(result, sequence), sequence);
        var gaps = MonthDiff.Between(state.Gaps, result.Gaps);
        // The first revision makes an entry in any case: that a sheet came in is news, even when it gives no line.
        if (state.Version is null || lines.Postings.Count > 0 || gaps.Count > 0)
        {
            Append(
                new NewEntry(
                    new EntryHead
                    {
                        Sequence = sequence,
                        Kind = EntryHead.EmissionsKind,
                        Plant = result.Plant,
                        Month = result.Month.ToString(),
                        Version = result.Version,
                        SubmissionId = result.SubmissionId,
                        Reason = result.Reason,
                        RecordedAt = _now,
                    },
                    result.Month.Index,
                    lines.Postings,
                    gaps,
                    result.Gaps.Count
                )
            );
            _rollUp.Add(_memory, result.Plant, result.Month.Index, lines.Postings);
            state.Sequence = sequence;
            state.RecordedAt = _now;
        }
        state.Version = result.Version;
        state.Lines = lines.Standing;
        state.LinesHash = result.LinesHash;
        state.Gaps = result.Gaps;
        state.PostingCount = lines.Postings.Count;
        state.IsChanged = true;
        return true;
    }

    /// <summary>Lines by the ids of the dictionary. Those it does not have yet are new to the plant.</summary>
    private WantedLines Wanted(CalculatedMonth result, long sequence)
    {
        var count = result.Keys.Length;
        if (count == 0)
            return WantedLines.None;

        var provenanceIds = new int[result.Provenances.Count];
        for (var i = 0; i < provenanceIds.Length; i++)
        {
            provenanceIds[i] = _memory.ProvenanceId(result.Provenances[i], out var isNew);
            if (isNew)
                _provenances.Add(new NewProvenance(provenanceIds[i], sequence, result.Provenances[i]));
        }

        var plant = codes.NumberOf(result.Plant);
        var ids = new int[count];
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = _memory.LineId(plant, result.Keys[i], out var isNew);
            if (isNew)
                _lines.Add(new NewLine(ids[i], sequence, result.Plant, result.Keys[i]));
            order[i] = i;
        }
        Array.Sort(ids, order);

        var wanted = new WantedLines(ids, new decimal[count], new decimal[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            wanted.Amounts[i] = result.Amounts[order[i]];
            wanted.Quantities[i] = result.Quantities[order[i]];
            wanted.ProvenanceIds[i] = provenanceIds[result.ProvenanceIndexes[order[i]]];
        }
        return wanted;
    }

    private void Append(NewEntry entry)
    {
        entry.Leaf = entry.Record is { } record
            ? _leaf.Of(entry.Head, record.Kind, record.Code, record.Version, record.Bytes.Span)
            : _leaf.Of(entry.Head, entry.Postings, _memory.LineFields, _memory.ProvenanceFields, entry.Gaps);
        _tree.Append(entry.Leaf);
        _entries.Add(entry);
    }

    private async Task<bool> ApplyAsync(ChangedRecord changed)
    {
        if (_memory.Record(changed.Kind, changed.Code) is { } applied && changed.Version <= applied.Version)
            return false;

        var sequence = _tree.Size + 1;
        Append(
            new NewEntry(
                new EntryHead
                {
                    Sequence = sequence,
                    Kind = EntryHead.OrganisationKind,
                    Reason = Reasons.Organisation,
                    RecordedAt = _now,
                },
                Month: null,
                [],
                [],
                OpenGaps: 0
            )
            {
                Record = changed,
            }
        );
        _memory.Learn(changed.Kind, changed.Code, new AppliedRecord(changed.Version, sequence, _now));
        PlantHome? home = null;
        if (changed.Plant is { } plant)
        {
            home = PlantHome.Of(plant.Memberships);
            var number = codes.NumberOf(plant.Code);
            var before = _memory.HomeOf(number);
            if (!home.IsSame(before))
                await MoveAsync(plant.Code, number, before, home);
            _memory.Learn(number, home);
        }
        _records.Add(new NewRecord(sequence, changed, home));
        return true;
    }

    /// <summary>
    /// Moves what a plant posted, and what others posted with the plant as counterparty, to the units that now hold for those
    /// months. Only the roll-up moves: postings do not name a unit.
    /// </summary>
    private async Task MoveAsync(string plant, int number, PlantHome before, PlantHome after)
    {
        var concerned = await WriterReading.PlantsWithCounterpartyAsync(connection, plant);
        concerned.UnionWith(_lines.Where(line => line.Key.Counterparty == number).Select(line => line.Plant));
        concerned.Add(plant);
        await LearnLinesAsync(concerned);
        await using (
            var read = new NpgsqlCommand(
                $"SELECT {MonthState.Columns} FROM plant_month m WHERE plant = ANY ($1)",
                connection
            )
            {
                Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. concerned] } },
            }
        )
        await using (var reader = await read.ExecuteReaderAsync())
        {
            await ReadMonthsAsync(reader);
        }

        foreach (
            var month in _months.Values.Where(month =>
                concerned.Contains(month.Plant) && before.UnitIn(month.Month) != after.UnitIn(month.Month)
            )
        )
            _rollUp.Move(_memory, month, number, before, after);
    }

    private EntryPostedEvent Receipt(Work work) =>
        work.Record is { } record
            ? Receipts.Of(record, _memory.Record(record.Kind, record.Code)!.Value, _tree.Size, _root)
            : Receipts.Of(_months[(work.Month!.Plant, work.Month.Month.Index)], _tree.Size, _root);

    private static OutgoingEvent Outgoing(Work work, Applied applied) =>
        new(EventTypes.EntryPosted, EventJson.Serialize(applied.Receipt), work.TraceParent);

    // ---- writing ----

    /// <summary>Everything else, and the commit, in one round trip.</summary>
    private async Task WriteAndCommitAsync(bool withPostings, IReadOnlyList<OutgoingEvent> receipts)
    {
        await using var write = new NpgsqlBatch(connection);
        var commands = write.BatchCommands;
        if (_entries.Count > 0)
        {
            commands.Add(AppendStatements.InsertEntries(_entries, _now));
            if (withPostings)
                commands.Add(AppendStatements.InsertPostings(_entries));
            if (_entries.Exists(entry => entry.Gaps.Count > 0))
                commands.Add(AppendStatements.InsertGaps(_entries));
            if (_lines.Count > 0)
                commands.Add(AppendStatements.InsertLines(_lines, codes));
            if (_provenances.Count > 0)
                commands.Add(AppendStatements.InsertProvenances(_provenances));
            foreach (var command in _records.SelectMany(AppendStatements.InsertRecord))
                commands.Add(command);
            if (_rollUp.Changed() is { Count: > 0 } sums)
                commands.Add(AppendStatements.AddToRollUp(sums, codes));
            commands.Add(AppendStatements.MoveHead(_tree, _root, _now));
        }
        foreach (var month in _months.Values.Where(month => month.IsChanged))
            commands.Add(month.Upsert());
        commands.Add(receipts is [var receipt] ? Outbox.AddCommand(receipt, _now) : Outbox.AddCommand(receipts, _now));
        commands.Add(new NpgsqlBatchCommand("COMMIT"));
        await write.ExecuteNonQueryAsync();
    }
}
