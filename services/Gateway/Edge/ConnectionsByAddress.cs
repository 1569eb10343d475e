using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Of all connections that there can be an address has its share, and the first bytes on each have a short time to
/// come. A connection takes its place before anything is known of who opened it, so without these a stranger who says
/// nothing shuts everybody else out. Proxies that are named stand for many callers, hold connections ready, and are
/// counted by nobody here.
/// </summary>
internal sealed partial class ConnectionsByAddress(
    IConfiguration configuration,
    IOptions<KestrelServerOptions> kestrel,
    TimeProvider clock,
    ILogger<ConnectionsByAddress> log
)
{
    /// <summary>Unless configured so many addresses fill all places together.</summary>
    private const int Shares = 4;

    // Browsers open connections ahead and keep one that they have not used for ten seconds.
    private static readonly TimeSpan s_usualPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(10);

    private readonly long _share = configuration.GetValue("Gateway:ConnectionsPerAddress", Usual(kestrel.Value.Limits));
    private readonly TimeSpan _firstBytes = configuration.GetValue("Gateway:FirstBytesTimeout", s_usualPatience);
    private readonly List<IPNetwork> _proxies = TrustedProxies.Read(configuration["Gateway:TrustedProxies"]);
    private readonly Dictionary<IPAddress, long> _open = [];
    private readonly Lock _gate = new();

    private long _closed;
    private long? _toldAt;

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || IsTrusted(address))
        {
            await next(connection);
            return;
        }
        var whose = RemoteNetwork.Of(address);
        if (!TryEnter(whose))
        {
            Tell(address);
            return;
        }
        try
        {
            if (await HasBegunAsync(connection))
                await next(connection);
        }
        finally
        {
            Leave(whose);
        }
    }

    private static long Usual(KestrelServerLimits limits) =>
        Math.Max(1, (limits.MaxConcurrentConnections ?? long.MaxValue) / Shares);

    private bool IsTrusted(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _proxies.Exists(proxy => proxy.Contains(plain));
    }

    private bool TryEnter(IPAddress whose)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(whose);
            if (open >= _share)
                return false;
            _open[whose] = open + 1;
            return true;
        }
    }

    private void Leave(IPAddress whose)
    {
        lock (_gate)
        {
            if (--_open[whose] == 0)
                _open.Remove(whose);
        }
    }

    /// <summary>
    /// Waits for the first bytes and leaves them where they are. Kestrel's time for the head of a call begins with the
    /// first byte, and what it grants a connection that is kept is meant for one that has said something.
    /// </summary>
    private async Task<bool> HasBegunAsync(ConnectionContext connection)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        enough.CancelAfter(_firstBytes);
        try
        {
            var input = connection.Transport.Input;
            var read = await input.ReadAsync(enough.Token);
            input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>A line in ten seconds at most: whoever is refused without end does not fill the disk.</summary>
    private void Tell(IPAddress address)
    {
        long closed;
        lock (_gate)
        {
            _closed++;
            if (_toldAt is { } at && clock.GetElapsedTime(at) < s_betweenLines)
                return;
            (closed, _closed, _toldAt) = (_closed, 0, clock.GetTimestamp());
        }
        LogClosed(closed, _share, address);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} connections were closed: each address has {Share} at most, and {Address} is one that has"
    )]
    private partial void LogClosed(long count, long share, IPAddress address);
}

internal static class ConnectionRegistration
{
    /// <summary>All that stands between a connection and HTTP: Kestrel has one place for it.</summary>
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConnectionsByAddress>();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                var connections = listen.ApplicationServices.GetRequiredService<ConnectionsByAddress>();
                listen.Use(next => connection => connections.ServeAsync(connection, next));
                listen.UseUnreadableRequest();
            })
        );
    }
}
