using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals.Answering;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.Net.Http.Headers;
using Npgsql;

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
            .WithName("GetTotals")
            .WithTags("Totals")
            .SaysTotals(api.ServiceProvider);

    /// <summary>The same for a service that asks on its own account.</summary>
    public static void MapInternalTotals(this IEndpointRouteBuilder app) =>
        app.MapGet("/internal/totals", HandleAsync)
            .RequireAuthorization(Policies.Internal)
            .WithName("GetTotalsWithin")
            .WithTags("Internal")
            .SaysTotals(app.ServiceProvider);

    private static void SaysTotals(this RouteHandlerBuilder operation, IServiceProvider services) =>
        operation
            .ProducesTotals()
            .Refuses(HeavyCalls.Refusing)
            .WithNeeded("from", "to")
            .WithChoice("boundary", services.GetRequiredService<Boundaries>().All)
            .WithChoices("groupBy", [.. DimensionNames.All.Keys])
            .WithChoices("basis", [.. Bases.Families.Values.SelectMany(family => family)])
            .WithChoice("gwp", [.. services.GetRequiredService<WarmingPotentials>().Sets])
            .WithChoices("unit", OutputUnits.Symbols)
            .WithChoice("uncertainty", "true", "false")
            .WithChoice("provenance", "true", "false");

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
        GroupClock clock,
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
            (await CountAsync(question, caller, database, catalogue, limits, clock, cancellationToken)).IsRefused(
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
                question with
                {
                    Org = counted.Org,
                },
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
            return AmountRefusals.TooLargeToWrite.ToResult();
        }
    }

    /// <summary>What the answer is made from.</summary>
    private sealed record Counted(
        string Org,
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
        GroupClock clock,
        CancellationToken cancellationToken
    )
    {
        var opened = await LedgerView.OpenAsync(database, catalogue, question.AsOf, cancellationToken);
        if (opened.IsRefused(out var refusal, out var view))
            return refusal;
        await using var ended = view;
        if (
            (await PartOfGroup.FindAsync(view, question.Org, caller, cancellationToken)).IsRefused(
                out refusal,
                out var scope
            )
        )
            return refusal;
        var tallied = await TotalsReading.SumsAsync(view, question, scope, limits.MostOf(question), cancellationToken);
        if (tallied.IsRefused(out refusal, out var sums))
            return refusal;
        var current = clock.MonthOf(view.Position.RecordedAt);
        var coverage = await CoverageReading.ReadAsync(view, question, scope, current, cancellationToken);
        var gaps = await GapReading.ReadAsync(view, question, scope, coverage, cancellationToken);
        return new Counted(scope.Name, view.Position, coverage, gaps, sums, view.Provenances);
    }
}
