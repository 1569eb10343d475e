using System.Threading.RateLimiting;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// What a call takes of its caller's requests where it is more than one: about the milliseconds of processor that it
/// costs. Stands among the metadata of its endpoint.
/// </summary>
/// <param name="Count">At least so many.</param>
/// <param name="PerMonth">
/// So many for each month that the query asks for, where that is more; years that are asked for may be empty.
/// </param>
internal sealed record Permits(int Count, int PerMonth = 0)
{
    private const int MostForMonths = 200;

    /// <summary>What the call takes.</summary>
    public int Of(HttpRequest request) =>
        PerMonth > 0
        && Month.TryParse(request.Query["from"], out var from)
        && Month.TryParse(request.Query["to"], out var to)
            ? Math.Clamp(PerMonth * (to - from + 1), Count, MostForMonths)
            : Count;
}

/// <summary>
/// So many requests a second for each caller, whatever the others do, and a small number for each address that has not
/// said who it is. A bucket holds one second's worth. And so many at once for each caller, which bounds what it has
/// open here: bodies that come slowly, answers that it reads slowly.
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

    private readonly int _permitsPerSecond;
    private readonly Refusal _tooManyAtOnce;
    private readonly PartitionedRateLimiter<string> _ofCallers;
    private readonly PartitionedRateLimiter<string> _ofAddresses;
    private readonly PartitionedRateLimiter<string> _atOnce;

    public RateLimits(IConfiguration configuration)
    {
        _permitsPerSecond = configuration.GetValue("Gateway:RateLimit:PermitsPerSecond", 1000);
        var perAddress = configuration.GetValue("Gateway:RateLimit:AnonymousPermitsPerSecond", 50);
        var atOnce = configuration.GetValue("Gateway:RateLimit:CallsAtOnce", 64);
        _tooManyAtOnce = Refusals.TooManyAtOnce(atOnce);
        _ofCallers = Buckets(_permitsPerSecond);
        _ofAddresses = Buckets(perAddress);
        _atOnce = PartitionedRateLimiter.Create<string, string>(caller =>
            RateLimitPartition.GetConcurrencyLimiter(
                caller,
                _ => new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = 0 }
            )
        );
    }

    /// <summary>Why a call is not let in; null when it is, and is under way until its answer is through.</summary>
    public Refusal? Refuse(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return null;
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            var address = context.Connection.RemoteIpAddress;
            return Take(_ofAddresses, address is null ? "" : RemoteNetwork.Of(address).ToString(), 1) ? null : TooMany;
        }
        var caller = Caller.Of(context).Id;
        var permits = context.GetEndpoint()?.Metadata.GetMetadata<Permits>()?.Of(context.Request) ?? 1;
        // A bucket that never holds as much would never let it in.
        if (!Take(_ofCallers, caller, Math.Min(permits, _permitsPerSecond)))
            return TooMany;
        var place = _atOnce.AttemptAcquire(caller);
        context.Response.RegisterForDispose(place);
        return place.IsAcquired ? null : _tooManyAtOnce;
    }

    private static bool Take(PartitionedRateLimiter<string> buckets, string whose, int permits)
    {
        using var lease = buckets.AttemptAcquire(whose, permits);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Buckets(int permitsPerSecond) =>
        PartitionedRateLimiter.Create<string, string>(whose =>
            RateLimitPartition.GetTokenBucketLimiter(
                whose,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = permitsPerSecond,
                    TokensPerPeriod = permitsPerSecond,
                    ReplenishmentPeriod = s_period,
                    QueueLimit = 0,
                }
            )
        );

    public void Dispose()
    {
        _ofCallers.Dispose();
        _ofAddresses.Dispose();
        _atOnce.Dispose();
    }
}

internal static class RateLimitRegistration
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton(new RefusedEverywhere(RateLimits.TooMany, Refusals.TooManyAtOnce(64)));
    }

    public static void UseRateLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(
            (context, next) =>
                limits.Refuse(context) is { } refusal ? refusal.ToResult().ExecuteAsync(context) : next(context)
        );
    }
}
