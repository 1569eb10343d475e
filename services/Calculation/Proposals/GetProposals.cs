using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// <c>GET /factors/proposals</c>: what was proposed for the catalogue, newest first;
/// <c>/factors/proposals/{proposal}</c>: one of them.
/// </summary>
internal static class GetProposals
{
    private const int Most = 200;

    /// <summary>Proposals.</summary>
    internal sealed record Response(IReadOnlyList<ProposalView> Proposals);

    public static void MapGetProposals(this IEndpointRouteBuilder api)
    {
        api.MapGet("/factors/proposals", ListAsync)
            .RequireAuthorization()
            .WithTags("factors")
            .WithSummary("Lists what was proposed for the factor catalogue, newest first.")
            .WithDescription("state: open, published or withdrawn; all unless given. At most 200.");
        api.MapGet("/factors/proposals/{proposal:guid}", OneAsync)
            .RequireAuthorization()
            .WithTags("factors")
            .WithSummary("Shows a proposal with its rows.");
    }

    private static async Task<Results<Ok<Response>, RefusalResult>> ListAsync(
        string? state,
        Caller caller,
        CalculationDb db,
        CancellationToken cancellationToken
    )
    {
        if (state is not (null or "" or "open" or "published" or "withdrawn"))
            return Refusals
                .InvalidParameter($"'{state}' is no state of a proposal. Expected: open, published or withdrawn.")
                .ToResult();
        var rows = await (
            from p in db.FactorProposals
            join v in db.CatalogueVersions on (Guid?)p.Id equals v.ProposalId into versions
            from v in versions.DefaultIfEmpty()
            join w in db.FactorWithdrawals on p.Id equals w.ProposalId into withdrawals
            from w in withdrawals.DefaultIfEmpty()
            where
                string.IsNullOrEmpty(state)
                || state
                    == (
                        v != null ? "published"
                        : w != null ? "withdrawn"
                        : "open"
                    )
            orderby p.ProposedAt descending, p.Id descending
            select new
            {
                Proposal = p,
                Version = v,
                Withdrawal = w,
            }
        )
            .AsNoTracking()
            .Take(Most)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            new Response([
                .. rows.Select(row => ProposalView.Of(row.Proposal, row.Version, row.Withdrawal))
                    .Where(view => view.MayBeSeenBy(caller)),
            ])
        );
    }

    private static async Task<Results<Ok<ProposalView>, RefusalResult>> OneAsync(
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
