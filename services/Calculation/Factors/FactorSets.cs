using CarbonPlatform.Calculation.Methods;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>What a line names as its factor set: the set and version of every factor that counts in it, fixed values aside.</summary>
internal static class FactorSets
{
    // A line's factor set has room for so much.
    private const int Longest = 120;

    /// <summary>The sets of the catalogue in the order given, each once, then the plant's own; null where no factor counts.</summary>
    public static string? Of(params ReadOnlySpan<Factor?> factors)
    {
        string? set = null;
        foreach (var factor in factors)
        {
            if (factor is { IsOwn: false }) set = And(set, factor);
        }
        foreach (var factor in factors)
        {
            if (factor is { IsOwn: true }) set = And(set, factor);
        }
        return set;
    }

    /// <summary>The same of a line in which values that came with readings may count too.</summary>
    /// <param name="given">Whether they do.</param>
    /// <param name="factors">What counts besides.</param>
    public static string? Of(bool given, params ReadOnlySpan<Factor?> factors)
    {
        var sets = Of(factors);
        return !given ? sets : sets is null ? Grounds.Given : $"{sets}+{Grounds.Given}";
    }

    private static string And(string? set, Factor factor)
    {
        if (set is null) return factor.SetVersion;
        if (set == factor.SetVersion || set.Split('+').Contains(factor.SetVersion, StringComparer.Ordinal)) return set;
        return set.Length + factor.SetVersion.Length < Longest ? $"{set}+{factor.SetVersion}" : factor.IsOwn ? $"own-{factor.Plant}" : set;
    }
}
