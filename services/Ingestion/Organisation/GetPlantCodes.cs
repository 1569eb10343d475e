using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>GET /internal/plants</c>: the codes of all plants with those of their sources, for a service that is told of one
/// and would not keep what leads nowhere.
/// </summary>
internal static class GetPlantCodes
{
    internal sealed record Response(IReadOnlyList<PlantCodes> Plants);

    /// <summary>A plant and its sources.</summary>
    internal sealed record PlantCodes(PlantCode Plant, IReadOnlyList<string> Sources);

    public static void MapGetPlantCodes(this IEndpointRouteBuilder app) =>
        app.MapGet("/internal/plants", HandleAsync)
            .RequireAuthorization(Policies.Internal)
            .WithName("GetPlantCodes")
            .WithTags("Internal");

    private static async Task<Response> HandleAsync(
        OrganisationCache organisations,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        return new Response([
            .. organisation.Plants.Select(plant => new PlantCodes(
                plant.Key,
                [.. plant.Value.Record.Sources.Select(source => source.Code)]
            )),
        ]);
    }
}
