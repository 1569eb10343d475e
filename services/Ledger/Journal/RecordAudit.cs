using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Record;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// Holds what stands in the tables to what the record says: every entry's leaf is worked out anew from its rows, the
/// roots of all positions and of the head from the leaves. What was added to an old entry, changed in it or taken from
/// it is found, whoever did it; what was changed together with the leaf and every root after it only by a root that
/// was kept elsewhere.
/// </summary>
internal sealed class RecordAudit(LedgerDb ledger)
{
    /// <summary>Rows under no entry that could have them, under a line of another plant, or beyond the head.</summary>
    public const string StraySql = $"""
        SELECT
            (SELECT count(*) FROM posting p LEFT JOIN entry e USING (sequence) LEFT JOIN line l ON l.id = p.line_id
             WHERE e.kind IS DISTINCT FROM '{EmissionsBody.Code}' OR l.plant IS DISTINCT FROM e.plant)
            + (SELECT count(*) FROM entry_gap g LEFT JOIN entry e USING (sequence)
               WHERE e.kind IS DISTINCT FROM '{EmissionsBody.Code}')
            + (SELECT count(*) FROM organisation_record r LEFT JOIN entry e USING (sequence)
               WHERE e.kind IS DISTINCT FROM '{OrganisationBody.Code}')
            + (SELECT count(*) FROM position p JOIN ledger_head h ON p.sequence > h.sequence)
        """;

    private const int EntriesAtOnce = 500;
    private const int Shown = 20;

    private readonly EntryTree _tree = EntryTree.Restore(0, []);
    private readonly EntryLeaf _leaf = new();
    private readonly Dictionary<PlantMonthKey, (int Open, int NotBlocking)> _gaps = [];
    private readonly List<long> _entries = [];
    private readonly List<long> _positions = [];

    /// <summary>What is not as the record says.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var codes = await RecordedCodes.ReadAsync(ledger, cancellationToken);
        var positions = await ledger
            .Positions.AsNoTracking()
            .ToDictionaryAsync(position => position.Sequence, cancellationToken);
        for (long after = 0; ; )
        {
            var entries = await ledger
                .Entries.AsNoTracking()
                .Where(entry => entry.Sequence > after)
                .OrderBy(entry => entry.Sequence)
                .Take(EntriesAtOnce)
                .ToListAsync(cancellationToken);
            if (entries.Count == 0)
                break;
            var upTo = entries[^1].Sequence;
            var bodies = await RecordedBodies.ReadAsync(ledger, codes, after, upTo, cancellationToken);
            foreach (var entry in entries)
            {
                Check(entry, bodies);
                if (positions.TryGetValue(entry.Sequence, out var position))
                    Check(position, entry);
            }
            after = upTo;
        }

        var head = await ledger.Heads.AsNoTracking().SingleAsync(cancellationToken);
        var faults = new List<string>();
        if (_entries.Count > 0)
            faults.Add($"{_entries.Count} entries are not what their leaves say: {Some(_entries)}");
        if (_positions.Count > 0)
            faults.Add($"{_positions.Count} positions are not what the entries make: {Some(_positions)}");
        if (!head.Root.AsSpan().SequenceEqual(_tree.Root()) || !head.Peaks.AsSpan().SequenceEqual(_tree.Peaks()))
            faults.Add("the head's root or peaks are not what the entries make");
        return faults;
    }

    private void Check(Entry entry, RecordedBodies bodies)
    {
        var body = bodies.Of(entry.Sequence);
        var leaf = _leaf.Of(RecordedBodies.HeadOf(entry), body);
        _tree.Append(leaf);
        // First, because it goes on counting whatever else is wrong.
        var isTrue =
            CountsGaps(entry, bodies)
            && body.Kind == entry.Kind
            && leaf.AsSpan().SequenceEqual(entry.Leaf)
            && entry.PostingCount == bodies.PostingCountOf(entry.Sequence);
        if (!isTrue)
            _entries.Add(entry.Sequence);
    }

    /// <summary>How many gaps are open after an entry is in no leaf; it follows from what came and went.</summary>
    private bool CountsGaps(Entry entry, RecordedBodies bodies)
    {
        if (entry.Plant is not { } plant || entry.Month is not { } month)
            return entry is { OpenGaps: 0, GapsNotBlocking: 0 };
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_gaps, new PlantMonthKey(plant, month), out _);
        foreach (var gap in bodies.GapsOf(entry.Sequence))
        {
            var change = gap.Opened ? 1 : -1;
            if (GapKinds.BlocksClosing(gap.Kind))
                count.Open += change;
            else
                count.NotBlocking += change;
        }
        return entry.OpenGaps == count.Open && entry.GapsNotBlocking == count.NotBlocking;
    }

    private void Check(LedgerPosition position, Entry newest)
    {
        if (!position.Root.AsSpan().SequenceEqual(_tree.Root()) || position.RecordedAt != newest.RecordedAt)
            _positions.Add(position.Sequence);
    }

    private static string Some(List<long> sequences) =>
        string.Join(", ", sequences.Take(Shown)) + (sequences.Count > Shown ? ", …" : "");
}
