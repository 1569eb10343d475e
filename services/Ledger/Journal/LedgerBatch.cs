using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>An entry that a transaction writes.</summary>
internal sealed record NewEntry(EntryHead Head, EntryBody Body)
{
    public IReadOnlyList<NewPosting> Postings { get; init; } = [];

    public IReadOnlyList<GapChange> Gaps { get; init; } = [];

    /// <summary>Gaps open for the plant-month after the entry that keep it from closing.</summary>
    public int OpenGaps { get; init; }

    /// <summary>The other gaps.</summary>
    public int GapsNotBlocking { get; init; }

    /// <summary>Readings of the plant-month after the entry; null for what is no plant-month.</summary>
    public int? ReadingCount { get; init; }

    public byte[] Leaf { get; set; } = [];
}

/// <summary>
/// What one transaction of the writer decides, in memory: entries, and what follows from them for dictionaries,
/// plant-months and roll-up. The works of a batch apply themselves to it one after the other; <see
/// cref="AppendTransaction"/> writes it.
/// </summary>
internal sealed class LedgerBatch(
    NpgsqlConnection connection,
    CodeTable codes,
    WriterMemory memory,
    EntryTree tree,
    DateTimeOffset now,
    IEnumerable<MonthState> months
)
{
    private readonly Dictionary<PlantMonthKey, MonthState> _months = months.ToDictionary(month => month.Key);
    private readonly List<NewEntry> _entries = [];
    private readonly List<Line> _lines = [];
    private readonly List<LineProvenance> _provenances = [];
    private readonly List<NpgsqlBatchCommand> _others = [];
    private readonly EntryLeaf _leaf = new();

    public CodeTable Codes => codes;

    public WriterMemory Memory => memory;

    public EntryTree Tree => tree;

    /// <summary>When everything in the batch is recorded.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Sequence of the entry that is appended next.</summary>
    public long NextSequence => tree.Size + 1;

    public RollUpChanges RollUp { get; } = new(codes);

    public IReadOnlyList<NewEntry> Entries => _entries;

    /// <summary>Lines that the dictionary does not have yet.</summary>
    public IReadOnlyList<Line> Lines => _lines;

    /// <summary>Provenances that the dictionary does not have yet.</summary>
    public IReadOnlyList<LineProvenance> Provenances => _provenances;

    /// <summary>Statements about tables that only one kind of entry has.</summary>
    public IReadOnlyList<NpgsqlBatchCommand> Others => _others;

    public IEnumerable<MonthState> ChangedMonths => _months.Values.Where(month => month.IsChanged);

    /// <summary>What stands for a plant-month; nothing, when nothing was posted for it.</summary>
    public MonthState MonthOf(PlantMonthKey key)
    {
        if (!_months.TryGetValue(key, out var month))
            _months.Add(key, month = new MonthState { Key = key });
        return month;
    }

    /// <summary>Every plant-month of these plants.</summary>
    public async Task<IReadOnlyList<MonthState>> MonthsOfAsync(IReadOnlyCollection<PlantCode> plants)
    {
        await using var read = new NpgsqlCommand(
            $"SELECT {MonthState.Columns.Selected} FROM plant_month WHERE plant = ANY ($1)",
            connection
        )
        {
            Parameters = { Column(plants, plant => plant) },
        };
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var month = MonthState.Read(reader);
            // What this transaction has already decided about a month is newer than the row.
            _months.TryAdd(month.Key, month);
        }
        return [.. _months.Values.Where(month => plants.Contains(month.Key.Plant))];
    }

    /// <summary>Sees to it that the memory knows the lines of these plants.</summary>
    public Task LearnLinesAsync(IEnumerable<PlantCode> plants) =>
        WriterReading.LearnLinesAsync(
            connection,
            codes,
            memory,
            [.. plants.Distinct().Where(plant => !memory.Knows(codes.NumberOf(plant.Value)))]
        );

    /// <summary>Plants with a line whose counterparty is that plant, those of this batch included.</summary>
    public async Task<HashSet<PlantCode>> PlantsWithCounterpartyAsync(PlantCode counterparty)
    {
        var plants = await WriterReading.PlantsWithCounterpartyAsync(connection, counterparty);
        plants.UnionWith(_lines.Where(line => line.Counterparty == counterparty).Select(line => line.Plant));
        return plants;
    }

    /// <summary>Id of a line; a new one goes into the dictionary with the entry that is appended next.</summary>
    public int LineId(PlantCode plant, LineKey key)
    {
        var id = memory.LineId(codes.NumberOf(plant.Value), key, out var isNew);
        if (isNew)
            _lines.Add(key.ToLine(id, NextSequence, plant, codes));
        return id;
    }

    /// <summary>Id of a provenance; a new one goes into the dictionary with the entry that is appended next.</summary>
    public int ProvenanceId(Provenance provenance)
    {
        var id = memory.ProvenanceId(provenance, out var isNew);
        if (isNew)
            _provenances.Add(provenance.ToRow(id, NextSequence));
        return id;
    }

    public void Append(NewEntry entry)
    {
        entry.Leaf = _leaf.Of(entry.Head, entry.Body);
        tree.Append(entry.Leaf);
        _entries.Add(entry);
    }

    /// <summary>
    /// Adds a statement about a table that only one kind of entry has; it is carried out after those about entries.
    /// </summary>
    public void Write(NpgsqlBatchCommand statement) => _others.Add(statement);
}
