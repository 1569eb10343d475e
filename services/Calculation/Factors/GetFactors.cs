using System.Globalization;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// <c>GET /factors</c>: the catalogue in force, searched; <c>/factors/{id}</c>: one factor. Each with all its versions
/// and who put them there.
/// </summary>
internal static class GetFactors
{
    /// <summary>Most versions of factors in an answer, some 4 MB; a tenth of them is delivered.</summary>
    private const int MostVersions = 10_000;

    /// <summary>What was found.</summary>
    /// <param name="CatalogueVersion">The version of the catalogue in force.</param>
    /// <param name="Factors">In order of id, everybody's before the plants' own.</param>
    internal sealed record Response(int CatalogueVersion, IReadOnlyList<Entry> Factors);

    /// <summary>A factor.</summary>
    internal sealed record Entry
    {
        public required string Id { get; init; }
        public required string What { get; init; }
        public required string AppliesTo { get; init; }
        public required string Unit { get; init; }

        /// <summary>The plant whose own factor it is.</summary>
        public PlantCode? Plant { get; init; }

        /// <summary>The source of that plant it is confined to.</summary>
        public string? PlantSource { get; init; }

        /// <summary>The version that serves: in the month asked for, else the highest.</summary>
        public required int ServingVersion { get; init; }

        /// <summary>From the highest to the first.</summary>
        public required IReadOnlyList<Version> Versions { get; init; }

        public static Entry Of(Factor[] versions, int serving, Dictionary<int, Origin> origins) =>
            new()
            {
                Id = versions[0].Id,
                What = versions[0].What,
                AppliesTo = versions[0].AppliesTo,
                Unit = versions[0].Unit,
                Plant = versions[0].Plant,
                PlantSource = versions[0].PlantSource,
                ServingVersion = serving,
                Versions =
                [
                    .. versions.Select(factor => new Version
                    {
                        Number = factor.Version,
                        Set = factor.Set,
                        Value = factor.Value,
                        ValidFrom = factor.From.OpenAt(Month.Min),
                        ValidTo = factor.To.OpenAt(Month.Max),
                        DataYear = factor.DataYear,
                        Source = factor.Source,
                        Standing = factor.Standing,
                        Status = factor.Status,
                        UncertaintyPercent = factor.UncertaintyPercent,
                        Note = factor.Note,
                        Reference = factor.Reference,
                        Rivals = factor.Rivals,
                        Published = factor.PublishedBy is { } by ? origins.GetValueOrDefault(by) : null,
                    }),
                ],
            };
    }

    /// <summary>A version of a factor; never changed.</summary>
    internal sealed record Version
    {
        public required int Number { get; init; }

        /// <summary>What lines name as their factor set, with the number.</summary>
        public required string Set { get; init; }
        public required decimal Value { get; init; }

        /// <summary>First month of activity; none where it is open.</summary>
        public Month? ValidFrom { get; init; }

        /// <summary>Last month of activity; none where it is open.</summary>
        public Month? ValidTo { get; init; }

        /// <summary>The year the figure describes.</summary>
        public int? DataYear { get; init; }
        public required string Source { get; init; }

        /// <summary>
        /// T, GK-H, GK-M, GK-L, assumption; text or copy, with which it was compared; definition; measured.
        /// </summary>
        public required string Standing { get; init; }

        /// <summary>
        /// provisional; verified: somebody has compared it with the official text that the reference names;
        /// by-definition: it is 1, and there is nothing to compare.
        /// </summary>
        public required string Status { get; init; }

        /// <summary>Half-width at 95 %.</summary>
        public required decimal UncertaintyPercent { get; init; }
        public string? Note { get; init; }

        /// <summary>The official text, or the test report of a plant's own factor.</summary>
        public string? Reference { get; init; }

        /// <summary>
        /// Other values in print for the same, each with its source; while there are any, lines that rest on this one
        /// say disputed-factor.
        /// </summary>
        public required IReadOnlyList<Rival> Rivals { get; init; }

        /// <summary>How it came; none where it was delivered with the program.</summary>
        public Origin? Published { get; init; }
    }

    /// <summary>How a version came into the catalogue.</summary>
    internal sealed record Origin(
        Guid Proposal,
        int CatalogueVersion,
        string ProposedBy,
        string ProposedBySubject,
        DateTimeOffset ProposedAt,
        string PublishedBy,
        string? PublishedBySubject,
        DateTimeOffset PublishedAt,
        string Reason
    );

    public static void MapGetFactors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/factors", ListAsync)
            .RequireAuthorization()
            .WithChoice("standing", [.. Vouching.Standings, Factor.MeasuredStanding])
            .WithChoice("status", Vouching.Statuses)
            .Refuses([.. HeavyCalls.Refusing, TooMany(12_000)])
            .WithName("GetFactors")
            .WithTags("factors")
            .WithSummary("Searches the factor catalogue in force.")
            .WithDescription(
                "search: part of id, what, appliesTo, source or note; set, what, standing, status: of the version that "
                    + "serves; validIn (yyyy-MM): factors that serve that month; plant: that plant's own factors alone."
            );
        api.MapGet("/factors/{id}", OneAsync)
            .RequireAuthorization()
            .Refuses(Refusals.NotFound("There is no factor 'coal'."))
            .WithName("GetFactor")
            .WithTags("factors")
            .WithSummary("Shows a factor with all its versions, and plants' own that take its place.");
    }

    private static async Task<Results<Ok<Response>, RefusalResult>> ListAsync(
        string? search,
        string? set,
        string? what,
        string? standing,
        string? status,
        string? validIn,
        string? plant,
        Caller caller,
        HttpContext call,
        HeavyCalls heavy,
        CatalogueInForce catalogues,
        CalculationDb db,
        CancellationToken cancellationToken
    )
    {
        Month? month = null;
        if (!string.IsNullOrEmpty(validIn))
        {
            if (!Month.TryParse(validIn, out var at))
                return Refusals.NotAMonth(validIn).ToResult();
            month = at;
        }
        if (
            !string.IsNullOrEmpty(standing)
            && standing != Factor.MeasuredStanding
            && !Vouching.Standings.Contains(standing, StringComparer.Ordinal)
        )
            return Refusals
                .InvalidParameter(
                    $"'{standing}' is no standing. Expected: {string.Join(", ", Vouching.Standings)} or "
                        + $"{Factor.MeasuredStanding}."
                )
                .ToResult();
        if (!string.IsNullOrEmpty(status) && !Vouching.Statuses.Contains(status, StringComparer.Ordinal))
            return Refusals
                .InvalidParameter($"'{status}' is no status. Expected: {string.Join(", ", Vouching.Statuses)}.")
                .ToResult();

        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        var origins = await OriginsAsync(db, cancellationToken);
        var found = Groups(catalogue, caller)
            .Where(versions => string.IsNullOrEmpty(plant) || versions[0].Plant?.Value == plant)
            .Select(versions =>
                (
                    Versions: versions,
                    Serving: month is { } at ? versions.FirstOrDefault(factor => factor.IsValidIn(at)) : versions[0]
                )
            )
            .Where(group =>
                group.Serving is { } serving
                && Matches(set, serving.Set)
                && Matches(what, serving.What)
                && Matches(standing, serving.Standing)
                && Matches(status, serving.Status)
                && (
                    string.IsNullOrEmpty(search)
                    || new[] { serving.Id, serving.What, serving.AppliesTo, serving.Source, serving.Note }.Any(text =>
                        text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true
                    )
                )
            )
            .ToList();
        var versions = found.Sum(group => group.Versions.Length);
        if (versions > MostVersions)
            return TooMany(versions).ToResult();
        if (await heavy.BeginAsync(call, versions) is { } later)
            return later.ToResult();
        return TypedResults.Ok(
            new Response(
                catalogue.Version,
                [.. found.Select(group => Entry.Of(group.Versions, group.Serving!.Version, origins))]
            )
        );
    }

    private static async Task<Results<Ok<Response>, RefusalResult>> OneAsync(
        string id,
        Caller caller,
        CatalogueInForce catalogues,
        CalculationDb db,
        CancellationToken cancellationToken
    )
    {
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        var found = Groups(catalogue, caller).Where(versions => versions[0].Id == id).ToList();
        if (found.Count == 0)
            return Refusals.NotFound($"There is no factor '{id}'.").ToResult();
        var origins = await OriginsAsync(db, cancellationToken);
        return TypedResults.Ok(
            new Response(
                catalogue.Version,
                [.. found.Select(versions => Entry.Of(versions, versions[0].Version, origins))]
            )
        );
    }

    internal static Refusal TooMany(int versions) =>
        Refusals.TooManyRows(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{versions:N0} versions of factors were found, and at most {MostVersions:N0} are answered. "
            ) + "Search for a part of them: search, set, what, standing, status, plant."
        );

    /// <summary>Versions by factor, highest first. Another plant's own factors are as absent.</summary>
    private static IEnumerable<Factor[]> Groups(Catalogue catalogue, Caller caller) =>
        catalogue
            .AllVersions.Where(factor => factor.Plant is null || caller.MaySee(factor.Plant))
            .GroupBy(factor => (factor.Id, factor.Plant, factor.PlantSource))
            .Select(versions => versions.OrderByDescending(factor => factor.Version).ToArray())
            .OrderBy(versions => versions[0].Id, StringComparer.Ordinal)
            .ThenBy(versions => versions[0].Plant)
            .ThenBy(versions => versions[0].PlantSource, StringComparer.Ordinal);

    private static bool Matches(string? wanted, string value) => string.IsNullOrEmpty(wanted) || wanted == value;

    private static async Task<Dictionary<int, Origin>> OriginsAsync(
        CalculationDb db,
        CancellationToken cancellationToken
    ) =>
        await (
            from v in db.CatalogueVersions
            join p in db.FactorProposals on v.ProposalId equals (Guid?)p.Id
            select new Origin(
                p.Id,
                v.Version,
                p.ProposedBy,
                p.ProposedBySubject,
                p.ProposedAt,
                v.PublishedBy,
                v.PublishedBySubject,
                v.PublishedAt,
                p.Reason
            )
        ).ToDictionaryAsync(origin => origin.CatalogueVersion, cancellationToken);
}
