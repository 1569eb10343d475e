using System.Net;
using System.Net.Sockets;

namespace CarbonPlatform.TestKit;

/// <summary>A TCP port on loopback that nobody uses at this moment.</summary>
public static class FreePort
{
    /// <summary>Takes the next free port from the kernel.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
