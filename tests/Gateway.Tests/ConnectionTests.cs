using System.Net;
using System.Net.Sockets;
using System.Text;
using CarbonPlatform.Gateway.Edge;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>
/// Places for connections, which are taken before anything is known of who takes them. Each address of the loopback
/// network is another stranger.
/// </summary>
[Tier(Tier.Service)]
public sealed class ConnectionTests
{
    private const string Flooding = "127.0.0.1";
    private const string Another = "127.0.0.2";
    private const int Places = 16;

    private static readonly (string Name, string Value)[] s_patient =
    [
        ("Service:MaxConnections", $"{Places}"),
        ("Gateway:FirstBytesTimeout", "00:10:00"),
    ];

    [Fact]
    public async Task An_address_that_opens_all_it_can_leaves_places_for_others()
    {
        await using var gateway = await RunningGateway.StartAsync(s_patient);
        using var sockets = new Sockets(gateway.Address);
        for (var i = 0; i < 3 * Places; i++)
            await sockets.OpenAsync(Flooding);

        // Unless told otherwise, a quarter.
        await Eventually.ShouldAsync(
            () => Task.FromResult(sockets.CountOpen() == Places / 4),
            "an address having its share and no more"
        );
        (await sockets.AskAsync(Another)).ShouldStartWith("HTTP/1.1 200 ");
        (await sockets.AskAsync(Flooding)).ShouldBe("", "its places are taken");

        sockets.CloseOne();
        await Eventually.ShouldAsync(
            async () => (await sockets.AskAsync(Flooding)).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal),
            "a place that is given back being there again"
        );
    }

    [Fact]
    public async Task The_share_is_as_large_as_it_is_set()
    {
        await using var gateway = await RunningGateway.StartAsync([
            .. s_patient,
            ("Gateway:ConnectionsPerAddress", "7"),
        ]);
        using var sockets = new Sockets(gateway.Address);
        for (var i = 0; i < Places; i++)
            await sockets.OpenAsync(Flooding);
        await Eventually.ShouldAsync(() => Task.FromResult(sockets.CountOpen() == 7), "seven places");
    }

    [Fact]
    public async Task A_proxy_that_is_named_has_no_share()
    {
        await using var gateway = await RunningGateway.StartAsync([
            ("Service:MaxConnections", $"{Places}"),
            ("Gateway:FirstBytesTimeout", "00:00:00.05"),
            ("Gateway:TrustedProxies", Another),
        ]);
        using var sockets = new Sockets(gateway.Address);
        for (var i = 0; i < Places / 2; i++)
            await sockets.OpenAsync(Another);
        await sockets.OpenAsync(Flooding);
        await Eventually.ShouldAsync(
            () => Task.FromResult(sockets.CountOpen() == Places / 2),
            "the stranger's being closed, and of the proxy's none"
        );
    }

    [Fact]
    public async Task A_connection_on_which_nothing_comes_is_closed()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:FirstBytesTimeout", "00:00:00.3"));
        using var sockets = new Sockets(gateway.Address);
        var silent = await sockets.OpenAsync(Flooding);
        var begun = await sockets.OpenAsync(Flooding);
        await begun.SendAsync("G"u8.ToArray());
        var kept = await sockets.OpenAsync(Flooding);
        await kept.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        (await silent.ReceiveAsync(new byte[1])).ShouldBe(0);

        // What has begun is read to its end, and what was answered is kept for the next call.
        await begun.SendAsync("ET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        (await Sockets.ReadAsync(begun)).ShouldStartWith("HTTP/1.1 200 ");
        await kept.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        (await Sockets.ReadAsync(kept)).Split("HTTP/1.1 200 ").Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::7", "2001:db8:1:3::")]
    public void Addresses_of_one_customer_are_one(string address, string whose) =>
        RemoteNetwork.Of(IPAddress.Parse(address)).ShouldBe(IPAddress.Parse(whose));

    /// <summary>Connections from chosen addresses of this machine.</summary>
    private sealed class Sockets(Uri gateway) : IDisposable
    {
        private readonly List<Socket> _opened = [];

        public async Task<Socket> OpenAsync(string from)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _opened.Add(socket);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(gateway.Host, gateway.Port);
            return socket;
        }

        /// <summary>Those that the Gateway has not closed.</summary>
        public int CountOpen() => _opened.Count(IsOpen);

        public void CloseOne()
        {
            var socket = _opened.First(IsOpen);
            _opened.Remove(socket);
            socket.Dispose();
        }

        /// <summary>What is answered over a connection of its own; nothing when that is closed.</summary>
        public async Task<string> AskAsync(string from)
        {
            var socket = await OpenAsync(from);
            _opened.Remove(socket);
            using (socket)
            {
                try
                {
                    await socket.SendAsync(
                        "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray()
                    );
                    return await ReadAsync(socket);
                }
                catch (SocketException)
                {
                    return "";
                }
            }
        }

        public static async Task<string> ReadAsync(Socket socket)
        {
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            try
            {
                return await reader.ReadToEndAsync();
            }
            catch (IOException)
            {
                return "";
            }
        }

        public void Dispose()
        {
            foreach (var socket in _opened)
                socket.Dispose();
        }

        // Readable and nothing to read: the other end is closed.
        private static bool IsOpen(Socket socket) => !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
    }
}
