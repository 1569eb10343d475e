using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Load;

/// <summary>
/// So many at once; others wait for their turn: who holds fewest goes first, and of those alike who came first. Whoever
/// would wait too long, by how long turns have taken lately, is told so when it comes: refusing costs least before
/// anything was begun. Where turns are to end within a time there are fewer at once when they take longer, as many as
/// come to an end in that time: a slow or busy machine answers fewer calls, not all of them late.
/// </summary>
/// <param name="most">Turns that are out at the same moment.</param>
/// <param name="longestWait">Nobody waits longer.</param>
/// <param name="clock">Measures turns.</param>
/// <param name="within">Turns are to end within this time; null when it does not matter.</param>
/// <param name="parts">
/// One caller holds one part of so many at most, at least one turn: with two the other half is always there for others,
/// however much the one asks for. 1 where callers are counted elsewhere.
/// </param>
internal sealed class Turns(int most, TimeSpan longestWait, TimeProvider clock, TimeSpan? within = null, int parts = 1)
{
    /// <summary>
    /// However slow they are: a few clients that wait for their answers are never too many. Where many may be at once,
    /// they share work, and a quarter of them shares it still.
    /// </summary>
    public const int Least = 8;

    /// <summary>A caller that takes longer to read its answer keeps nobody out any more.</summary>
    private static readonly TimeSpan s_toRead = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TurnQueue _queue = new();
    private readonly int _most = most;
    private readonly int _least = Math.Min(most, Math.Max(Least, most / 4));
    private int _atOnce = most;
    private int _out;
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

    private int OfOneCaller => Math.Max(1, _atOnce / parts);

    /// <summary>A turn, which is given back by disposing of it; null when it would not come in time.</summary>
    public async ValueTask<Turn?> TakeAsync(string caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TurnQueue.Place place;
        lock (_gate)
        {
            if (_out < _atOnce && _queue.HeldBy(caller) < OfOneCaller)
                return Give(caller);
            if (Expected(caller) > longestWait)
                return null;
            place = _queue.Enter(caller);
        }
        try
        {
            return await place.Turn.WaitAsync(longestWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Leave(place);
        }
        catch (OperationCanceledException)
        {
            Leave(place)?.Abandon();
            throw;
        }
    }

    /// <summary>
    /// How long one more call of a caller would wait. Callers who wait are served in turn, each with its part at most.
    /// </summary>
    private TimeSpan Expected(string caller)
    {
        var (ofCaller, callers) = _queue.WithOneMoreOf(caller);
        return _mean * ofCaller / Math.Min(OfOneCaller, (double)_atOnce / callers);
    }

    private Turn Give(string caller)
    {
        _out++;
        _queue.Take(caller);
        return new Turn(this, caller, clock.GetTimestamp());
    }

    /// <summary>Leaves the queue.</summary>
    /// <returns>The turn that was given in the same moment.</returns>
    private Turn? Leave(TurnQueue.Place place)
    {
        lock (_gate)
            return _queue.Leave(place) ? null : place.Turn.Result;
    }

    private void GiveBack(string caller, TimeSpan? taken)
    {
        lock (_gate)
        {
            _out--;
            _queue.GiveBack(caller);
            if (taken is { } time)
                Count(time);
            while (_out < _atOnce && _queue.Next(OfOneCaller) is { } next)
                next.Come(Give(next.Caller));
        }
    }

    /// <summary>Counts a turn, and after a round of them how many there may be at once.</summary>
    private void Count(TimeSpan taken)
    {
        _takenInRound += taken;
        if (++_turnsOfRound < _atOnce)
            return;
        _mean = _takenInRound / _turnsOfRound;
        (_takenInRound, _turnsOfRound) = (TimeSpan.Zero, 0);
        if (within is not { } goal)
            return;
        // Half or twice as many at most: those that are out now were counted by the number before.
        var wanted = _atOnce * Math.Clamp(goal / (_mean + TimeSpan.FromTicks(1)), 0.5, 2);
        _atOnce = Math.Clamp((int)Math.Ceiling(wanted), _least, _most);
    }

    /// <summary>One turn.</summary>
    internal sealed class Turn(Turns turns, string caller, long began) : IDisposable
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
            turns.GiveBack(caller, taken);
        }
    }

    private TimeSpan Elapsed(long began) => clock.GetElapsedTime(began);

    private ITimer Later(TimerCallback callback, Turn turn) =>
        clock.CreateTimer(callback, turn, s_toRead, Timeout.InfiniteTimeSpan);
}
