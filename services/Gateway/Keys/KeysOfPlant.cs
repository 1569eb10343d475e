using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>
/// Whether a plant that is to be taken back (<c>DELETE /plants/{plant}</c>) has keys: only here is that known. All else
/// that speaks of it Ingestion knows.
/// </summary>
internal sealed class KeysOfPlant(IDbContextFactory<GatewayDb> contexts, TimeProvider time)
{
    private const int NamesShown = 10;

    private static readonly PathString s_plants = "/api/v1/plants";

    /// <summary>Why the call is not handed on; null where it is.</summary>
    public async Task<Refusal?> WhyNotAsync(HttpContext call)
    {
        if (
            !HttpMethods.IsDelete(call.Request.Method)
            || !call.Request.Path.StartsWithSegments(s_plants, StringComparison.OrdinalIgnoreCase, out var rest)
            || !PlantCode.TryParse(rest.Value?.Trim('/'), out var plant)
            // Who may take nothing back is told so by Ingestion, and of no keys.
            || Caller.Of(call) is not { Plants: null } caller
            || !(caller.Is(Roles.Admin) || caller.Is(Roles.Environment))
        )
            return null;
        var (code, now) = (plant.Value, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(call.RequestAborted);
        var names = await db
            .ApiKeys.AsNoTracking()
            .Where(key =>
                key.RevokedAt == null
                && (key.ExpiresAt == null || key.ExpiresAt > now)
                && key.Plants != null
                && key.Plants.Contains(code)
            )
            .OrderBy(key => key.Name)
            .Select(key => key.Name)
            .Take(NamesShown)
            .ToListAsync(call.RequestAborted);
        return names.Count == 0 ? null : ApiKeyRefusals.PlantInUse(code, names);
    }
}
