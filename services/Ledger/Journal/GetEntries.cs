using System.Text.Json;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// <c>GET /api/v1/ledger/entries</c> and <c>/{sequence}</c>: the record itself, in order, each posting with readable
/// codes and with what it reverses.
/// </summary>
internal static class GetEntries
{
    public static void MapGetEntries(this IEndpointRouteBuilder api)
    {
        api.MapGet("/ledger/entries", ListAsync)
            .RequireAuthorization(Policies.Read)
            .Refuses([
                .. HeavyCalls.Refusing,
                EntryRefusals.MonthInvalid("2024-13"),
                EntryRefusals.AfterInvalid("first"),
                EntryRefusals.LimitInvalid("1000", 200),
                EntryRefusals.UnknownPlant("SX-A9"),
            ])
            .WithName("GetEntries")
            .WithTags("Ledger");
        api.MapGet("/ledger/entries/{sequence}", OneAsync)
            .RequireAuthorization(Policies.Read)
            .Refuses(EntryRefusals.UnknownEntry("18234"))
            .WithName("GetEntry")
            .WithTags("Ledger");
    }

    /// <summary>Lists the entries of the ledger in order of sequence.</summary>
    internal static async Task<Results<Ok<Page>, RefusalResult>> ListAsync(
        [AsParameters] EntriesParameters asked,
        Caller caller,
        HttpContext call,
        HeavyCalls heavy,
        LedgerDb db,
        CancellationToken cancellationToken
    )
    {
        if (EntriesQuestion.Parse(asked).IsRefused(out var refusal, out var question))
            return refusal.ToResult();
        if (question.Plant is { } plant && !(caller.MaySee(plant) && await IsKnownAsync(db, plant, cancellationToken)))
            return EntryRefusals.UnknownPlant(plant.Value).ToResult();

        var entries = db.Entries.AsNoTracking().Where(entry => entry.Sequence > question.After);
        if (question.Plant is not null)
            entries = entries.Where(entry => entry.Plant == question.Plant);
        else if (caller.Plants is { } own)
            entries = entries.Where(entry => entry.Plant != null && own.ToArray().Contains(entry.Plant));
        if (question.Month is { } month)
            entries = entries.Where(entry => entry.Month == month);

        var found = await entries
            .OrderBy(entry => entry.Sequence)
            .Take(question.Limit + 1)
            .ToListAsync(cancellationToken);
        var (most, postings) = await FittingAsync(db, found, question.Limit, cancellationToken);
        if (await heavy.BeginAsync(call, postings) is { } later)
            return later.ToResult();
        var hasMore = found.Count > most;
        if (hasMore)
            found.RemoveRange(most, found.Count - most);
        var page = await EntryView.FillAsync(db, found, cancellationToken);
        return TypedResults.Ok(new Page(page, hasMore ? found[^1].Sequence : null));
    }

    /// <summary>Gives one entry of the ledger.</summary>
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
        if (entry is null || !caller.MaySee(entry.Plant))
            return EntryRefusals.UnknownEntry(sequence).ToResult();
        return TypedResults.Ok((await EntryView.FillAsync(db, [entry], cancellationToken))[0]);
    }

    /// <summary>How many of the entries, one at least, are a page, and the postings of these.</summary>
    private static async Task<(int Fitting, int Postings)> FittingAsync(
        LedgerDb db,
        IReadOnlyList<Entry> entries,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var sequences = entries.Select(entry => entry.Sequence).ToArray();
        var counts = await db
            .Postings.Where(posting => sequences.Contains(posting.Sequence))
            .GroupBy(posting => posting.Sequence)
            .Select(group => new { Sequence = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Sequence, group => group.Count, cancellationToken);
        var (fitting, postings) = (0, 0);
        foreach (var sequence in sequences.Take(limit))
        {
            var ofEntry = counts.GetValueOrDefault(sequence);
            if (fitting > 0 && postings + ofEntry > EntriesQuestion.MostPostings)
                break;
            postings += ofEntry;
            fitting++;
        }
        return (fitting, postings);
    }

    private static Task<bool> IsKnownAsync(LedgerDb db, PlantCode plant, CancellationToken cancellationToken) =>
        db
            .Plants.Select(known => known.Code)
            .Union(db.PlantMonths.Select(posted => posted.Plant))
            .AnyAsync(code => code == plant, cancellationToken);

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
    /// <param name="Reason">Why it came: reading, correction, master-data, factor, method, claim, organisation.</param>
    /// <param name="Adjustment">Whether it came after the month was closed.</param>
    /// <param name="RecordedAt">When it was recorded; never before the entry before it.</param>
    /// <param name="Leaf">Hash of the entry in the ledger's tree, hexadecimal.</param>
    /// <param name="Postings">What it posted.</param>
    /// <param name="Gaps">Gaps that it opened or closed.</param>
    /// <param name="Record">The record of the organisation, if it is one.</param>
    internal sealed record RecordedEntry(
        long Sequence,
        string Kind,
        PlantCode? Plant,
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
        PlantCode? Counterparty,
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
