using System.Threading.RateLimiting;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Load;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Calls that take a good part of the machine each, of its processor or of its memory: so many of one caller, and so
/// many of all, at once. The operation says that it is one, once it knows what is asked for or how much it comes to,
/// and before it begins. What is not read yet of a long answer stays in memory: such a call holds its place until its
/// answer is read, and that has an end.
/// </summary>
public sealed class HeavyCalls : IDisposable
{
    private readonly PartitionedRateLimiter<string> _perCaller;
    private readonly ConcurrencyLimiter _answers;
    private readonly Turns _turns;
    private readonly int _mostLightRows;
    private readonly TimeSpan _longestRead;
    private readonly TimeProvider _clock;

    /// <summary>What a heavy call may be refused with, as the API's document shows it.</summary>
    public static IReadOnlyList<Refusal> Refusing { get; } = [Refusals.TooManyHeavyAtOnce, Refusals.Busy];

    /// <summary>The limits as they are configured.</summary>
    public HeavyCalls(IConfiguration configuration, TimeProvider clock)
    {
        var perCaller = configuration.GetValue("Load:HeavyCallsOfOneCaller", 2);
        _perCaller = PartitionedRateLimiter.Create<string, string>(id =>
            RateLimitPartition.GetConcurrencyLimiter(id, _ => Places(perCaller))
        );
        _answers = new ConcurrencyLimiter(Places(configuration.GetValue("Load:HeavyAnswersAtOnce", 8)));
        _turns = new Turns(
            configuration.GetValue("Load:HeavyCallsAtOnce", 2),
            configuration.GetValue("Load:HeavyLongestWait", TimeSpan.FromSeconds(5)),
            clock
        );
        _mostLightRows = configuration.GetValue("Load:MostLightRows", 5_000);
        _longestRead = configuration.GetValue("Load:HeavyLongestRead", TimeSpan.FromMinutes(2));
        _clock = clock;
    }

    /// <summary>
    /// Begins a heavy call, or says why it has to come again later. It ends by itself with its answer. Said twice of a
    /// call it is said once.
    /// </summary>
    public async ValueTask<Refusal?> BeginAsync(HttpContext context)
    {
        if (context.Features.Get<Begun>() is not null)
            return null;
        var caller = Caller.Of(context).Id;
        var place = _perCaller.AttemptAcquire(caller);
        context.Response.RegisterForDispose(place);
        if (!place.IsAcquired)
            return Refusals.TooManyHeavyAtOnce;
        var answer = _answers.AttemptAcquire();
        context.Response.RegisterForDispose(answer);
        if (!answer.IsAcquired)
            return Refusals.Busy;
        // From here on it is counted here: it waits longer and takes longer than the others, who need not wait for it.
        context.Features.Get<Turns.Turn>()?.Abandon();
        if (await _turns.TakeAsync(caller, context.RequestAborted) is not { } turn)
            return Refusals.Busy;
        turn.LastUntilAnswered(context);
        EndReading(context);
        context.Features.Set(new Begun());
        return null;
    }

    /// <summary>
    /// Begins a heavy call if its answer is long, whatever was asked for: by the rows that it turned out to have.
    /// </summary>
    public ValueTask<Refusal?> BeginAsync(HttpContext context, int rows) =>
        rows > _mostLightRows ? BeginAsync(context) : ValueTask.FromResult<Refusal?>(null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _perCaller.Dispose();
        _answers.Dispose();
    }

    /// <summary>
    /// Breaks an answer off that is not read in time. The connection breaks with it, so that nobody takes a part for
    /// the whole.
    /// </summary>
    private void EndReading(HttpContext context) =>
        context.Response.OnStarting(() =>
        {
            context.Response.RegisterForDispose(
                _clock.CreateTimer(
                    static call => ((HttpContext)call!).Abort(),
                    context,
                    _longestRead,
                    Timeout.InfiniteTimeSpan
                )
            );
            return Task.CompletedTask;
        });

    private static ConcurrencyLimiterOptions Places(int count) => new() { PermitLimit = count, QueueLimit = 0 };

    /// <summary>That a call is counted as heavy.</summary>
    private sealed class Begun;
}
