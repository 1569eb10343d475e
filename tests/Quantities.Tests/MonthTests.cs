using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class MonthTests
{
    private static readonly Arbitrary<Month> s_months = Gen.Choose(Month.Min.Index, Month.Max.Index)
        .Select(Month.FromIndex)
        .ToArbitrary();

    [Fact]
    public void A_month_knows_its_year_number_index_and_days()
    {
        var month = new Month(2024, 2);

        month.Year.ShouldBe(2024);
        month.Number.ShouldBe(2);
        month.Index.ShouldBe(24289);
        month.FirstDay.ShouldBe(new DateOnly(2024, 2, 1));
        month.LastDay.ShouldBe(new DateOnly(2024, 2, 29));
        month.Days.ShouldBe(29);
        month.ToString().ShouldBe("2024-02");
        month.Next.ToString().ShouldBe("2024-03");
        month.Previous.ToString().ShouldBe("2024-01");
    }

    [Fact]
    public void The_default_month_is_the_first_there_is()
    {
        default(Month).ShouldBe(Month.Min);
        default(Month).ToString().ShouldBe("1990-01");
        Month.Max.ToString().ShouldBe("2100-12");
    }

    [Theory]
    [InlineData("1990-01")]
    [InlineData("2024-12")]
    [InlineData("2100-12")]
    public void Exactly_year_and_month_is_read(string text)
    {
        Month.TryParse(text, out var month).ShouldBeTrue();
        month.ToString().ShouldBe(text);
        Month.Parse(text).ShouldBe(month);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2024-1")]
    [InlineData("2024-13")]
    [InlineData("2024-00")]
    [InlineData("1989-12")]
    [InlineData("2101-01")]
    [InlineData("2024/03")]
    [InlineData("2024-03-01")]
    [InlineData("24-03")]
    [InlineData(" 2024-03")]
    [InlineData("2024-03 ")]
    [InlineData("２０２４-03")]
    [InlineData("2024–03")]
    [InlineData("+024-03")]
    [InlineData("2024-+3")]
    public void Anything_else_is_refused(string? text)
    {
        Month.TryParse(text, out var month).ShouldBeFalse();
        month.ShouldBe(default);
        if (text is not null)
            Should
                .Throw<FormatException>(() => Month.Parse(text))
                .Message.ShouldContain("a month written yyyy-MM, from 1990-01 to 2100-12");
    }

    [Theory]
    [InlineData(1989, 12)]
    [InlineData(2101, 1)]
    [InlineData(2024, 0)]
    [InlineData(2024, 13)]
    public void A_month_out_of_range_cannot_be_built(int year, int number) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Month(year, number));

    [Fact]
    public void Arithmetic_out_of_range_throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Month.Max.Next);
        Should.Throw<ArgumentOutOfRangeException>(() => Month.Min.Previous);
        Should.Throw<ArgumentOutOfRangeException>(() => Month.Max.AddMonths(int.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Month.FromIndex(Month.Min.Index - 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Month.FromIndex(Month.Max.Index + 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Month.Of(new DateOnly(1989, 12, 31)));
    }

    [Fact]
    public void The_month_of_an_instant_is_that_of_the_zone()
    {
        var instant = new DateTimeOffset(2024, 12, 31, 16, 0, 0, TimeSpan.Zero);
        var shanghai = TimeZoneInfo.CreateCustomTimeZone("UTC+8", TimeSpan.FromHours(8), "UTC+8", "UTC+8");

        Month.At(instant, TimeZoneInfo.Utc).ShouldBe(new Month(2024, 12));
        Month.At(instant, shanghai).ShouldBe(new Month(2025, 1));
        Month.At(instant.AddTicks(-1), shanghai).ShouldBe(new Month(2024, 12));
    }

    [Fact]
    public void A_range_holds_both_ends()
    {
        Month
            .Range(new Month(2023, 11), new Month(2024, 2))
            .Select(m => m.ToString())
            .ShouldBe(["2023-11", "2023-12", "2024-01", "2024-02"]);
        Month.Range(Month.Max, Month.Max).ShouldBe([Month.Max]);
        Month.Range(new Month(2024, 2), new Month(2024, 1)).ShouldBeEmpty();
    }

    [Fact]
    public void Text_index_and_date_lead_back_to_the_month() =>
        Prop.ForAll(
                s_months,
                month =>
                    Month.Parse(month.ToString()) == month
                    && Month.FromIndex(month.Index) == month
                    && new Month(month.Year, month.Number) == month
                    && Month.Of(month.FirstDay) == month
                    && Month.Of(month.LastDay) == month
                    && month.Index == month.Year * 12 + month.Number - 1
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Days_follow_each_other_without_gap() =>
        Prop.ForAll(
                s_months.Filter(m => m != Month.Max),
                month =>
                    month.LastDay.AddDays(1) == month.Next.FirstDay
                    && month.LastDay.DayNumber - month.FirstDay.DayNumber + 1 == month.Days
                    && month.Contains(month.FirstDay)
                    && month.Contains(month.LastDay)
                    && !month.Contains(month.LastDay.AddDays(1))
                    && !month.Contains(month.FirstDay.AddDays(-1))
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Adding_and_subtracting_agree() =>
        Prop.ForAll(
                s_months,
                s_months,
                (a, b) => a.AddMonths(b - a) == b && b - a == -(a - b) && b - a == b.Index - a.Index
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Order_is_that_of_time_and_of_text() =>
        Prop.ForAll(
                s_months,
                s_months,
                (a, b) =>
                    a < b == a.FirstDay < b.FirstDay
                    && a > b == b < a
                    && a <= b == !(a > b)
                    && a >= b == !(a < b)
                    && Math.Sign(a.CompareTo(b)) == Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString()))
                    && a.CompareTo((object)b) == a.CompareTo(b)
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void A_month_compares_only_with_months()
    {
        new Month(2024, 1).CompareTo(null).ShouldBe(1);
        Should.Throw<ArgumentException>(() => new Month(2024, 1).CompareTo("2024-01"));
    }

    [Fact]
    public void Json_is_the_text_and_nothing_else()
    {
        var month = new Month(2024, 3);

        JsonSerializer.Serialize(month).ShouldBe("\"2024-03\"");
        JsonSerializer.Deserialize<Month>("\"2024-03\"").ShouldBe(month);
        JsonSerializer.Serialize(new Dictionary<Month, int> { [month] = 1 }).ShouldBe("{\"2024-03\":1}");
        JsonSerializer.Deserialize<Dictionary<Month, int>>("{\"2024-03\":1}")!.ShouldContainKeyAndValue(month, 1);
    }

    [Theory]
    [InlineData("\"2024-3\"", "is no month")]
    [InlineData("202403", "is a string, not Number")]
    [InlineData("null", "is a string, not Null")]
    [InlineData("{}", "is a string, not StartObject")]
    public void Json_of_another_form_is_refused(string json, string because) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Month>(json)).Message.ShouldContain(because);
}
