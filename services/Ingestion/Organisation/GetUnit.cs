using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>GET /units/{orgUnit}</c>: a strategic unit; its ETag is the version that a change names.</summary>
internal static class GetUnit
{
    public static void MapGetUnit(this IEndpointRouteBuilder api) =>
        api.MapGet("/units/{orgUnit}", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .AnswersWithTag(RevisionTag.Write(3))
            .Refuses(Refusals.NotFound("There is no unit 'NOWHERE'."))
            .WithName(nameof(GetUnit))
            .WithTags("organisation")
            .WithSummary("Gives a strategic unit, with its version as ETag.");

    private static async Task<Results<Ok<UnitView>, RefusalResult>> HandleAsync(
        string orgUnit,
        OrganisationCache organisations,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        if (!organisation.Units.TryGetValue(orgUnit, out var unit))
            return Refusals.NotFound($"There is no unit '{orgUnit}'.").ToResult();
        response.Headers.ETag = RevisionTag.Write(unit.Version);
        return TypedResults.Ok(UnitView.Of(unit.Record, unit.Version));
    }
}
