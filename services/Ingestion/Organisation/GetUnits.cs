using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>GET /units</c>: the strategic units of the group, in order of code.</summary>
internal static class GetUnits
{
    internal sealed record Response(IReadOnlyList<UnitView> Units);

    public static void MapGetUnits(this IEndpointRouteBuilder api) =>
        api.MapGet("/units", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithName(nameof(GetUnits))
            .WithTags("organisation")
            .WithSummary("Lists the strategic units.");

    private static async Task<Response> HandleAsync(
        OrganisationCache organisations,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        return new Response([.. organisation.Units.Values.Select(u => UnitView.Of(u.Record, u.Version))]);
    }
}
