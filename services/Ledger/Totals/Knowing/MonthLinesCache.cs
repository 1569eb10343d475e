using System.Collections.Concurrent;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Totals.Knowing;

/// <summary>Lines of a plant-month as one entry left them: by ids, amounts in millionths.</summary>
internal sealed record MonthLines(long Sequence, int[] LineIds, Int128[] Amounts, int[] ProvenanceIds);

/// <summary>
/// Lines of plant-months that were read before, decoded. What a plant-month holds changes with its newest entry only,
/// so a row whose sequence is still the same need not be sent again: a question for all plants of a year moves six
/// thousand sequences instead of a million amounts. It is never asked whether it is up to date; the reader's own
/// snapshot says which sequence it wants.
/// </summary>
internal sealed class MonthLinesCache
{
    /// <summary>Most lines that are kept, of 24 bytes each: some 45 MB, three years of a group of 500 plants.</summary>
    private const long Capacity = 1_800_000;

    private readonly ConcurrentDictionary<(PlantCode Plant, Month Month), MonthLines> _months = new();
    private long _lines;

    /// <summary>The lines as the entry with that sequence left them; null when they are not here.</summary>
    public MonthLines? Find(PlantCode plant, Month month, long sequence) =>
        _months.TryGetValue((plant, month), out var lines) && lines.Sequence == sequence ? lines : null;

    /// <summary>Keeps lines, unless newer ones are there. When it is full it begins anew.</summary>
    public void Keep(PlantCode plant, Month month, MonthLines lines)
    {
        if (Interlocked.Add(ref _lines, lines.LineIds.Length) > Capacity)
        {
            _months.Clear();
            Interlocked.Exchange(ref _lines, lines.LineIds.Length);
        }
        var replaced = 0;
        _months.AddOrUpdate(
            (plant, month),
            lines,
            (_, known) =>
            {
                var isOlder = known.Sequence < lines.Sequence;
                replaced = isOlder ? known.LineIds.Length : lines.LineIds.Length;
                return isOlder ? lines : known;
            }
        );
        Interlocked.Add(ref _lines, -replaced);
    }
}
