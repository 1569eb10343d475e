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
/// stored: the run's input is calculated again, and the answer is given only if it arrives at the very lines of the run.
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
        public required IReadOnlyList<Line> Lines { get; init; }

        /// <summary>Where a figure is missing, and why.</summary>
        public required IReadOnlyList<GapRecord> Gaps { get; init; }
    }

    /// <summary>An emission line with its working.</summary>
    internal sealed record Line
    {
        public required string Source { get; init; }
        public required string Process { get; init; }
        public required string Activity { get; init; }
        public required string Category { get; init; }
        public string? Basis { get; init; }
        public required string Measure { get; init; }
        public string? Counterparty { get; init; }

        /// <summary>Exact result, rounded half-even at 6 decimals once.</summary>
        public required decimal Amount { get; init; }
        public required string Unit { get; init; }
        public required decimal ActivityQuantity { get; init; }
        public required string ActivityUnit { get; init; }
        public required Quality Quality { get; init; }
        public required string Method { get; init; }
        public string? FactorSet { get; init; }
        public required IReadOnlyList<string> Statuses { get; init; }

        /// <summary>Half-width at 95 %, percent.</summary>
        public required decimal ActivityUncertaintyPercent { get; init; }

        /// <summary>Half-width at 95 %, percent; absent where no factor was used.</summary>
        public decimal? FactorUncertaintyPercent { get; init; }
        public required Explanation Working { get; init; }
    }

    /// <summary>How a line was arrived at.</summary>
    /// <param name="Formula">In words.</param>
    /// <param name="Calculation">In numbers; its exact value, rounded half-even at 6 decimals, is the amount.</param>
    /// <param name="Inputs">What came with readings or from the source's record.</param>
    /// <param name="Factors">What came from the catalogue.</param>
    internal sealed record Explanation(string Formula, string Calculation, IReadOnlyList<Input> Inputs, IReadOnlyList<FactorUse> Factors);

    /// <summary>A number with its unit, or a word that decided something.</summary>
    internal sealed record Input(string Name, string Value, string? Unit);

    /// <summary>A factor with its standing, and whether somebody has compared it with the official text.</summary>
    internal sealed record FactorUse(
        string Name, string Id, int Version, decimal Value, string Unit, int? DataYear, string Source, string Standing, string Status, decimal UncertaintyPercent, string? Note);

    public static void MapGetLines(this IEndpointRouteBuilder routes) => routes
        .MapGet("/plants/{plant}/months/{month}/lines", HandleAsync)
        .RequireAuthorization(Policies.Read)
        .WithTags("readings")
        .WithSummary("Gives a month's emission lines, each with its working, and the gaps.");

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string plant, string month, Caller caller, CalculationDb db, CatalogueInForce catalogues, CancellationToken cancellationToken)
    {
        if (!Month.TryParse(month, out var at)) return Refusals.InvalidParameter($"'{month}' is no month. Expected: {Month.Expected}.").ToResult();
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

        return TypedResults.Ok(new Response
        {
            Plant = plant,
            Month = at,
            Revision = run.Revision,
            CatalogueVersion = catalogue.Version,
            MadeByCatalogueVersion = run.CatalogueVersion,
            MethodsVersion = EmissionLines.MethodsVersion,
            CalculatedAt = run.CalculatedAt,
            Lines = Of(calculated, catalogue.Uncertainties),
            Gaps = [.. calculated.Lines.Gaps.Select(calculated.Record)],
        });
    }

    private static Line[] Of(CalculatedMonth calculated, Uncertainties uncertainties)
    {
        var all = calculated.Lines.All;
        var lines = new Line[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            ref readonly var line = ref all[i];
            var source = calculated.Sheet.Sources[line.Source];
            lines[i] = new Line
            {
                Source = source.Code,
                Process = source.Process,
                Activity = line.Activity.Code,
                Category = line.Kind.Category,
                Basis = line.Kind.Basis,
                Measure = line.Kind.Measure.Code,
                Counterparty = line.Counterparty,
                Amount = line.Amount,
                Unit = line.Kind.Measure.Unit.Symbol,
                ActivityQuantity = line.ActivityQuantity,
                ActivityUnit = line.Activity.Unit.Symbol,
                Quality = line.Quality,
                Method = line.Grounds.Method,
                FactorSet = line.Grounds.FactorSet,
                Statuses = LineStatusesConverter.CodesOf(line.Grounds.Statuses),
                ActivityUncertaintyPercent = uncertainties.Of(line.Quality),
                FactorUncertaintyPercent = line.Grounds.FactorUncertaintyPercent,
                Working = Of(line.Working!),
            };
        }
        return lines;
    }

    private static Explanation Of(LineWorking working) => new(
        working.Formula, working.Calculation,
        [.. working.Inputs.Select(input => new Input(input.Name, input.Value, input.Unit.Length == 0 ? null : input.Unit))],
        [.. working.Factors.Select(use => new FactorUse(
            use.Name, use.Factor.Id, use.Factor.Version, use.Factor.Value, use.Factor.Unit, use.Factor.DataYear,
            use.Factor.Source, use.Factor.Standing, use.Factor.Status, use.Factor.UncertaintyPercent, use.Factor.Note))]);

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
