using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>A proposal that can still be published, and holds against the catalogue as it is now.</summary>
internal static class StandingProposal
{
    /// <summary>A proposal that can still be published, or why it cannot.</summary>
    public static async Task<Answer<FactorProposalRow>> FindAsync(
        Guid id,
        CalculationDb db,
        CancellationToken cancellationToken
    )
    {
        var proposal = await db.FactorProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (proposal is null)
            return ProposalRefusals.NoSuchProposal(id);
        var version = await db
            .CatalogueVersions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.ProposalId == id, cancellationToken);
        if (version is not null)
            return ProposalRefusals.AlreadyPublished(version.Version);
        var withdrawal = await db
            .FactorWithdrawals.AsNoTracking()
            .SingleOrDefaultAsync(w => w.ProposalId == id, cancellationToken);
        return withdrawal is null ? proposal : ProposalRefusals.Withdrawn(withdrawal.WithdrawnAt, withdrawal.Reason);
    }

    /// <summary>The catalogue with the proposal, or why it does not hold any more.</summary>
    public static async Task<Answer<Catalogue>> CheckAsync(
        FactorProposalRow proposal,
        Catalogue catalogue,
        CatalogueInForce catalogues,
        TimeProvider time,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        List<RefusalItem> findings = [];
        var check = new ProposalCheck(catalogue, time.GetUtcNow().Year, findings);
        var kept = JsonSerializer.Deserialize<Kept>(proposal.Rows, StrictJson.Options)!;
        var rows = check.Rows(kept.Factors, kept.Years);
        var next =
            findings.Count > 0
                ? null
                : await check.TryAsync(
                    rows,
                    () => catalogues.WithAsync(catalogue, rows, connection, cancellationToken)
                );
        return next is null ? ProposalRefusals.BaseMoved(proposal.CatalogueVersion, catalogue.Version, findings) : next;
    }

    /// <summary><see cref="ProposedRows"/> as somebody could propose them now: every fact is said.</summary>
    private sealed record Kept
    {
        public required IReadOnlyList<ProposedFactor> Factors { get; init; }
        public required IReadOnlyList<ProposedYear> Years { get; init; }
    }
}
