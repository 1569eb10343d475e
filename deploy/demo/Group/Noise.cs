using System.Text;

namespace CarbonPlatform.DemoGroup.Group;

/// <summary>
/// Random deviations that depend only on the seed and the name of what deviates, so that adding a plant or a reading
/// leaves every other figure as it was. Integers and decimals only: the same bytes on every machine.
/// </summary>
internal sealed class Noise(int seed)
{
    public const int DefaultSeed = 20_220_101;

    /// <summary>
    /// A factor around 1, at most <paramref name="spread"/> away, values near 1 being the most frequent.
    /// </summary>
    public decimal Around(decimal spread, params ReadOnlySpan<string> name)
    {
        var state = Hash(name);
        var sum = 0m;
        for (var i = 0; i < 3; i++)
        {
            state = Next(state);
            sum += (state >> 40) / 16_777_215m;
        }

        return 1m + (spread * ((2m * sum / 3m) - 1m));
    }

    private ulong Hash(ReadOnlySpan<string> name)
    {
        unchecked
        {
            // FNV-1a over the parts, each closed by a zero byte so that ("ab","c") and ("a","bc") differ.
            var hash = 14_695_981_039_346_656_037UL ^ (ulong)seed;
            foreach (var part in name)
            {
                foreach (var octet in Encoding.UTF8.GetBytes(part + "\0"))
                    hash = (hash ^ octet) * 1_099_511_628_211UL;
            }

            return hash;
        }
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</summary>
    private static ulong Next(ulong state)
    {
        unchecked
        {
            var z = state + 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
