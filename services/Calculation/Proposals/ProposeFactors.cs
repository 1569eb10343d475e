using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// <c>POST /factors</c>: proposes versions of factors, and rows of the years they serve, to be published together.
/// Nothing that stands is edited: each row is a new factor or the next version of one. All of it is taken or nothing.
/// </summary>
internal static class ProposeFactors
{
    /// <summary>What is proposed.</summary>
    internal sealed record Request
    {
        /// <summary>Why, for whoever publishes it and for the auditor.</summary>
        public required string Reason { get; init; }

        public IReadOnlyList<ProposedFactor> Factors { get; init; } = [];

        public IReadOnlyList<ProposedYear> Years { get; init; } = [];
    }

    public static void MapProposeFactors(this IEndpointRouteBuilder api) =>
        api.MapPost("/factors", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Accepts<Request>("application/json", TableBody.MediaType)
            .Produces<ProposalView>(StatusCodes.Status201Created)
            .Refuses([.. HeavyCalls.Refusing, ProposalRefusals.RefusedExample])
            .WithName(nameof(ProposeFactors))
            .WithTags("factors")
            .WithSummary("Proposes versions of factors, or rows of the years they serve.")
            .WithDescription(
                "Of a factor that exists only its source must be given again; what is not given is as in the version "
                    + "before. A table can be sent as text/csv, with the columns of the delivered files (and "
                    + "reference, "
                    + "plant, plant_source, explanation) in any order, and the reason in the query; in UTF-8, or in "
                    + "GB18030 with charset=gb18030 (or none, where the bytes leave no doubt). Nothing changes "
                    + "before somebody else publishes it. Needs Idempotency-Key."
            );

    private static async Task<IResult> HandleAsync(
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        string? reason,
        HttpContext call,
        HeavyCalls heavy,
        Caller caller,
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        IHttpClientFactory services,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var request = call.Request;
        var isCsv = TableBody.Is(request);
        if (!isCsv && !request.HasJsonContentType())
            return Refusals.UnsupportedMediaType.ToResult();
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Refusals.BodyTooLarge.ToResult();
        if (IdempotencyKey.Read(idempotencyKey, request, caller.Id, body).IsRefused(out var refusal, out var key))
            return refusal.ToResult();
        List<RefusalItem> findings = [];
        Request wanted;
        if (!isCsv)
            wanted = RequestBody.Json<Request>(body);
        else if (TableBody.Read(request, body).IsRefused(out refusal, out var table))
            return refusal.ToResult();
        else
            wanted = ProposalCsv.Read(reason, table, findings);
        if (await heavy.BeginAsync(call) is { } later)
            return later.ToResult();

        var plants = await PlantsOfGroup.AskAsync(wanted.Factors, services, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if ((await RememberedCall.FindAsync(key, connection, cancellationToken)).IsRefused(out refusal, out var known))
            return refusal.ToResult();
        if (known is not null)
            return known.ToResult(StatusCodes.Status201Created);
        var catalogue = await catalogues.HoldAsync(connection, cancellationToken);
        if (ProposalFaults.OfReason(wanted.Reason) is { } fault)
            findings.Insert(0, fault);
        var check = new ProposalCheck(catalogue, time.GetUtcNow().Year, findings, plants);
        var rows = check.Rows(wanted.Factors, wanted.Years);
        if (findings.Count == 0)
            await check.TryAsync(rows, () => catalogues.WithAsync(catalogue, rows, connection, cancellationToken));
        if (findings.Count > 0)
            return ProposalRefusals.Refused(findings).ToResult();

        var now = time.GetStorableNow();
        var row = new FactorProposalRow
        {
            Id = Guid.CreateVersion7(now),
            Reason = wanted.Reason,
            Rows = rows.ToJson(),
            CatalogueVersion = catalogue.Version,
            ProposedBy = caller.Id,
            ProposedBySubject = caller.Subject,
            KeyMakers = [.. caller.Makers],
            ProposedAt = now,
        };
        await using (
            var add = new NpgsqlBatch(connection) { BatchCommands = { FactorProposalRow.Columns.InsertOne(row) } }
        )
            await add.ExecuteNonQueryAsync(cancellationToken);
        var answer = JsonSerializer.SerializeToUtf8Bytes(ProposalView.Of(row, published: null), StrictJson.Options);
        var kept = await RememberedCall.KeepAsync(new(key, answer, Tag: null, now), connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return kept.ToResult(StatusCodes.Status201Created);
    }
}
