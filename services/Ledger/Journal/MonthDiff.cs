using CarbonPlatform.Contracts;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// Lines of a plant-month that somebody wants on the ledger, as columns sorted by line id, each id once.
/// </summary>
internal sealed record WantedLines(int[] LineIds, decimal[] Amounts, decimal[] Quantities, int[] ProvenanceIds)
{
    public static WantedLines None { get; } = new([], [], [], []);
}

/// <summary>
/// Lines that stand on the ledger for a plant-month, as columns sorted by line id, each with the posting (sequence,
/// ordinal) that put it there and that a reversal has to name.
/// </summary>
internal sealed record StandingLines(
    int[] LineIds,
    decimal[] Amounts,
    decimal[] Quantities,
    int[] ProvenanceIds,
    long[] Sequences,
    int[] Ordinals
)
{
    public static StandingLines None { get; } = new([], [], [], [], [], []);

    public int Count => LineIds.Length;
}

/// <summary>One signed amount of an entry. A reversal is the exact negative of the posting it names.</summary>
internal readonly record struct NewPosting(
    int Ordinal,
    int LineId,
    decimal Amount,
    decimal Quantity,
    int ProvenanceId,
    long? ReversesSequence,
    int? ReversesOrdinal
)
{
    public bool IsReversal => ReversesSequence is not null;
}

/// <summary>What an entry has to post so that the wanted lines stand, and what stands then.</summary>
internal sealed record LineChange(IReadOnlyList<NewPosting> Postings, StandingLines Standing);

/// <summary>A gap that opened or closed.</summary>
internal readonly record struct GapChange(GapRecord Gap, bool Opened)
{
    public GapFields ToFields() =>
        new(Opened, Gap.Source, Gap.Activity, Gap.Category, Gap.Basis, Gap.Measure, Gap.Kind, Gap.Detail);
}

/// <summary>
/// What is new in a plant-month: a merge of two sorted lists. Pure; the journal is never read for it.
/// </summary>
internal static class MonthDiff
{
    /// <summary>
    /// Postings of the entry with this sequence. A line is unchanged only if amount, activity quantity and provenance
    /// are equal; a changed one is its reversal and the new posting, one that is not wanted any more its reversal. In
    /// order of line id.
    /// </summary>
    public static LineChange Between(StandingLines standing, WantedLines wanted, long sequence)
    {
        if (AreSame(standing, wanted))
            return new LineChange([], standing);

        var postings = new List<NewPosting>(wanted.LineIds.Length + standing.Count);
        var count = wanted.LineIds.Length;
        var sequences = new long[count];
        var ordinals = new int[count];
        var old = 0;
        for (var i = 0; i < count; i++)
        {
            var id = wanted.LineIds[i];
            while (old < standing.Count && standing.LineIds[old] < id)
                postings.Add(Reversal(postings.Count, standing, old++));

            if (old < standing.Count && standing.LineIds[old] == id)
            {
                if (IsSame(standing, old, wanted, i))
                {
                    sequences[i] = standing.Sequences[old];
                    ordinals[i] = standing.Ordinals[old++];
                    continue;
                }
                postings.Add(Reversal(postings.Count, standing, old++));
            }

            sequences[i] = sequence;
            ordinals[i] = postings.Count;
            postings.Add(
                new NewPosting(
                    postings.Count,
                    id,
                    wanted.Amounts[i],
                    wanted.Quantities[i],
                    wanted.ProvenanceIds[i],
                    null,
                    null
                )
            );
        }
        while (old < standing.Count)
            postings.Add(Reversal(postings.Count, standing, old++));

        return new LineChange(
            postings,
            new StandingLines(
                wanted.LineIds,
                wanted.Amounts,
                wanted.Quantities,
                wanted.ProvenanceIds,
                sequences,
                ordinals
            )
        );
    }

    /// <summary>Gaps that closed, then gaps that opened, each in the order given.</summary>
    public static IReadOnlyList<GapChange> Between(IReadOnlyList<GapRecord> standing, IReadOnlyList<GapRecord> wanted)
    {
        if (standing.Count == 0 && wanted.Count == 0)
            return [];

        var before = standing.ToHashSet();
        var after = wanted.ToHashSet();
        return
        [
            .. standing.Where(gap => !after.Contains(gap)).Select(gap => new GapChange(gap, Opened: false)),
            .. wanted.Where(gap => !before.Contains(gap)).Select(gap => new GapChange(gap, Opened: true)),
        ];
    }

    private static NewPosting Reversal(int ordinal, StandingLines standing, int at) =>
        new(
            ordinal,
            standing.LineIds[at],
            -standing.Amounts[at],
            -standing.Quantities[at],
            standing.ProvenanceIds[at],
            standing.Sequences[at],
            standing.Ordinals[at]
        );

    private static bool AreSame(StandingLines standing, WantedLines wanted) =>
        standing.LineIds.AsSpan().SequenceEqual(wanted.LineIds)
        && standing.ProvenanceIds.AsSpan().SequenceEqual(wanted.ProvenanceIds)
        && standing.Amounts.AsSpan().SequenceEqual(wanted.Amounts)
        && standing.Quantities.AsSpan().SequenceEqual(wanted.Quantities);

    private static bool IsSame(StandingLines standing, int at, WantedLines wanted, int i) =>
        standing.ProvenanceIds[at] == wanted.ProvenanceIds[i]
        && standing.Amounts[at] == wanted.Amounts[i]
        && standing.Quantities[at] == wanted.Quantities[i];
}
