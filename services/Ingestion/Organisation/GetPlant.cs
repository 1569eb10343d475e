using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>GET /plants/{plant}</c>: a plant with its sources.</summary>
internal static class GetPlant
{
    public static void MapGetPlant(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants/{plant}", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .AnswersWithTag(RevisionTag.Write(3))
            .Refuses(Refusals.NotFound("There is no plant 'SX-A9'."))
            .WithName(nameof(GetPlant))
            .WithTags("organisation")
            .WithSummary("Gives a plant with its sources, and its version as ETag.");

    private static async Task<Results<Ok<PlantView>, RefusalResult>> HandleAsync(
        string plant,
        Caller caller,
        OrganisationCache organisations,
        GroupClock clock,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        if (
            !PlantCode.TryParse(plant, out var code)
            || !caller.MaySee(code)
            || !organisation.Plants.TryGetValue(code, out var known)
        )
            return Refusals.NotFound($"There is no plant '{plant}'.").ToResult();
        response.Headers.ETag = RevisionTag.Write(known.Version);
        return TypedResults.Ok(PlantView.Of(known, clock.CurrentMonth));
    }
}
