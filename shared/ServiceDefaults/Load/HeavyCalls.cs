using System.Threading.RateLimiting;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Load;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Calls that take a good part of the machine each: so many of one caller, and so many of all, at once. The operation
/// says that it is one, once it knows what is asked for and before it begins.
/// </summary>
public sealed class HeavyCalls : IDisposable
{
    private readonly PartitionedRateLimiter<string> _perCaller;
    private readonly Turns _turns;

    /// <summary>The limits as they are configured.</summary>
    public HeavyCalls(IConfiguration configuration, TimeProvider clock)
    {
        var perCaller = configuration.GetValue("Load:HeavyCallsOfOneCaller", 2);
        _perCaller = PartitionedRateLimiter.Create<string, string>(id =>
            RateLimitPartition.GetConcurrencyLimiter(
                id,
                _ => new ConcurrencyLimiterOptions { PermitLimit = perCaller, QueueLimit = 0 }
            )
        );
        _turns = new Turns(
            configuration.GetValue("Load:HeavyCallsAtOnce", 2),
            configuration.GetValue("Load:HeavyLongestWait", TimeSpan.FromSeconds(5)),
            clock
        );
    }

    /// <summary>
    /// Begins a heavy call, or says why it has to come again later. It ends by itself with its answer.
    /// </summary>
    public async ValueTask<Refusal?> BeginAsync(HttpContext context)
    {
        var place = _perCaller.AttemptAcquire(Caller.Of(context).Id);
        context.Response.RegisterForDispose(place);
        if (!place.IsAcquired)
            return Refusals.TooManyHeavyAtOnce;
        // From here on it is counted here: it waits longer and takes longer than the others, who need not wait for it.
        context.Features.Get<Turns.Turn>()?.Abandon();
        if (await _turns.TakeAsync(context.RequestAborted) is not { } turn)
            return Refusals.Busy;
        turn.LastUntilAnswered(context);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _perCaller.Dispose();
        _turns.Dispose();
    }
}
