using System.Text.Json;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// <c>POST /factors</c>: proposes versions of factors, and rows of the years they serve, to be published together. Nothing that
/// stands is edited: each row is a new factor or the next version of one. All of it is taken or nothing.
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

    public static void MapProposeFactors(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/factors", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .Accepts<Request>("application/json", "text/csv")
            .Produces<ProposalView>(StatusCodes.Status201Created)
            .WithTags("factors")
            .WithSummary("Proposes versions of factors, or rows of the years they serve.")
            .WithDescription(
                "Of a factor that exists only its source must be given again; what is not given is as in the version before. A table can be sent as text/csv, with the columns of the delivered files "
                    + "(and reference, plant, plant_source, explanation) in any order, and the reason in the query. Nothing changes before somebody else publishes it. Needs Idempotency-Key."
            );

    private static async Task<IResult> HandleAsync(
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        string? reason,
        HttpRequest request,
        Caller caller,
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var isCsv = request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true;
        if (!isCsv && !request.HasJsonContentType())
            return Refusals.UnsupportedMediaType.ToResult();
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Refusals.BodyTooLarge.ToResult();
        var (key, refused) = IdempotencyKey.Of(idempotencyKey, request, caller.Id, body);
        if (key is null)
            return refused!.ToResult();

        List<RefusalItem> findings = [];
        var wanted = isCsv ? ProposalCsv.Read(reason, body, findings) : RequestBody.Json<Request>(body);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await RememberedCall.FindAsync(key, connection, cancellationToken) is { } known)
            return known.ToResult(StatusCodes.Status201Created);
        var catalogue = await catalogues.HoldAsync(connection, cancellationToken);
        if (ProposalRefusals.FaultOf(wanted.Reason) is { } fault)
            findings.Insert(0, fault);
        var check = new ProposalCheck(catalogue, time.GetUtcNow().Year, findings);
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
            ProposedAt = now,
        };
        await using (
            var add = new NpgsqlCommand(
                "INSERT INTO factor_proposal (id, reason, rows, catalogue_version, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)",
                connection,
                transaction
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = row.Id },
                    new NpgsqlParameter<string> { TypedValue = row.Reason },
                    new NpgsqlParameter<byte[]> { TypedValue = row.Rows },
                    new NpgsqlParameter<int> { TypedValue = row.CatalogueVersion },
                    new NpgsqlParameter<string> { TypedValue = row.ProposedBy },
                    new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            }
        )
        {
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
        var answer = JsonSerializer.SerializeToUtf8Bytes(ProposalView.Of(row, published: null), StrictJson.Options);
        var call = await RememberedCall.KeepAsync(key, answer, now, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return call.ToResult(StatusCodes.Status201Created);
    }
}

/// <summary>A version of a factor, as far as it is said; of an existing factor the rest is as in the version before.</summary>
internal sealed record ProposedFactor
{
    /// <summary>Permanent id. Of a plant's own factor: the id of the factor it takes the place of.</summary>
    public string? Id { get; init; }

    /// <summary>The next version of the id; need not be given.</summary>
    public int? Version { get; init; }

    /// <summary>What lines name as their factor set; lines of one set are correlated.</summary>
    public string? Set { get; init; }
    public string? What { get; init; }
    public string? AppliesTo { get; init; }
    public decimal? Value { get; init; }
    public string? Unit { get; init; }

    /// <summary>First month of activity it serves.</summary>
    public Month? ValidFrom { get; init; }

    /// <summary>Last month of activity it serves.</summary>
    public Month? ValidTo { get; init; }

    /// <summary>The year the figure describes, which is not the accounting year.</summary>
    public int? DataYear { get; init; }

    /// <summary>Where the value stands written.</summary>
    public string? Source { get; init; }

    /// <summary>T, GK-H, GK-M, GK-L or assumption; of a plant's own factor measured.</summary>
    public string? Standing { get; init; }

    /// <summary>provisional; verified when somebody has compared the value with the official text that the reference names.</summary>
    public string? Status { get; init; }

    /// <summary>Half-width at 95 %.</summary>
    public decimal? UncertaintyPercent { get; init; }
    public string? Note { get; init; }

    /// <summary>The official text with its clause or page, or the test report of a plant's own factor.</summary>
    public string? Reference { get; init; }

    /// <summary>The plant whose own factor it is.</summary>
    public string? Plant { get; init; }

    /// <summary>The source of that plant it is confined to.</summary>
    public string? PlantSource { get; init; }

    /// <summary>Why the value is right although it is ten times or a tenth of its neighbours.</summary>
    public string? Explanation { get; init; }

    public static ProposedFactor Of(FactorRow row) =>
        new()
        {
            Id = row.Id,
            Version = row.Version,
            Set = row.Set,
            What = row.What,
            AppliesTo = row.AppliesTo,
            Value = row.Value,
            Unit = row.Unit,
            ValidFrom = row.ValidFrom,
            ValidTo = row.ValidTo,
            DataYear = row.DataYear,
            Source = row.Source,
            Standing = row.Standing,
            Status = row.Status,
            UncertaintyPercent = row.UncertaintyPercent,
            Note = row.Note,
            Reference = row.Reference,
            Plant = row.Plant,
            PlantSource = row.PlantSource,
            Explanation = row.Explanation,
        };
}

/// <summary>Which factor serves which accounting years of a series, from now on.</summary>
internal sealed record ProposedYear
{
    public string? Series { get; init; }
    public int? FromYear { get; init; }

    /// <summary>Last accounting year; none while it stands.</summary>
    public int? ToYear { get; init; }

    /// <summary>Id of a factor; <c>{year}</c>, <c>{year-2}</c>, <c>{province}</c>, <c>{six-grid}</c> stand for the accounting year and the plant's place.</summary>
    public string? Factor { get; init; }

    /// <summary>What lines carry: nothing, provisional-factor or carried-forward.</summary>
    public string? Status { get; init; }
    public string? Note { get; init; }

    public static ProposedYear Of(YearRow row) =>
        new()
        {
            Series = row.Series,
            FromYear = row.FromYear,
            ToYear = row.ToYear,
            Factor = row.Factor,
            Status = row.Status,
            Note = row.Note,
        };
}
