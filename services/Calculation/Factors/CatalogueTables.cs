using CarbonPlatform.ServiceDefaults.Database;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A version of the catalogue as a whole: files that were delivered, or a proposal that was published.
/// </summary>
internal sealed class CatalogueVersionRow
{
    public static readonly Columns<CatalogueVersionRow> Columns = new("catalogue_version")
    {
        { "version", row => row.Version },
        { "delivered", row => row.Delivered },
        { "files_hash", row => row.FilesHash },
        { "proposal_id", row => row.ProposalId },
        { "published_by", row => row.PublishedBy },
        { "published_by_subject", row => row.PublishedBySubject },
        { "published_at", row => row.PublishedAt },
    };

    public required int Version { get; init; }

    /// <summary>Version of the files.</summary>
    public int? Delivered { get; init; }

    public byte[]? FilesHash { get; init; }

    public Guid? ProposalId { get; init; }

    /// <summary>Caller id; <c>delivered</c> for files.</summary>
    public required string PublishedBy { get; init; }

    /// <summary>Who held that key; null for files, and for what is from before this was kept.</summary>
    public string? PublishedBySubject { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>
/// Rows that somebody proposed for the catalogue. It is never changed; published it is named by a
/// <see cref="CatalogueVersionRow"/>, withdrawn by a <see cref="FactorWithdrawalRow"/>.
/// </summary>
internal sealed class FactorProposalRow
{
    public static readonly Columns<FactorProposalRow> Columns = new("factor_proposal")
    {
        { "id", row => row.Id },
        { "reason", row => row.Reason },
        { "rows", row => row.Rows },
        { "catalogue_version", row => row.CatalogueVersion },
        { "proposed_by", row => row.ProposedBy },
        { "proposed_by_subject", row => row.ProposedBySubject },
        { "key_makers", row => row.KeyMakers },
        { "proposed_at", row => row.ProposedAt },
    };

    public required Guid Id { get; init; }

    public required string Reason { get; init; }

    /// <summary>The rows as JSON.</summary>
    public required byte[] Rows { get; init; }

    /// <summary>The catalogue it was held against.</summary>
    public required int CatalogueVersion { get; init; }

    /// <summary>Caller id.</summary>
    public required string ProposedBy { get; init; }

    /// <summary>Who holds that key: somebody else publishes.</summary>
    public required string ProposedBySubject { get; init; }

    /// <summary>The subject that made that key, and on up; empty where nobody did.</summary>
    public required string[] KeyMakers { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }
}

/// <summary>That a proposal is not to be published, and why.</summary>
internal sealed class FactorWithdrawalRow
{
    public static readonly Columns<FactorWithdrawalRow> Columns = new("factor_withdrawal")
    {
        { "proposal_id", row => row.ProposalId },
        { "reason", row => row.Reason },
        { "withdrawn_by", row => row.WithdrawnBy },
        { "withdrawn_by_subject", row => row.WithdrawnBySubject },
        { "withdrawn_at", row => row.WithdrawnAt },
    };

    public required Guid ProposalId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Caller id: who proposed it, or somebody else who turned it down.</summary>
    public required string WithdrawnBy { get; init; }

    /// <summary>Who held that key; null for what is from before this was kept.</summary>
    public string? WithdrawnBySubject { get; init; }

    public required DateTimeOffset WithdrawnAt { get; init; }
}
