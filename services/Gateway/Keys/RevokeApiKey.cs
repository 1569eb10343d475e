using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>
/// Revokes a key: here at once, at other replicas within <see cref="KnownKeys.Freshness"/>. There is no way back.
/// </summary>
internal static partial class RevokeApiKey
{
    public static void MapRevokeApiKey(this IEndpointRouteBuilder api) =>
        api.MapDelete("/api-keys/{id:guid}", HandleAsync)
            .RequireAuthorization(Policies.Keys)
            .Refuses(Refusals.NotFound("There is no API key with the id 0193f2a4-7c1e-7d52-9a41-5f0c8b7e6d21."))
            .WithName(nameof(RevokeApiKey))
            .WithSummary("Revokes an API key.")
            .WithDescription("The key is refused within seconds. Revoking it again changes nothing.");

    private static async Task<Results<NoContent, RefusalResult>> HandleAsync(
        Guid id,
        Caller caller,
        GatewayDb db,
        KnownKeys known,
        TimeProvider time,
        ILogger<ApiKey> log,
        CancellationToken cancellationToken
    )
    {
        if (!await db.ApiKeys.AnyAsync(key => key.Id == id, cancellationToken))
            return Refusals.NotFound($"There is no API key with the id {id}.").ToResult();
        var now = time.GetStorableNow();
        var revoked = await db
            .ApiKeys.Where(key => key.Id == id && key.RevokedAt == null)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(key => key.RevokedAt, now)
                        .SetProperty(key => key.RevokedBy, caller.Id)
                        .SetProperty(key => key.RevokedBySubject, caller.Subject),
                cancellationToken
            );
        known.Forget();
        if (revoked > 0)
            LogRevoked(log, id, caller.Id);
        return TypedResults.NoContent();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {Key} was revoked by {Caller}")]
    private static partial void LogRevoked(ILogger log, Guid key, string caller);
}
