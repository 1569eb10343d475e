using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class ExactTests
{
    [Fact]
    public void Thousand_tonnes_of_anthracite()
    {
        // 1,000 t × 24.515 GJ/t × 0.02749 tC/GJ × 94 % × 44/12, in kg: the factors of the other non-ferrous guideline.
        Exact coal = 1000;

        (coal * 24.515m * 0.02749m * 0.94m * 44 / 12 * 1000).ToDecimal6().ShouldBe(2_322_768.466333m);
        (coal * 24.515m / 29.3076m * 1000).ToDecimal6().ShouldBe(836_472.450832m);
    }

    [Fact]
    public void A_result_has_exactly_the_decimals_asked_for()
    {
        Exact.Of(1420).ToDecimal6().ToString().ShouldBe("1420.000000");
        Exact.Ratio(1, 3).Round(2).ToString().ShouldBe("0.33");
        Exact.Of(12.5m).Round(0).ToString().ShouldBe("12");
        Exact.Of(-0.0000001m).ToDecimal6().ToString().ShouldBe("0.000000");
        decimal.IsNegative(Exact.Of(-0.0000001m).ToDecimal6()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0.0000005", "0.000000")]
    [InlineData("0.0000015", "0.000002")]
    [InlineData("0.0000025", "0.000002")]
    [InlineData("0.00000250000000001", "0.000003")]
    [InlineData("0.00000249999999999", "0.000002")]
    [InlineData("-0.0000025", "-0.000002")]
    [InlineData("-0.0000035", "-0.000004")]
    [InlineData("-0.0000005", "0.000000")]
    [InlineData("123456789012345.1234565", "123456789012345.123456")]
    public void A_tie_goes_to_the_even_neighbour(string value, string rounded) =>
        Exact
            .Of(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture))
            .ToDecimal6()
            .ToString()
            .ShouldBe(rounded);

    [Fact]
    public void Rounding_looks_at_the_exact_value_not_at_a_rounded_one()
    {
        // A hair above the tie: with 28 digits kept it would look like the tie and go down.
        var aboveTie =
            Exact.Of(0.0000025m) + Exact.Ratio(1, 1_000_000_000_000_000_000_000_000_000m) / 1_000_000_000_000_000m;
        aboveTie.ToDecimal6().ShouldBe(0.000003m);

        // 0.4999…(7 digits) rounded first to 6 and then to 0 decimals would climb to 1.
        Exact.Of(0.4999999m).Round(0).ShouldBe(0m);
    }

    [Fact]
    public void Forty_four_twelfths_stays_a_fraction()
    {
        Exact.Ratio(44, 12).ToString().ShouldBe("11/3");
        (Exact.Ratio(44, 12) * 3).ShouldBe(11m);
        (Exact.Ratio(44, 12) * 3).ToString().ShouldBe("11");
        Exact.Ratio(-1, 8).ToString().ShouldBe("-0.125");
    }

    [Fact]
    public void The_default_is_zero()
    {
        default(Exact).ShouldBe(Exact.Zero);
        default(Exact).IsZero.ShouldBeTrue();
        default(Exact).ToDecimal6().ShouldBe(0m);
        (default(Exact) + 1).ShouldBe(Exact.One);
        (default(Exact) / 3).IsZero.ShouldBeTrue();
        (-default(Exact)).Sign.ShouldBe(0);
        (Exact.Of(-0.0m) * 1).ToDecimal6().ToString().ShouldBe("0.000000");
    }

    [Fact]
    public void Division_by_zero_is_named()
    {
        Should
            .Throw<DivideByZeroException>(() => Exact.One / 0)
            .Message.ShouldBe("An exact number was divided by zero.");
        Should.Throw<DivideByZeroException>(() => Exact.Ratio(1, 0.000m));
    }

    [Fact]
    public void A_result_beyond_decimal_is_named()
    {
        var thrown = Should.Throw<ExactOverflowException>(() => (Exact.Of(decimal.MaxValue) * 2).Round(0));
        thrown.ShouldBeAssignableTo<OverflowException>();
        thrown.Message.ShouldBe("The exact result is too large for a decimal with 0 decimals.");
        Should
            .Throw<ExactOverflowException>(() => Exact.Of(decimal.MaxValue).ToDecimal6())
            .Message.ShouldContain("with 6 decimals");
        // 2^96 − 1 units of the last place still fit, half a unit more rounds to even and does not.
        Exact.Of(decimal.MaxValue).Round(0).ShouldBe(decimal.MaxValue);
        Should.Throw<ExactOverflowException>(() => (Exact.Of(decimal.MaxValue) + 0.5m).Round(0));
        (Exact.Of(decimal.MaxValue) + 0.4m).Round(0).ShouldBe(decimal.MaxValue);
        (Exact.Of(decimal.MinValue) - 0.4m).Round(0).ShouldBe(decimal.MinValue);
    }

    [Fact]
    public void Decimals_are_asked_for_in_their_range()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Exact.One.Round(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Exact.One.Round(29));
        Exact.One.Round(28).ShouldBe(1m);
    }

    [Fact]
    public void A_finite_decimal_is_found_and_an_endless_one_is_not()
    {
        Exact.Ratio(3600, 1_000_000).TryToDecimal(out var value).ShouldBeTrue();
        value.ToString().ShouldBe("0.0036");
        Exact.Of(1.5000m).TryToDecimal(out value).ShouldBeTrue();
        value.ToString().ShouldBe("1.5");
        Exact.Ratio(1, 3).TryToDecimal(out _).ShouldBeFalse();
        (Exact.Of(decimal.MaxValue) * 2).TryToDecimal(out _).ShouldBeFalse();
        (Exact.One / 10_000_000_000_000_000_000_000_000_000m).TryToDecimal(out _).ShouldBeTrue();
        (Exact.One / 10_000_000_000_000_000_000_000_000_000m / 10).TryToDecimal(out _).ShouldBeFalse();
    }

    [Fact]
    public void Long_products_neither_overflow_nor_lose_a_digit()
    {
        var product = Exact.One;
        for (var i = 0; i < 2000; i++)
            product *= 0.0000000000000000000000000001m;
        for (var i = 0; i < 2000; i++)
            product /= 0.0000000000000000000000000001m;

        product.ShouldBe(Exact.One);
    }

    [Fact]
    public void A_divisor_just_beyond_128_bits_is_kept_whole()
    {
        // 3402823669209384635 × 10^20 is the first multiple of 10^20 above 2^128:
        // cut to 128 bits it would be next to nothing.
        var tiny = Exact.Of(10_000_000.00000000000000000000m) / 3_402_823_669_209_384_635m;

        tiny.Round(0).ShouldBe(0m);
        tiny.Round(20).ShouldBe(0.00000000000293873588m);
    }

    [Fact]
    public void It_compares_by_value()
    {
        (Exact.Ratio(1, 3) == Exact.Ratio(2, 6)).ShouldBeTrue();
        (Exact.Ratio(1, 3) != Exact.Ratio(1, 4)).ShouldBeTrue();
        Exact.Ratio(1, 3).GetHashCode().ShouldBe(Exact.Ratio(20, 60).GetHashCode());
        Exact.Ratio(1, 3).Equals((object)Exact.Ratio(2, 6)).ShouldBeTrue();
        Exact.Ratio(1, 3).Equals("1/3").ShouldBeFalse();
        Exact.One.CompareTo(null).ShouldBe(1);
        Exact.One.CompareTo((object)Exact.Zero).ShouldBe(1);
        Should.Throw<ArgumentException>(() => Exact.One.CompareTo("1"));
        (Exact.One < 2, Exact.One > 2, Exact.One <= 1, Exact.One >= 1, -Exact.One < 0).ShouldBe(
            (true, false, true, true, true)
        );
    }

    /// <summary>
    /// The first line of a process makes the table of powers of ten (648 bytes), whichever test that is: so one goes
    /// before what is measured. What needs big integers does allocate, and shows that it would be seen.
    /// </summary>
    [Fact]
    public void Ordinary_lines_allocate_nothing()
    {
        Amount(123_456_789.123456m).ShouldBe(230_458_659_614.764849m);
        Amount(0.1234567890123456789012345678m).ShouldBe(230.458659m);

        Allocated(123_456_789.123456m).ShouldBe(0);
        Allocated(0.1234567890123456789012345678m).ShouldBeGreaterThanOrEqualTo(1000 * 24);

        static decimal Amount(Exact quantity) => (quantity * 20.91m * 0.02618m * 0.93m * 44 / 12 * 1000).ToDecimal6();

        static long Allocated(Exact quantity)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                _ = Amount(quantity);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
