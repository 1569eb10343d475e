using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Load;

/// <summary>
/// So many at once; others wait for their turn, first come first served. Whoever would wait too long, by how long turns
/// have taken lately, is told so when it comes: refusing costs least before anything was begun. Where turns are to end
/// within a time there are fewer at once when they take longer, as many as come to an end in that time: a slow or busy
/// machine answers fewer calls, not all of them late.
/// </summary>
/// <param name="most">Turns that are out at the same moment.</param>
/// <param name="longestWait">Nobody waits longer.</param>
/// <param name="clock">Measures turns.</param>
/// <param name="within">Turns are to end within this time; null when it does not matter.</param>
internal sealed class Turns(int most, TimeSpan longestWait, TimeProvider clock, TimeSpan? within = null) : IDisposable
{
    /// <summary>However slow they are: a few clients that wait for their answers are never too many.</summary>
    public const int Least = 8;

    /// <summary>A caller that takes longer to read its answer keeps nobody out any more.</summary>
    private static readonly TimeSpan s_toRead = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(most);
    private readonly Lock _gate = new();
    private readonly int _most = most;
    private readonly int _least = Math.Min(most, Least);
    private int _atOnce = most;
    private int _toWithhold;
    private int _waiting;
    private TimeSpan _mean;
    private TimeSpan _takenInRound;
    private int _turnsOfRound;

    /// <summary>How many there may be at once now.</summary>
    public int AtOnce
    {
        get
        {
            lock (_gate)
                return _atOnce;
        }
    }

    /// <summary>A turn, which is given back by disposing of it; null when it would not come in time.</summary>
    public async ValueTask<Turn?> TakeAsync(CancellationToken cancellationToken)
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
            TimeSpan expected;
            lock (_gate)
                expected = _mean / _atOnce * waiting;
            return expected <= longestWait && await _free.WaitAsync(longestWait, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void GiveBack(TimeSpan? taken)
    {
        lock (_gate)
        {
            var free = 1 + (taken is { } time ? Count(time) : 0);
            // Whoever waits would take it at once: what is too many is withheld before.
            var withheld = Math.Min(free, _toWithhold);
            _toWithhold -= withheld;
            if (free > withheld)
                _free.Release(free - withheld);
            while (_toWithhold > 0 && _free.Wait(0))
                _toWithhold--;
        }
    }

    /// <summary>Counts a turn, and after a round of them how many there may be at once.</summary>
    /// <returns>How many more there are now.</returns>
    private int Count(TimeSpan taken)
    {
        _takenInRound += taken;
        if (++_turnsOfRound < _atOnce)
            return 0;
        _mean = _takenInRound / _turnsOfRound;
        (_takenInRound, _turnsOfRound) = (TimeSpan.Zero, 0);
        if (within is not { } goal)
            return 0;
        // Half or twice as many at most: those that are out now were counted by the number before.
        var wanted = _atOnce * Math.Clamp(goal / (_mean + TimeSpan.FromTicks(1)), 0.5, 2);
        var before = _atOnce;
        _atOnce = Math.Clamp((int)Math.Ceiling(wanted), _least, _most);
        if (_atOnce >= before)
            return _atOnce - before;
        _toWithhold += before - _atOnce;
        return 0;
    }

    /// <summary>One turn.</summary>
    internal sealed class Turn(Turns turns, long began) : IDisposable
    {
        private int _isGivenBack;
        private ITimer? _reading;

        /// <summary>
        /// It lasts until the answer is through, or as long as that takes a caller who reads it at a pace.
        /// </summary>
        public void LastUntilAnswered(HttpContext context)
        {
            context.Response.RegisterForDispose(this);
            context.Response.OnStarting(
                static state =>
                {
                    ((Turn)state).Read();
                    return Task.CompletedTask;
                },
                this
            );
        }

        /// <summary>Gives it back as if it had not been: it is no measure of the others.</summary>
        public void Abandon() => End(taken: null);

        public void Dispose() => End(turns.Elapsed(began));

        private void Read() => _reading = turns.Later(static turn => ((Turn)turn!).Dispose(), this);

        private void End(TimeSpan? taken)
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) != 0)
                return;
            _reading?.Dispose();
            turns.GiveBack(taken);
        }
    }

    private TimeSpan Elapsed(long began) => clock.GetElapsedTime(began);

    private ITimer Later(TimerCallback callback, Turn turn) =>
        clock.CreateTimer(callback, turn, s_toRead, Timeout.InfiniteTimeSpan);
}
