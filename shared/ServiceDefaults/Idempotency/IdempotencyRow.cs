using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// A row of table <c>idempotency</c>: the answer to a call that changed something, so that the same call again is
/// answered the same.
/// </summary>
public sealed class IdempotencyRow
{
    /// <summary>Caller id.</summary>
    public required string Caller { get; init; }

    /// <summary>Method and path.</summary>
    public required string Route { get; init; }

    /// <summary>The caller's own text.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of query and body.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>The body of the answer.</summary>
    public required byte[] Answer { get; init; }

    /// <summary>The answer's ETag, where it has one.</summary>
    public string? Tag { get; init; }

    /// <summary>When the answer was given.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The table of remembered calls as part of a service's EF Core model.</summary>
public static class IdempotencyModel
{
    /// <summary>
    /// Adds table <c>idempotency</c>. The service's role needs SELECT, INSERT, DELETE on it, and UPDATE to lock the
    /// rows that it is about to forget.
    /// </summary>
    public static ModelBuilder AddIdempotency(this ModelBuilder model)
    {
        model.Entity<IdempotencyRow>(call =>
        {
            call.ToTable("idempotency");
            call.HasKey(x => new
            {
                x.Caller,
                x.Route,
                x.Key,
            });
            call.HasIndex(x => x.CreatedAt);
        });
        return model;
    }
}
