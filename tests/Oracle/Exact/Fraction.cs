using System.Globalization;
using System.Numerics;

namespace CarbonPlatform.Oracle.Exact;

/// <summary>An exact fraction of whole numbers. Nothing is ever rounded before <see cref="Rounded()"/>.</summary>
internal readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private const int LinePlaces = 6;

    private readonly BigInteger _over;
    private readonly BigInteger _underLessOne; // so that default is 0/1

    private Fraction(BigInteger over, BigInteger under)
    {
        if (under.IsZero)
            throw new DivideByZeroException();
        if (under.Sign < 0)
            (over, under) = (-over, -under);
        var common = BigInteger.GreatestCommonDivisor(over, under);
        _over = over / common;
        _underLessOne = under / common - 1;
    }

    private BigInteger Under => _underLessOne + 1;

    public bool IsNegative => _over.Sign < 0;

    public bool IsZero => _over.IsZero;

    /// <summary>How many millionths it is, of something rounded to millionths.</summary>
    public Int128 Millionths => (Int128)(_over * (1_000_000 / Under));

    public static Fraction Of(Int128 over, int under) => new(over, under);

    public static Fraction Parse(string text)
    {
        var negative = text.StartsWith('-');
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : digits.Length - point - 1;
        var whole = BigInteger.Parse(
            digits.Replace(".", "", StringComparison.Ordinal),
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );
        return new Fraction(negative ? -whole : whole, BigInteger.Pow(10, places));
    }

    public static implicit operator Fraction(int value) => new(value, 1);

    public static implicit operator Fraction(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static Fraction operator +(Fraction left, Fraction right) =>
        new(left._over * right.Under + right._over * left.Under, left.Under * right.Under);

    public static Fraction operator -(Fraction left, Fraction right) => left + -right;

    public static Fraction operator -(Fraction value) => new(-value._over, value.Under);

    public static Fraction operator *(Fraction left, Fraction right) =>
        new(left._over * right._over, left.Under * right.Under);

    public static Fraction operator /(Fraction left, Fraction right) =>
        new(left._over * right.Under, left.Under * right._over);

    public static bool operator ==(Fraction left, Fraction right) => left.Equals(right);

    public static bool operator !=(Fraction left, Fraction right) => !left.Equals(right);

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    /// <summary>As a line has it: to six decimals; what lies in the middle goes to the even neighbour.</summary>
    public Fraction Rounded() => Rounded(LinePlaces, MidpointRounding.ToEven);

    /// <summary>The largest number of six decimals that is not above it.</summary>
    public Fraction RoundedDown() => Rounded() is var near && near > this ? near - Of(1, 1_000_000) : near;

    /// <summary>The smallest number of six decimals that is not below it.</summary>
    public Fraction RoundedUp() => Rounded() is var near && near < this ? near + Of(1, 1_000_000) : near;

    public int CompareTo(Fraction other) => (_over * other.Under).CompareTo(other._over * Under);

    public bool Equals(Fraction other) => _over == other._over && _underLessOne == other._underLessOne;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_over, _underLessOne);

    /// <summary>Rounded, with exactly six decimals.</summary>
    public override string ToString() => Text(LinePlaces, MidpointRounding.ToEven);

    /// <summary>Rounded, with exactly so many decimals.</summary>
    public string Text(int places, MidpointRounding middle)
    {
        var rounded = Rounded(places, middle);
        var digits = (BigInteger.Abs(rounded._over) * (BigInteger.Pow(10, places) / rounded.Under))
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(places + 1, '0');
        return (rounded.IsNegative ? "-" : "") + digits[..^places] + "." + digits[^places..];
    }

    private Fraction Rounded(int places, MidpointRounding middle)
    {
        var scaled = BigInteger.Abs(_over) * BigInteger.Pow(10, places);
        var whole = BigInteger.DivRem(scaled, Under, out var rest);
        var twice = (2 * rest).CompareTo(Under);
        if (twice > 0 || (twice == 0 && (middle == MidpointRounding.AwayFromZero || !whole.IsEven)))
            whole += 1;
        return new Fraction(_over.Sign < 0 ? -whole : whole, BigInteger.Pow(10, places));
    }
}
