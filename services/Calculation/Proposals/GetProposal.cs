using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary><c>GET /factors/proposals/{proposal}</c>: one proposal with its rows, at most two thousand.</summary>
internal static class GetProposal
{
    public static void MapGetProposal(this IEndpointRouteBuilder api) =>
        api.MapGet("/factors/proposals/{proposal:guid}", HandleAsync)
            .RequireAuthorization()
            .Refuses(ProposalRefusals.NoSuchProposal(Guid.Empty))
            .WithName(nameof(GetProposal))
            .WithTags("factors")
            .WithSummary("Shows a proposal with its rows.");

    private static async Task<Results<Ok<ProposalView>, RefusalResult>> HandleAsync(
        Guid proposal,
        Caller caller,
        CalculationDb db,
        CancellationToken cancellationToken
    )
    {
        var row = await db
            .FactorProposals.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == proposal, cancellationToken);
        if (row is null)
            return ProposalRefusals.NoSuchProposal(proposal).ToResult();
        var view = ProposalView.Of(
            row,
            await db
                .CatalogueVersions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.ProposalId == proposal, cancellationToken),
            await db
                .FactorWithdrawals.AsNoTracking()
                .SingleOrDefaultAsync(w => w.ProposalId == proposal, cancellationToken)
        );
        return view.MayBeSeenBy(caller) ? TypedResults.Ok(view) : ProposalRefusals.NoSuchProposal(proposal).ToResult();
    }
}
