using System.Diagnostics;

namespace CarbonPlatform.TestKit;

/// <summary>Waiting for a condition, never for a time: polls until it holds or the deadline has passed.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The one bound for whatever a test waits for: far more than it takes, also on a machine that does much else. It
    /// is there so that a fault ends the test; it asserts nothing about speed.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="what">What was waited for, for the failure's message.</param>
    /// <param name="deadline"><see cref="Patience"/> unless given: where that is too little, or where a test wants to
    /// see that nothing comes.</param>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    public static async Task ShouldAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > (deadline ?? Patience))
                throw new TimeoutException($"Waited {(deadline ?? Patience).TotalSeconds} s in vain for: {what}");
            await PauseAsync(waited.Elapsed);
        }
    }

    /// <inheritdoc cref="ShouldAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task ShouldAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        ShouldAsync(() => Task.FromResult(condition()), what, deadline);

    /// <summary>
    /// Waits until the assertion passes; when the deadline has passed, its own last failure is the test's.
    /// </summary>
    public static async Task PassAsync(Func<Task> assertion, TimeSpan? deadline = null)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (waited.Elapsed <= (deadline ?? Patience))
            {
                await PauseAsync(waited.Elapsed);
            }
        }
    }

    /// <summary>Short as long as it may come at once; who waits long does not keep others from working.</summary>
    private static Task PauseAsync(TimeSpan waited) =>
        Task.Delay(TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 20, s_shortestPause.Ticks, s_longestPause.Ticks)));
}
