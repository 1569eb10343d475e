using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// <c>GET /api/v1/totals/warming-potentials</c>: what CO2e is computed with, each value with its source, standing and
/// status.
/// </summary>
internal static class GetWarmingPotentials
{
    /// <summary>The sets.</summary>
    /// <param name="DefaultSet">What serves when totals are asked without <c>gwp</c>.</param>
    /// <param name="Potentials">Every value, set by set.</param>
    internal sealed record Response(string DefaultSet, IReadOnlyList<WarmingPotential> Potentials);

    public static void MapGetWarmingPotentials(this IEndpointRouteBuilder api) =>
        api.MapGet("/totals/warming-potentials", Handle)
            .RequireAuthorization()
            .WithChoice("set", [.. api.ServiceProvider.GetRequiredService<WarmingPotentials>().Sets])
            .Refuses(WarmingPotentials.Unknown("AR7", ["AR5", "AR6"]))
            .WithName("GetWarmingPotentials")
            .WithTags("Totals");

    /// <summary>The global warming potentials that CO2e is computed with.</summary>
    /// <param name="set">Only this set; all unless given.</param>
    /// <param name="potentials">The table.</param>
    internal static Results<Ok<Response>, RefusalResult> Handle(string? set, WarmingPotentials potentials) =>
        string.IsNullOrEmpty(set) ? TypedResults.Ok(new Response(WarmingPotentials.DefaultSet, potentials.All))
        : potentials.Of(set) is null ? potentials.Unknown(set).ToResult()
        : TypedResults.Ok(
            new Response(WarmingPotentials.DefaultSet, [.. potentials.All.Where(potential => potential.Set == set)])
        );
}
