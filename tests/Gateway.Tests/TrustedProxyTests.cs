using System.Net;
using CarbonPlatform.Gateway.Edge;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>Where a call came from is said by its connection, or by a proxy that is named.</summary>
[Tier(Tier.Service)]
public sealed class TrustedProxyTests
{
    /// <summary>Far more calls without a key than one address has, each of another one by its own word.</summary>
    private static async Task<HttpStatusCode[]> StatusesAsync(string proxies)
    {
        await using var gateway = await RunningGateway.StartAsync(
            ("Gateway:RateLimit:AnonymousPermitsPerSecond", "3"),
            ("Gateway:TrustedProxies", proxies)
        );
        using var client = gateway.Client(key: null);
        return await Task.WhenAll(
            Enumerable
                .Range(1, 100)
                .Select(async i =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/totals");
                    request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
                    return (await client.SendAsync(request)).StatusCode;
                })
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.5, 10.1.0.0/16")]
    public async Task The_word_of_a_stranger_is_not_heeded(string proxies) =>
        (await StatusesAsync(proxies)).ShouldContain(HttpStatusCode.TooManyRequests);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.5, 127.0.0.0/8")]
    public async Task The_word_of_a_trusted_proxy_is(string proxies) =>
        (await StatusesAsync(proxies)).ShouldAllBe(status => status == HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    public void What_is_no_address_stops_the_start(string proxies) =>
        Should
            .Throw<InvalidOperationException>(() => TrustedProxies.Read("10.0.0.1," + proxies))
            .Message.ShouldStartWith($"Gateway__TrustedProxies names \"{proxies}\"");
}
