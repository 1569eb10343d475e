using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>GET /plants?orgUnit=…</c>: the plants that the caller may see, in order of code.</summary>
internal static class GetPlants
{
    internal sealed record Response(IReadOnlyList<PlantView> Plants);

    public static void MapGetPlants(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .Refuses(Refusals.NotFound("There is no unit 'ALUMINUM'."))
            .WithName(nameof(GetPlants))
            .WithTags("organisation")
            .WithSummary("Lists plants, of one strategic unit or all.");

    /// <summary>Lists the plants.</summary>
    /// <param name="orgUnit">Only plants that belong to this strategic unit now.</param>
    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string? orgUnit,
        Caller caller,
        OrganisationCache organisations,
        GroupClock clock,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        if (orgUnit is not null && !organisation.Units.ContainsKey(orgUnit))
            return Refusals.NotFound($"There is no unit '{orgUnit}'.").ToResult();
        var current = clock.CurrentMonth;
        return TypedResults.Ok(
            new Response([
                .. organisation
                    .Plants.Where(plant =>
                        caller.MaySee(plant.Key)
                        && (orgUnit is null || PlantView.UnitNow(plant.Value.Record, current) == orgUnit)
                    )
                    .Select(plant => PlantView.Of(plant.Value, current, withSources: false)),
            ])
        );
    }
}
