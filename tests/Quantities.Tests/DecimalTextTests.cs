using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("41250.37", "41250.37")]
    [InlineData("8123.40", "8123.40")]
    [InlineData("+12", "12")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0.00")]
    [InlineData("007", "7")]
    [InlineData("999999999999999.999999999", "999999999999999.999999999")]
    public void A_number_is_read_exactly(string text, string expected)
    {
        DecimalText.TryParse(text, out var value, out var fault).ShouldBeTrue();
        fault.ShouldBeNull();
        value.ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
        decimal.IsNegative(value).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("abc", null)]
    [InlineData("NaN", null)]
    [InlineData("-", null)]
    [InlineData(".", null)]
    [InlineData("1.2.3", null)]
    [InlineData("--1", null)]
    [InlineData("12 t", null)]
    [InlineData("0x10", null)]
    [InlineData("1,5", "1.5")]
    [InlineData("41250,37", "41250.37")]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("12.34,5", null)]
    [InlineData("1,23,456", null)]
    [InlineData("1234,567", "1234.567")]
    [InlineData("1,234.567,8", null)]
    [InlineData("1.234.567,8", "1234567.8")]
    [InlineData("1e-30", null)]
    [InlineData("1e30", null)]
    [InlineData("١٢", null)]
    [InlineData("1,234.5", "1234.5")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("1，234.5", "1234.5")]
    [InlineData("1 234.5", "1234.5")]
    [InlineData("1\u00A0234.5", "1234.5")]
    [InlineData("1'234.5", "1234.5")]
    [InlineData("１２", "12")]
    [InlineData("１２．５", "12.5")]
    [InlineData("12。5", "12.5")]
    [InlineData(" 12", "12")]
    [InlineData("12 ", "12")]
    [InlineData("12\t", "12")]
    [InlineData("\uFEFF12", "12")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("00.5 ", "0.5")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1E3", "1000")]
    [InlineData("1.25E-2", "0.0125")]
    [InlineData("+12 ", "12")]
    public void What_is_no_decimal_is_refused_with_a_proposal_where_evident(string? text, string? proposal)
    {
        DecimalText.TryParse(text, out var value, out var fault).ShouldBeFalse();

        value.ShouldBe(0);
        fault.Code.ShouldBe("not-decimal");
        fault.Message.ShouldEndWith(
            string.IsNullOrWhiteSpace(text) ? "The number is missing." : "is no decimal number."
        );
        fault.Expected.ShouldBe(DecimalText.Expected);
        fault.Proposal.ShouldBe(proposal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.000000001")]
    [InlineData("-1234567890123456")]
    public void A_negative_number_is_refused(string text)
    {
        DecimalText.TryParse(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new InputFault("negative", $"\"{text}\" is below zero.", "zero or more"));
    }

    [Fact]
    public void Where_negatives_mean_something_they_are_read()
    {
        DecimalText.TryParse("-12.5", out var value, out _, allowNegative: true).ShouldBeTrue();
        value.ShouldBe(-12.5m);
        DecimalText.TryParse("−12.5", out _, out var fault, allowNegative: true).ShouldBeFalse();
        fault.Proposal.ShouldBe("-12.5");
        DecimalText.TryParse("-1,234.5", out _, out fault, allowNegative: true).ShouldBeFalse();
        fault.Proposal.ShouldBe("-1234.5");
    }

    [Theory]
    [InlineData("1234567890123456", "has 16 digits before the point", null)]
    [InlineData("0.1234567891", "has 10 digits after the point", null)]
    [InlineData("12345678901234567890123456789012345678901234567890", "has 50 digits before the point", null)]
    [InlineData("0000000000000001", "has 16 digits before the point", "1")]
    [InlineData("1.5000000000", "has 10 digits after the point", "1.5")]
    [InlineData("10.0000000000", "has 10 digits after the point", "10")]
    [InlineData("41250.370000000003", "has 12 digits after the point", "41250.37")]
    [InlineData("0.30000000000000004", "has 17 digits after the point", "0.3")]
    [InlineData("1234.5699999999999", "has 13 digits after the point", "1234.57")]
    [InlineData("1.1234567890123", "has 13 digits after the point", null)]
    public void Too_many_digits_are_refused(string text, string because, string? proposal)
    {
        DecimalText.TryParse(text, out _, out var fault).ShouldBeFalse();

        fault.Code.ShouldBe("too-long");
        fault.Message.ShouldContain(because);
        fault.Proposal.ShouldBe(proposal);
    }

    [Theory]
    [InlineData("1e-05", "0.00001")]
    [InlineData("1E-9", "0.000000001")]
    [InlineData("1.50E3", "1500")]
    [InlineData("4.125037e4", "41250.37")]
    [InlineData("-2.5e+1", "-25")]
    [InlineData("0e5", "0")]
    [InlineData("1e14", "100000000000000")]
    [InlineData("1e15", null)]
    [InlineData("1e-10", null)]
    [InlineData("1e999999999999", null)]
    [InlineData("e5", null)]
    [InlineData("1e", null)]
    [InlineData("12", null)]
    public void A_number_with_an_exponent_is_the_same_in_digits(string text, string? digits) =>
        DecimalText.InDigits(text).ShouldBe(digits);

    [Fact]
    public void Every_number_in_the_limits_is_read_back() =>
        Prop.ForAll(
                Generate.MeteredDecimal.ToArbitrary(),
                value =>
                {
                    DecimalText
                        .TryParse(
                            value.ToString(CultureInfo.InvariantCulture),
                            out var read,
                            out _,
                            allowNegative: true
                        )
                        .ShouldBeTrue();
                    read.ShouldBe(value);
                    read.Scale.ShouldBe(value.Scale);
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Any_text_is_refused_or_read_and_proposals_are_readable() =>
        Prop.ForAll(
                Generate.NumberLikeText.ToArbitrary(),
                text =>
                {
                    foreach (var allowNegative in (bool[])[false, true])
                    {
                        var read = DecimalText.TryParse(text, out _, out var fault, allowNegative);
                        read.ShouldBe(fault is null);
                        if (fault?.Proposal is { } proposal)
                            DecimalText.TryParse(proposal, out _, out _, allowNegative).ShouldBeTrue();
                    }
                }
            )
            .Check(Generate.Thoroughly);
}
