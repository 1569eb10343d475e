using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals.Answering;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.Net.Http.Headers;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// <c>GET /api/v1/totals</c>: amounts of a part of the group over a range of months, now or as of an earlier
/// position, with the position and the coverage the answer rests on.
/// </summary>
internal static class GetTotals
{
    public static void MapGetTotals(this IEndpointRouteBuilder api) =>
        api.MapGet("/totals", HandleAsync)
            .RequireAuthorization(Policies.Totals)
            .ProducesTotals()
            .WithName("GetTotals")
            .WithTags("Totals");

    /// <summary>Totals of a part of the group.</summary>
    /// <remarks>
    /// Rows are parted by category, basis and measure, and by what groupBy names besides. Each is the total of its
    /// own set: the lines of its plants less those whose counterparty is one of them. CO2e is computed with the set
    /// of warming potentials asked for; avoided amounts stand in categories of their own and are never subtracted
    /// from emissions. By Accept the answer is JSON, text/csv (UTF-8 with its mark, exact decimals with a point) or a
    /// workbook, each with position, coverage and bases in it. Its ETag stays the same as long as the answer does: with
    /// If-None-Match it is 304.
    /// </remarks>
    internal static async Task<IResult> HandleAsync(
        [AsParameters] TotalsParameters asked,
        Caller caller,
        HttpContext call,
        HeavyCalls heavy,
        NpgsqlDataSource database,
        SharedCatalogue catalogue,
        WarmingPotentials potentials,
        Boundaries boundaries,
        TotalsLimits limits,
        PresentPosition positions,
        AnswersInMemory remembered,
        CancellationToken cancellationToken
    )
    {
        call.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (AnswerFormat.Of(call.Request).IsRefused(out var unacceptable, out var format))
            return unacceptable.ToResult();
        if (TotalsQuestion.Parse(asked, potentials, boundaries).IsRefused(out var refusal, out var question))
            return refusal.ToResult();
        if (question.WithProvenance && format != AnswerFormat.Json)
            return TotalsRefusals.ProvenanceNoTable.ToResult();
        if (
            format == AnswerFormat.Json
            && await positions.FindAsync(database, question.AsOf, cancellationToken) is { } position
            && remembered.TryFind(AnswerNames.Of(question, position, caller, format), out var known)
        )
            return new TaggedAnswer(known);
        if (question.IsHeavy && await heavy.BeginAsync(call) is { } later)
            return later.ToResult();

        if (
            (await CountAsync(question, caller, database, catalogue, limits, cancellationToken)).IsRefused(
                out refusal,
                out var counted
            )
        )
            return refusal.ToResult();
        // Whoever waits for a turn, or reads slowly, has given the connection to the database back.
        if (await heavy.BeginAsync(call, counted.Sums.Rows.Count) is { } busy)
            return busy.ToResult();
        try
        {
            var answer = TotalsRendering.Of(
                question,
                counted.Position,
                counted.Coverage,
                counted.Gaps,
                counted.Sums,
                counted.Provenances,
                potentials,
                cancellationToken
            );
            var at = new KnownPosition(counted.Position.Sequence, counted.Position.Root);
            return new TotalsResult(question, answer, format, AnswerNames.Of(question, at, caller, format));
        }
        catch (OverflowException)
        {
            return TotalsRefusals.TooLargeToWrite.ToResult();
        }
    }

    /// <summary>What the answer is made from.</summary>
    private sealed record Counted(
        LedgerPosition Position,
        TotalsCoverage Coverage,
        IReadOnlyList<TotalsGap> Gaps,
        Tallied Sums,
        CataloguedProvenance[] Provenances
    );

    private static async Task<Answer<Counted>> CountAsync(
        TotalsQuestion question,
        Caller caller,
        NpgsqlDataSource database,
        SharedCatalogue catalogue,
        TotalsLimits limits,
        CancellationToken cancellationToken
    )
    {
        var opened = await LedgerView.OpenAsync(database, catalogue, question.AsOf, cancellationToken);
        if (opened.IsRefused(out var refusal, out var view))
            return refusal;
        await using var ended = view;
        if (await ScopeOfAsync(view, question.Org, cancellationToken) is not { } scope || !caller.MaySee(scope.Plant))
            return TotalsRefusals.UnknownOrg(question.Org);
        var tallied = await TotalsReading.SumsAsync(view, question, scope, limits.MostOf(question), cancellationToken);
        if (tallied.IsRefused(out refusal, out var sums))
            return refusal;
        var coverage = await CoverageReading.ReadAsync(view, question, scope, cancellationToken);
        var gaps = await GapReading.ReadAsync(view, question, scope, coverage, cancellationToken);
        return new Counted(view.Position, coverage, gaps, sums, view.Provenances);
    }

    private static async Task<Scope?> ScopeOfAsync(LedgerView view, string org, CancellationToken cancellationToken)
    {
        if (org == Scope.Group)
            return Scope.OfGroup(view.Organisation);
        if (view.Organisation.HasUnit(org))
            return Scope.OfUnit(view.Organisation, org);
        if (!PlantCode.TryParse(org, out var plant))
            return null;
        if (view.Organisation.ShapeOf(plant) is not null)
            return Scope.OfPlant(view.Organisation, plant);

        // A plant may have posted before its record came.
        await using var posted = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM entry WHERE plant = $1 AND sequence <= $2)",
            view.Connection
        )
        {
            Parameters = { Value(plant), Value(view.Position.Sequence) },
        };
        return (bool)(await posted.ExecuteScalarAsync(cancellationToken))!
            ? Scope.OfPlant(view.Organisation, plant)
            : null;
    }
}
