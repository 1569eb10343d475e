using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// <c>GET /plants/{plant}/months/{month}/comparison?profiles=ndrc-2013,ets-2024</c>: what the stored sheet comes to as
/// it is posted, and as it would if every source (or the one named) followed another profile, side by side. Nothing is
/// posted.
/// </summary>
internal static class CompareProfiles
{
    private const int Most = 4;
    private const string AsPosted = "posted";

    /// <summary>The month under several profiles.</summary>
    internal sealed record Response
    {
        public required PlantCode Plant { get; init; }
        public required Month Month { get; init; }
        public required int Revision { get; init; }
        public required int CatalogueVersion { get; init; }
        public required int MethodsVersion { get; init; }
        public string? Source { get; init; }
        public string? Boundary { get; init; }

        /// <summary>In order of category, basis and measure.</summary>
        public required IReadOnlyList<Row> Rows { get; init; }

        /// <summary>Where a figure is missing under a profile, and why.</summary>
        public required IReadOnlyList<ProfileGap> Gaps { get; init; }
    }

    /// <summary>One category, basis and measure under each profile.</summary>
    internal sealed record Row(
        string Category,
        string? Basis,
        string Measure,
        string Unit,
        IReadOnlyList<Amount> Amounts
    );

    /// <summary>What a profile gives.</summary>
    /// <param name="Profile">Its name; <c>posted</c> is what stands, each source with its own.</param>
    /// <param name="Quantity">Sum of the lines; absent where the profile gives none, which is no zero.</param>
    /// <param name="OnVerifiedFactors">What of it rests on factors that were compared with their official texts, or on
    /// none.</param>
    /// <param name="Difference">From what is posted; absent where one of the two is.</param>
    internal sealed record Amount(string Profile, decimal? Quantity, decimal? OnVerifiedFactors, decimal? Difference);

    /// <summary>A gap under a profile.</summary>
    internal sealed record ProfileGap(string Profile, GapRecord Gap);

    public static void MapCompareProfiles(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants/{plant}/months/{month}/comparison", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithChoice("boundary", api.ServiceProvider.GetRequiredService<Boundaries>().All)
            .Refuses(HeavyCalls.Refusing)
            .Refuses(StandingMonth.Refusing)
            .WithName(nameof(CompareProfiles))
            .WithTags("readings")
            .WithSummary("Compares what a month comes to under several profiles. Nothing is posted.")
            .WithDescription(
                "profiles: their names, parted by commas, such as ndrc-2013,ets-2024. source: only that source of the "
                    + "plant. boundary: only what that boundary of reporting holds (ets-aluminium, ets-power; "
                    + "enterprise "
                    + "holds everything)."
            );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string plant,
        string month,
        string profiles,
        string? source,
        string? boundary,
        HttpContext call,
        HeavyCalls heavy,
        Caller caller,
        CalculationDb db,
        CatalogueInForce catalogues,
        Boundaries boundaries,
        CancellationToken cancellationToken
    )
    {
        if (boundaries.WhyNot(boundary) is { } unknown)
            return unknown.ToResult();
        var asked = profiles
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (asked.Count is 0 or > Most)
            return Refusals
                .InvalidParameter($"profiles names {asked.Count} profiles. Expected: 1 to {Most}, separated by commas.")
                .ToResult();
        if (await heavy.BeginAsync(call) is { } later)
            return later.ToResult();
        var found = await StandingMonth.FindAsync(plant, month, caller, db, catalogues, cancellationToken);
        if (found.IsRefused(out var refusal, out var standing))
            return refusal.ToResult();
        if (asked.Select(standing.WhyNot).FirstOrDefault(why => why is not null) is { } notOffered)
            return notOffered.ToResult();
        if (source is not null && !standing.Accepted.Sources.Any(s => s.Code == source))
            return Refusals.NotFound($"'{plant}' has no source '{source}' in {standing.Accepted.Month}.").ToResult();

        var names = (IReadOnlyList<string>)[AsPosted, .. asked];
        var sums = names.Select(_ => new Dictionary<int, KindSum>()).ToList();
        var gaps = new List<ProfileGap>();
        for (var i = 0; i < names.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var calculated = CalculatedMonth.Of(
                standing.Accepted,
                standing.Catalogue,
                profile: i == 0 ? null : names[i]
            );
            foreach (ref readonly var line in calculated.Lines.All)
            {
                var at = calculated.Sheet.Sources[line.Source];
                if (
                    (source is not null && at.Code != source)
                    || (
                        boundary is not null
                        && !boundaries.Holds(boundary, at.KindCode, line.Kind.Category, line.Kind.Measure.Code)
                    )
                )
                    continue;
                var sum = sums[i].GetValueOrDefault(line.Kind.Rank);
                sums[i][line.Kind.Rank] = new KindSum(
                    line.Kind,
                    sum.Quantity + line.Amount,
                    sum.OnVerifiedFactors + line.AmountOnVerifiedFactors
                );
            }
            gaps.AddRange(
                calculated
                    .GapsIn(boundaries, boundary)
                    .Where(gap => source is null || gap.Source == source)
                    .Select(gap => new ProfileGap(names[i], gap))
            );
        }

        return TypedResults.Ok(
            new Response
            {
                Plant = standing.Accepted.Plant,
                Month = standing.Accepted.Month,
                Revision = standing.Run.Revision,
                CatalogueVersion = standing.Catalogue.Version,
                MethodsVersion = Methods.EmissionLines.MethodsVersion,
                Source = source,
                Boundary = boundary,
                Rows =
                [
                    .. sums.SelectMany(sum => sum)
                        .GroupBy(pair => pair.Key, pair => pair.Value.Kind)
                        .OrderBy(group => group.Key)
                        .Select(group => RowOf(group.First(), names, sums)),
                ],
                Gaps = gaps,
            }
        );
    }

    private static Row RowOf(Methods.LineKind kind, IReadOnlyList<string> names, List<Dictionary<int, KindSum>> sums)
    {
        var posted = Of(0)?.Quantity;
        return new Row(
            kind.Category,
            kind.Basis,
            kind.Measure.Code,
            kind.Measure.Unit.Symbol,
            [
                .. names.Select(
                    (name, i) => new Amount(name, Of(i)?.Quantity, Of(i)?.OnVerifiedFactors, Of(i)?.Quantity - posted)
                ),
            ]
        );

        KindSum? Of(int i) => sums[i].TryGetValue(kind.Rank, out var sum) ? sum : null;
    }

    private readonly record struct KindSum(Methods.LineKind Kind, decimal Quantity, decimal OnVerifiedFactors);
}
