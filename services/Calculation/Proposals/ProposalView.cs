using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>A proposal as it is shown.</summary>
internal sealed record ProposalView
{
    public required Guid Id { get; init; }

    /// <summary>open, published or withdrawn.</summary>
    public required string State { get; init; }
    public required string Reason { get; init; }

    /// <summary>The version of the catalogue it was held against.</summary>
    public required int ProposedOnCatalogueVersion { get; init; }

    /// <summary>Caller id.</summary>
    public required string ProposedBy { get; init; }

    /// <summary>Who held that key: somebody else publishes.</summary>
    public required string ProposedBySubject { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The version of the catalogue it made.</summary>
    public int? CatalogueVersion { get; init; }

    /// <summary>Caller id.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>Who held that key; null for what is from before this was kept.</summary>
    public string? PublishedBySubject { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Caller id.</summary>
    public string? WithdrawnBy { get; init; }

    /// <summary>Who held that key; null for what is from before this was kept.</summary>
    public string? WithdrawnBySubject { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Why it is not to be published.</summary>
    public string? WithdrawalReason { get; init; }

    /// <summary>The rows as they are or would be kept, with what was taken over from the version before.</summary>
    public required IReadOnlyList<FactorFacts> Factors { get; init; }
    public required IReadOnlyList<YearFacts> Years { get; init; }

    public static ProposalView Of(
        FactorProposalRow proposal,
        CatalogueVersionRow? published,
        FactorWithdrawalRow? withdrawn = null
    )
    {
        var rows = ProposedRows.FromJson(proposal.Rows);
        return new ProposalView
        {
            Id = proposal.Id,
            State =
                published is not null ? "published"
                : withdrawn is not null ? "withdrawn"
                : "open",
            Reason = proposal.Reason,
            ProposedOnCatalogueVersion = proposal.CatalogueVersion,
            ProposedBy = proposal.ProposedBy,
            ProposedBySubject = proposal.ProposedBySubject,
            ProposedAt = proposal.ProposedAt,
            CatalogueVersion = published?.Version,
            PublishedBy = published?.PublishedBy,
            PublishedBySubject = published?.PublishedBySubject,
            PublishedAt = published?.PublishedAt,
            WithdrawnBy = withdrawn?.WithdrawnBy,
            WithdrawnBySubject = withdrawn?.WithdrawnBySubject,
            WithdrawnAt = withdrawn?.WithdrawnAt,
            WithdrawalReason = withdrawn?.Reason,
            Factors = rows.Factors,
            Years = rows.Years,
        };
    }

    /// <summary>Whether a caller may see all of it: other plants' own factors are as absent.</summary>
    public bool MayBeSeenBy(Caller caller) => Factors.All(row => row.Plant is null || caller.MaySee(row.Plant));
}
