using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;
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

    private static async Task<Results<Ok<ChangePreview>, RefusalResult>> HandleAsync(
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
        return TypedResults.Ok(comparison.ToPreview(proposal, waiting, most));
    }
}
