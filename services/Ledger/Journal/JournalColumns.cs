using CarbonPlatform.Record;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// The columns of what every kind of entry writes, and the statements that <see cref="AppendTransaction"/> makes of
/// them: one for all rows of a table, never one a row.
/// </summary>
internal static class JournalColumns
{
    private static readonly Columns<NewEntry> s_entry = new Columns<NewEntry>("entry")
        .Add("sequence", entry => entry.Head.Sequence)
        .Add("kind", entry => entry.Body.Kind)
        .Add("plant", entry => entry.Head.Plant)
        .Add("month", entry => entry.Head.Month)
        .Add("revision", entry => entry.Head.Version?.Revision)
        .Add("catalogue_version", entry => entry.Head.Version?.Catalogue)
        .Add("methods_version", entry => entry.Head.Version?.Methods)
        .Add("submission_id", entry => entry.Head.SubmissionId)
        .Add("reason", entry => entry.Head.Reason)
        .Add("adjustment", entry => entry.Head.IsAdjustment)
        .Add("leaf", entry => entry.Leaf)
        .Add("posting_count", entry => entry.Postings.Count)
        .Add("open_gaps", entry => entry.OpenGaps)
        .Add("gaps_not_blocking", entry => entry.GapsNotBlocking)
        .Add("reading_count", entry => entry.ReadingCount)
        .Shared("recorded_at");

    private static readonly CopiedColumns<EntryPosting> s_posting = new CopiedColumns<EntryPosting>("posting")
        .Add("sequence", row => row.Sequence)
        .Add("ordinal", row => row.Posting.Ordinal)
        .Add("line_id", row => row.Posting.LineId)
        .Add("reverses_sequence", row => row.Posting.ReversesSequence)
        .Add("reverses_ordinal", row => row.Posting.ReversesOrdinal)
        .Add("provenance_id", row => row.Posting.ProvenanceId)
        .Add("amount", row => row.Posting.Amount)
        .Add("quantity", row => row.Posting.Quantity);

    private static readonly Columns<EntryGapChange> s_gap = new Columns<EntryGapChange>("entry_gap")
        .Add("sequence", row => row.Sequence)
        .Add("ordinal", row => row.Ordinal)
        .Add("opened", row => row.Change.Opened)
        .Add("source", row => row.Change.Gap.Source)
        .Add("activity", row => row.Change.Gap.Activity)
        .Add("category", row => row.Change.Gap.Category)
        .Add("basis", row => row.Change.Gap.Basis)
        .Add("measure", row => row.Change.Gap.Measure)
        .Add("kind", row => row.Change.Gap.Kind)
        .Add("detail", row => row.Change.Gap.Detail);

    private static readonly string[] s_rollUpKey =
    [
        "month",
        "unit",
        "category",
        "basis",
        "measure",
        "counterparty_unit",
    ];

    private static readonly Columns<RollUp> s_rollUp = new Columns<RollUp>("rollup")
        .Add("month", sum => sum.Month)
        .Add("unit", sum => sum.Unit)
        .Add("category", sum => sum.Category)
        .Add("basis", sum => sum.Basis)
        .Add("measure", sum => sum.Measure)
        .Add("counterparty_unit", sum => sum.CounterpartyUnit)
        .Add("amount", sum => sum.Amount)
        .Add("measured_amount", sum => sum.MeasuredAmount)
        .Add("verified_amount", sum => sum.VerifiedAmount)
        .Add("disputed_amount", sum => sum.DisputedAmount)
        .Add("provisional_amount", sum => sum.ProvisionalAmount)
        .Add("carried_amount", sum => sum.CarriedAmount)
        .Add("line_count", sum => sum.LineCount)
        .Add("sold_lines", sum => sum.SoldLines)
        .Add("kept_lines", sum => sum.KeptLines);

    private static readonly string s_addToRollUp =
        $"ON CONFLICT ({string.Join(", ", s_rollUpKey)}) DO UPDATE SET "
        + string.Join(
            ", ",
            s_rollUp
                .Except(s_rollUpKey, StringComparer.Ordinal)
                .Select(name => $"{name} = rollup.{name} + excluded.{name}")
        );

    private readonly record struct EntryPosting(long Sequence, NewPosting Posting);

    private readonly record struct EntryGapChange(long Sequence, int Ordinal, GapChange Change);

    public static NpgsqlBatchCommand InsertEntries(IReadOnlyList<NewEntry> entries, DateTimeOffset now) =>
        s_entry.Insert(entries, shared: Value(now));

    /// <summary>Postings by a statement; for few of them.</summary>
    public static NpgsqlBatchCommand InsertPostings(IReadOnlyList<NewEntry> entries) =>
        s_posting.Insert([.. PostingsOf(entries)]);

    /// <summary>Postings by COPY; for many of them.</summary>
    public static Task CopyPostingsAsync(NpgsqlConnection connection, IReadOnlyList<NewEntry> entries, int count) =>
        s_posting.CopyAsync(connection, PostingsOf(entries), count);

    public static NpgsqlBatchCommand InsertGaps(IReadOnlyList<NewEntry> entries) =>
        s_gap.Insert([
            .. entries.SelectMany(entry =>
                entry.Gaps.Select((change, ordinal) => new EntryGapChange(entry.Head.Sequence, ordinal, change))
            ),
        ]);

    public static NpgsqlBatchCommand AddToRollUp(IReadOnlyCollection<RollUp> sums) =>
        s_rollUp.Insert(sums, s_addToRollUp);

    /// <summary>
    /// What stands at the head of the ledger from now on, and the position that anybody can name later.
    /// </summary>
    public static NpgsqlBatchCommand MoveHead(KnownPosition position, EntryTree tree, DateTimeOffset now) =>
        new(
            """
            WITH head AS (UPDATE ledger_head SET sequence = $1, root = $2, recorded_at = $3, peaks = $4 WHERE id = 1)
            INSERT INTO position (sequence, root, recorded_at) VALUES ($1, $2, $3)
            """
        )
        {
            Parameters = { Value(position.Sequence), Value(position.Root), Value(now), Value(tree.Peaks()) },
        };

    private static IEnumerable<EntryPosting> PostingsOf(IReadOnlyList<NewEntry> entries)
    {
        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Postings.Count; i++)
                yield return new EntryPosting(entry.Head.Sequence, entry.Postings[i]);
        }
    }
}
