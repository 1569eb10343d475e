using System.Security.Cryptography;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>
/// Who a key belongs to. All keys that are good are read at once and believed for <see cref="Freshness"/>, so that a
/// revocation, made here or at another replica, holds within that time; and so that whoever sends wrong keys, as many
/// as it likes, makes the database answer once a second and takes nothing from those whose keys are right.
/// </summary>
internal sealed class KnownKeys(IDbContextFactory<GatewayDb> contexts, TimeProvider time, byte[] bootstrapSha256)
    : IDisposable
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>A key that was not among them may have been made at another replica since.</summary>
    private static readonly TimeSpan s_worthALook = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The key that stands in the configuration and makes the first ones; it has no row in the database.
    /// </summary>
    public static readonly Caller Bootstrap = new("bootstrap-admin", [Roles.Admin], plants: null);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _gate = new();
    private volatile Known? _known;
    private int _changes;

    /// <summary>The caller; null when there is no such key or it is revoked.</summary>
    public async ValueTask<Caller?> FindAsync(byte[] sha256, CancellationToken cancellationToken)
    {
        if (CryptographicOperations.FixedTimeEquals(sha256, bootstrapSha256))
            return Bootstrap;
        var hash = Convert.ToHexString(sha256);
        var known = _known;
        if (known is not null)
        {
            var age = time.GetElapsedTime(known.ReadAt);
            if (age < Freshness && known.Callers.TryGetValue(hash, out var caller))
                return caller;
            if (age < s_worthALook)
                return null;
        }
        return (await ReadAsync(known, cancellationToken)).Callers.GetValueOrDefault(hash);
    }

    /// <summary>Called when a key was made or revoked here: the next call reads them anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _changes++;
            _known = null;
        }
    }

    /// <summary>Those that wait here meanwhile take what the first of them has read.</summary>
    private async Task<Known> ReadAsync(Known? before, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } meanwhile && meanwhile != before)
                return meanwhile;
            var changes = Volatile.Read(ref _changes);
            var readAt = time.GetTimestamp();
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var keys = await db
                .ApiKeys.AsNoTracking()
                .Where(key => key.RevokedAt == null)
                .ToListAsync(cancellationToken);
            // What a key may do never changes, and tickets are kept by the caller as an object.
            var callers = keys.ToDictionary(
                key => Convert.ToHexString(key.Sha256),
                key => before?.Callers.GetValueOrDefault(Convert.ToHexString(key.Sha256)) ?? key.ToCaller(),
                StringComparer.Ordinal
            );
            var read = new Known(callers, readAt);
            lock (_gate)
            {
                // What was read before a change is good for this call, which came before it too.
                _known = changes == _changes ? read : null;
            }
            return read;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private sealed record Known(Dictionary<string, Caller> Callers, long ReadAt);
}
