using System.Numerics;

namespace CarbonPlatform.Quantities;

// The way out: rounded once, as a decimal, as a text.
public readonly partial struct Exact
{
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

    /// <summary>The largest number of 6 decimals that is not above it: parts never exceed their whole.</summary>
    /// <exception cref="ExactOverflowException">It does not fit a decimal with 6 decimals.</exception>
    public decimal FloorToDecimal6() => ToDecimal6() is var nearest && this < nearest ? nearest - 0.000001m : nearest;

    /// <summary>The smallest number of 6 decimals that is not below it.</summary>
    /// <exception cref="ExactOverflowException">It does not fit a decimal with 6 decimals.</exception>
    public decimal CeilingToDecimal6() => ToDecimal6() is var nearest && this > nearest ? nearest + 0.000001m : nearest;

    /// <summary>Rounded at a number of decimals, or at as many as a decimal of this size can have.</summary>
    /// <param name="decimals">0 to 28.</param>
    /// <exception cref="ExactOverflowException">It does not fit a decimal without decimals either.</exception>
    public decimal RoundToFit(int decimals)
    {
        while (true)
        {
            try
            {
                return Round(decimals);
            }
            catch (ExactOverflowException) when (decimals > 0)
            {
                decimals--;
            }
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

    /// <summary>The decimal where there is one, else the fraction in lowest terms: <c>11/3</c>.</summary>
    public override string ToString()
    {
        if (TryToDecimal(out var value))
            return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (numerator, denominator) = ToFraction();
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return $"{numerator / divisor}/{denominator / divisor}";
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
}
