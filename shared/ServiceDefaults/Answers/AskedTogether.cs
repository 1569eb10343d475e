namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// A question that has one answer for everybody, asked once for all who wait for it: whoever comes while it is under
/// way waits for the next time it is asked, so that no answer is older than who gets it.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
public sealed class AskedTogether<T>
{
    private readonly Lock _gate = new();
    private Task? _underWay;
    private Task<T>? _next;

    /// <summary>The answer.</summary>
    /// <param name="ask">Asks. One of those who wait does it for all, and for as long as the others wait.</param>
    /// <param name="cancellationToken">This one waits no longer.</param>
    public Task<T> AskAsync(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        Task<T> next;
        lock (_gate)
            next = _next ??= NextAsync(_underWay, ask);
        return next.WaitAsync(cancellationToken);
    }

    private async Task<T> NextAsync(Task? before, Func<Task<T>> ask)
    {
        // It has to stand as the next one before it can be the one that is under way.
        await Task.Yield();
        if (before is not null)
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            (_underWay, _next) = (_next, null);
        return await ask();
    }
}
