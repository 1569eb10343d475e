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
    internal sealed record Counts(int Accepted, int Calculated, int Posted, int Outstanding);

    /// <summary>The same for one month.</summary>
    internal sealed record MonthCounts(Month Month, Counts Sheets);

    /// <summary>
    /// A sheet whose newest revision the ledger has not confirmed; at most 500 are listed, those longest on their way
    /// first.
    /// </summary>
    /// <param name="PostedRevision">The revision that the ledger holds; 0 for none.</param>
    /// <param name="Resends">How often it was sent again.</param>
    internal sealed record Outstanding(
        PlantCode Plant,
        Month Month,
        int Revision,
        int PostedRevision,
        string State,
        DateTimeOffset ReceivedAt,
        int Resends,
        DateTimeOffset NextResendAt
    );

    /// <summary>
    /// A sheet of which the ledger holds a later revision than is known here: this database was set back. At most 500
    /// are listed.
    /// </summary>
    internal sealed record Beyond(PlantCode Plant, Month Month, int Revision, int PostedRevision);

    /// <summary>Records of units and plants, and those that the ledger has not confirmed.</summary>
    internal sealed record RecordCounts(int Records, int Posted, int Outstanding);

    private sealed record Row(
        PlantCode Plant,
        Month Month,
        int Revision,
        int AppliedRevision,
        bool Calculated,
        DateTimeOffset AcceptedAt,
        int Resends,
        DateTimeOffset ResendAt
    )
    {
        public bool Posted => AppliedRevision >= Revision;
    }

    public static void MapGetReconciliation(this IEndpointRouteBuilder api) =>
        api.MapGet("/reconciliation", HandleAsync)
            .RequireAuthorization(Policies.Read)
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
                r.CalculatedAt != null,
                r.AcceptedAt,
                s.Resends,
                s.ResendAt
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
        var records = await db.Organisation.Select(o => o.AppliedVersion >= o.Version).ToListAsync(cancellationToken);
        var posted = records.Count(applied => applied);

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
                            SubmissionState.Of(r.Revision, r.Calculated, r.AppliedRevision),
                            r.AcceptedAt,
                            r.Resends,
                            r.ResendAt
                        )),
                ],
                [
                    .. beyond
                        .Where(b => caller.MaySee(b.Plant))
                        .Take(BeyondShown)
                        .Select(b => new Beyond(b.Plant, b.Month, b.Revision, b.AppliedRevision)),
                ],
                new RecordCounts(records.Count, posted, records.Count - posted)
            )
        );
    }

    private static Counts Count(IReadOnlyCollection<Row> rows) =>
        new(
            rows.Count,
            rows.Count(r => r.Calculated || r.Posted),
            rows.Count(r => r.Posted),
            rows.Count(r => !r.Posted)
        );

    private static bool TryMonth(string? text, Month otherwise, out Month month)
    {
        month = otherwise;
        return text is null || Month.TryParse(text, out month);
    }
}
