using System.Text;
using CarbonPlatform.Ledger;
using CarbonPlatform.Record;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Schema;

/// <summary>What the entries of a ledger say, put together again from the rows of its tables.</summary>
internal sealed class LedgerBodies(
    ILookup<long, PostingFields> postings,
    ILookup<long, GapFields> gaps,
    IReadOnlyDictionary<long, OrganisationBody> records
)
{
    public static async Task<LedgerBodies> ReadAsync(LedgerDb ledger)
    {
        var lines = await ledger.Lines.ToDictionaryAsync(line => line.Id, Encoded);
        var provenances = await ledger.Provenances.ToDictionaryAsync(provenance => provenance.Id, Encoded);
        var postings = await ledger.Postings.OrderBy(posting => posting.Ordinal).ToListAsync();
        var gaps = await ledger.EntryGaps.OrderBy(gap => gap.Ordinal).ToListAsync();
        var records = await ledger.OrganisationEntries.ToListAsync();
        return new LedgerBodies(
            postings.ToLookup(
                posting => posting.Sequence,
                posting => new PostingFields(
                    posting.Ordinal,
                    lines[posting.LineId],
                    posting.Amount,
                    posting.Quantity,
                    provenances[posting.ProvenanceId],
                    posting.ReversesSequence,
                    posting.ReversesOrdinal
                )
            ),
            gaps.ToLookup(
                gap => gap.Sequence,
                gap => new GapFields(
                    gap.Opened,
                    gap.Source,
                    gap.Activity,
                    gap.Category,
                    gap.Basis,
                    gap.Measure,
                    gap.Kind,
                    gap.Detail
                )
            ),
            records.ToDictionary(
                record => record.Sequence,
                record => new OrganisationBody(
                    record.Kind,
                    record.Code,
                    record.Version,
                    Encoding.UTF8.GetBytes(record.Record)
                )
            )
        );
    }

    public static EntryHead HeadOf(Entry entry) =>
        new()
        {
            Sequence = entry.Sequence,
            Plant = entry.Plant,
            Month = entry.Month,
            Version = entry is { Revision: { } revision, CatalogueVersion: { } catalogue, MethodsVersion: { } methods }
                ? new ResultVersion(revision, catalogue, methods)
                : null,
            SubmissionId = entry.SubmissionId,
            Reason = entry.Reason,
            IsAdjustment = entry.Adjustment,
            RecordedAt = entry.RecordedAt,
        };

    public EntryBody Of(Entry entry) =>
        records.TryGetValue(entry.Sequence, out var record)
            ? record
            : new EmissionsBody([.. postings[entry.Sequence]], [.. gaps[entry.Sequence]]);

    private static byte[] Encoded(Line line) =>
        new LineFields(
            line.Source,
            line.Process,
            line.Activity,
            line.Category,
            line.Basis,
            line.Measure,
            line.Counterparty?.ToString()
        ).Encode();

    private static byte[] Encoded(LineProvenance provenance) =>
        new ProvenanceFields(
            provenance.Quality,
            provenance.Method,
            provenance.FactorSet,
            (int)provenance.Statuses,
            provenance.ActivityUncertaintyPercent,
            provenance.FactorUncertaintyPercent
        ).Encode();
}
