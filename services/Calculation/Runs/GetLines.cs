using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// <c>GET /plants/{plant}/months/{month}/lines</c>: the lines of the run that stands, each with its working. Workings are not
/// stored: the run's input is calculated again, and the answer is given only if it arrives at the very lines of the run. With
/// <c>boundary</c> only the lines and gaps of that boundary of reporting.
/// </summary>
internal static class GetLines
{
    /// <summary>A plant-month as it was calculated.</summary>
    internal sealed record Response
    {
        public required string Plant { get; init; }
        public required Month Month { get; init; }
        public required int Revision { get; init; }

        /// <summary>By this catalogue the working is rendered, and arrives at the lines.</summary>
        public required int CatalogueVersion { get; init; }

        /// <summary>The catalogue that the run was made by; what came since changes none of its lines.</summary>
        public required int MadeByCatalogueVersion { get; init; }
        public required int MethodsVersion { get; init; }
        public required DateTimeOffset CalculatedAt { get; init; }

        /// <summary>In order of key.</summary>
        public required IReadOnlyList<LineView> Lines { get; init; }

        /// <summary>Where a figure is missing, and why.</summary>
        public required IReadOnlyList<GapRecord> Gaps { get; init; }

        /// <summary>What the methods of these lines say of themselves.</summary>
        public required IReadOnlyList<MethodView> Methods { get; init; }
    }

    public static void MapGetLines(this IEndpointRouteBuilder routes) => routes
        .MapGet("/plants/{plant}/months/{month}/lines", HandleAsync)
        .RequireAuthorization(Policies.Read)
        .WithTags("readings")
        .WithSummary("Gives a month's emission lines, each with its working, and the gaps.");

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string plant, string month, string? boundary, Caller caller, CalculationDb db, CatalogueInForce catalogues, Boundaries boundaries, CancellationToken cancellationToken)
    {
        if (!Month.TryParse(month, out var at)) return Refusals.InvalidParameter($"'{month}' is no month. Expected: {Month.Expected}.").ToResult();
        if (boundary is not null && !boundaries.All.Contains(boundary, StringComparer.Ordinal)) return Refusals.InvalidParameter($"'{boundary}' is no boundary. Expected: {string.Join(", ", boundaries.All)}.").ToResult();
        // Another's plant is answered as one that does not exist.
        var standing = !caller.MaySee(plant) ? null : await (
            from p in db.PlantMonths
            join i in db.Inputs on new { p.Plant, p.Month, p.Revision } equals new { i.Plant, i.Month, i.Revision }
            join r in db.Runs on new { p.Plant, p.Month, p.Revision, Result = p.ResultEventId } equals new { r.Plant, r.Month, r.Revision, Result = (long?)r.ResultEventId }
            where p.Plant == plant && p.Month == at.Index
            select new { PlantMonth = p, Run = r, i.Body }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (standing is null) return Refusals.NotFound($"Nothing of '{plant}' has been calculated for {at}.").ToResult();

        var run = standing.Run;
        var catalogue = await catalogues.GetAsync(cancellationToken);
        // Another process may have calculated it by a newer one than this has seen.
        if (standing.PlantMonth.CatalogueVersion > catalogue.Version) catalogue = await catalogues.RefreshAsync(cancellationToken);
        if (standing.PlantMonth.CatalogueVersion != catalogue.Version || standing.PlantMonth.MethodsVersion != EmissionLines.MethodsVersion) return OtherVersion(standing.PlantMonth).ToResult();
        var calculated = CalculatedMonth.Of(EventJson.ReadingsAccepted(standing.Body), catalogue, new Working());
        if (!calculated.Hash().AsSpan().SequenceEqual(run.LinesHash)) return NotReproduced(run).ToResult();

        var lines = LineView.Of(calculated, catalogue, boundaries, boundary);
        return TypedResults.Ok(new Response
        {
            Plant = plant,
            Month = at,
            Revision = run.Revision,
            CatalogueVersion = catalogue.Version,
            MadeByCatalogueVersion = run.CatalogueVersion,
            MethodsVersion = EmissionLines.MethodsVersion,
            CalculatedAt = run.CalculatedAt,
            Lines = lines,
            Gaps = [.. calculated.GapsIn(boundaries, boundary)],
            Methods = [.. MethodEntry.AllCards.Where(card => lines.Any(line => line.Method == card.Name)).Select(MethodView.Of)],
        });
    }

    /// <summary>The sweep after a new catalogue has not come to this month yet.</summary>
    private static Refusal OtherVersion(PlantMonthRow month) =>
        new("recalculation-pending", "The month is about to be calculated again",
            $"It stands on catalogue {month.CatalogueVersion} and methods {month.MethodsVersion}, which this service has replaced. Ask again in a moment.", StatusCodes.Status503ServiceUnavailable)
        { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>An explanation that arrives elsewhere is none.</summary>
    private static Refusal NotReproduced(RunRow run) =>
        new("working-not-reproduced", "The working does not arrive at the lines",
            $"Revision {run.Revision}, calculated at {run.CalculatedAt:O}, could not be reproduced. Its figures stand; why they cannot be explained has to be looked into.", StatusCodes.Status500InternalServerError);
}
