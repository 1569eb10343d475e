using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Gateway.Tests.Years;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>A year beside the one before: what has changed, and when that is not said.</summary>
[Tier(Tier.Pure)]
public sealed class ComparedYearsTests
{
    [Theory]
    [InlineData("110", "100", "10", "10.00")]
    [InlineData("2", "3", "-1", "-33.33")]
    [InlineData("1.00125", "1", "0.00125", "0.12")]
    [InlineData("1.00135", "1", "0.00135", "0.14")]
    [InlineData("5", "-10", "15", "150.00")]
    [InlineData("7", "7", "0", "0.00")]
    public void A_change_is_exact_and_its_percentage_rounded_half_even(
        string now,
        string then,
        string absolute,
        string percent
    )
    {
        var change = Change.Of(decimal.Parse(now), decimal.Parse(then));
        change.Absolute.ShouldBe(decimal.Parse(absolute));
        change.Percent.ShouldNotBeNull().ToString().ShouldBe(percent);
    }

    [Fact]
    public void From_zero_there_is_a_change_but_no_percentage()
    {
        var figure = HeadlineOfYear
            .Of(Year(2024, [Row("air.process", null, "SO2", 5m)]), Year(2023, [Row("air.process", null, "SO2", 0m)]))
            .Air.So2;
        figure.Change.ShouldBe(new Change(5m, null));
        figure.Missing.ShouldBe("year-before-zero");
    }

    [Fact]
    public void A_year_before_in_which_nothing_was_posted_gives_no_change_and_says_why()
    {
        var headline = HeadlineOfYear.Of(Year(2022, TenGigawattHoursOfWind), Year(2021, [], posted: 0));
        headline.Avoided.Wind.Co2.Quantity.ShouldBe(8_320_000m);
        headline.Avoided.Wind.Co2.YearBefore.ShouldBeNull();
        headline.Avoided.Wind.Co2.Change.ShouldBeNull();
        headline.Avoided.Wind.Co2.Missing.ShouldBe("year-before-no-data");
        headline.CoverageYearBefore.PlantMonthsPosted.ShouldBe(0);
    }

    [Theory]
    [InlineData(480, 480, 0, "year-before-incomplete coverage-differs", null, "20")]
    [InlineData(478, 480, 2, "year-incomplete year-before-incomplete coverage-differs", null, "20")]
    [InlineData(478, 478, 2, "year-incomplete year-before-incomplete", null, "20")]
    [InlineData(3, 480, 0, "year-incomplete year-before-incomplete coverage-differs", "year-incomplete", null)]
    [InlineData(480, 40, 0, "year-before-incomplete coverage-differs", "year-before-incomplete", null)]
    public void Years_that_are_not_covered_alike_are_marked_or_not_compared(
        int posted,
        int postedBefore,
        int gaps,
        string marks,
        string? missing,
        string? change
    )
    {
        var headline = HeadlineOfYear.Of(
            Year(2024, [Row("air.process", null, "SO2", 30)], posted: posted, gaps: gaps),
            Year(2023, [Row("air.process", null, "SO2", 10)], posted: postedBefore)
        );
        var figure = headline.Air.So2;
        string.Join(' ', figure.Marks).ShouldBe(marks);
        headline.Marks.Select(mark => mark.Code).ShouldBe(figure.Marks);
        headline.Marks.ShouldAllBe(mark => mark.Zh.Length > 0 && mark.En.Length > 0);
        figure.Missing.ShouldBe(missing);
        figure.Change?.Absolute.ShouldBe(decimal.Parse(change!));
        (figure.Change is null).ShouldBe(change is null);
        (figure.Quantity, figure.YearBefore).ShouldBe((30, 10));
    }

    /// <summary>A part of a period stands beside a whole one: whatever has begun of it is posted.</summary>
    [Theory]
    [InlineData(440, 40, "year-incomplete coverage-differs", "year-incomplete", null)]
    [InlineData(470, 10, "year-incomplete coverage-differs", null, "20")]
    [InlineData(0, 480, "year-incomplete coverage-differs", "year-incomplete", null)]
    public void A_year_that_is_not_over_is_no_whole_one(
        int begun,
        int notBegun,
        string marks,
        string? missing,
        string? change
    )
    {
        var figure = HeadlineOfYear
            .Of(
                Year(
                    2024,
                    [Row("air.process", null, "SO2", 30)],
                    posted: begun,
                    gaps: 0,
                    expected: begun,
                    notBegun: notBegun
                ),
                Year(2023, [Row("air.process", null, "SO2", 10)], gaps: 0)
            )
            .Air.So2;
        string.Join(' ', figure.Marks).ShouldBe(marks);
        figure.Missing.ShouldBe(missing);
        figure.Change?.Absolute.ShouldBe(decimal.Parse(change!));
        (figure.Change is null).ShouldBe(change is null);
    }

    [Fact]
    public void Years_to_which_not_as_many_plant_months_belong_say_so()
    {
        var headline = HeadlineOfYear.Of(
            Year(2025, [Row("air.process", null, "SO2", 1)], posted: 1, gaps: 0, expected: 1),
            Year(2024, [Row("air.process", null, "SO2", 12)], posted: 12, gaps: 0, expected: 12)
        );
        headline.Air.So2.Marks.ShouldBe(["coverage-differs"]);
        headline.Air.So2.Change.ShouldBe(new Change(-11, -91.67m));
    }

    [Fact]
    public void Whole_years_have_no_marks() =>
        HeadlineOfYear.Of(Year(2024, [], gaps: 0), Year(2023, [], gaps: 0)).Marks.ShouldBeEmpty();
}
