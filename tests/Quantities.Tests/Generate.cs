using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonPlatform.Quantities.Tests;

/// <summary>
/// Numbers of every size that matters: what meters show, what factors look like, and what no decimal should be.
/// </summary>
internal static class Generate
{
    /// <summary>How often a property is tried.</summary>
    public static Config Thoroughly { get; } = Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true);

    /// <summary>At most 15 digits before and 9 after the point, of either sign.</summary>
    public static Gen<decimal> MeteredDecimal { get; } =
        from digits in Gen.Choose(0, 24)
        from scale in Gen.Choose(0, 9)
        from negative in Gen.Elements(false, true)
        from mantissa in Digits(Math.Min(digits, 15 + scale))
        select Build(mantissa, scale, negative);

    /// <summary>A factor as in the catalogue: a few digits, at most 8 decimals.</summary>
    public static Gen<decimal> Factor { get; } =
        from mantissa in Gen.Choose(1, 99_999)
        from scale in Gen.Choose(0, 8)
        select Build(mantissa, scale, negative: false);

    /// <summary>Any decimal at all, up to 96 bits and 28 decimals.</summary>
    public static Gen<decimal> AnyDecimal { get; } =
        from digits in Gen.Choose(0, 29)
        from scale in Gen.Choose(0, 28)
        from negative in Gen.Elements(false, true)
        from mantissa in Digits(digits)
        select Build(BigInteger.Min(mantissa, (BigInteger.One << 96) - 1), scale, negative);

    /// <summary>At and beside the powers of two, where 64, 96 and 128 bits just hold a number or just do not.</summary>
    public static Gen<decimal> NearPowerOfTwo { get; } =
        from bits in Gen.Choose(1, 95)
        from step in Gen.Choose(-1, 1)
        from scale in Gen.Choose(0, 28)
        from negative in Gen.Elements(false, true)
        select Build((BigInteger.One << bits) + step, scale, negative);

    private static Gen<decimal> Edges { get; } =
        Gen.Elements(0m, 1m, -1m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m);

    /// <summary>All of them in turn.</summary>
    public static Gen<decimal> Mixed { get; } =
        Gen.Frequency((3, MeteredDecimal), (3, Factor), (2, AnyDecimal), (3, NearPowerOfTwo), (1, Edges));

    /// <summary>Texts of digits and of what people put between them.</summary>
    public static Gen<string> NumberLikeText { get; } =
        Gen.Elements("0123456789０９.,，'_ +-−eE。ａ\u00A0\0".ToCharArray())
            .ArrayOf()
            .Select(characters => new string(characters));

    private static Gen<BigInteger> Digits(int count) =>
        Gen.Choose(0, 9)
            .ArrayOf(count)
            .Select(digits => digits.Aggregate(BigInteger.Zero, (number, digit) => number * 10 + digit));

    private static decimal Build(BigInteger mantissa, int scale, bool negative)
    {
        var bits = (UInt128)mantissa;
        unchecked
        {
            return new decimal(
                (int)(uint)bits,
                (int)(uint)(bits >> 32),
                (int)(uint)(bits >> 64),
                negative,
                (byte)scale
            );
        }
    }
}
