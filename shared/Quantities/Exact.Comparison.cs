using System.Numerics;

namespace CarbonPlatform.Quantities;

// Order and equality: by value, whatever factors built it.
public readonly partial struct Exact
{
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
}
