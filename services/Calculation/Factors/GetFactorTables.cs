using CarbonPlatform.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// <c>GET /factors/years</c>: which factor serves which accounting year; <c>/factors/profiles</c>: which set and rules
/// a source follows; <c>/factors/versions</c>: the versions of the catalogue as a whole, and how far the present one
/// has come.
/// </summary>
internal static class GetFactorTables
{
    private const int MostVersions = 200;

    /// <summary>Which factor serves which accounting years.</summary>
    internal sealed record YearsResponse(int CatalogueVersion, IReadOnlyList<YearEntry> Years);

    /// <summary>Years in which one row serves.</summary>
    /// <param name="Series">What is looked up.</param>
    /// <param name="FromYear">First accounting year; none where it is open.</param>
    /// <param name="ToYear">Last accounting year; none where it is open.</param>
    /// <param name="Factor">Id with placeholders for year and place.</param>
    /// <param name="Status">What lines carry.</param>
    /// <param name="Note">Why.</param>
    /// <param name="PublishedBy">The catalogue version that brought the row; none where it was delivered.</param>
    internal sealed record YearEntry(
        string Series,
        int? FromYear,
        int? ToYear,
        string Factor,
        string? Status,
        string? Note,
        int? PublishedBy
    );

    /// <summary>The profiles, and which one a source has that has none of its own.</summary>
    internal sealed record ProfilesResponse(
        IReadOnlyList<ProfileEntry> Profiles,
        IReadOnlyList<ProfileDefaultEntry> Defaults
    );

    /// <summary>Which factor set and which rules.</summary>
    internal sealed record ProfileEntry(
        string Name,
        Month? ValidFrom,
        Month? ValidTo,
        string FuelSet,
        string PfcRule,
        string AnodeSet,
        bool CombustionGases,
        bool SteamLessFeedWater,
        string? Note
    );

    /// <summary>The profile of a kind of source; * is every kind without a row of its own.</summary>
    internal sealed record ProfileDefaultEntry(string Kind, Month? From, Month? To, string Profile);

    /// <summary>Texts that were not at hand, and rules without a number.</summary>
    internal sealed record TextsResponse(int CatalogueVersion, IReadOnlyList<OutstandingText> Texts);

    /// <summary>The versions of the catalogue.</summary>
    /// <param name="InForce">By this one revisions are calculated.</param>
    /// <param name="PlantMonthsWaiting">Plant-months that the sweep has not come to yet.</param>
    /// <param name="Versions">Newest first, at most 200.</param>
    internal sealed record VersionsResponse(int InForce, int PlantMonthsWaiting, IReadOnlyList<VersionEntry> Versions);

    /// <summary>A version: files that were delivered, or a proposal that was published.</summary>
    internal sealed record VersionEntry(
        int Version,
        int? Delivered,
        Guid? Proposal,
        string PublishedBy,
        string? PublishedBySubject,
        DateTimeOffset PublishedAt
    );

    public static void MapGetFactorTables(this IEndpointRouteBuilder api)
    {
        api.MapGet("/factors/years", YearsAsync)
            .RequireAuthorization()
            .WithName("GetFactorYears")
            .WithTags("factors")
            .WithSummary("Lists which factor serves which accounting year.");
        api.MapGet("/factors/profiles", ProfilesAsync)
            .RequireAuthorization()
            .WithName("GetFactorProfiles")
            .WithTags("factors")
            .WithSummary("Lists the profiles: which factor set and rules a source follows.");
        api.MapGet("/factors/texts", TextsAsync)
            .RequireAuthorization()
            .WithName("GetFactorTexts")
            .WithTags("factors")
            .WithSummary("Lists texts that exist and were not at hand, and rules without a number that are kept to.");
        api.MapGet("/factors/versions", VersionsAsync)
            .RequireAuthorization()
            .WithName("GetFactorVersions")
            .WithTags("factors")
            .WithSummary(
                "Lists the versions of the catalogue, and how many plant-months are still to be calculated "
                    + "by the newest."
            );
    }

    private static async Task<Ok<YearsResponse>> YearsAsync(
        CatalogueInForce catalogues,
        CancellationToken cancellationToken
    )
    {
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        return TypedResults.Ok(
            new YearsResponse(
                catalogue.Version,
                [
                    .. catalogue
                        .Series.OrderBy(series => series.Key, StringComparer.Ordinal)
                        .SelectMany(series => Spans(series.Value)),
                ]
            )
        );
    }

    private static async Task<Ok<TextsResponse>> TextsAsync(
        CatalogueInForce catalogues,
        CancellationToken cancellationToken
    )
    {
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        return TypedResults.Ok(new TextsResponse(catalogue.Version, catalogue.Texts));
    }

    /// <summary>Rows as they serve: what a later publication covers is left out.</summary>
    private static IEnumerable<YearEntry> Spans(FactorSeries series)
    {
        FactorYear? row = null;
        var from = 0;
        for (var year = Month.Min.Year; year <= Month.Max.Year + 1; year++)
        {
            var next = year > Month.Max.Year ? null : series.For(year);
            if (ReferenceEquals(next, row))
                continue;
            if (row is not null)
            {
                yield return new YearEntry(
                    row.Series,
                    from == Month.Min.Year ? null : from,
                    year > Month.Max.Year ? null : year - 1,
                    row.Template,
                    LineStatusesConverter.CodesOf(row.Status).FirstOrDefault(),
                    row.Note,
                    row.PublishedBy
                );
            }
            (row, from) = (next, year);
        }
    }

    private static async Task<Ok<ProfilesResponse>> ProfilesAsync(
        CatalogueInForce catalogues,
        CancellationToken cancellationToken
    )
    {
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        return TypedResults.Ok(
            new ProfilesResponse(
                [
                    .. catalogue.Profiles.Select(profile => new ProfileEntry(
                        profile.Name,
                        profile.ValidFrom.OpenAt(Month.Min),
                        profile.ValidTo.OpenAt(Month.Max),
                        profile.FuelSet,
                        profile.PfcRuleName,
                        profile.AnodeSet,
                        profile.CountsCombustionGases,
                        profile.IsSteamLessFeedWater,
                        profile.Note
                    )),
                ],
                [
                    .. catalogue.ProfileDefaults.All.Select(row => new ProfileDefaultEntry(
                        row.Kind,
                        row.From.OpenAt(Month.Min),
                        row.To.OpenAt(Month.Max),
                        row.Profile.Name
                    )),
                ]
            )
        );
    }

    private static async Task<Ok<VersionsResponse>> VersionsAsync(
        CatalogueInForce catalogues,
        CalculationDb db,
        CancellationToken cancellationToken
    )
    {
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        var waiting = await db.CountWaitingAsync(catalogue, cancellationToken);
        var versions = await db
            .CatalogueVersions.AsNoTracking()
            .OrderByDescending(v => v.Version)
            .Take(MostVersions)
            .Select(v => new VersionEntry(
                v.Version,
                v.Delivered,
                v.ProposalId,
                v.PublishedBy,
                v.PublishedBySubject,
                v.PublishedAt
            ))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new VersionsResponse(catalogue.Version, waiting, versions));
    }
}
