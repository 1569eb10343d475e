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
public readonly struct Exact : IEquatable<Exact>, IComparable<Exact>, IComparable, ITerm<Exact>
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

    /// <summary>Same value, whatever factors built it.</summary>
    public static bool operator ==(Exact left, Exact right) => left.CompareTo(right) == 0;

    /// <summary>Another value.</summary>
    public static bool operator !=(Exact left, Exact right) => left.CompareTo(right) != 0;

    /// <summary>Less than.</summary>
    public static bool operator <(Exact left, Exact right) => left.CompareTo(right) < 0;

    /// <summary>Greater than.</summary>
    public static bool operator >(Exact left, Exact right) => left.CompareTo(right) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(Exact left, Exact right) => left.CompareTo(right) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(Exact left, Exact right) => left.CompareTo(right) >= 0;

    /// <summary>The amount of a line: rounded half-even at 6 decimals, once.</summary>
    /// <exception cref="ExactOverflowException">
    /// The amount does not fit a decimal with 6 decimals (about 7.9 × 10^22).
    /// </exception>
    public decimal ToDecimal6() => Round(6);

    /// <summary>
    /// The exact value rounded half-even at a number of decimals. The result has exactly that many decimals.
    /// </summary>
    /// <param name="decimals">0 to 28.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 to 28.</exception>
    /// <exception cref="ExactOverflowException">The result does not fit a decimal.</exception>
    public decimal Round(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 28);
        if (_big is not null)
            return RoundBig(decimals);
        unchecked
        {
            var numerator = _numerator;
            UInt128 divisor = Denominator;
            var shift = decimals - _scale;
            if (shift > 0)
            {
                if (shift >= s_powersOfTen.Length || Bits(numerator) + Bits(s_powersOfTen[shift]) > 128)
                    return RoundBig(decimals);
                numerator *= s_powersOfTen[shift];
            }
            else if (shift < 0)
            {
                if (-shift >= s_powersOfTen.Length || Bits(divisor) + Bits(s_powersOfTen[-shift]) > 128)
                    return RoundBig(decimals);
                divisor *= s_powersOfTen[-shift];
            }
            if (divisor != UInt128.One)
            {
                var (quotient, remainder) = DivRem(numerator, divisor);
                var rest = divisor - remainder;
                if (remainder > rest || (remainder == rest && UInt128.IsOddInteger(quotient)))
                    quotient++;
                numerator = quotient;
            }
            return ToDecimal(numerator, decimals, _negative);
        }
    }

    /// <summary>
    /// The exact value as a decimal with the fewest decimals; false where there is none (thirds, or too many digits).
    /// </summary>
    public bool TryToDecimal(out decimal value)
    {
        var (numerator, denominator) = ToFraction();
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        denominator /= divisor;
        numerator /= divisor;

        value = 0;
        var decimals = 0;
        for (; !denominator.IsOne; decimals++)
        {
            // Every further decimal takes out a factor 10, 5 or 2 of the denominator; where it has none,
            // the decimals never end.
            var factor = BigInteger.GreatestCommonDivisor(denominator, 10);
            if (factor.IsOne || decimals == 28)
                return false;
            denominator /= factor;
            numerator *= 10 / factor;
        }
        var magnitude = BigInteger.Abs(numerator);
        if (magnitude.GetBitLength() > 96)
            return false;
        value = ToDecimal((UInt128)magnitude, decimals, numerator.Sign < 0);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Exact other) => Sign != other.Sign ? Sign.CompareTo(other.Sign) : (this - other).Sign;

    /// <inheritdoc/>
    public int CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            Exact other => CompareTo(other),
            _ => throw new ArgumentException("An exact number compares only with an exact number.", nameof(obj)),
        };

    /// <inheritdoc/>
    public bool Equals(Exact other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Exact other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var (numerator, denominator) = ToFraction();
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return HashCode.Combine(numerator / divisor, denominator / divisor);
    }

    /// <summary>The decimal where there is one, else the fraction in lowest terms: <c>11/3</c>.</summary>
    public override string ToString()
    {
        if (TryToDecimal(out var value))
            return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (numerator, denominator) = ToFraction();
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return $"{numerator / divisor}/{denominator / divisor}";
    }

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

    private static (UInt128 Quotient, UInt128 Remainder) DivRem(UInt128 dividend, UInt128 divisor)
    {
        unchecked
        {
            if (dividend >> 64 == UInt128.Zero && divisor >> 64 == UInt128.Zero)
            {
                var (quotient, remainder) = Math.DivRem((ulong)dividend, (ulong)divisor);
                return (quotient, remainder);
            }
            return UInt128.DivRem(dividend, divisor);
        }
    }

    private static UInt128[] PowersOfTen()
    {
        var powers = new UInt128[39];
        powers[0] = UInt128.One;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static decimal ToDecimal(UInt128 mantissa, int decimals, bool negative)
    {
        if (mantissa >> 96 != UInt128.Zero)
            throw new ExactOverflowException(decimals);
        unchecked
        {
            return new decimal(
                (int)(uint)mantissa,
                (int)(uint)(mantissa >> 32),
                (int)(uint)(mantissa >> 64),
                negative && mantissa != UInt128.Zero,
                (byte)decimals
            );
        }
    }

    private decimal RoundBig(int decimals)
    {
        var (numerator, denominator) = ToFraction();
        var (quotient, remainder) = BigInteger.DivRem(
            BigInteger.Abs(numerator) * BigInteger.Pow(10, decimals),
            denominator
        );
        var half = (remainder * 2).CompareTo(denominator);
        if (half > 0 || (half == 0 && !quotient.IsEven))
            quotient++;
        if (quotient.GetBitLength() > 96)
            throw new ExactOverflowException(decimals);
        return ToDecimal((UInt128)quotient, decimals, numerator.Sign < 0);
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

/// <summary>
/// An exact result does not fit a decimal of 96 bits: no amount of this world, so a factor or a unit is wrong.
/// </summary>
public sealed class ExactOverflowException : OverflowException
{
    /// <summary>Says how many decimals were asked for.</summary>
    public ExactOverflowException(int decimals)
        : base($"The exact result is too large for a decimal with {decimals} decimals.") { }
}
