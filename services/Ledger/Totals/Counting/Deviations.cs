using System.Globalization;
using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals.Knowing;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// How far a total may be off (IPCC 2006, volume 1, chapter 3). It is off for causes that know nothing of each other;
/// whatever rests on the same cause is off in the same direction and is added before it is squared. Causes are the
/// metering of an activity of a source, in all its months, lines and gases, and each factor set; values that came
/// with readings err source by source.
/// </summary>
internal sealed class Deviations
{
    /// <summary>Half-widths beyond this are drawn: the root of the sum of squares holds for small ones only.</summary>
    private const double LargestForPropagation = 0.30;

    // Amounts by cause and half-width, in the unit of the measure.
    private readonly Dictionary<(int Cause, double HalfWidth), double> _amounts = [];

    /// <summary>Whether a line is among them that does not say how well it is known.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Adds an amount of a line.</summary>
    /// <param name="amount">In millionths of the measure's unit; negative where it is taken off.</param>
    /// <param name="meter">Number of the plant's source and activity.</param>
    /// <param name="provenance">How the line was arrived at.</param>
    public void Add(Int128 amount, int meter, in CataloguedProvenance provenance)
    {
        if (provenance.ActivityUncertaintyPercent is not { } activity)
        {
            IsUnknown = true;
            return;
        }
        // Three kinds of causes share one range of numbers.
        var whole = (double)amount / BackedSum.Million;
        Add(3 * meter, (double)activity / 100, whole);
        if (provenance.FactorUncertaintyPercent is { } factor)
            Add(provenance.IsSharedFactor ? 3 * provenance.FactorSet + 2 : 3 * meter + 1, (double)factor / 100, whole);
    }

    /// <summary>Adds what stands in another total, weighted: with its warming potential a gas becomes CO2e.</summary>
    public void Add(Deviations other, decimal weight = 1)
    {
        foreach (var ((cause, halfWidth), amount) in other._amounts)
            Add(cause, halfWidth, (double)weight * amount);
        IsUnknown |= other.IsUnknown;
    }

    /// <summary>
    /// The bounds of a total; null when it is zero, or when not every line says how well it is known.
    /// </summary>
    /// <param name="exact">The total, in the measure's unit.</param>
    public TotalsBounds? Around(decimal exact)
    {
        if (IsUnknown || exact == 0)
            return null;
        var total = (double)exact;
        var causes = _amounts
            .Where(part => part.Value != 0 && part.Key.HalfWidth != 0)
            .GroupBy(part => part.Key.Cause, part => (part.Key.HalfWidth, Amount: part.Value))
            .OrderBy(cause => cause.Key)
            .Select(cause => cause.OrderBy(part => part.HalfWidth).ToArray())
            .ToList();
        var square = causes.Where(IsSmall).Sum(cause => Math.Pow(cause.Sum(part => part.HalfWidth * part.Amount), 2));
        var large = causes.Where(cause => !IsSmall(cause)).ToList();
        if (large.Count > 0)
            return Draw(total, Math.Sqrt(square), large);
        var percent = 100 * Math.Sqrt(square) / Math.Abs(total);
        return BoundsOf(percent, percent, "propagation");
    }

    private static TotalsBounds BoundsOf(double lower, double upper, string method) =>
        new(
            lower.ToString("0.0", CultureInfo.InvariantCulture),
            upper.ToString("0.0", CultureInfo.InvariantCulture),
            method
        );

    private static bool IsSmall((double HalfWidth, double Amount)[] cause) =>
        Array.TrueForAll(cause, part => part.HalfWidth <= LargestForPropagation);

    /// <summary>The small causes are one normal distribution together; each large one is drawn.</summary>
    private static TotalsBounds Draw(double total, double small, List<(double HalfWidth, double Amount)[]> large)
    {
        var draws = new NormalDraws();
        var sums = new double[NormalDraws.Count];
        var normal = draws.Next();
        for (var i = 0; i < sums.Length; i++)
            sums[i] = small / NormalDraws.TwoSided95 * normal[i];
        foreach (var cause in large)
        {
            normal = draws.Next();
            foreach (var (halfWidth, amount) in cause)
            {
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += amount * Deviation(halfWidth, normal[i]);
            }
        }
        Array.Sort(sums);
        var (below, above) = (NormalDraws.Quantile(sums, 0.025), NormalDraws.Quantile(sums, 0.975));
        return BoundsOf(
            Math.Max(0, -100 * below / Math.Abs(total)),
            Math.Max(0, 100 * above / Math.Abs(total)),
            "monte-carlo"
        );
    }

    /// <summary>
    /// How far a factor is off in one draw, as a share of it. A factor cannot be negative, so what may be off by more
    /// than 30 % is spread lognormally around its value as the mean, with the half-width reaching to the upper bound:
    /// 380 % is −94 to +380 %.
    /// </summary>
    private static double Deviation(double halfWidth, double normal)
    {
        if (halfWidth <= LargestForPropagation)
            return halfWidth / NormalDraws.TwoSided95 * normal;
        const double z = NormalDraws.TwoSided95;
        // The mean of exp(s·n − s²/2) is 1; its upper bound exp(s·z − s²/2) is 1 + half-width, which a lognormal
        // reaches up to 583 %.
        var s = z - Math.Sqrt(Math.Max(0, z * z - 2 * Math.Log(1 + halfWidth)));
        return Math.Exp(s * normal - s * s / 2) - 1;
    }

    private void Add(int cause, double halfWidth, double amount) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_amounts, (cause, halfWidth), out _) += amount;
}
