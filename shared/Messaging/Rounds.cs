namespace CarbonPlatform.Messaging;

/// <summary>
/// Splits a batch into rounds in each of which a key stands once. A statement over many rows takes each row once, so
/// what
/// concerns the same row comes in a later round, in the order in which it arrived.
/// </summary>
public static class Rounds
{
    /// <summary>The rounds, in order.</summary>
    /// <param name="items">What arrived, in its order.</param>
    /// <param name="key">What an item concerns.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Of<T, TKey>(IEnumerable<T> items, Func<T, TKey> key)
        where TKey : notnull
    {
        var rounds = new List<List<T>>();
        var seen = new Dictionary<TKey, int>();
        foreach (var item in items)
        {
            var round = seen.GetValueOrDefault(key(item));
            seen[key(item)] = round + 1;
            if (round == rounds.Count)
                rounds.Add([]);
            rounds[round].Add(item);
        }
        return rounds;
    }
}
