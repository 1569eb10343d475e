namespace CarbonPlatform.Messaging;

/// <summary>
/// Tells this process's relay that something was committed to the outbox. Forgetting it costs a poll interval, never an
/// event.
/// </summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0, 1);

    /// <summary>Call after the commit: the relay looks at once.</summary>
    public void Wake()
    {
        if (_woken.CurrentCount > 0)
            return;
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it between the look and the release.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _woken.Dispose();

    internal Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _woken.WaitAsync(atMost, cancellationToken);
}
