using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>A line of the dictionary as the writer needs it.</summary>
internal sealed record KnownLine(int Id, int Plant, LineKey Key, byte[] Fields);

/// <summary>A record of the organisation that was applied, with the entry that brought it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AppliedRecord(int Version, long Sequence, DateTimeOffset RecordedAt);

/// <summary>
/// What the writer remembers of the ledger between batches: dictionaries and the organisation, not amounts. It is
/// true as of <see cref="Position"/> only. If the head of the ledger stands elsewhere somebody else has written, if
/// it has another root the database was set back, and after a rollback it may hold what never came to be: in all
/// cases it is thrown away and read anew.
/// </summary>
internal sealed class WriterMemory(CodeTable codes)
{
    /// <summary>Ids are handed out to plants in blocks of this size.</summary>
    public const int BlockSize = 64;

    private readonly Dictionary<int, PlantLines> _plants = [];
    private readonly Dictionary<Provenance, int> _provenanceIds = [];
    private readonly List<(byte[] Fields, Backing Backing)> _provenances = [];
    private readonly Dictionary<(string Kind, string Code), AppliedRecord> _records = [];
    private readonly Dictionary<int, PlantHome> _homes = [];
    private KnownLine?[] _lines = new KnownLine?[4096];
    private int _nextBlock;

    /// <summary>Position of the ledger as of which everything here is true.</summary>
    public required KnownPosition Position { get; set; }

    /// <summary>Whether everything here is true of the ledger as it stands.</summary>
    public bool IsOf(EntryTree tree) =>
        Position.Sequence == tree.Size && Position.Root.AsSpan().SequenceEqual(tree.Root());

    /// <summary>Tells the highest line id in use, so that the next block begins behind it.</summary>
    public void StartAfter(int? highestLineId) => _nextBlock = highestLineId is { } id ? id / BlockSize + 1 : 0;

    /// <summary>Whether the lines of a plant were read.</summary>
    public bool Knows(int plant) => _plants.ContainsKey(plant);

    /// <summary>The lines of a plant were read; there may be none.</summary>
    public void Learn(int plant) => _plants.TryAdd(plant, new PlantLines());

    /// <summary>A line of the dictionary.</summary>
    public void Learn(int id, int plant, LineKey key)
    {
        var lines = _plants[plant];
        lines.Ids.Add(key, id);
        // New lines of the plant go on where its highest block has room.
        if (id >= lines.NextId)
            lines.NextId = id + 1;
        Keep(id, plant, key);
    }

    /// <summary>A provenance of the dictionary; they come in order of id, from 0.</summary>
    public void Learn(int id, Provenance provenance)
    {
        if (id != _provenances.Count)
            throw new InvalidDataException($"Provenance {id} follows {_provenances.Count - 1}.");
        _provenanceIds.Add(provenance, id);
        _provenances.Add(
            (provenance.ToFields().Encode(), Backing.Of(provenance.Quality, provenance.FactorSet, provenance.Statuses))
        );
    }

    /// <summary>A record of the organisation.</summary>
    public void Learn(string kind, string code, AppliedRecord record) => _records[(kind, code)] = record;

    /// <summary>Where a plant belongs.</summary>
    public void Learn(int plant, PlantHome home) => _homes[plant] = home;

    /// <summary>Id of a line of a known plant; a new one gets the next id of the plant's block.</summary>
    public int LineId(int plant, LineKey key, out bool isNew)
    {
        var lines = _plants[plant];
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(lines.Ids, key, out var isKnown);
        isNew = !isKnown;
        if (isKnown)
            return id;
        if (lines.NextId % BlockSize == 0)
            lines.NextId = _nextBlock++ * BlockSize;
        id = lines.NextId++;
        Keep(id, plant, key);
        return id;
    }

    /// <summary>Id of a provenance.</summary>
    public int ProvenanceId(Provenance provenance, out bool isNew)
    {
        isNew = !_provenanceIds.TryGetValue(provenance, out var id);
        if (!isNew)
            return id;
        id = _provenances.Count;
        Learn(id, provenance);
        return id;
    }

    public KnownLine Line(int id) =>
        _lines[id] ?? throw new InvalidDataException($"Line {id} is not in the dictionary.");

    public byte[] LineFields(int id) => Line(id).Fields;

    public byte[] ProvenanceFields(int id) => _provenances[id].Fields;

    public Backing BackingOf(int provenanceId) => _provenances[provenanceId].Backing;

    /// <summary>The newest record with that code; null when none came yet.</summary>
    public AppliedRecord? Record(string kind, string code) =>
        _records.TryGetValue((kind, code), out var record) ? record : null;

    public PlantHome HomeOf(int plant) => _homes.GetValueOrDefault(plant) ?? PlantHome.Unknown;

    private void Keep(int id, int plant, LineKey key)
    {
        if (id >= _lines.Length)
            Array.Resize(ref _lines, Math.Max(id + 1, _lines.Length * 2));
        _lines[id] = new KnownLine(id, plant, key, key.ToFields(codes).Encode());
    }

    private sealed class PlantLines
    {
        public Dictionary<LineKey, int> Ids { get; } = [];

        // A multiple of the block's size means: no room, take a new block.
        public int NextId { get; set; }
    }
}
