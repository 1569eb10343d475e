namespace CarbonPlatform.ServiceDefaults.Load;

/// <summary>
/// Who holds turns and who waits for one, by caller. Not for two threads at once: <see cref="Turns"/> guards it.
/// </summary>
internal sealed class TurnQueue
{
    private readonly Dictionary<string, OfCaller> _callers = new(StringComparer.Ordinal);
    private long _entered;

    /// <summary>Turns that a caller holds.</summary>
    public int HeldBy(string caller) => _callers.GetValueOrDefault(caller)?.Held ?? 0;

    /// <summary>Were one more call of a caller to wait: how many of its own would, and of how many callers.</summary>
    public (int OfCaller, int Callers) WithOneMoreOf(string caller)
    {
        var own = _callers.GetValueOrDefault(caller)?.Waiting.Count ?? 0;
        return (own + 1, _callers.Values.Count(other => other.Waiting.Count > 0) + (own == 0 ? 1 : 0));
    }

    public void Take(string caller) => Of(caller).Held++;

    public void GiveBack(string caller)
    {
        var its = Of(caller);
        its.Held--;
        Forget(caller, its);
    }

    public Place Enter(string caller)
    {
        var place = new Place(caller, _entered++);
        Of(caller).Waiting.AddLast(place.Node);
        return place;
    }

    /// <summary>Whether the place was still in the queue; it is not when its turn came in the same moment.</summary>
    public bool Leave(Place place)
    {
        if (place.Node.List is not { } waiting)
            return false;
        waiting.Remove(place.Node);
        Forget(place.Caller, Of(place.Caller));
        return true;
    }

    /// <summary>
    /// Takes out whose turn comes next: of a caller with fewest turns, less than it may hold, and of those the first.
    /// </summary>
    public Place? Next(int ofOneCaller)
    {
        Place? next = null;
        var held = ofOneCaller;
        foreach (var its in _callers.Values)
        {
            if (its.Waiting.First?.Value is not { } first || its.Held >= ofOneCaller)
                continue;
            if (its.Held < held || (its.Held == held && first.Number < next?.Number))
                (next, held) = (first, its.Held);
        }
        if (next is not null)
            Leave(next);
        return next;
    }

    private OfCaller Of(string caller)
    {
        if (!_callers.TryGetValue(caller, out var its))
            _callers.Add(caller, its = new OfCaller());
        return its;
    }

    private void Forget(string caller, OfCaller its)
    {
        if (its.Held == 0 && its.Waiting.Count == 0)
            _callers.Remove(caller);
    }

    /// <summary>A place in the queue.</summary>
    internal sealed class Place
    {
        private readonly TaskCompletionSource<Turns.Turn> _turn = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        internal Place(string caller, long number)
        {
            (Caller, Number) = (caller, number);
            Node = new LinkedListNode<Place>(this);
        }

        public string Caller { get; }

        /// <summary>Counts those who came, in order.</summary>
        internal long Number { get; }

        internal LinkedListNode<Place> Node { get; }

        public Task<Turns.Turn> Turn => _turn.Task;

        public void Come(Turns.Turn turn) => _turn.SetResult(turn);
    }

    private sealed class OfCaller
    {
        public int Held { get; set; }

        public LinkedList<Place> Waiting { get; } = [];
    }
}
