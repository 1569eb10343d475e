using CarbonPlatform.Calculation.Factors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Calculation.Disputes;

/// <summary><c>GET /factors/disputes</c>: factors in force of which another value is in print.</summary>
internal static class GetDisputes
{
    /// <summary>What is disputed.</summary>
    /// <param name="CatalogueVersion">The version of the catalogue in force.</param>
    /// <param name="Disputes">In order of factor.</param>
    internal sealed record Response(int CatalogueVersion, IReadOnlyList<Dispute> Disputes);

    /// <summary>A factor and what else is in print for it.</summary>
    /// <param name="Factor">Id of the factor.</param>
    /// <param name="Version">The version that is disputed.</param>
    /// <param name="What">What it says.</param>
    /// <param name="Value">The value that serves.</param>
    /// <param name="Unit">Of all these values.</param>
    /// <param name="ValidFrom">First month it serves; none for all before.</param>
    /// <param name="ValidTo">Last month it serves; none while it stands.</param>
    /// <param name="Source">Where the value that serves stands written.</param>
    /// <param name="Rivals">The others.</param>
    internal sealed record Dispute(
        string Factor,
        int Version,
        string What,
        decimal Value,
        string Unit,
        Month? ValidFrom,
        Month? ValidTo,
        string Source,
        IReadOnlyList<Rival> Rivals
    )
    {
        public static Dispute Of(Factor factor) =>
            new(
                factor.Id,
                factor.Version,
                factor.What,
                factor.Value,
                factor.Unit,
                factor.ValidFrom,
                factor.ValidTo,
                factor.Source,
                factor.Rivals
            );
    }

    public static void MapDisputes(this IEndpointRouteBuilder api)
    {
        api.MapGetDisputes();
        api.MapCompareRivals();
    }

    private static void MapGetDisputes(this IEndpointRouteBuilder api) =>
        api.MapGet("/factors/disputes", HandleAsync)
            .RequireAuthorization()
            .WithName("GetDisputes")
            .WithTags("factors")
            .WithSummary("Lists factors of which another value is in print, with the values and their sources.")
            .WithDescription(
                "Lines that rest on one of them say disputed-factor, and totals say how much does (onDisputedFactors). "
                    + "What another value would make of them: GET /factors/disputes/{factor}."
            );

    private static async Task<Ok<Response>> HandleAsync(
        CatalogueInForce catalogues,
        CancellationToken cancellationToken
    )
    {
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        return TypedResults.Ok(new Response(catalogue.Version, [.. In(catalogue).Select(Dispute.Of)]));
    }

    /// <summary>
    /// Disputed factors in their highest version: a later one that has no rivals has ended the dispute.
    /// </summary>
    public static IEnumerable<Factor> In(Catalogue catalogue) =>
        catalogue.Factors.Where(factor => factor.Rivals.Count > 0);
}
