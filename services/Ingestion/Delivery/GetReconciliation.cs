using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// <c>GET /reconciliation?from=…&amp;to=…</c>: how many sheets were accepted, calculated and posted, and which are on
/// their way.
/// </summary>
internal static class GetReconciliation
{
    private const int OutstandingShown = 500;
    private const int BeyondShown = 500;

    /// <summary>The state of what was handed in.</summary>
    internal sealed record Response(
        Month From,
        Month To,
        Counts Total,
        IReadOnlyList<MonthCounts> Months,
        IReadOnlyList<Outstanding> Outstanding,
        IReadOnlyList<Beyond> Beyond,
        RecordCounts Organisation
    );

    /// <summary>
    /// Sheets by how far they have come: accepted counts all, calculated those at least calculated, posted those the
    /// ledger holds.
    /// </summary>
    /// <param name="Parked">Of those outstanding, how many were put aside and are not sent again.</param>
    internal sealed record Counts(int Accepted, int Calculated, int Posted, int Outstanding, int Parked);

    /// <summary>The same for one month.</summary>
    internal sealed record MonthCounts(Month Month, Counts Sheets);

    /// <summary>
    /// A sheet whose newest revision the ledger has not confirmed; at most 500 are listed, those longest on their way
    /// first.
    /// </summary>
    /// <param name="PostedRevision">The revision that the ledger holds; 0 for none.</param>
    /// <param name="Resends">How often it was sent again.</param>
    /// <param name="NextResendAt">Null when it is parked: then nobody sends it.</param>
    /// <param name="Refusal">Why it is parked; null unless it is.</param>
    internal sealed record Outstanding(
        PlantCode Plant,
        Month Month,
        int Revision,
        int PostedRevision,
        string State,
        DateTimeOffset ReceivedAt,
        int Resends,
        DateTimeOffset? NextResendAt,
        string? Refusal
    );

    /// <summary>
    /// A sheet of which the ledger holds a later revision than was ever accepted here: this database was set back, or
    /// somebody else has written it. An alarm until a new revision takes its place. At most 500 are listed.
    /// </summary>
    internal sealed record Beyond(PlantCode Plant, Month Month, int Revision, int PostedRevision);

    /// <summary>Records of units and plants, and those that the ledger has not confirmed.</summary>
    /// <param name="Parked">Of those outstanding, how many the ledger has put aside and are not sent again.</param>
    internal sealed record RecordCounts(int Records, int Posted, int Outstanding, int Parked);

    private sealed record Row(
        PlantCode Plant,
        Month Month,
        int Revision,
        int AppliedRevision,
        int RefusedRevision,
        bool Calculated,
        DateTimeOffset AcceptedAt,
        int Resends,
        DateTimeOffset ResendAt,
        string? Refusal
    )
    {
        public bool Posted => AppliedRevision >= Revision;

        public string State => SubmissionState.Of(Revision, Calculated, AppliedRevision, RefusedRevision);

        public bool Parked => State == SubmissionState.Parked;
    }

    public static void MapGetReconciliation(this IEndpointRouteBuilder api) =>
        api.MapGet("/reconciliation", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .Refuses(Refusals.RangeInvalid(new Month(2024, 3), new Month(2024, 2)))
            .WithName(nameof(GetReconciliation))
            .WithTags("delivery")
            .WithSummary("Compares what was accepted with what was calculated and posted.");

    /// <summary>Counts sheets by state.</summary>
    /// <param name="from">First month, yyyy-MM; the first there is unless given.</param>
    /// <param name="to">Last month, yyyy-MM; the current one unless given.</param>
    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string? from,
        string? to,
        Caller caller,
        IngestionDb db,
        GroupClock clock,
        CancellationToken cancellationToken
    )
    {
        if (!TryMonth(from, Month.Min, out var first))
            return Refusals.NotAMonth(from!).ToResult();
        if (!TryMonth(to, clock.CurrentMonth, out var last))
            return Refusals.NotAMonth(to!).ToResult();
        if (first > last)
            return Refusals.RangeInvalid(first, last).ToResult();

        var rows = await (
            from s in db.Sheets
            join r in db.Revisions
                on new
                {
                    s.Plant,
                    s.Month,
                    s.Revision,
                } equals new
                {
                    r.Plant,
                    r.Month,
                    r.Revision,
                }
            where s.Month >= first && s.Month <= last
            select new Row(
                s.Plant,
                s.Month,
                s.Revision,
                s.AppliedRevision,
                s.RefusedRevision,
                r.CalculatedAt != null,
                r.AcceptedAt,
                s.Resends,
                s.ResendAt,
                r.Refusal
            )
        ).ToListAsync(cancellationToken);
        rows.RemoveAll(r => !caller.MaySee(r.Plant));
        var beyond = await db
            .Sheets.Where(s => s.Month >= first && s.Month <= last && s.AppliedRevision > s.Revision)
            .OrderBy(s => s.Plant)
            .ThenBy(s => s.Month)
            .Select(s => new
            {
                s.Plant,
                s.Month,
                s.Revision,
                s.AppliedRevision,
            })
            .ToListAsync(cancellationToken);
        var records = await db
            .Organisation.Select(o => new
            {
                Posted = o.AppliedVersion >= o.Version,
                o.RefusedVersion,
                o.Version,
            })
            .ToListAsync(cancellationToken);
        var posted = records.Count(r => r.Posted);

        return TypedResults.Ok(
            new Response(
                first,
                last,
                Count(rows),
                [.. rows.GroupBy(r => r.Month).OrderBy(g => g.Key).Select(g => new MonthCounts(g.Key, Count([.. g])))],
                [
                    .. rows.Where(r => !r.Posted)
                        .OrderBy(r => r.AcceptedAt)
                        .Take(OutstandingShown)
                        .Select(r => new Outstanding(
                            r.Plant,
                            r.Month,
                            r.Revision,
                            r.AppliedRevision,
                            r.State,
                            r.AcceptedAt,
                            r.Resends,
                            r.Parked ? null : r.ResendAt,
                            r.Parked ? r.Refusal : null
                        )),
                ],
                [
                    .. beyond
                        .Where(b => caller.MaySee(b.Plant))
                        .Take(BeyondShown)
                        .Select(b => new Beyond(b.Plant, b.Month, b.Revision, b.AppliedRevision)),
                ],
                new RecordCounts(
                    records.Count,
                    posted,
                    records.Count - posted,
                    records.Count(r => !r.Posted && r.RefusedVersion == r.Version)
                )
            )
        );
    }

    private static Counts Count(IReadOnlyCollection<Row> rows) =>
        new(
            rows.Count,
            rows.Count(r => r.Calculated || r.Posted),
            rows.Count(r => r.Posted),
            rows.Count(r => !r.Posted),
            rows.Count(r => r.Parked)
        );

    private static bool TryMonth(string? text, Month otherwise, out Month month)
    {
        month = otherwise;
        return text is null || Month.TryParse(text, out month);
    }
}
