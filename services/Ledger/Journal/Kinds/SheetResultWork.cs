using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger.Journal.Kinds;

/// <summary>
/// The result of a revision of a sheet: what is new in the lines and gaps of its plant-month becomes an entry.
/// </summary>
internal sealed class SheetResultWork(SheetResult result) : LedgerWork
{
    private readonly PlantMonthKey _key = new(result.Plant, result.Month);

    public SheetResult Result => result;

    public override PlantMonthKey? PlantMonth => _key;

    public override ValueTask<bool> ApplyAsync(LedgerBatch batch) => new(Apply(batch, batch.MonthOf(_key)));

    public override EntryPostedEvent Receipt(LedgerBatch batch, KnownPosition position)
    {
        var state = batch.MonthOf(_key);
        var version = state.Version!.Value;
        return new EntryPostedEvent
        {
            Kind = EntryPostedEvent.PlantMonthKind,
            Plant = state.Key.Plant,
            Month = state.Key.Month,
            Revision = version.Revision,
            CatalogueVersion = version.Catalogue,
            MethodsVersion = version.Methods,
            LinesHash = Convert.ToHexStringLower(state.LinesHash),
            Sequence = state.Sequence,
            RecordedAt = state.RecordedAt,
            Position = position.Sequence,
            RootHash = Convert.ToHexStringLower(position.Root),
            Postings = state.PostingCount,
            OpenGaps = state.OpenGaps,
        };
    }

    private bool Apply(LedgerBatch batch, MonthState state)
    {
        if (state.Version is { } version && result.Version <= version)
        {
            // One version is one result. If it is not, a database was set back and has counted on: whose lines are
            // right nobody can tell here.
            return result.Version < version || result.LinesHash.AsSpan().SequenceEqual(state.LinesHash)
                ? false
                : throw new PoisonMessageException(
                    $"{_key}: revision {version.Revision} by catalogue {version.Catalogue} "
                        + $"and methods {version.Methods} stands with other lines. "
                        + "A version that came to two results was counted twice, as after a "
                        + "database was set back; the next version of the catalogue settles it."
                );
        }

        var held = state.Version?.Revision ?? 0;
        if (!Counting.MayFollow(result.Version.Revision, held))
            throw new PoisonMessageException(
                $"{_key}: revision {result.Version.Revision} would follow on {held}; nobody has accepted so many."
            );

        var lines = MonthDiff.Between(state.Lines, Wanted(batch), batch.NextSequence);
        var gaps = MonthDiff.Between(state.Gaps, result.Gaps);
        // The first revision makes an entry in any case: that a sheet came in is news, even when it gives no line. So
        // is that the last reading was taken out of it.
        var isEmptied = (result.ReadingCount == 0) != (state.ReadingCount == 0);
        if (state.Version is null || isEmptied || lines.Postings.Count > 0 || gaps.Count > 0)
        {
            var blocking = result.Gaps.Count(gap => GapKinds.BlocksClosing(gap.Kind));
            state.Sequence = batch.NextSequence;
            state.RecordedAt = batch.Now;
            batch.Append(
                new NewEntry(HeadOf(batch), BodyOf(batch.Memory, lines.Postings, gaps))
                {
                    Postings = lines.Postings,
                    Gaps = gaps,
                    OpenGaps = blocking,
                    GapsNotBlocking = result.Gaps.Count - blocking,
                    ReadingCount = result.ReadingCount,
                }
            );
            batch.RollUp.Add(batch.Memory, _key, lines.Postings);
        }
        state.Version = result.Version;
        state.Lines = lines.Standing;
        state.LinesHash = result.LinesHash;
        state.Gaps = result.Gaps;
        state.PostingCount = lines.Postings.Count;
        state.ReadingCount = result.ReadingCount;
        state.IsChanged = true;
        return true;
    }

    private EntryHead HeadOf(LedgerBatch batch) =>
        new()
        {
            Sequence = batch.NextSequence,
            Plant = result.Plant,
            Month = result.Month,
            Version = result.Version,
            SubmissionId = result.SubmissionId,
            Reason = result.Reason,
            RecordedAt = batch.Now,
        };

    private static EmissionsBody BodyOf(
        WriterMemory memory,
        IReadOnlyList<NewPosting> postings,
        IReadOnlyList<GapChange> gaps
    )
    {
        var posted = new PostingFields[postings.Count];
        for (var i = 0; i < posted.Length; i++)
        {
            var posting = postings[i];
            posted[i] = new PostingFields(
                posting.Ordinal,
                memory.LineFields(posting.LineId),
                posting.Amount,
                posting.Quantity,
                memory.ProvenanceFields(posting.ProvenanceId),
                posting.ReversesSequence,
                posting.ReversesOrdinal
            );
        }
        return new EmissionsBody(posted, [.. gaps.Select(change => change.ToFields())]);
    }

    /// <summary>
    /// Lines by the ids of the dictionary, in their order. Those it does not have yet are new to the plant.
    /// </summary>
    private WantedLines Wanted(LedgerBatch batch)
    {
        var count = result.Keys.Length;
        if (count == 0)
            return WantedLines.None;

        var provenanceIds = new int[result.Provenances.Count];
        for (var i = 0; i < provenanceIds.Length; i++)
            provenanceIds[i] = batch.ProvenanceId(result.Provenances[i]);

        var ids = new int[count];
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = batch.LineId(result.Plant, result.Keys[i]);
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
}
