using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// <c>POST /factors/proposals/{proposal}/publish</c>: the rows make the next version of the catalogue. A second person
/// does it, and the proposal is held once more against what is in force. Every process then calculates again what
/// stands on an older version; the ledger gets the differences with reason <c>factor</c>.
/// </summary>
internal static class PublishProposal
{
    public static void MapPublishProposal(this IEndpointRouteBuilder api) =>
        api.MapPost("/factors/proposals/{proposal:guid}/publish", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Produces<ProposalView>()
            .Refuses([
                .. ProposalRefusals.OfStanding,
                ProposalRefusals.MovedExample,
                ProposalRefusals.PublisherIsProposer,
                ProposalRefusals.CatalogueBehind,
            ])
            .WithName(nameof(PublishProposal))
            .WithTags("factors")
            .WithSummary("Publishes a proposal that somebody else made: it becomes the next version of the catalogue.")
            .WithDescription(
                "Plant-months that come out otherwise are calculated again and posted with reason factor; "
                    + "GET /factors/versions says how many still wait. The body is empty. Needs Idempotency-Key."
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
        if (IdempotencyKey.Read(idempotencyKey, request, caller.Id, []).IsRefused(out var refusal, out var key))
            return refusal.ToResult();

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if ((await RememberedCall.FindAsync(key, connection, cancellationToken)).IsRefused(out refusal, out var known))
            return refusal.ToResult();
        if (known is not null)
            return known.ToResult(StatusCodes.Status200OK);
        if (await catalogues.ChangeAsync(connection, cancellationToken) is not { } catalogue)
            return ProposalRefusals.CatalogueBehind.ToResult();

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await StandingProposal.FindAsync(proposal, db, cancellationToken);
        if (found.IsRefused(out refusal, out var row))
            return refusal.ToResult();
        if (!caller.IsSecondTo(row.ProposedBySubject, row.KeyMakers))
            return ProposalRefusals.PublisherIsProposer.ToResult();
        var held = await StandingProposal.CheckAsync(row, catalogue, catalogues, time, connection, cancellationToken);
        if (held.IsRefused(out refusal, out _))
            return refusal.ToResult();

        var now = time.GetStorableNow();
        var version = new CatalogueVersionRow
        {
            Version = catalogue.Version + 1,
            ProposalId = proposal,
            PublishedBy = caller.Id,
            PublishedBySubject = caller.Subject,
            PublishedAt = now,
        };
        await using (
            var add = new NpgsqlBatch(connection) { BatchCommands = { CatalogueVersionRow.Columns.InsertOne(version) } }
        )
            await add.ExecuteNonQueryAsync(cancellationToken);
        var answer = JsonSerializer.SerializeToUtf8Bytes(ProposalView.Of(row, version), StrictJson.Options);
        var call = await RememberedCall.KeepAsync(new(key, answer, Tag: null, now), connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return call.ToResult(StatusCodes.Status200OK);
    }
}
