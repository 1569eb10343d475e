using System.Runtime.InteropServices;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// A sum, and what of it is measured, verified, disputed and by factors of other years, in millionths of the measure's
/// unit, which is what amounts are stored in: exact, and added like integers. Of lines, how many say what became of
/// certificates and credits.
/// </summary>
/// <param name="Amount">The sum.</param>
/// <param name="Measured">What of it rests on measured readings.</param>
/// <param name="Verified">What of it rests on verified factors.</param>
/// <param name="Disputed">What of it rests on factors of which another value is in print.</param>
/// <param name="Provisional">What of it rests on a factor that stands in for one not at hand.</param>
/// <param name="CarriedForward">What of it rests on the last edition at hand of a series.</param>
/// <param name="Lines">Number of lines behind it.</param>
/// <param name="SoldLines">Those of which certificates or credits were sold.</param>
/// <param name="KeptLines">Those that count nothing but what is said to be kept.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct BackedSum(
    Int128 Amount,
    Int128 Measured,
    Int128 Verified,
    Int128 Disputed,
    Int128 Provisional,
    Int128 CarriedForward,
    long Lines,
    long SoldLines,
    long KeptLines
)
{
    /// <summary>One of the measure's unit.</summary>
    public const int Million = 1_000_000;

    /// <summary>An amount with its six decimals.</summary>
    /// <exception cref="OverflowException">It is beyond 96 bits: no amount of this world.</exception>
    public static decimal ToDecimal(Int128 millionths)
    {
        var magnitude = UInt128.CreateChecked(Int128.Abs(millionths));
        if (magnitude >> 96 != UInt128.Zero)
            throw new OverflowException($"A sum of {millionths} millionths is too large.");
        unchecked
        {
            return new decimal(
                (int)(uint)magnitude,
                (int)(uint)(magnitude >> 32),
                (int)(uint)(magnitude >> 64),
                Int128.IsNegative(millionths),
                scale: 6
            );
        }
    }

    /// <summary>An amount of at most six decimals in millionths.</summary>
    public static Int128 ToMillionths(decimal amount) => (Int128)(amount * Million);

    public void Add(Int128 amount, Backing backing, long lines)
    {
        Amount += amount;
        if (backing.IsMeasured)
            Measured += amount;
        if (backing.IsVerified)
            Verified += amount;
        if (backing.IsDisputed)
            Disputed += amount;
        if (backing.IsProvisional)
            Provisional += amount;
        if (backing.IsCarriedForward)
            CarriedForward += amount;
        Lines += lines;
        if (backing.IsSold)
            SoldLines += lines;
        if (backing.IsKept)
            KeptLines += lines;
    }

    public void Add(BackedSum other)
    {
        Amount += other.Amount;
        Measured += other.Measured;
        Verified += other.Verified;
        Disputed += other.Disputed;
        Provisional += other.Provisional;
        CarriedForward += other.CarriedForward;
        Lines += other.Lines;
        SoldLines += other.SoldLines;
        KeptLines += other.KeptLines;
    }

    /// <summary>The same lines, taken off.</summary>
    public readonly BackedSum TakenOff() =>
        new(-Amount, -Measured, -Verified, -Disputed, -Provisional, -CarriedForward, Lines, SoldLines, KeptLines);
}
