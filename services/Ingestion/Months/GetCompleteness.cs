using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;

namespace CarbonPlatform.Ingestion.Months;

/// <summary>
/// <c>GET /completeness?year=…&amp;org=…</c>: how far each plant-month is that is expected, and what is missing of it.
/// </summary>
internal static class GetCompleteness
{
    /// <summary>Gaps after which a page ends.</summary>
    public const int MostGaps = 10_000;

    internal sealed record Response
    {
        public required Month From { get; init; }
        public required Month To { get; init; }

        /// <summary>GROUP, unit:CODE or plant:CODE.</summary>
        public required string Org { get; init; }

        /// <summary>The month that it is now where the group keeps its books; later ones have not begun.</summary>
        public required Month CurrentMonth { get; init; }

        /// <summary>All plant-months that were asked about, by state.</summary>
        public required Counts Counts { get; init; }

        /// <summary>In order of plant and month.</summary>
        public required IReadOnlyList<PlantMonth> PlantMonths { get; init; }

        /// <summary>Give it as after for those that follow; null when there are no more.</summary>
        public required string? Next { get; init; }
    }

    /// <summary>Plant-months by state. Expected are all but those that have not begun.</summary>
    internal sealed record Counts(
        int Expected,
        int NotBegun,
        int NotReported,
        int Withdrawn,
        int Calculating,
        int Parked,
        int PostedWithGaps,
        int Nil,
        int Complete
    );

    /// <summary>A month of a plant.</summary>
    /// <param name="OrgUnit">The unit that the plant belongs to in the month.</param>
    /// <param name="State">
    /// not-begun, not-reported, withdrawn, calculating, parked, posted-with-gaps, nil (every reading is zero) or
    /// complete.
    /// </param>
    /// <param name="Revision">The revision that stands; null where there is no sheet.</param>
    /// <param name="PostedRevision">The highest that the ledger holds; 0 for none.</param>
    /// <param name="Readings">How many readings the sheet has.</param>
    /// <param name="OpenGaps">Gaps of the sheet that keep the month from closing; 0 before it is calculated.</param>
    /// <param name="Gaps">All its gaps.</param>
    internal sealed record PlantMonth(
        PlantCode Plant,
        Month Month,
        string? OrgUnit,
        string State,
        int? Revision,
        int PostedRevision,
        int Readings,
        int OpenGaps,
        IReadOnlyList<GapRecord> Gaps
    );

    public static void MapGetCompleteness(this IEndpointRouteBuilder api) =>
        api.MapGet("/completeness", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithChoice("state", [.. PlantMonthStates.All])
            .Refuses(CompletenessRefusals.Examples)
            .WithName("GetCompleteness")
            .WithTags("months")
            .WithSummary("Lists plant-months by how far they are, with what is missing of each.");

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        [AsParameters] CompletenessParameters asked,
        Caller caller,
        OrganisationCache organisations,
        GroupClock clock,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        if (CompletenessQuestion.Parse(asked, organisation, caller).IsRefused(out var refusal, out var question))
            return refusal.ToResult();

        var current = clock.CurrentMonth;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var sheets = await SheetProgress.ReadAsync(question.From, question.To, caller, connection, cancellationToken);
        var all = Expected(question, organisation, caller, current, sheets).ToList();
        var listed = all.Where(at => question.State is null || at.State == question.State)
            .Where(at => question.After is not { } after || (at.Plant, at.Month).CompareTo(after) > 0)
            .Take(question.Limit + 1)
            .ToList();
        var (page, next) = await PageAsync(listed, question.Limit, connection, cancellationToken);
        return TypedResults.Ok(
            new Response
            {
                From = question.From,
                To = question.To,
                Org = question.Org,
                CurrentMonth = current,
                Counts = Count(all),
                PlantMonths = page,
                Next = next,
            }
        );
    }

    private sealed record Row(PlantCode Plant, Month Month, string? OrgUnit, string State, SheetProgress? Sheet);

    /// <summary>
    /// Months for which plants report. What was withdrawn outside of them is nobody's business any more.
    /// </summary>
    private static IEnumerable<Row> Expected(
        CompletenessQuestion question,
        OrganisationState organisation,
        Caller caller,
        Month current,
        IReadOnlyDictionary<(PlantCode Plant, Month Month), SheetProgress> sheets
    )
    {
        foreach (var (plant, known) in organisation.Plants.Where(at => caller.MaySee(at.Key)))
        {
            foreach (var month in Month.Range(question.From, question.To))
            {
                if (!known.Record.ReportsIn(month) || !question.Holds(plant, known.Record, month))
                    continue;
                var sheet = sheets.GetValueOrDefault((plant, month));
                var state =
                    sheet?.State ?? (month > current ? PlantMonthStates.NotBegun : PlantMonthStates.NotReported);
                yield return new Row(plant, month, known.Record.UnitIn(month), state, sheet);
            }
        }
    }

    private static async Task<(IReadOnlyList<PlantMonth> Page, string? Next)> PageAsync(
        List<Row> rows,
        int limit,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var hasMore = rows.Count > limit;
        rows = rows[..Math.Min(rows.Count, limit)];
        var total = 0;
        var shown = rows.TakeWhile(row => (total += row.Sheet?.Gaps ?? 0) <= MostGaps).Count();
        // One plant-month has its gaps shown however many there are.
        hasMore |= Math.Max(shown, 1) < rows.Count;
        rows = rows[..Math.Min(Math.Max(shown, 1), rows.Count)];
        var gaps = await SheetProgress.GapsAsync(
            [.. rows.Where(row => row.Sheet is { Gaps: > 0 }).Select(row => (row.Plant, row.Month))],
            connection,
            cancellationToken
        );
        return (
            [
                .. rows.Select(row => new PlantMonth(
                    row.Plant,
                    row.Month,
                    row.OrgUnit,
                    row.State,
                    row.Sheet?.Revision,
                    row.Sheet?.AppliedRevision ?? 0,
                    row.Sheet?.Readings ?? 0,
                    row.Sheet?.OpenGaps ?? 0,
                    gaps.GetValueOrDefault((row.Plant, row.Month)) ?? []
                )),
            ],
            hasMore ? $"{rows[^1].Plant}/{rows[^1].Month}" : null
        );
    }

    private static Counts Count(List<Row> rows)
    {
        var of = rows.CountBy(row => row.State).ToDictionary(StringComparer.Ordinal);
        return new Counts(
            rows.Count - In(PlantMonthStates.NotBegun),
            In(PlantMonthStates.NotBegun),
            In(PlantMonthStates.NotReported),
            In(PlantMonthStates.Withdrawn),
            In(PlantMonthStates.Calculating),
            In(PlantMonthStates.Parked),
            In(PlantMonthStates.PostedWithGaps),
            In(PlantMonthStates.Nil),
            In(PlantMonthStates.Complete)
        );

        int In(string state) => of.GetValueOrDefault(state);
    }
}
