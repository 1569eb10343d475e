using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Factors;

/// <summary><c>GET /factors/proposals</c>: what was proposed for the catalogue, newest first; <c>/factors/proposals/{proposal}</c>: one of them.</summary>
internal static class GetProposals
{
    private const int Most = 200;

    /// <summary>Proposals.</summary>
    internal sealed record Response(IReadOnlyList<ProposalView> Proposals);

    public static void MapGetProposals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/factors/proposals", ListAsync).RequireAuthorization().WithTags("factors").WithSummary("Lists what was proposed for the factor catalogue, newest first.")
            .WithDescription("state: open or published; both unless given. At most 200.");
        routes.MapGet("/factors/proposals/{proposal:guid}", OneAsync).RequireAuthorization().WithTags("factors").WithSummary("Shows a proposal with its rows.");
    }

    private static async Task<Results<Ok<Response>, RefusalResult>> ListAsync(string? state, Caller caller, CalculationDb db, CancellationToken cancellationToken)
    {
        if (state is not (null or "" or "open" or "published")) return Refusals.InvalidParameter($"'{state}' is no state of a proposal. Expected: open or published.").ToResult();
        var rows = await (
            from p in db.FactorProposals
            join v in db.CatalogueVersions on (Guid?)p.Id equals v.ProposalId into versions
            from v in versions.DefaultIfEmpty()
            where string.IsNullOrEmpty(state) || (state == "open") == (v == null)
            orderby p.ProposedAt descending, p.Id descending
            select new { Proposal = p, Version = v }).AsNoTracking().Take(Most).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response([.. rows.Select(row => ProposalView.Of(row.Proposal, row.Version)).Where(view => view.MayBeSeenBy(caller))]));
    }

    private static async Task<Results<Ok<ProposalView>, RefusalResult>> OneAsync(Guid proposal, Caller caller, CalculationDb db, CancellationToken cancellationToken)
    {
        var row = await db.FactorProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == proposal, cancellationToken);
        if (row is null) return ProposalRefusals.NoSuchProposal(proposal).ToResult();
        var view = ProposalView.Of(row, await db.CatalogueVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ProposalId == proposal, cancellationToken));
        return view.MayBeSeenBy(caller) ? TypedResults.Ok(view) : ProposalRefusals.NoSuchProposal(proposal).ToResult();
    }
}
