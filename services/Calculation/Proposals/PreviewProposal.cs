using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// <c>POST /factors/proposals/{proposal}/preview</c>: what publishing it would post, and changes nothing. Every
/// plant-month that the rows can concern is calculated twice, by the catalogue in force and by the one with the
/// proposal, by the very functions that publishing uses.
/// </summary>
internal static class PreviewProposal
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 10_000;

    /// <summary>What publishing would post.</summary>
    internal sealed record Response
    {
        public required Guid Proposal { get; init; }

        /// <summary>The catalogue in force, which old amounts are by.</summary>
        public required int CatalogueVersion { get; init; }

        /// <summary>Plant-months that come out otherwise.</summary>
        public required int PlantMonthsAffected { get; init; }

        /// <summary>Plant-months that were calculated for this answer.</summary>
        public required int PlantMonthsLookedAt { get; init; }

        /// <summary>
        /// Plant-months that the catalogue in force has not come to yet; what it posts for them is not in this answer.
        /// </summary>
        public required int PlantMonthsWaiting { get; init; }
        public Month? FirstMonth { get; init; }
        public Month? LastMonth { get; init; }

        /// <summary>
        /// Lines of other amount, quantity, factor set, status or uncertainty; lines that come and go.
        /// </summary>
        public required int LinesChanged { get; init; }
        public required int GapsOpened { get; init; }
        public required int GapsClosed { get; init; }

        /// <summary>Sums over the affected plant-months, of the categories in which a line changes.</summary>
        public required IReadOnlyList<Sum> Sums { get; init; }

        /// <summary>The affected plant-months, as many as asked for, in order of plant and month.</summary>
        public required IReadOnlyList<AffectedMonth> PlantMonths { get; init; }
    }

    /// <summary>A category, basis and measure before and after.</summary>
    /// <param name="Category">Category.</param>
    /// <param name="Basis">Basis, where the category has one.</param>
    /// <param name="Measure">Measure.</param>
    /// <param name="Unit">Unit of the amounts.</param>
    /// <param name="Old">By the catalogue in force.</param>
    /// <param name="New">With the proposal.</param>
    /// <param name="Delta">New − old: what is posted.</param>
    /// <param name="OldOnVerifiedFactors">What of the old amount rests on factors that were compared with their
    /// official texts, or on none.</param>
    /// <param name="NewOnVerifiedFactors">What of the new one does.</param>
    /// <param name="GroupTotal">The group in the affected months by the catalogue in force, transfers inside it
    /// cancelled.</param>
    /// <param name="ShareOfGroup">The delta's part of it, transfers cancelled too; none where the total is 0.</param>
    internal sealed record Sum(
        string Category,
        string? Basis,
        string Measure,
        string Unit,
        decimal Old,
        decimal New,
        decimal Delta,
        decimal OldOnVerifiedFactors,
        decimal NewOnVerifiedFactors,
        decimal GroupTotal,
        decimal? ShareOfGroup
    );

    /// <summary>A plant-month that comes out otherwise.</summary>
    internal sealed record AffectedMonth(
        PlantCode Plant,
        Month Month,
        int LinesChanged,
        int GapsOpened,
        int GapsClosed,
        IReadOnlyList<Change> Changes
    );

    /// <summary>A category, basis and measure of a plant-month before and after.</summary>
    internal sealed record Change(
        string Category,
        string? Basis,
        string Measure,
        decimal Old,
        decimal New,
        decimal Delta
    );

    public static void MapPreviewProposal(this IEndpointRouteBuilder api) =>
        api.MapPost("/factors/proposals/{proposal:guid}/preview", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Refuses([.. HeavyCalls.Refusing, .. ProposalRefusals.OfStanding, ProposalRefusals.MovedExample])
            .WithName(nameof(PreviewProposal))
            .WithTags("factors")
            .WithSummary("Calculates what publishing a proposal would post, and changes nothing.")
            .WithDescription(
                "limit: so many plant-months are listed one by one, 100 unless given, at most 10,000; the "
                    + "sums are over "
                    + "all of them. Which months are closed is the ledger's to say: amounts of a closed month "
                    + "are posted "
                    + "to it as adjustments."
            );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        Guid proposal,
        int? limit,
        HttpContext call,
        HeavyCalls heavy,
        CalculationDb db,
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var most = limit ?? DefaultLimit;
        if (most is < 0 or > LargestLimit)
            return Refusals.InvalidParameter($"'{most}' is no limit. Expected: 0 to {LargestLimit}.").ToResult();
        if (await heavy.BeginAsync(call) is { } later)
            return later.ToResult();
        var found = await StandingProposal.FindAsync(proposal, db, cancellationToken);
        if (found.IsRefused(out var refusal, out var row))
            return refusal.ToResult();

        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var held = await StandingProposal.CheckAsync(row, catalogue, catalogues, time, connection, cancellationToken);
        if (held.IsRefused(out refusal, out var next))
            return refusal.ToResult();
        var waiting = await db.CountWaitingAsync(catalogue, cancellationToken);

        var comparison = new ProposalComparison(catalogue, next);
        await comparison.AddAsync(Reach.Of(ProposedRows.FromJson(row.Rows)), connection, cancellationToken);
        return TypedResults.Ok(comparison.ToResponse(proposal, waiting, most));
    }
}
