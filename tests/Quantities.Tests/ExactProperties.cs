using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

/// <summary>
/// The fast arithmetic against plain fractions of big integers, over numbers small, metered and absurd.
/// </summary>
public sealed class ExactProperties
{
    private static readonly Arbitrary<decimal[]> s_numbers = Gen.Choose(1, 9)
        .SelectMany(n => Generate.Mixed.ArrayOf(n))
        .ToArbitrary();

    private static readonly Arbitrary<(
        decimal Start,
        (char Operator, decimal Dividend, decimal Divisor)[] Steps
    )> s_formulas = (
        from start in Generate.Mixed
        from length in Gen.Choose(1, 6)
        from operators in Gen.Elements('*', '*', '/', '/', '+', '-').ArrayOf(length)
        from dividends in Generate.Mixed.ArrayOf(length)
        from divisors in Gen.OneOf(Gen.Constant(1m), Generate.Mixed.Where(divisor => divisor != 0)).ArrayOf(length)
        select (
            start,
            operators.Zip(dividends, divisors).Where(step => step.First != '/' || step.Second != 0).ToArray()
        )
    ).ToArbitrary();

    [Fact]
    public void A_formula_has_the_value_of_its_fractions() =>
        Prop.ForAll(
                s_formulas,
                formula =>
                {
                    Exact exact = formula.Start;
                    var reference = Reference.Of(formula.Start);
                    foreach (var (op, dividend, divisor) in formula.Steps)
                    {
                        var operand = Exact.Ratio(dividend, divisor);
                        var fraction = Reference.Of(dividend) / Reference.Of(divisor);
                        (exact, reference) = op switch
                        {
                            '*' => (exact * operand, reference * fraction),
                            '/' => (exact / operand, reference / fraction),
                            '+' => (exact + operand, reference + fraction),
                            _ => (exact - operand, reference - fraction),
                        };
                    }
                    exact.Sign.ShouldBe(reference.Numerator.Sign);
                    foreach (var decimals in (int[])[0, 2, 6, 9, 28])
                    {
                        var expected = reference.Round(decimals);
                        if (expected is null)
                            Should.Throw<ExactOverflowException>(() => exact.Round(decimals));
                        else
                            decimal.GetBits(exact.Round(decimals)).ShouldBe(decimal.GetBits(expected.Value));
                    }
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void A_tie_is_found_in_every_product_that_makes_one() =>
        Prop.ForAll(
                Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(),
                Generate.Mixed.Where(divisor => divisor != 0).ToArbitrary(),
                (units, divisor) =>
                {
                    // (units + ½) millionths, built so that the divisor cancels: exactly half way.
                    var tie = Exact.Of(units * 0.000001m + 0.0000005m) * divisor / divisor;
                    tie.ToDecimal6().ShouldBe((units % 2 == 0 ? units : units + 1) * 0.000001m);
                    (tie + Exact.Ratio(1, decimal.MaxValue)).ToDecimal6().ShouldBe((units + 1) * 0.000001m);
                    (tie - Exact.Ratio(1, decimal.MaxValue)).ToDecimal6().ShouldBe(units * 0.000001m);
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Products_and_sums_do_not_depend_on_the_order() =>
        Prop.ForAll(
                s_numbers,
                numbers =>
                {
                    Exact Product(IEnumerable<decimal> factors) =>
                        factors.Aggregate(Exact.One, (product, factor) => product * factor);
                    var backwards = numbers.Reverse().ToArray();

                    Product(numbers).ShouldBe(Product(backwards));
                    Exact.Sum([.. numbers.Select(Exact.Of)]).ShouldBe(Exact.Sum([.. backwards.Select(Exact.Of)]));
                    Product(numbers).GetHashCode().ShouldBe(Product(backwards).GetHashCode());
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void The_laws_of_arithmetic_hold() =>
        Prop.ForAll(
                Generate.Mixed.ToArbitrary(),
                Generate.Mixed.ToArbitrary(),
                Generate.Mixed.ToArbitrary(),
                (x, y, z) =>
                {
                    Exact a = x,
                        b = y,
                        c = z;
                    (a + b).ShouldBe(b + a);
                    (a * b).ShouldBe(b * a);
                    (a * (b + c)).ShouldBe(a * b + a * c);
                    ((a + b) + c).ShouldBe(a + (b + c));
                    (a - b + b).ShouldBe(a);
                    (-(a - b)).ShouldBe(b - a);
                    if (y != 0)
                        (a / b * b).ShouldBe(a);
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void A_decimal_comes_back_as_it_went_in() =>
        Prop.ForAll(
                Generate.AnyDecimal.ToArbitrary(),
                value =>
                {
                    Exact.Of(value).TryToDecimal(out var back).ShouldBeTrue();
                    back.ShouldBe(value);
                    Exact.Of(value).Round(value.Scale).ShouldBe(value);
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Order_is_that_of_the_numbers() =>
        Prop.ForAll(
                Generate.AnyDecimal.ToArbitrary(),
                Generate.AnyDecimal.ToArbitrary(),
                (a, b) =>
                    Math.Sign(Exact.Of(a).CompareTo(b)) == Math.Sign(a.CompareTo(b)) && (Exact.Of(a) == b) == (a == b)
            )
            .Check(Generate.Thoroughly);

    /// <summary>The same arithmetic as slowly and plainly as possible.</summary>
    private readonly record struct Reference(BigInteger Numerator, BigInteger Denominator)
    {
        public static Reference Of(decimal value)
        {
            var bits = decimal.GetBits(value);
            var mantissa = unchecked(
                ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0]
            );
            return new Reference(value < 0 ? -mantissa : mantissa, BigInteger.Pow(10, value.Scale));
        }

        public static Reference operator *(Reference a, Reference b) =>
            new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

        public static Reference operator /(Reference a, Reference b) =>
            b.Numerator.Sign < 0
                ? new(-a.Numerator * b.Denominator, a.Denominator * -b.Numerator)
                : new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

        public static Reference operator +(Reference a, Reference b) =>
            new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

        public static Reference operator -(Reference a, Reference b) => a + b with { Numerator = -b.Numerator };

        /// <summary>Half-even; null where no decimal holds it.</summary>
        public decimal? Round(int decimals)
        {
            var twice = BigInteger.Abs(Numerator) * BigInteger.Pow(10, decimals) * 2;
            var (quotient, remainder) = BigInteger.DivRem(twice, Denominator);
            var rounded = quotient / 2;
            if (!quotient.IsEven && (!remainder.IsZero || !rounded.IsEven))
                rounded++;
            if (rounded >= BigInteger.One << 96)
                return null;
            var bits = (UInt128)rounded;
            unchecked
            {
                return new decimal(
                    (int)(uint)bits,
                    (int)(uint)(bits >> 32),
                    (int)(uint)(bits >> 64),
                    Numerator.Sign < 0 && !rounded.IsZero,
                    (byte)decimals
                );
            }
        }
    }
}
