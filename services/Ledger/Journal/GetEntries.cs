using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// <c>GET /api/v1/ledger/entries</c> and <c>/{sequence}</c>: the record itself, in order, each posting with readable codes and
/// with what it reverses.
/// </summary>
internal static class GetEntries
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 200;

    private static readonly string[] s_parameters = ["plant", "month", "after", "limit"];

    public static void MapEntries(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/ledger/entries", ListAsync)
            .RequireAuthorization(Policies.Read)
            .WithName("GetEntries")
            .WithTags("Ledger");
        routes
            .MapGet("/api/v1/ledger/entries/{sequence}", OneAsync)
            .RequireAuthorization(Policies.Read)
            .WithName("GetEntry")
            .WithTags("Ledger");
    }

    /// <summary>Entries in order of sequence.</summary>
    /// <param name="plant">Only entries of this plant.</param>
    /// <param name="month">Only entries of this month, yyyy-MM.</param>
    /// <param name="after">Only entries after this sequence: the next of an earlier answer.</param>
    /// <param name="limit">At most so many, 1 to 200; 50 unless given.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">The request.</param>
    /// <param name="db">The ledger.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    internal static async Task<Results<Ok<Page>, RefusalResult>> ListAsync(
        string? plant,
        string? month,
        string? after,
        string? limit,
        Caller caller,
        HttpRequest request,
        LedgerDb db,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Query.Keys.FirstOrDefault(key => !s_parameters.Contains(key, StringComparer.OrdinalIgnoreCase)) is
            { } stranger
        )
            return EntryRefusals.UnknownParameter(stranger, s_parameters).ToResult();
        Month? inMonth = null;
        if (!string.IsNullOrEmpty(month))
        {
            if (!Month.TryParse(month, out var parsed))
                return EntryRefusals.MonthInvalid(month).ToResult();
            inMonth = parsed;
        }
        var from = 0L;
        if (!string.IsNullOrEmpty(after) && !Digits.TryRead(after, out from))
            return EntryRefusals.AfterInvalid(after).ToResult();
        var most = (long)DefaultLimit;
        if (!string.IsNullOrEmpty(limit) && (!Digits.TryRead(limit, out most) || most is < 1 or > LargestLimit))
            return EntryRefusals.LimitInvalid(limit, LargestLimit).ToResult();
        if (
            !string.IsNullOrEmpty(plant) && (!caller.MaySee(plant) || !await IsKnownAsync(db, plant, cancellationToken))
        )
            return EntryRefusals.UnknownPlant(plant).ToResult();

        var entries = db.Entries.AsNoTracking().Where(entry => entry.Sequence > from);
        if (!string.IsNullOrEmpty(plant))
            entries = entries.Where(entry => entry.Plant == plant);
        else if (caller.Plants is { } own)
            entries = entries.Where(entry => entry.Plant != null && own.ToArray().Contains(entry.Plant));
        if (inMonth is { } only)
        {
            var index = only.Index;
            entries = entries.Where(entry => entry.Month == index);
        }

        var found = await entries.OrderBy(entry => entry.Sequence).Take((int)most + 1).ToListAsync(cancellationToken);
        var hasMore = found.Count > most;
        if (hasMore)
            found.RemoveAt(found.Count - 1);
        return TypedResults.Ok(
            new Page(await FillAsync(db, found, cancellationToken), hasMore ? found[^1].Sequence : null)
        );
    }

    /// <summary>One entry.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="db">The ledger.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    internal static async Task<Results<Ok<RecordedEntry>, RefusalResult>> OneAsync(
        string sequence,
        Caller caller,
        LedgerDb db,
        CancellationToken cancellationToken
    )
    {
        if (!Digits.TryRead(sequence, out var number))
            return EntryRefusals.UnknownEntry(sequence).ToResult();
        var entry = await db
            .Entries.AsNoTracking()
            .SingleOrDefaultAsync(candidate => candidate.Sequence == number, cancellationToken);
        if (entry is null || (caller.Plants is not null && (entry.Plant is null || !caller.MaySee(entry.Plant))))
            return EntryRefusals.UnknownEntry(sequence).ToResult();
        return TypedResults.Ok((await FillAsync(db, [entry], cancellationToken))[0]);
    }

    private static Task<bool> IsKnownAsync(LedgerDb db, string plant, CancellationToken cancellationToken) =>
        db
            .Plants.Select(known => known.Code)
            .Union(db.PlantMonths.Select(posted => posted.Plant))
            .AnyAsync(code => code == plant, cancellationToken);

    private static async Task<IReadOnlyList<RecordedEntry>> FillAsync(
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
                entry.Month is { } month ? Month.FromIndex(month) : null,
                entry.Revision,
                entry.CatalogueVersion,
                entry.MethodsVersion,
                entry.SubmissionId,
                entry.Reason,
                entry.IsAdjustment,
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

    /// <summary>Some entries, in order of sequence.</summary>
    /// <param name="Entries">The entries.</param>
    /// <param name="Next">Give it as after to go on; null when there are no more.</param>
    internal sealed record Page(IReadOnlyList<RecordedEntry> Entries, long? Next);

    /// <summary>One atomic append to the ledger.</summary>
    /// <param name="Sequence">Counts the entries from 1, without gaps.</param>
    /// <param name="Kind">emissions or organisation.</param>
    /// <param name="Plant">Plant of the plant-month.</param>
    /// <param name="Month">Month of the plant-month.</param>
    /// <param name="Revision">Revision of the sheet.</param>
    /// <param name="CatalogueVersion">Version of the factor catalogue.</param>
    /// <param name="MethodsVersion">Version of the methods.</param>
    /// <param name="SubmissionId">Submission that made the revision.</param>
    /// <param name="Reason">Why it came: reading, correction, master-data, factor, method, organisation.</param>
    /// <param name="Adjustment">Whether it came after the month was closed.</param>
    /// <param name="RecordedAt">When it was recorded; never before the entry before it.</param>
    /// <param name="Leaf">Hash of the entry in the ledger's tree, hexadecimal.</param>
    /// <param name="Postings">What it posted.</param>
    /// <param name="Gaps">Gaps that it opened or closed.</param>
    /// <param name="Record">The record of the organisation, if it is one.</param>
    internal sealed record RecordedEntry(
        long Sequence,
        string Kind,
        string? Plant,
        Month? Month,
        int? Revision,
        int? CatalogueVersion,
        int? MethodsVersion,
        Guid? SubmissionId,
        string Reason,
        bool Adjustment,
        DateTimeOffset RecordedAt,
        string Leaf,
        IReadOnlyList<RecordedPosting> Postings,
        IReadOnlyList<GapChanged> Gaps,
        RecordChanged? Record
    );

    /// <summary>A signed amount.</summary>
    internal sealed record RecordedPosting(
        int Ordinal,
        string Source,
        string Process,
        string Activity,
        string Category,
        string? Basis,
        string Measure,
        string? Counterparty,
        decimal Amount,
        string Unit,
        decimal ActivityQuantity,
        string Quality,
        string Method,
        string? FactorSet,
        IReadOnlyList<string> Statuses,
        decimal? ActivityUncertaintyPercent,
        decimal? FactorUncertaintyPercent,
        Reversed? Reverses
    );

    /// <summary>The posting that a reversal takes back.</summary>
    internal sealed record Reversed(long Sequence, int Ordinal);

    /// <summary>A gap that was opened or closed.</summary>
    internal sealed record GapChanged(
        string Change,
        string Source,
        string? Activity,
        string Category,
        string? Basis,
        string Measure,
        string Kind,
        string Detail
    );

    /// <summary>A record of the organisation.</summary>
    internal sealed record RecordChanged(string Kind, string Code, int Version, JsonElement Record);
}
