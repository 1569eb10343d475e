using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>GET /plants/{plant}/sources/{source}</c>: a source; its ETag is the version of the plant, which holds it.
/// </summary>
internal static class GetSource
{
    public static void MapGetSource(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants/{plant}/sources/{source}", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .AnswersWithTag(RevisionTag.Write(3))
            .Refuses(Refusals.NotFound("SX-A1 has no source 'BOILER-9'."))
            .WithName(nameof(GetSource))
            .WithTags("organisation")
            .WithSummary("Gives a source with its waivers, and the version of its plant as ETag.");

    private static async Task<Results<Ok<SourceView>, RefusalResult>> HandleAsync(
        string plant,
        string source,
        Caller caller,
        OrganisationCache organisations,
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
        if (known.Record.Sources.FirstOrDefault(one => one.Code == source) is not { } found)
            return Refusals.NotFound($"{plant} has no source '{source}'.").ToResult();
        response.Headers.ETag = RevisionTag.Write(known.Version);
        return TypedResults.Ok(SourceView.Of(found, known.Version));
    }
}
