using System.Net;
using System.Net.Sockets;

namespace CarbonPlatform.TestKit;

/// <summary>A TCP port on loopback that nobody uses at this moment.</summary>
public static class FreePort
{
    // Below the ports that deploy/local chooses from, and below those that the kernel gives to outgoing connections:
    // one of these could be taken before it is listened on. Processes begin at different places, and none gives out a
    // port twice.
    private const int First = 10_000;
    private const int Count = 10_000;

    private static int s_next = Environment.ProcessId * 61 % Count;

    /// <summary>The next one that is free.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
