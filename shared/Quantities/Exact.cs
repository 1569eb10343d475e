using System.Numerics;

namespace CarbonPlatform.Quantities;

/// <summary>
/// An exact rational number for method arithmetic: products, sums and quotients of decimals without any rounding, until
/// <see cref="Round"/> rounds once, half-even, at the end. So an amount does not depend on the order of its factors,
/// and 44/12 costs nothing. <c>default</c> is zero.
/// </summary>
/// <remarks>
/// Write <c>ad * ncv * cc * 44 / 12</c> starting from an <see cref="Exact"/>:
/// <c>44m / 12m</c> alone is decimal division and already rounded. Numbers are kept as numerator / (denominator ×
/// 10^scale) in 128 and 64 bits, without allocation, for as long as that is certain to hold them,
/// and as big integers beyond; the value is the same either way.
/// </remarks>
public readonly partial struct Exact : IEquatable<Exact>, IComparable<Exact>, IComparable, ITerm<Exact>
{
    // Far beyond what decimals can build within 128 bits; it only keeps the scale's own arithmetic from overflowing.
    private const int MaxScale = 256;

    private static readonly UInt128[] s_powersOfTen = PowersOfTen();

    private readonly UInt128 _numerator;
    private readonly ulong _denominatorLessOne;
    private readonly int _scale;
    private readonly bool _negative;
    private readonly Fraction? _big;

    private Exact(UInt128 numerator, ulong denominator, int scale, bool negative)
    {
        if (numerator == UInt128.Zero)
            return;
        _numerator = numerator;
        _denominatorLessOne = denominator - 1;
        _scale = scale;
        _negative = negative;
    }

    private Exact(Fraction big) => _big = big;

    /// <summary>Beyond 128 bits: in lowest terms, denominator positive.</summary>
    private sealed record Fraction(BigInteger Numerator, BigInteger Denominator);

    /// <summary>Zero.</summary>
    public static Exact Zero => default;

    /// <summary>One.</summary>
    public static Exact One => 1m;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign =>
        _big is not null ? _big.Numerator.Sign
        : _numerator == UInt128.Zero ? 0
        : _negative ? -1
        : 1;

    /// <summary>Whether the value is zero.</summary>
    public bool IsZero => Sign == 0;

    private ulong Denominator => unchecked(_denominatorLessOne + 1);

    /// <summary>The exact value of a decimal.</summary>
    public static Exact Of(decimal value) => value;

    /// <summary>A quotient of two decimals that is not rounded: <c>Exact.Ratio(44, 12)</c>.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Exact Ratio(decimal dividend, decimal divisor) => (Exact)dividend / divisor;

    /// <summary>The sum, exact; readings of one line are summed before the rounding.</summary>
    public static Exact Sum(params ReadOnlySpan<Exact> terms)
    {
        var sum = Zero;
        foreach (var term in terms)
            sum += term;
        return sum;
    }

    /// <summary>The exact value of a decimal; integers convert through decimal.</summary>
    public static implicit operator Exact(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        unchecked
        {
            var mantissa = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
            return new Exact(mantissa, 1, (parts[3] >> 16) & 0xFF, parts[3] < 0);
        }
    }

    /// <summary>The exact product.</summary>
    public static Exact operator *(Exact left, Exact right)
    {
        unchecked
        {
            if (
                left._big is null
                && right._big is null
                && Bits(left._numerator) + Bits(right._numerator) <= 128
                && Bits(left.Denominator) + Bits(right.Denominator) <= 64
                && IsSmall(left._scale + right._scale)
            )
            {
                return new Exact(
                    left._numerator * right._numerator,
                    left.Denominator * right.Denominator,
                    left._scale + right._scale,
                    left._negative ^ right._negative
                );
            }
        }
        var (a, b) = (left.ToFraction(), right.ToFraction());
        return FromBig(a.Numerator * b.Numerator, a.Denominator * b.Denominator);
    }

    /// <summary>The exact quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Exact operator /(Exact left, Exact right)
    {
        if (right.IsZero)
            throw new DivideByZeroException("An exact number was divided by zero.");
        unchecked
        {
            if (
                left._big is null
                && right._big is null
                && Bits(left._numerator) + Bits(right.Denominator) <= 128
                && Bits(left.Denominator) + Bits(right._numerator) <= 64
                && IsSmall(left._scale - right._scale)
            )
            {
                return new Exact(
                    left._numerator * right.Denominator,
                    left.Denominator * (ulong)right._numerator,
                    left._scale - right._scale,
                    left._negative ^ right._negative
                );
            }
        }
        var (a, b) = (left.ToFraction(), right.ToFraction());
        return FromBig(a.Numerator * b.Denominator, a.Denominator * b.Numerator);
    }

    /// <summary>The exact sum.</summary>
    public static Exact operator +(Exact left, Exact right)
    {
        if (left._big is null && right._big is null)
        {
            if (left._numerator == UInt128.Zero)
                return right;
            if (right._numerator == UInt128.Zero)
                return left;
            var (up, down) = left._scale >= right._scale ? (left, right) : (right, left);
            var shift = up._scale - down._scale;
            var sameDenominator = up.Denominator == down.Denominator;
            var (timesUp, timesDown) = sameDenominator ? (1UL, 1UL) : (down.Denominator, up.Denominator);
            // One bit is left for the carry.
            if (
                shift < s_powersOfTen.Length
                && Bits(up._numerator) + Bits(timesUp) <= 127
                && Bits(down._numerator) + Bits(timesDown) + Bits(s_powersOfTen[shift]) <= 127
                && (sameDenominator || Bits(up.Denominator) + Bits(down.Denominator) <= 64)
            )
            {
                unchecked
                {
                    var a = up._numerator * timesUp;
                    var b = down._numerator * timesDown * s_powersOfTen[shift];
                    var denominator = sameDenominator ? up.Denominator : up.Denominator * down.Denominator;
                    if (up._negative == down._negative)
                        return new Exact(a + b, denominator, up._scale, up._negative);
                    return a >= b
                        ? new Exact(a - b, denominator, up._scale, up._negative)
                        : new Exact(b - a, denominator, up._scale, down._negative);
                }
            }
        }
        var (x, y) = (left.ToFraction(), right.ToFraction());
        return FromBig(x.Numerator * y.Denominator + y.Numerator * x.Denominator, x.Denominator * y.Denominator);
    }

    /// <summary>The exact difference.</summary>
    public static Exact operator -(Exact left, Exact right) => left + -right;

    /// <summary>The exact negative.</summary>
    public static Exact operator -(Exact value) =>
        value._big is { } big
            ? new Exact(big with { Numerator = -big.Numerator })
            : new Exact(value._numerator, value.Denominator, value._scale, !value._negative);

    static bool ITerm<Exact>.IsWritten => false;

    Exact ITerm<Exact>.Value => this;

    static Exact ITerm<Exact>.Of(Exact value, string digits, string name, string nameZh) => value;

    static Exact ITerm<Exact>.operator *(Exact left, Conversion right) => left * right.Value;

    static Exact ITerm<Exact>.operator *(Constant left, Exact right) => left.Value * right;

    static Exact ITerm<Exact>.operator -(Constant left, Exact right) => left.Value - right;

    private static bool IsSmall(int scale) => scale is > -MaxScale and < MaxScale;

    private static int Bits(ulong value) => 64 - BitOperations.LeadingZeroCount(value);

    private static int Bits(UInt128 value)
    {
        var upper = (ulong)(value >> 64);
        return upper != 0
            ? 128 - BitOperations.LeadingZeroCount(upper)
            : 64 - BitOperations.LeadingZeroCount(unchecked((ulong)value));
    }

    private static UInt128[] PowersOfTen()
    {
        var powers = new UInt128[39];
        powers[0] = UInt128.One;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private Fraction ToFraction()
    {
        if (_big is not null)
            return _big;
        BigInteger numerator = _numerator;
        BigInteger denominator = Denominator;
        if (_scale > 0)
            denominator *= BigInteger.Pow(10, _scale);
        else if (_scale < 0)
            numerator *= BigInteger.Pow(10, -_scale);
        return new Fraction(_negative ? -numerator : numerator, denominator);
    }

    private static Exact FromBig(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
            return default;
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
            divisor = -divisor;
        return new Exact(new Fraction(numerator / divisor, denominator / divisor));
    }
}
