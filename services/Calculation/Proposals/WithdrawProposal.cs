using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// <c>POST /factors/proposals/{proposal}/withdraw</c>: the rows will not be published. Whoever proposed them takes them
/// back, or whoever was to publish them turns them down; proposal and reason stay for the auditor. There is no way
/// back: propose anew.
/// </summary>
internal static class WithdrawProposal
{
    /// <summary>Why.</summary>
    internal sealed record Request
    {
        /// <summary>Why it is not to be published, 1 to 500 characters.</summary>
        public required string Reason { get; init; }
    }

    public static void MapWithdrawProposal(this IEndpointRouteBuilder api) =>
        api.MapPost("/factors/proposals/{proposal:guid}/withdraw", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Accepts<Request>("application/json")
            .Produces<ProposalView>()
            .Refuses([.. ProposalRefusals.OfStanding, ProposalRefusals.RefusedExample])
            .WithName(nameof(WithdrawProposal))
            .WithTags("factors")
            .WithSummary(
                "Takes a proposal back, or turns it down, with the reason. What is published cannot be withdrawn."
            )
            .WithDescription(
                "It stays to be read, and can be neither previewed nor published any more. Needs Idempotency-Key."
            );

    private static async Task<IResult> HandleAsync(
        Guid proposal,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpRequest request,
        Caller caller,
        NpgsqlDataSource database,
        CalculationDb db,
        CatalogueInForce catalogues,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!request.HasJsonContentType())
            return Refusals.UnsupportedMediaType.ToResult();
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Refusals.BodyTooLarge.ToResult();
        if (IdempotencyKey.Read(idempotencyKey, request, caller.Id, body).IsRefused(out var refusal, out var key))
            return refusal.ToResult();
        var reason = RequestBody.Json<Request>(body).Reason;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if ((await RememberedCall.FindAsync(key, connection, cancellationToken)).IsRefused(out refusal, out var known))
            return refusal.ToResult();
        if (known is not null)
            return known.ToResult(StatusCodes.Status200OK);
        // Nobody publishes meanwhile.
        _ = await catalogues.HoldAsync(connection, cancellationToken);
        var found = await StandingProposal.FindAsync(proposal, db, cancellationToken);
        if (found.IsRefused(out refusal, out var row))
            return refusal.ToResult();
        if (ProposalFaults.OfReason(reason) is { } fault)
            return ProposalRefusals.Refused([fault]).ToResult();

        var withdrawal = new FactorWithdrawalRow
        {
            ProposalId = proposal,
            Reason = reason,
            WithdrawnBy = caller.Id,
            WithdrawnBySubject = caller.Subject,
            WithdrawnAt = time.GetStorableNow(),
        };
        await using (
            var add = new NpgsqlBatch(connection)
            {
                BatchCommands = { FactorWithdrawalRow.Columns.InsertOne(withdrawal, "ON CONFLICT DO NOTHING") },
            }
        )
        {
            // Somebody else was faster, and it is no longer to be found.
            if (
                await add.ExecuteNonQueryAsync(cancellationToken) == 0
                && (await StandingProposal.FindAsync(proposal, db, cancellationToken)).IsRefused(out refusal, out _)
            )
                return refusal.ToResult();
        }
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            ProposalView.Of(row, published: null, withdrawal),
            StrictJson.Options
        );
        var call = await RememberedCall.KeepAsync(
            new(key, answer, Tag: null, withdrawal.WithdrawnAt),
            connection,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return call.ToResult(StatusCodes.Status200OK);
    }
}
