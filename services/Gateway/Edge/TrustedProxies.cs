using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Proxies whose word is taken for where a call came from (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>): those
/// that <c>Gateway__TrustedProxies</c> names. Without them every call comes from where its connection does, whatever
/// it says of itself; behind a proxy that is not named all strangers share one address and its limit.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = Read(app.Configuration["Gateway:TrustedProxies"]);
        if (proxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // From proxy to proxy until one that is not trusted.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }

    /// <summary>Addresses and networks (CIDR), parted by commas.</summary>
    internal static List<IPNetwork> Read(string? text)
    {
        var proxies = new List<IPNetwork>();
        foreach (
            var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            if (IPNetwork.TryParse(part, out var network))
                proxies.Add(network);
            else if (IPAddress.TryParse(part, out var address))
                proxies.Add(new IPNetwork(address, 8 * address.GetAddressBytes().Length));
            else
                throw new InvalidOperationException(
                    $"Gateway__TrustedProxies names \"{part}\", which is neither an address (10.0.0.5) nor a network "
                        + "(10.0.0.0/24)."
                );
        }
        return proxies;
    }
}
