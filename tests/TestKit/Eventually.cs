using System.Diagnostics;

namespace CarbonPlatform.TestKit;

/// <summary>Waiting for a condition, never for a time: polls until it holds or the deadline has passed.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds. The deadline is there so that a fault ends the test; it asserts nothing about speed.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="what">What was waited for, for the failure's message.</param>
    /// <param name="deadline">30 seconds unless given.</param>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    public static async Task ShouldAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > (deadline ?? Patience))
                throw new TimeoutException($"Waited {(deadline ?? Patience).TotalSeconds} s in vain for: {what}");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="ShouldAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task ShouldAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        ShouldAsync(() => Task.FromResult(condition()), what, deadline);

    /// <summary>Waits until the assertion passes; when the deadline has passed, its own last failure is the test's.</summary>
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
                await Task.Delay(Pause);
            }
        }
    }
}
