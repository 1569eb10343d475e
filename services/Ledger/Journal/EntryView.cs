using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using Microsoft.EntityFrameworkCore;
using static CarbonPlatform.Ledger.Journal.GetEntries;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Entries as <see cref="GetEntries"/> shows them: with their postings and gaps, in words.</summary>
internal static class EntryView
{
    public static async Task<IReadOnlyList<RecordedEntry>> FillAsync(
        LedgerDb db,
        IReadOnlyList<Entry> entries,
        CancellationToken cancellationToken
    )
    {
        var sequences = entries.Select(entry => entry.Sequence).ToArray();
        var postings = await (
            from posting in db.Postings
            join line in db.Lines on posting.LineId equals line.Id
            join provenance in db.Provenances on posting.ProvenanceId equals provenance.Id
            where sequences.Contains(posting.Sequence)
            orderby posting.Sequence, posting.Ordinal
            select new
            {
                Posting = posting,
                Line = line,
                Provenance = provenance,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var gaps = await db
            .EntryGaps.AsNoTracking()
            .Where(gap => sequences.Contains(gap.Sequence))
            .OrderBy(gap => gap.Sequence)
            .ThenBy(gap => gap.Ordinal)
            .ToListAsync(cancellationToken);
        var records = await db
            .OrganisationEntries.AsNoTracking()
            .Where(record => sequences.Contains(record.Sequence))
            .ToListAsync(cancellationToken);

        var postingsOf = postings.ToLookup(
            posting => posting.Posting.Sequence,
            posting => PostingOf(posting.Posting, posting.Line, posting.Provenance)
        );
        var gapsOf = gaps.ToLookup(
            gap => gap.Sequence,
            gap => new GapChanged(
                gap.Opened ? "opened" : "closed",
                gap.Source,
                gap.Activity,
                gap.Category,
                gap.Basis,
                gap.Measure,
                gap.Kind,
                gap.Detail
            )
        );
        var recordOf = records.ToDictionary(
            record => record.Sequence,
            record => new RecordChanged(
                record.Kind,
                record.Code,
                record.Version,
                JsonDocument.Parse(record.Record).RootElement
            )
        );
        return
        [
            .. entries.Select(entry => new RecordedEntry(
                entry.Sequence,
                entry.Kind,
                entry.Plant,
                entry.Month,
                entry.Revision,
                entry.CatalogueVersion,
                entry.MethodsVersion,
                entry.SubmissionId,
                entry.Reason,
                entry.Adjustment,
                entry.RecordedAt,
                Convert.ToHexStringLower(entry.Leaf),
                [.. postingsOf[entry.Sequence]],
                [.. gapsOf[entry.Sequence]],
                recordOf.GetValueOrDefault(entry.Sequence)
            )),
        ];
    }

    private static RecordedPosting PostingOf(Posting posting, Line line, LineProvenance provenance) =>
        new(
            posting.Ordinal,
            line.Source,
            line.Process,
            line.Activity,
            line.Category,
            line.Basis,
            line.Measure,
            line.Counterparty,
            posting.Amount,
            Measure.Parse(line.Measure).Unit.Symbol,
            posting.Quantity,
            provenance.Quality,
            provenance.Method,
            provenance.FactorSet,
            LineStatusesConverter.CodesOf(provenance.Statuses),
            provenance.ActivityUncertaintyPercent,
            provenance.FactorUncertaintyPercent,
            posting.ReversesSequence is { } sequence && posting.ReversesOrdinal is { } ordinal
                ? new Reversed(sequence, ordinal)
                : null
        );
}
