using System.Net;
using System.Threading.RateLimiting;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// So many requests a second for each caller, whatever the others do, and a small number for each address that has not
/// said who it is. A bucket holds one second's worth.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    public static readonly Refusal TooMany = new(
        "rate-limited",
        "Too many requests",
        "This caller has used up its requests for the moment.",
        StatusCodes.Status429TooManyRequests
    )
    {
        RetryAfter = s_period,
    };

    public RateLimits(IConfiguration configuration)
    {
        var perCaller = configuration.GetValue("Gateway:RateLimit:PermitsPerSecond", 1000);
        var perAddress = configuration.GetValue("Gateway:RateLimit:AnonymousPermitsPerSecond", 50);
        Limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                ? RateLimitPartition.GetNoLimiter("health")
            : context.User.Identity is { IsAuthenticated: true }
                ? RateLimitPartition.GetTokenBucketLimiter("caller " + Caller.Of(context).Id, _ => Bucket(perCaller))
            : RateLimitPartition.GetTokenBucketLimiter(
                "address " + Network(context.Connection.RemoteIpAddress),
                _ => Bucket(perAddress)
            )
        );
    }

    public PartitionedRateLimiter<HttpContext> Limiter { get; }

    private static TokenBucketRateLimiterOptions Bucket(int permitsPerSecond) =>
        new()
        {
            TokenLimit = permitsPerSecond,
            TokensPerPeriod = permitsPerSecond,
            ReplenishmentPeriod = s_period,
            QueueLimit = 0,
        };

    /// <summary>An IPv6 customer holds a /64 at least: all its addresses are one caller.</summary>
    private static string Network(IPAddress? address)
    {
        if (
            address is null
            || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            || address.IsIPv4MappedToIPv6
        )
            return address?.MapToIPv4().ToString() ?? "";
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    public void Dispose() => Limiter.Dispose();
}

internal static class RateLimitRegistration
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddRateLimiter(_ => { });
        builder
            .Services.AddOptions<RateLimiterOptions>()
            .Configure<RateLimits>(
                (options, limits) =>
                {
                    options.GlobalLimiter = limits.Limiter;
                    options.OnRejected = (rejected, _) =>
                        new ValueTask(RateLimits.TooMany.ToResult().ExecuteAsync(rejected.HttpContext));
                }
            );
    }
}
