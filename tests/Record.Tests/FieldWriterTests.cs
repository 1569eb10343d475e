using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Record.Tests;

/// <summary>The bytes that hashes are over; another implementation must arrive at the same ones.</summary>
[Tier(Tier.Pure)]
public sealed class FieldWriterTests
{
    [Theory]
    [InlineData("0", "0300000001" + "30")]
    [InlineData("0.000", "0300000001" + "30")]
    [InlineData("-0.0", "0300000001" + "30")]
    [InlineData("12.500", "0300000004" + "31322e35")]
    [InlineData("100", "0300000003" + "313030")]
    [InlineData("-3.10", "0300000004" + "2d332e31")]
    public void A_decimal_has_one_form(string number, string bytes) =>
        Written(fields => fields.Decimal(decimal.Parse(number))).ShouldBe(bytes);

    [Fact]
    public void Every_kind_says_what_it_is_and_how_long()
    {
        Written(fields => fields.Text(null)).ShouldBe("00");
        Written(fields => fields.Text("")).ShouldBe("0200000000");
        Written(fields => fields.Text("铝")).ShouldBe("0200000003" + "e9939d");
        Written(fields => fields.Integer(-2)).ShouldBe("01fffffffffffffffe");
        Written(fields => fields.Integer(null)).ShouldBe("00");
        Written(fields => fields.Decimal(null)).ShouldBe("00");
        Written(fields => fields.Bytes([1, 2])).ShouldBe("0500000002" + "0102");
        Written(fields => fields.List(3)).ShouldBe("0600000003");
        Written(fields => fields.Instant(new DateTimeOffset(1970, 1, 1, 8, 0, 1, TimeSpan.FromHours(8))))
            .ShouldBe("04" + "00000000000f4240", "1,000,000 microseconds");
    }

    [Fact]
    public void Texts_side_by_side_do_not_run_into_each_other() =>
        Written(fields =>
            {
                fields.Text("ab");
                fields.Text("c");
            })
            .ShouldNotBe(
                Written(fields =>
                {
                    fields.Text("a");
                    fields.Text("bc");
                })
            );

    private static string Written(Action<FieldWriter> write)
    {
        var fields = new FieldWriter();
        write(fields);
        return Convert.ToHexStringLower(fields.Written);
    }
}
