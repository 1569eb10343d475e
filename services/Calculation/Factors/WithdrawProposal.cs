using System.Text.Json;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// <c>POST /factors/proposals/{proposal}/withdraw</c>: the rows will not be published. Whoever proposed them takes them back, or
/// whoever was to publish them turns them down; proposal and reason stay for the auditor. There is no way back: propose anew.
/// </summary>
internal static class WithdrawProposal
{
    /// <summary>Why.</summary>
    internal sealed record Request
    {
        /// <summary>Why it is not to be published, 1 to 500 characters.</summary>
        public required string Reason { get; init; }
    }

    public static void MapWithdrawProposal(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/factors/proposals/{proposal:guid}/withdraw", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Accepts<Request>("application/json")
            .Produces<ProposalView>()
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
        var (key, refused) = IdempotencyKey.Of(idempotencyKey, request, caller.Id, body);
        if (key is null)
            return refused!.ToResult();
        var reason = RequestBody.Json<Request>(body).Reason;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RememberedCall.FindAsync(key, connection, cancellationToken) is { } known)
            return known.ToResult(StatusCodes.Status200OK);
        // Nobody publishes meanwhile.
        _ = await catalogues.HoldAsync(connection, cancellationToken);
        var (row, closed) = await db.OpenProposalAsync(proposal, cancellationToken);
        if (row is null)
            return closed!.ToResult();
        if (ProposalRefusals.FaultOf(reason) is { } fault)
            return ProposalRefusals.Refused([fault]).ToResult();

        var withdrawal = new FactorWithdrawalRow
        {
            ProposalId = proposal,
            Reason = reason,
            WithdrawnBy = caller.Id,
            WithdrawnAt = time.GetStorableNow(),
        };
        await using (
            var add = new NpgsqlCommand(
                "INSERT INTO factor_withdrawal (proposal_id, reason, withdrawn_by, withdrawn_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                connection,
                transaction
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = proposal },
                    new NpgsqlParameter<string> { TypedValue = withdrawal.Reason },
                    new NpgsqlParameter<string> { TypedValue = withdrawal.WithdrawnBy },
                    new NpgsqlParameter { Value = withdrawal.WithdrawnAt, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            }
        )
        {
            // Somebody else was faster.
            if (await add.ExecuteNonQueryAsync(cancellationToken) == 0)
                return (await db.OpenProposalAsync(proposal, cancellationToken)).Closed!.ToResult();
        }
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            ProposalView.Of(row, published: null, withdrawal),
            StrictJson.Options
        );
        var call = await RememberedCall.KeepAsync(
            key,
            answer,
            withdrawal.WithdrawnAt,
            connection,
            transaction,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return call.ToResult(StatusCodes.Status200OK);
    }
}
