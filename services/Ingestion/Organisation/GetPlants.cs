using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>GET /plants?unit=…</c>: the plants that the caller may see, in order of code.</summary>
internal static class GetPlants
{
    internal sealed record Response(IReadOnlyList<PlantView> Plants);

    public static void MapGetPlants(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/plants", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithTags("organisation")
            .WithSummary("Lists plants, of one unit or all.");

    /// <summary>Lists the plants.</summary>
    /// <param name="unit">Only plants that belong to this unit now.</param>
    private static async Task<Response> HandleAsync(
        string? unit,
        Caller caller,
        OrganisationCache organisations,
        GroupClock clock,
        CancellationToken cancellationToken
    )
    {
        var organisation = await organisations.LatestAsync(cancellationToken);
        var current = clock.CurrentMonth;
        return new Response([
            .. organisation
                .Plants.Values.Where(p =>
                    caller.MaySee(p.Record.Code) && (unit is null || PlantView.UnitNow(p.Record, current) == unit)
                )
                .Select(p => PlantView.Of(p, current, withSources: false)),
        ]);
    }
}
