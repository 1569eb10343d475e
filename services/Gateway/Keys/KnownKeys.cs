using System.Collections.Concurrent;
using System.Security.Cryptography;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>
/// Who a key belongs to. What the database said is believed for <see cref="Freshness"/>, so that a revocation, made
/// here or at another replica, holds within that time. Unknown keys are not remembered: an attacker has as many as it
/// likes.
/// </summary>
internal sealed class KnownKeys(IDbContextFactory<GatewayDb> contexts, TimeProvider time, byte[] bootstrapSha256)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The key that stands in the configuration and makes the first ones; it has no row in the database.
    /// </summary>
    public static readonly Caller Bootstrap = new("bootstrap-admin", [Roles.Admin], plants: null);

    private readonly ConcurrentDictionary<string, (Caller Caller, long SeenAt)> _seen = new(StringComparer.Ordinal);

    /// <summary>True when the caller is known without asking the database.</summary>
    public bool TryRecall(byte[] sha256, out Caller? caller)
    {
        caller = null;
        if (CryptographicOperations.FixedTimeEquals(sha256, bootstrapSha256))
            caller = Bootstrap;
        else if (
            _seen.TryGetValue(Convert.ToHexString(sha256), out var seen)
            && time.GetElapsedTime(seen.SeenAt) < Freshness
        )
            caller = seen.Caller;
        return caller is not null;
    }

    /// <summary>Asks the database; null when there is no such key or it is revoked.</summary>
    public async Task<Caller?> LookUpAsync(byte[] sha256, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db
            .ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => k.Sha256 == sha256 && k.RevokedAt == null, cancellationToken);
        if (key is null)
        {
            _seen.TryRemove(Convert.ToHexString(sha256), out _);
            return null;
        }
        var caller = key.ToCaller();
        _seen[Convert.ToHexString(sha256)] = (caller, askedAt);
        return caller;
    }

    /// <summary>Called after a revocation.</summary>
    public void Forget(byte[] sha256) => _seen.TryRemove(Convert.ToHexString(sha256), out _);
}
