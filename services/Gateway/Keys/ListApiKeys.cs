using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>All keys ever made, the revoked ones too: the list answers "who could do this then?".</summary>
internal static class ListApiKeys
{
    private const int DefaultLimit = 200;
    private const int LargestLimit = 1_000;

    public static void MapListApiKeys(this IEndpointRouteBuilder api) =>
        api.MapGet("/api-keys", HandleAsync)
            .RequireAuthorization(Policies.Keys)
            .WithName(nameof(ListApiKeys))
            .WithSummary("Lists the API keys.")
            .WithDescription(
                "All keys with their roles, the revoked ones included, newest first. The keys themselves are not kept "
                    + $"and cannot be shown. limit: at most so many, 1 to {LargestLimit}, {DefaultLimit} unless given. "
                    + "after: the next of the page before."
            );

    /// <summary>Keys, newest first.</summary>
    /// <param name="Keys">The keys.</param>
    /// <param name="Next">To be given as after for the older ones; null where there are none.</param>
    internal sealed record Response(IReadOnlyList<Item> Keys, Guid? Next);

    /// <summary>A key without its text.</summary>
    /// <param name="Id">By which the key is revoked; the caller id in sheets and logs.</param>
    /// <param name="Name">What it is for.</param>
    /// <param name="Subject">Who holds it.</param>
    /// <param name="Roles">What it may do.</param>
    /// <param name="Plants">The plants it is confined to; null for all.</param>
    /// <param name="CreatedBy">Caller id of whoever made it.</param>
    /// <param name="MadeBy">The subject that made it.</param>
    /// <param name="Makers">That one, who made its key, and so on up to the first.</param>
    /// <param name="CreatedAt">When it was made.</param>
    /// <param name="ExpiresAt">From then on it opens nothing; null where an end was never set.</param>
    /// <param name="LastUsedAt">When it was used last, written down once a minute; null when it never was.</param>
    /// <param name="RevokedAt">When it was revoked; null while it is good.</param>
    /// <param name="RevokedBy">Caller id of whoever revoked it.</param>
    /// <param name="RevokedBySubject">Who held that key; null for what is from before this was kept.</param>
    internal sealed record Item(
        Guid Id,
        string Name,
        string Subject,
        IReadOnlyList<string> Roles,
        IReadOnlyList<string>? Plants,
        string CreatedBy,
        string MadeBy,
        IReadOnlyList<string> Makers,
        DateTimeOffset CreatedAt,
        DateTimeOffset? ExpiresAt,
        DateTimeOffset? LastUsedAt,
        DateTimeOffset? RevokedAt,
        string? RevokedBy,
        string? RevokedBySubject
    );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        Guid? after,
        int? limit,
        GatewayDb db,
        CancellationToken cancellationToken
    )
    {
        var most = limit ?? DefaultLimit;
        if (most is < 1 or > LargestLimit)
            return Refusals.InvalidParameter($"'{most}' is no limit. Expected: 1 to {LargestLimit}.").ToResult();
        var keys = await db
            .ApiKeys.AsNoTracking()
            .Where(key => after == null || key.Id < after)
            .OrderByDescending(key => key.Id)
            .Take(most + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            new Response(
                [
                    .. keys.Take(most)
                        .Select(key => new Item(
                            key.Id,
                            key.Name,
                            key.Subject,
                            key.Roles,
                            key.Plants,
                            key.CreatedBy,
                            key.Makers[0],
                            key.Makers,
                            key.CreatedAt,
                            key.ExpiresAt,
                            key.LastUsedAt,
                            key.RevokedAt,
                            key.RevokedBy,
                            key.RevokedBySubject
                        )),
                ],
                keys.Count > most ? keys[most - 1].Id : null
            )
        );
    }
}
