using System.Text;
using CarbonPlatform.Record;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What entries say, put together again from the rows of the ledger's tables.</summary>
internal sealed class RecordedBodies
{
    private readonly ILookup<long, PostingFields> _postings;
    private readonly ILookup<long, GapFields> _gaps;
    private readonly Dictionary<long, OrganisationBody> _records;

    private RecordedBodies(
        ILookup<long, PostingFields> postings,
        ILookup<long, GapFields> gaps,
        Dictionary<long, OrganisationBody> records
    ) => (_postings, _gaps, _records) = (postings, gaps, records);

    /// <summary>The bodies of the entries after one and up to another.</summary>
    public static async Task<RecordedBodies> ReadAsync(
        LedgerDb ledger,
        RecordedCodes codes,
        long after,
        long upTo,
        CancellationToken cancellationToken
    )
    {
        var postings = await ledger
            .Postings.Where(posting => posting.Sequence > after && posting.Sequence <= upTo)
            .OrderBy(posting => posting.Sequence)
            .ThenBy(posting => posting.Ordinal)
            .ToListAsync(cancellationToken);
        var gaps = await ledger
            .EntryGaps.AsNoTracking()
            .Where(gap => gap.Sequence > after && gap.Sequence <= upTo)
            .OrderBy(gap => gap.Sequence)
            .ThenBy(gap => gap.Ordinal)
            .ToListAsync(cancellationToken);
        var records = await ledger
            .OrganisationEntries.AsNoTracking()
            .Where(record => record.Sequence > after && record.Sequence <= upTo)
            .ToListAsync(cancellationToken);
        return new RecordedBodies(
            postings.ToLookup(
                posting => posting.Sequence,
                posting => new PostingFields(
                    posting.Ordinal,
                    codes.LineOf(posting.LineId),
                    posting.Amount,
                    posting.Quantity,
                    codes.ProvenanceOf(posting.ProvenanceId),
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

    public EntryBody Of(long sequence) =>
        _records.TryGetValue(sequence, out var record)
            ? record
            : new EmissionsBody([.. _postings[sequence]], [.. _gaps[sequence]]);

    public IEnumerable<GapFields> GapsOf(long sequence) => _gaps[sequence];

    /// <summary>How many postings stand under an entry, whatever its kind.</summary>
    public int PostingCountOf(long sequence) => _postings[sequence].Count();
}

/// <summary>The dictionaries, as entries spell them out.</summary>
internal sealed class RecordedCodes
{
    private static readonly byte[] s_unknown = [];

    private readonly Dictionary<int, byte[]> _lines;
    private readonly Dictionary<int, byte[]> _provenances;

    private RecordedCodes(Dictionary<int, byte[]> lines, Dictionary<int, byte[]> provenances) =>
        (_lines, _provenances) = (lines, provenances);

    public static async Task<RecordedCodes> ReadAsync(LedgerDb ledger, CancellationToken cancellationToken) =>
        new(
            await ledger.Lines.AsNoTracking().ToDictionaryAsync(line => line.Id, Encoded, cancellationToken),
            await ledger
                .Provenances.AsNoTracking()
                .ToDictionaryAsync(provenance => provenance.Id, Encoded, cancellationToken)
        );

    /// <summary>Fields of a line; none where there is no such line, which no leaf is over.</summary>
    public byte[] LineOf(int id) => _lines.GetValueOrDefault(id, s_unknown);

    /// <summary>Fields of a provenance; none where there is no such provenance.</summary>
    public byte[] ProvenanceOf(int id) => _provenances.GetValueOrDefault(id, s_unknown);

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
