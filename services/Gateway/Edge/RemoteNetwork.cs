using System.Net;
using System.Net.Sockets;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>Whose an address is, for limits that count strangers.</summary>
internal static class RemoteNetwork
{
    /// <summary>An IPv6 customer holds a /64 at least: all its addresses are one caller.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
