using System.Net;
using System.Net.Sockets;

namespace CarbonPlatform.TestKit;

/// <summary>What to do with bytes on their way through a <see cref="TcpProxy"/>.</summary>
public enum Passage
{
    /// <summary>Pass them on.</summary>
    Pass,

    /// <summary>Cut the connection; they do not arrive.</summary>
    Cut,

    /// <summary>Pass them on and cut the connection behind them: no answer to them arrives.</summary>
    PassAndCut,
}

/// <summary>One connection through a proxy, for whoever watches it to keep something with.</summary>
public sealed class ProxiedConnection
{
    /// <summary>Whatever the watcher wants to remember of this connection.</summary>
    public object? Note { get; set; }

    /// <summary>The name under which a statement was prepared in it that the observer waits for.</summary>
    public byte[]? Prepared { get; set; }

    /// <summary>Whether its last bytes are on their way: the other side's answer may be faster than the cut.</summary>
    internal volatile bool IsOver;
}

/// <summary>Stands between a service and a server, and can cut at an exact place in what they say.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<int> _targets;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <summary>
    /// Begins to listen, for a server on a port of this machine, or for several of which the first that answers is
    /// taken.
    /// </summary>
    public TcpProxy(params IReadOnlyList<int> targets)
    {
        _targets = targets;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Sees all bytes of all connections, whether they are watched or not.</summary>
    public Action<ProxiedConnection, bool, ReadOnlyMemory<byte>>? Observe { get; set; }

    /// <summary>Looks at bytes before they are passed on, and decides. Null: everything passes.</summary>
    public Func<ProxiedConnection, bool, ReadOnlyMemory<byte>, Passage>? Watch { get; set; }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // It ends.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var connection = new ProxiedConnection();
        using (client)
        {
            using var server = await ConnectAsync(cut.Token);
            if (server is null)
                return;
            try
            {
                client.NoDelay = server.NoDelay = true;
                await await Task.WhenAny(
                    PumpAsync(connection, client, server, toServer: true, cut.Token),
                    PumpAsync(connection, server, client, toServer: false, cut.Token)
                );
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                // Either side has gone.
            }

            await cut.CancelAsync();
            // A reset rather than a farewell.
            client.LingerState = server.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }

    private async Task<Socket?> ConnectAsync(CancellationToken cancellationToken)
    {
        foreach (var target in _targets)
        {
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, cancellationToken);
                return server;
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                server.Dispose();
            }
        }

        return null;
    }

    private async Task PumpAsync(
        ProxiedConnection connection,
        Socket from,
        Socket to,
        bool toServer,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[65536];
        while (await from.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (connection.IsOver)
                continue;
            var bytes = buffer.AsMemory(0, read);
            Observe?.Invoke(connection, toServer, bytes);
            var passage = Watch?.Invoke(connection, toServer, bytes) ?? Passage.Pass;
            if (passage == Passage.Cut)
                return;
            if (passage == Passage.PassAndCut)
                connection.IsOver = true;
            for (var sent = 0; sent < read; )
                sent += await to.SendAsync(bytes[sent..], cancellationToken);
            if (passage == Passage.PassAndCut)
                return;
        }
    }
}
