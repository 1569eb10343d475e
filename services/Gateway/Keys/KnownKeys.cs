using System.Collections.Concurrent;
using System.Security.Cryptography;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>The key that stands in the configuration and makes the first ones; it has no row in the database.</summary>
/// <param name="Sha256">Its hash; empty where there is none.</param>
/// <param name="IsRecovery">It opens although there are administrators: their keys are lost.</param>
internal sealed record BootstrapKey(byte[] Sha256, bool IsRecovery)
{
    /// <summary>Who has it.</summary>
    public static readonly Caller Caller = new("bootstrap-admin", [Roles.Admin], plants: null);
}

/// <summary>
/// Who a key belongs to. All keys that are not revoked are read at once and believed for <see cref="Freshness"/>, so
/// that a revocation, made here or at another replica, holds within that time; and so that whoever sends wrong keys, as
/// many as it likes, makes the database answer once a second and takes nothing from those whose keys are right.
/// </summary>
internal sealed class KnownKeys(IDbContextFactory<GatewayDb> contexts, TimeProvider time, BootstrapKey bootstrap)
    : IDisposable
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>A key that was not among them may have been made at another replica since.</summary>
    private static readonly TimeSpan s_worthALook = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _gate = new();
    private volatile Known? _known;
    private int _changes;

    /// <summary>The caller, or why the key does not open.</summary>
    public async ValueTask<Answer<Caller>> FindAsync(byte[] sha256, CancellationToken cancellationToken)
    {
        if (CryptographicOperations.FixedTimeEquals(sha256, bootstrap.Sha256))
            return await WithBootstrapAsync(cancellationToken);
        if (await KeyAsync(Convert.ToHexString(sha256), cancellationToken) is not { } key)
            return ApiKeyRefusals.Unknown;
        var now = time.GetUtcNow();
        if (key.ExpiresAt is { } end && end <= now)
            return ApiKeyRefusals.Expired(end);
        _used[key.Id] = now;
        return key.Caller;
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

    /// <summary>When keys were used since this was asked last.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> TakeUses()
    {
        var taken = new Dictionary<Guid, DateTimeOffset>();
        foreach (var id in _used.Keys)
        {
            if (_used.TryRemove(id, out var at))
                taken.Add(id, at);
        }
        return taken;
    }

    /// <summary>The first key has done its work once an administrator has had one.</summary>
    private async Task<Answer<Caller>> WithBootstrapAsync(CancellationToken cancellationToken)
    {
        if (bootstrap.IsRecovery)
            return BootstrapKey.Caller;
        var known = _known;
        if (known is null || time.GetElapsedTime(known.ReadAt) >= Freshness)
            known = await ReadAsync(known, cancellationToken);
        return known.HasHadAdministrator ? ApiKeyRefusals.BootstrapEnded : BootstrapKey.Caller;
    }

    private async ValueTask<Key?> KeyAsync(string hash, CancellationToken cancellationToken)
    {
        var known = _known;
        if (known is not null)
        {
            var age = time.GetElapsedTime(known.ReadAt);
            if (age < Freshness && known.Keys.TryGetValue(hash, out var key))
                return key;
            if (age < s_worthALook)
                return null;
        }
        return (await ReadAsync(known, cancellationToken)).Keys.GetValueOrDefault(hash);
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
            var rows = await db
                .ApiKeys.AsNoTracking()
                // Administrators' that are revoked or ended, too: the first key comes back by no lapse.
                .Where(key => key.RevokedAt == null || key.Roles.Contains(Roles.Admin))
                .ToListAsync(cancellationToken);
            // What a key may do never changes, and tickets are kept by the caller as an object.
            var keys = rows.Where(row => row.RevokedAt is null)
                .Select(row => (Hash: Convert.ToHexString(row.Sha256), Row: row))
                .ToDictionary(
                    key => key.Hash,
                    key => before?.Keys.GetValueOrDefault(key.Hash) ?? Key.Of(key.Row),
                    StringComparer.Ordinal
                );
            var read = new Known(keys, rows.Any(row => row.Roles.Contains(Roles.Admin)), readAt);
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

    private sealed record Known(Dictionary<string, Key> Keys, bool HasHadAdministrator, long ReadAt);

    private sealed record Key(Guid Id, Caller Caller, DateTimeOffset? ExpiresAt)
    {
        public static Key Of(ApiKey row) => new(row.Id, row.ToCaller(), row.ExpiresAt);
    }
}
