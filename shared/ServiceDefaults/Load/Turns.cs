namespace CarbonPlatform.ServiceDefaults.Load;

/// <summary>
/// So many at once; others wait for their turn, first come first served. Whoever would wait too long, by how long turns
/// have taken lately, is told so when it comes: refusing costs least before anything was begun.
/// </summary>
/// <param name="atOnce">Turns that are out at the same moment.</param>
/// <param name="longestWait">Nobody waits longer.</param>
/// <param name="clock">Measures turns.</param>
internal sealed class Turns(int atOnce, TimeSpan longestWait, TimeProvider clock) : IDisposable
{
    // Of the time a turn takes the newest one counts an eighth.
    private const int Newest = 8;

    private readonly SemaphoreSlim _free = new(atOnce);
    private int _waiting;
    private long _meanTicks;

    /// <summary>A turn, which is given back by disposing of it; null when it would not come in time.</summary>
    public async ValueTask<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(TimeSpan.Zero, cancellationToken) && !await WaitAsync(cancellationToken))
            return null;
        return new Turn(this, clock.GetTimestamp());
    }

    public void Dispose() => _free.Dispose();

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = Interlocked.Increment(ref _waiting);
        try
        {
            var expected = TimeSpan.FromTicks(Volatile.Read(ref _meanTicks) / atOnce * waiting);
            return expected <= longestWait && await _free.WaitAsync(longestWait, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void GiveBack(long began)
    {
        var taken = clock.GetElapsedTime(began).Ticks;
        // Two at the same moment may lose one of them: it is an estimate.
        var mean = Volatile.Read(ref _meanTicks);
        Volatile.Write(ref _meanTicks, mean + (taken - mean) / Newest);
        _free.Release();
    }

    private sealed class Turn(Turns turns, long began) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
                turns.GiveBack(began);
        }
    }
}
