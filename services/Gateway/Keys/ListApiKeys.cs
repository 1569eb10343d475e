using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>All keys ever made, the revoked ones too: the list answers "who could do this then?".</summary>
internal static class ListApiKeys
{
    public static void MapListApiKeys(this IEndpointRouteBuilder api) =>
        api.MapGet("/api-keys", HandleAsync)
            .RequireAuthorization(Policies.Keys)
            .WithSummary("List the API keys")
            .WithDescription(
                "All keys with their roles, the revoked ones included, oldest first. The keys themselves are "
                    + "not kept and cannot be shown."
            );

    internal sealed record Response(IReadOnlyList<Item> Keys);

    /// <summary>A key without its text.</summary>
    /// <param name="Id">By which the key is revoked; the caller id in sheets and logs.</param>
    /// <param name="Name">Whose key it is.</param>
    /// <param name="Roles">What it may do.</param>
    /// <param name="Plants">The plants it is confined to; null for all.</param>
    /// <param name="CreatedBy">Caller id of whoever made it.</param>
    /// <param name="CreatedAt">When it was made.</param>
    /// <param name="RevokedAt">When it was revoked; null while it is good.</param>
    internal sealed record Item(
        Guid Id,
        string Name,
        IReadOnlyList<string> Roles,
        IReadOnlyList<string>? Plants,
        string CreatedBy,
        DateTimeOffset CreatedAt,
        DateTimeOffset? RevokedAt
    );

    private static async Task<Ok<Response>> HandleAsync(GatewayDb db, CancellationToken cancellationToken)
    {
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(key => key.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(
            new Response([
                .. keys.Select(key => new Item(
                    key.Id,
                    key.Name,
                    key.Roles,
                    key.Plants,
                    key.CreatedBy,
                    key.CreatedAt,
                    key.RevokedAt
                )),
            ])
        );
    }
}
