using System.Text.Json;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// <c>POST /factors/proposals/{proposal}/publish</c>: the rows make the next version of the catalogue. A second person does it, and
/// the proposal is held once more against what is in force. Every process then calculates again what stands on an older version;
/// the ledger gets the differences with reason <c>factor</c>.
/// </summary>
internal static class PublishProposal
{
    public static void MapPublishProposal(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/factors/proposals/{proposal:guid}/publish", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Produces<ProposalView>()
            .WithTags("factors")
            .WithSummary("Publishes a proposal that somebody else made: it becomes the next version of the catalogue.")
            .WithDescription(
                "Plant-months that come out otherwise are calculated again and posted with reason factor; GET /factors/versions says how many still wait. The body is empty. Needs Idempotency-Key."
            );

    private static async Task<IResult> HandleAsync(
        Guid proposal,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpRequest request,
        Caller caller,
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        IDbContextFactory<CalculationDb> contexts,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (key, refused) = IdempotencyKey.Of(idempotencyKey, request, caller.Id, []);
        if (key is null)
            return refused!.ToResult();

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RememberedCall.FindAsync(key, connection, cancellationToken) is { } known)
            return known.ToResult(StatusCodes.Status200OK);
        if (await catalogues.ChangeAsync(connection, cancellationToken) is not { } catalogue)
            return ProposalRefusals.CatalogueBehind.ToResult();

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (row, closed) = await db.OpenProposalAsync(proposal, cancellationToken);
        if (row is null)
            return closed!.ToResult();
        if (row.ProposedBy == caller.Id)
            return ProposalRefusals.PublisherIsProposer.ToResult();
        var (_, moved) = await StandingProposal.CheckAsync(
            row,
            catalogue,
            catalogues,
            time,
            connection,
            cancellationToken
        );
        if (moved is not null)
            return moved.ToResult();

        var now = time.GetStorableNow();
        var version = new CatalogueVersionRow
        {
            Version = catalogue.Version + 1,
            ProposalId = proposal,
            PublishedBy = caller.Id,
            PublishedAt = now,
        };
        await using (
            var add = new NpgsqlCommand(
                "INSERT INTO catalogue_version (version, proposal_id, published_by, published_at) VALUES ($1, $2, $3, $4)",
                connection,
                transaction
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = version.Version },
                    new NpgsqlParameter<Guid> { TypedValue = proposal },
                    new NpgsqlParameter<string> { TypedValue = version.PublishedBy },
                    new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            }
        )
        {
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
        var answer = JsonSerializer.SerializeToUtf8Bytes(ProposalView.Of(row, version), StrictJson.Options);
        var call = await RememberedCall.KeepAsync(key, answer, now, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return call.ToResult(StatusCodes.Status200OK);
    }
}

/// <summary>A proposal held against the catalogue as it is now.</summary>
internal static class StandingProposal
{
    /// <summary>The catalogue with the proposal, or why it does not hold any more.</summary>
    public static async Task<(Catalogue? Next, Refusal? Moved)> CheckAsync(
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
        var kept = ProposedRows.FromJson(proposal.Rows);
        var rows = check.Rows([.. kept.Factors.Select(ProposedFactor.Of)], [.. kept.Years.Select(ProposedYear.Of)]);
        var next =
            findings.Count > 0
                ? null
                : await check.TryAsync(
                    rows,
                    () => catalogues.WithAsync(catalogue, rows, connection, cancellationToken)
                );
        return (
            next,
            findings.Count == 0
                ? null
                : ProposalRefusals.BaseMoved(proposal.CatalogueVersion, catalogue.Version, findings)
        );
    }
}
