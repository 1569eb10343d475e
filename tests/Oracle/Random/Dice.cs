namespace CarbonPlatform.Oracle.Random;

/// <summary>The same throws for the same seed, on any machine (xorshift).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = unchecked(seed * 0x9E3779B97F4A7C15) | 1;

    public int Below(int limit)
    {
        _state ^= unchecked(_state << 13);
        _state ^= _state >> 7;
        _state ^= unchecked(_state << 17);
        return (int)(_state % (ulong)limit);
    }

    public bool OneIn(int chances) => Below(chances) == 0;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>
    /// A decimal between two others, with up to four places, sometimes nine; shares and the like with at least three.
    /// </summary>
    public string Number(decimal low, decimal high)
    {
        var places =
            OneIn(5) ? 9
            : high < 2 ? 3 + Below(3)
            : Below(5);
        var value = low + (high - low) * Below(1_000_000_001) / 1_000_000_000;
        return decimal.Round(value, places, MidpointRounding.AwayFromZero).ToString();
    }
}
