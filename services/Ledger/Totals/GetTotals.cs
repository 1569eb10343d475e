using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// <c>GET /api/v1/totals</c>: amounts of a part of the group over a range of months, now or as of an earlier position, with the
/// position and the coverage the answer rests on.
/// </summary>
internal static class GetTotals
{
    public static void MapTotals(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/totals", HandleAsync)
            .RequireAuthorization(Policies.Totals)
            .WithName("GetTotals")
            .WithTags("Totals");

    /// <summary>Totals of a part of the group.</summary>
    /// <remarks>
    /// Rows are parted by category, basis and measure, and by what groupBy names besides. Each is the total of its own set: the
    /// lines of its plants less those whose counterparty is one of them. CO2e is computed with the set of warming potentials asked
    /// for; avoided amounts stand in categories of their own and are never subtracted from emissions.
    /// </remarks>
    /// <param name="asked">The question.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">The request.</param>
    /// <param name="source">The database.</param>
    /// <param name="catalogue">The dictionaries.</param>
    /// <param name="potentials">The warming potentials.</param>
    /// <param name="boundaries">The boundaries of reporting.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    internal static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        [AsParameters] TotalsParameters asked,
        Caller caller,
        HttpRequest request,
        NpgsqlDataSource source,
        SharedCatalogue catalogue,
        WarmingPotentials potentials,
        Boundaries boundaries,
        CancellationToken cancellationToken
    )
    {
        if (
            request.Query.Keys.FirstOrDefault(key =>
                !TotalsParameters.Names.Contains(key, StringComparer.OrdinalIgnoreCase)
            ) is
            { } stranger
        )
            return TotalsRefusals.UnknownParameter(stranger).ToResult();
        var (question, wrong) = TotalsQuestion.Parse(asked, potentials, boundaries);
        if (question is null)
            return wrong!.ToResult();
        if (caller.Plants is not null && !caller.MaySee(question.Org))
            return TotalsRefusals.UnknownOrg(question.Org).ToResult();

        var (view, noView) = await LedgerView.OpenAsync(source, catalogue, question.AsOf, cancellationToken);
        if (view is null)
            return noView!.ToResult();
        await using (view)
        {
            if (await ScopeOfAsync(view, question.Org, cancellationToken) is not { } scope)
                return TotalsRefusals.UnknownOrg(question.Org).ToResult();
            var sums = await TotalsReading.SumsAsync(view, question, scope, cancellationToken);
            var coverage = await TotalsReading.CoverageAsync(view, question, scope, cancellationToken);
            if (question.Boundary is not null)
                coverage = coverage with { SourcesUnplaced = sums.SourcesUnplaced };
            return TypedResults.Ok(
                TotalsAnswer.Of(question, view.Position, coverage, sums, view.Provenances, potentials)
            );
        }
    }

    private static async Task<Scope?> ScopeOfAsync(LedgerView view, string org, CancellationToken cancellationToken)
    {
        if (org == Scope.Group)
            return Scope.OfGroup(view.Organisation);
        if (view.Organisation.HasUnit(org))
            return Scope.OfUnit(view.Organisation, org);
        if (view.Organisation.ShapeOf(org) is not null)
            return Scope.OfPlant(view.Organisation, org);

        // A plant may have posted before its record came.
        await using var posted = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM entry WHERE plant = $1 AND sequence <= $2)",
            view.Connection
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = org },
                new NpgsqlParameter<long> { TypedValue = view.Position.Sequence },
            },
        };
        return (bool)(await posted.ExecuteScalarAsync(cancellationToken))!
            ? Scope.OfPlant(view.Organisation, org)
            : null;
    }

    /// <summary>The answer.</summary>
    /// <param name="From">First month.</param>
    /// <param name="To">Last month.</param>
    /// <param name="Org">The part of the group.</param>
    /// <param name="Boundary">The boundary of reporting, when one was asked for.</param>
    /// <param name="AsOf">The position the answer is of.</param>
    /// <param name="Coverage">On how much of what is expected it rests.</param>
    /// <param name="Rows">The totals, in order of their keys.</param>
    /// <param name="Co2e">The greenhouse gases among them, as CO2e.</param>
    internal sealed record Response(
        Month From,
        Month To,
        string Org,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Boundary,
        AsOf AsOf,
        Coverage Coverage,
        IReadOnlyList<Row> Rows,
        Co2e Co2e
    );

    /// <summary>A position of the ledger.</summary>
    /// <param name="Sequence">Of the last entry that is counted; 0 is the empty ledger.</param>
    /// <param name="RecordedAt">When it was recorded; null for the empty ledger.</param>
    /// <param name="RootHash">Root over all entries up to it, hexadecimal.</param>
    /// <param name="Sealed">Whether a checkpoint published outside of the database covers it.</param>
    internal sealed record AsOf(long Sequence, DateTimeOffset? RecordedAt, string RootHash, bool Sealed);

    /// <summary>What a row is of. Of the dimensions it has those that were asked for.</summary>
    internal abstract record KeyedRow
    {
        /// <summary>Month, yyyy-MM.</summary>
        [JsonPropertyOrder(-9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AskedKey? Month { get; init; }

        /// <summary>Unit of the organisation; null when the plant's record has not arrived or names none.</summary>
        [JsonPropertyOrder(-8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AskedKey? OrgUnit { get; init; }

        /// <summary>Plant.</summary>
        [JsonPropertyOrder(-7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AskedKey? Plant { get; init; }

        /// <summary>Source.</summary>
        [JsonPropertyOrder(-6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AskedKey? Source { get; init; }

        /// <summary>Process.</summary>
        [JsonPropertyOrder(-5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AskedKey? Process { get; init; }

        /// <summary>Activity.</summary>
        [JsonPropertyOrder(-4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AskedKey? Activity { get; init; }

        /// <summary>Category.</summary>
        [JsonPropertyOrder(-3)]
        public required string Category { get; init; }

        /// <summary>Basis; null where the category has none.</summary>
        [JsonPropertyOrder(-2)]
        public required string? Basis { get; init; }

        /// <summary>The amount, exact, as a string.</summary>
        public required string Quantity { get; init; }

        /// <summary>The amount's unit.</summary>
        [JsonPropertyOrder(1)]
        public required string Unit { get; init; }

        /// <summary>
        /// What of the amount rests on factors that were compared with their official texts, or on none: exact, in the same unit. The rest says
        /// unverified-factor line by line. Rows add up in this as in their amounts.
        /// </summary>
        [JsonPropertyOrder(3)]
        public required string OnVerifiedFactors { get; init; }

        /// <summary>True for what is taken off because the supplier counts it already and no source, process or activity of the supplier's can hold it.</summary>
        [JsonPropertyOrder(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public bool? Elimination { get; init; }

        /// <summary>Between which bounds it lies with 95 %; there when it was asked for, the amount is not zero and every line says how well it is known.</summary>
        [JsonPropertyOrder(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Bounds? Uncertainty { get; init; }
    }

    /// <summary>A total.</summary>
    internal sealed record Row : KeyedRow
    {
        /// <summary>Measure.</summary>
        [JsonPropertyOrder(-1)]
        public required string Measure { get; init; }

        /// <summary>Share of the amount that rests on measured, own-meter or settled readings; null when the amount is zero.</summary>
        [JsonPropertyOrder(2)]
        public required string? MeasuredShare { get; init; }

        /// <summary>What the total rests on, the largest first, when that was asked for; together it is the total.</summary>
        [JsonPropertyOrder(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<ProvenanceShare>? Provenance { get; init; }
    }

    /// <summary>How much of a total rests on the same grounds.</summary>
    /// <param name="Quality">The worst quality among the readings.</param>
    /// <param name="Method">Method and its version.</param>
    /// <param name="FactorSet">Factor set and its version; null where no factor was used, given where the values came with the readings. What stands behind a set: <c>GET /factors?set=…</c>.</param>
    /// <param name="Statuses">provisional-factor, proof-pending, carried-forward, unverified-factor.</param>
    /// <param name="Quantity">The amount in the total's unit, exact, as a string.</param>
    internal sealed record ProvenanceShare(
        string Quality,
        string Method,
        string? FactorSet,
        IReadOnlyList<string> Statuses,
        string Quantity
    );

    /// <summary>Greenhouse gases as CO2e.</summary>
    /// <param name="Gwp">The set of warming potentials.</param>
    /// <param name="GwpStatus">verified when every potential used was compared with the report, else provisional.</param>
    /// <param name="Rows">Totals per key, all gases together.</param>
    /// <param name="WithoutPotential">Gases among the rows for which the set has no value; they are not in the CO2e.</param>
    internal sealed record Co2e(
        string Gwp,
        string GwpStatus,
        IReadOnlyList<Co2eRow> Rows,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? WithoutPotential
    )
    {
        /// <summary>Scope 1, scope 2 and both with their bounds, when these were asked for and rows are not grouped any finer.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<ScopeRow>? Scopes { get; init; }
    }

    /// <summary>CO2e of a scope.</summary>
    /// <param name="Scope">scope1, scope2 (by the basis of the question) or scope1+2; exports are not taken off.</param>
    /// <param name="Quantity">The amount, exact, as a string.</param>
    /// <param name="Unit">The amount's unit.</param>
    /// <param name="OnVerifiedFactors">What of the amount rests on factors that were compared with their official texts, or on none.</param>
    /// <param name="Uncertainty">Between which bounds it lies with 95 %.</param>
    internal sealed record ScopeRow(
        string Scope,
        string Quantity,
        string Unit,
        string OnVerifiedFactors,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Bounds? Uncertainty
    );

    /// <summary>A total in CO2e.</summary>
    internal sealed record Co2eRow : KeyedRow;
}
