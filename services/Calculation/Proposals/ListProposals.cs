using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// <c>GET /factors/proposals</c>: what was proposed for the catalogue, newest first, a page at a time. A proposal may
/// have two thousand rows, so here they are counted; <see cref="GetProposal"/> shows them.
/// </summary>
internal static class ListProposals
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 50;

    public static readonly string[] States = ["open", "published", "withdrawn"];

    private const string PageSql = """
        SELECT p.id, s.state, p.reason, p.catalogue_version, p.proposed_by, p.proposed_at,
            v.version, v.published_by, v.published_at, w.withdrawn_by, w.withdrawn_at, w.reason,
            p.proposed_by_subject, v.published_by_subject, w.withdrawn_by_subject,
            jsonb_array_length(r.rows -> 'factors'), jsonb_array_length(r.rows -> 'years')
        FROM factor_proposal p
        LEFT JOIN catalogue_version v ON v.proposal_id = p.id
        LEFT JOIN factor_withdrawal w ON w.proposal_id = p.id
        CROSS JOIN LATERAL (SELECT CASE WHEN v.version IS NOT NULL THEN 'published'
            WHEN w.proposal_id IS NOT NULL THEN 'withdrawn' ELSE 'open' END AS state) s
        CROSS JOIN LATERAL (SELECT convert_from(p.rows, 'UTF8')::jsonb AS rows) r
        WHERE ($1::text IS NULL OR s.state = $1)
            AND ($2::uuid IS NULL OR (p.proposed_at, p.id) <
                (SELECT proposed_at, id FROM factor_proposal WHERE id = $2))
            AND ($3::text[] IS NULL OR NOT EXISTS (
                SELECT FROM jsonb_array_elements(r.rows -> 'factors') factor
                WHERE factor ->> 'plant' IS NOT NULL AND factor ->> 'plant' <> ALL ($3)))
        ORDER BY p.proposed_at DESC, p.id DESC LIMIT $4
        """;

    /// <summary>Some proposals, the newest first.</summary>
    /// <param name="Proposals">The proposals.</param>
    /// <param name="Next">Give it as after to go on; null when there are no more.</param>
    internal sealed record Page(IReadOnlyList<Item> Proposals, Guid? Next);

    /// <summary>A proposal without its rows.</summary>
    internal sealed record Item
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

        /// <summary>Number of its factors.</summary>
        public required int FactorCount { get; init; }

        /// <summary>Number of its rows of years.</summary>
        public required int YearCount { get; init; }
    }

    public static void MapListProposals(this IEndpointRouteBuilder api) =>
        api.MapGet("/factors/proposals", HandleAsync)
            .RequireAuthorization()
            .WithChoice("state", States)
            .WithName(nameof(ListProposals))
            .WithTags("factors")
            .WithSummary("Lists what was proposed for the factor catalogue, newest first, without the rows.")
            .WithDescription(
                $"state: {string.Join(", ", States)}; all unless given. limit: at most so many, 1 to {LargestLimit}, "
                    + $"{DefaultLimit} unless given. after: the next of the page before."
            );

    private static async Task<Results<Ok<Page>, RefusalResult>> HandleAsync(
        string? state,
        Guid? after,
        int? limit,
        Caller caller,
        CalculationDb db,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        var wanted = string.IsNullOrEmpty(state) ? null : state;
        if (wanted is not null && !States.Contains(wanted, StringComparer.Ordinal))
            return Refusals
                .InvalidParameter($"'{state}' is no state of a proposal. Expected: open, published or withdrawn.")
                .ToResult();
        var most = limit ?? DefaultLimit;
        if (most is < 1 or > LargestLimit)
            return Refusals.InvalidParameter($"'{most}' is no limit. Expected: 1 to {LargestLimit}.").ToResult();
        if (after is { } last && !await db.FactorProposals.AnyAsync(p => p.Id == last, cancellationToken))
            return Refusals
                .InvalidParameter($"'{last}' is no proposal. Expected as after: the next of the page before.")
                .ToResult();

        await using var read = database.CreateCommand(PageSql);
        read.Parameters.Add(Value(wanted));
        read.Parameters.Add(Value(after));
        read.Parameters.Add(Value(caller.Plants?.Select(plant => plant.Value).ToArray()));
        read.Parameters.Add(Value(most + 1));
        var found = new List<Item>();
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(ItemOf(reader));
        var hasMore = found.Count > most;
        if (hasMore)
            found.RemoveAt(most);
        return TypedResults.Ok(new Page(found, hasMore ? found[^1].Id : null));
    }

    private static Item ItemOf(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            State = row.GetString(1),
            Reason = row.GetString(2),
            ProposedOnCatalogueVersion = row.GetInt32(3),
            ProposedBy = row.GetString(4),
            ProposedBySubject = row.GetString(12),
            ProposedAt = row.GetFieldValue<DateTimeOffset>(5),
            CatalogueVersion = row.IsDBNull(6) ? null : row.GetInt32(6),
            PublishedBy = row.IsDBNull(7) ? null : row.GetString(7),
            PublishedBySubject = row.IsDBNull(13) ? null : row.GetString(13),
            PublishedAt = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
            WithdrawnBy = row.IsDBNull(9) ? null : row.GetString(9),
            WithdrawnBySubject = row.IsDBNull(14) ? null : row.GetString(14),
            WithdrawnAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
            WithdrawalReason = row.IsDBNull(11) ? null : row.GetString(11),
            FactorCount = row.GetInt32(15),
            YearCount = row.GetInt32(16),
        };
}
