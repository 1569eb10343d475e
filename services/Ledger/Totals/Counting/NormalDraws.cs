namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// Draws from the standard normal distribution that are the same each time: the same question has the same answer.
/// Each draw takes every one of the same equally likely values once, in an order of its own (Latin hypercube), so
/// that a few thousand of them give bounds that do not waver.
/// </summary>
internal sealed class NormalDraws
{
    /// <summary>Values in a draw.</summary>
    public const int Count = 20_000;

    /// <summary>95 % of the standard normal distribution lie within this on either side of 0.</summary>
    public const double TwoSided95 = 1.959963984540054;

    private const ulong Seed = 2024;

    private static readonly double[] s_values = [.. Enumerable.Range(0, Count).Select(i => Inverse((i + 0.5) / Count))];

    private ulong _state = Seed;

    /// <summary>The next draw, independent of those before.</summary>
    public double[] Next()
    {
        var values = (double[])s_values.Clone();
        for (var i = Count - 1; i > 0; i--)
        {
            var other = (int)(NextNumber() % (ulong)(i + 1));
            (values[i], values[other]) = (values[other], values[i]);
        }
        return values;
    }

    /// <summary>The value that a share of the sorted values lies below.</summary>
    public static double Quantile(double[] sorted, double share)
    {
        var at = share * sorted.Length - 0.5;
        var below = (int)Math.Floor(at);
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }

    /// <summary>
    /// The inverse of the normal distribution function by Acklam's rational approximation; relative error below
    /// 1.2·10⁻⁹.
    /// </summary>
    private static double Inverse(double share)
    {
        ReadOnlySpan<double> a =
        [
            -3.969683028665376e+01,
            2.209460984245205e+02,
            -2.759285104469687e+02,
            1.383577518672690e+02,
            -3.066479806614716e+01,
            2.506628277459239e+00,
        ];
        ReadOnlySpan<double> b =
        [
            -5.447609879822406e+01,
            1.615858368580409e+02,
            -1.556989798598866e+02,
            6.680131188771972e+01,
            -1.328068155288572e+01,
        ];
        ReadOnlySpan<double> c =
        [
            -7.784894002430293e-03,
            -3.223964580411365e-01,
            -2.400758277161838e+00,
            -2.549732539343734e+00,
            4.374664141464968e+00,
            2.938163982698783e+00,
        ];
        ReadOnlySpan<double> d =
        [
            7.784695709041462e-03,
            3.224671290700398e-01,
            2.445134137142996e+00,
            3.754408661907416e+00,
        ];
        if (share > 0.5)
            return -Inverse(1 - share);
        if (share < 0.02425)
        {
            var tail = Math.Sqrt(-2 * Math.Log(share));
            return (((((c[0] * tail + c[1]) * tail + c[2]) * tail + c[3]) * tail + c[4]) * tail + c[5])
                / ((((d[0] * tail + d[1]) * tail + d[2]) * tail + d[3]) * tail + 1);
        }
        var q = share - 0.5;
        var r = q * q;
        return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5])
            * q
            / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
    }

    /// <summary>SplitMix64.</summary>
    private ulong NextNumber()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
