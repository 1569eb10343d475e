using CarbonPlatform.Quantities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// Whoever would change something of a plant that it may not know of is told that there is none, before the body is
/// read: minimal APIs read it before a handler can ask, and what is wrong with it would be told first.
/// </summary>
internal static class PlantOfPath
{
    private const string Plant = "plant";

    /// <summary>Stands after authorisation: what a role may not do at all is refused as that.</summary>
    public static void UsePlantOfPath(this WebApplication app) =>
        app.Use(
            (context, next) =>
                IsHidden(context, out var plant)
                    ? Refusals.NotFound($"There is no plant '{plant}'.").ToResult().ExecuteAsync(context)
                    : next(context)
        );

    private static bool IsHidden(HttpContext context, out string plant)
    {
        plant = context.Request.RouteValues[Plant] as string ?? "";
        if (plant.Length == 0 || HttpMethods.IsGet(context.Request.Method))
            return false;
        if (context.User.Identity is not { IsAuthenticated: true })
            return false;
        _ = PlantCode.TryParse(plant, out var code);
        return !Caller.Of(context).MaySee(code);
    }
}
