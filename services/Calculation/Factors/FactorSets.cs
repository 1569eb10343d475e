namespace CarbonPlatform.Calculation.Factors;

/// <summary>What a line names as its factor set when it rests on several factors.</summary>
internal static class FactorSets
{
    // A line's factor set has room for so much.
    private const int Longest = 120;

    /// <summary>The set of the factor that the line rests on first of all, and every own factor of the plant beside it.</summary>
    public static string Of(Factor first, params ReadOnlySpan<Factor?> others)
    {
        var set = first.SetVersion;
        foreach (var other in others)
        {
            if (other is not { IsOwn: true } || set.Split('+').Contains(other.SetVersion, StringComparer.Ordinal)) continue;
            set = set.Length + other.SetVersion.Length < Longest ? $"{set}+{other.SetVersion}" : $"own-{other.Plant}";
        }
        return set;
    }
}
