using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// <c>GET /plants/{plant}/months/{month}/lines</c>: the lines of the run that stands, each with its working. Workings
/// are not stored: the run's input is calculated again, and the answer is given only if it arrives at the very lines of
/// the run. With <c>boundary</c> only the lines and gaps of that boundary of reporting; with <c>profile</c> what the
/// sheet would give if every source followed that one, which is posted nowhere.
/// </summary>
internal static class GetLines
{
    /// <summary>A plant-month as it was calculated.</summary>
    internal sealed record Response
    {
        public required PlantCode Plant { get; init; }
        public required Month Month { get; init; }
        public required int Revision { get; init; }

        /// <summary>By this catalogue the working is rendered, and arrives at the lines.</summary>
        public required int CatalogueVersion { get; init; }

        /// <summary>The catalogue that the run was made by; what came since changes none of its lines.</summary>
        public required int MadeByCatalogueVersion { get; init; }
        public required int MethodsVersion { get; init; }
        public required DateTimeOffset CalculatedAt { get; init; }

        /// <summary>False where a profile was asked for: these lines stand on no ledger.</summary>
        public required bool Posted { get; init; }

        /// <summary>In order of key.</summary>
        public required IReadOnlyList<LineView> Lines { get; init; }

        /// <summary>Where a figure is missing, and why.</summary>
        public required IReadOnlyList<GapRecord> Gaps { get; init; }

        /// <summary>
        /// Measures that sources need not report this month, and by whose word: why there is neither figure nor gap.
        /// </summary>
        public required IReadOnlyList<Waiver> Waivers { get; init; }

        /// <summary>What the methods of these lines say of themselves.</summary>
        public required IReadOnlyList<MethodView> Methods { get; init; }
    }

    /// <summary>A measure that a source need not report.</summary>
    /// <param name="Source">Code of the source.</param>
    /// <param name="Measure">SO2, NOx or PM.</param>
    /// <param name="Kind">not-applicable or measured-quarterly.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="SignedBy">Who stated it: caller id.</param>
    /// <param name="SignedBySubject">Who held that key; null for what is from before this was kept.</param>
    /// <param name="SignedAt">When.</param>
    internal sealed record Waiver(
        string Source,
        string Measure,
        string Kind,
        string Reason,
        string SignedBy,
        string? SignedBySubject,
        DateTimeOffset SignedAt
    );

    public static void MapGetLines(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants/{plant}/months/{month}/lines", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithChoice("boundary", api.ServiceProvider.GetRequiredService<Boundaries>().All)
            .Refuses([.. StandingMonth.Refusing, NotReproduced(3, DateTimeOffset.UnixEpoch)])
            .WithName(nameof(GetLines))
            .WithTags("readings")
            .WithSummary("Gives a month's emission lines, each with its working, and the gaps.")
            .WithDescription(
                "boundary: only what that boundary of reporting holds (ets-aluminium, ets-power; enterprise holds "
                    + "everything). profile: what the sheet would give if every source followed it; nothing of that is "
                    + "posted."
            );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string plant,
        string month,
        string? boundary,
        string? profile,
        Caller caller,
        CalculationDb db,
        CatalogueInForce catalogues,
        Boundaries boundaries,
        CancellationToken cancellationToken
    )
    {
        if (boundaries.WhyNot(boundary) is { } unknown)
            return unknown.ToResult();
        var found = await StandingMonth.FindAsync(plant, month, caller, db, catalogues, cancellationToken);
        if (found.IsRefused(out var refusal, out var standing))
            return refusal.ToResult();
        if (profile is not null && standing.WhyNot(profile) is { } notOffered)
            return notOffered.ToResult();

        var (run, accepted, catalogue) = standing;
        var calculated = CalculatedMonth.Of(accepted, catalogue, new Working(), profile);
        if (profile is null && !calculated.Hash().AsSpan().SequenceEqual(run.LinesHash))
            return NotReproduced(run.Revision, run.CalculatedAt).ToResult();

        var lines = LineView.Of(calculated, catalogue, boundaries, boundary);
        return TypedResults.Ok(
            new Response
            {
                Plant = accepted.Plant,
                Month = accepted.Month,
                Revision = run.Revision,
                CatalogueVersion = catalogue.Version,
                MadeByCatalogueVersion = run.CatalogueVersion,
                MethodsVersion = EmissionLines.MethodsVersion,
                CalculatedAt = run.CalculatedAt,
                Posted = profile is null,
                Lines = lines,
                Gaps = [.. calculated.GapsIn(boundaries, boundary)],
                Waivers =
                [
                    .. accepted.Sources.SelectMany(source =>
                        source.Waived.Select(waived => new Waiver(
                            source.Code,
                            waived.Measure,
                            waived.Kind,
                            waived.Reason,
                            waived.SignedBy,
                            waived.SignedBySubject,
                            waived.SignedAt
                        ))
                    ),
                ],
                Methods =
                [
                    .. MethodEntry
                        .AllCards.Where(card => lines.Any(line => line.Method == card.Name))
                        .Select(MethodView.Of),
                ],
            }
        );
    }

    /// <summary>An explanation that arrives elsewhere is none.</summary>
    private static Refusal NotReproduced(int revision, DateTimeOffset calculatedAt) =>
        new(
            "working-not-reproduced",
            "The working does not arrive at the lines",
            $"Revision {revision}, calculated at {calculatedAt:O}, could not be reproduced. Its figures stand; "
                + "why they cannot be explained has to be looked into.",
            StatusCodes.Status500InternalServerError
        );
}
