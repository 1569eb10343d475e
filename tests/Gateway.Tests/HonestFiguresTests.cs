using CarbonPlatform.Contracts;
using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Gateway.Tests.Years;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>What a headline figure says of itself: what it lacks, and on what factors it rests.</summary>
[Tier(Tier.Pure)]
public sealed class HonestFiguresTests
{
    private static readonly TotalsGap s_hydroEnded = new(
        Categories.AvoidedHydro,
        Bases.CombinedMargin,
        "CO2",
        GapKinds.CreditingEnded,
        12
    );

    [Fact]
    public void Where_crediting_has_ended_that_is_the_reason_and_the_total_says_that_it_lacks_hydro()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [Row("avoided.hydro", "displacement", "CO2", 5)],
                margin: [Row("avoided.wind", "combined-margin", "CO2", 7)],
                gaps: 0,
                lacks: [s_hydroEnded]
            ),
            Year(2023, [], gaps: 0)
        );

        var margin = headline.Avoided.Bases.Single(basis => basis.Basis == "combined-margin").Own;
        (margin.Hydro.Quantity, margin.Hydro.Missing).ShouldBe((null, "crediting-ended"));
        margin.Hydro.Lacks.ShouldBe([new Lack("avoided.hydro", "crediting-ended", 12)]);
        margin.Total.Quantity.ShouldBe(7);
        margin.Total.Lacks.ShouldBe([new Lack("avoided.hydro", "crediting-ended", 12)]);
        // Wind lacks nothing, another basis of hydro lacks nothing, and what nobody reported is no more than that.
        margin.Wind.Lacks.ShouldBeNull();
        margin.Solar.Missing.ShouldBe("no-data");
        headline.Avoided.Hydro.Co2.Lacks.ShouldBeNull();
        headline.Avoided.Total.Co2.Lacks.ShouldBeNull();
        var mark = headline.Marks.ShouldHaveSingleItem();
        (mark.Code, mark.Zh, mark.En).ShouldBe(
            (
                "crediting-ended",
                "水电、风电或光伏电站的计入期已结束，按组合边际不再计入。",
                "The crediting periods of a station are over: nothing is avoided by the combined margin any more."
            )
        );
    }

    /// <summary>Of a station that is never credited the reason is said, and the year is whole all the same.</summary>
    [Fact]
    public void Where_a_reservoir_is_too_shallow_to_be_credited_that_is_the_reason_and_the_year_is_whole()
    {
        var shallow = s_hydroEnded with { Kind = GapKinds.DensityTooLow };
        var headline = HeadlineOfYear.Of(
            Year(2024, [Row("avoided.hydro", "displacement", "CO2", 5)], gaps: 0, lacks: [shallow]),
            Year(2023, [Row("avoided.hydro", "displacement", "CO2", 4)], gaps: 0, lacks: [shallow])
        );

        var margin = headline.Avoided.Bases.Single(basis => basis.Basis == "combined-margin").Own;
        (margin.Hydro.Quantity, margin.Hydro.Missing).ShouldBe((null, "density-too-low"));
        margin.Hydro.Lacks.ShouldBe([new Lack("avoided.hydro", "density-too-low", 12)]);
        margin.Hydro.Marks.ShouldBeEmpty();
        headline.Avoided.Hydro.Co2.Lacks.ShouldBeNull();
        var mark = headline.Marks.ShouldHaveSingleItem();
        (mark.Code, mark.Zh, mark.En).ShouldBe(
            (
                "density-too-low",
                "水库功率密度过低，按组合边际不计入。",
                "The power density of a reservoir is too low to be credited: nothing is avoided by the combined margin."
            )
        );
    }

    [Fact]
    public void A_gap_marks_the_figures_that_it_is_of_and_no_others()
    {
        TotalsGap[] anodeEffects = [new(Categories.Pfc, null, "CF4", GapKinds.NotReported, 1)];
        var headline = HeadlineOfYear.Of(
            Year(2024, TenGigawattHoursOfWind, [Co2e("scope1.pfc", null, 10)], gaps: 0),
            Year(2023, TenGigawattHoursOfWind, [Co2e("scope1.pfc", null, 8)], gaps: 1, lacks: anodeEffects)
        );

        headline.GreenhouseGases.Scope1.Marks.ShouldBe(["year-before-incomplete", "coverage-differs"]);
        headline.GreenhouseGases.Scope1.YearBeforeLacks.ShouldBe([new Lack("scope1.pfc", "not-reported", 1)]);
        headline.GreenhouseGases.Scope2Market.Marks.ShouldBeEmpty();
        headline.Avoided.Figures().ShouldAllBe(figure => figure.Marks.Count == 0 && figure.YearBeforeLacks == null);
        headline.Air.Figures().ShouldAllBe(figure => figure.Marks.Count == 0);
        headline
            .Marks.Select(mark => mark.Code)
            .ShouldBe(["year-before-incomplete", "coverage-differs", "not-reported"]);
    }

    [Theory]
    [InlineData("scope1.combustion", null, "CO2", "GreenhouseGases.Scope1")]
    [InlineData("scope1.combustion", null, "SO2", "")]
    [InlineData("scope2.electricity", "market", "CO2", "GreenhouseGases.Scope2Market")]
    [InlineData("scope2.heat", null, "CO2", "GreenhouseGases.Scope2LocationNational GreenhouseGases.Scope2Market")]
    [InlineData("air.process", null, "NOx", "Air.Nox")]
    [InlineData("water.discharge", null, "COD", "")]
    public void A_gap_concerns_figures_of_its_category_basis_and_measure(
        string category,
        string? basis,
        string measure,
        string figures
    )
    {
        var headline = HeadlineOfYear.Of(
            Year(2024, [], gaps: 1, lacks: [new(category, basis, measure, GapKinds.NoFactor, 1)]),
            Year(2023, [], gaps: 0)
        );
        (string Name, Figure Figure)[] all =
        [
            ("GreenhouseGases.Scope1", headline.GreenhouseGases.Scope1),
            ("GreenhouseGases.Scope2LocationNational", headline.GreenhouseGases.Scope2LocationNational),
            ("GreenhouseGases.Scope2Market", headline.GreenhouseGases.Scope2Market),
            ("Air.So2", headline.Air.So2),
            ("Air.Nox", headline.Air.Nox),
        ];
        string.Join(' ', all.Where(one => one.Figure.Marks.Contains("year-incomplete")).Select(one => one.Name))
            .ShouldBe(figures);
        all.ShouldAllBe(one => one.Figure.Missing == (one.Figure.Lacks == null ? "no-data" : "no-factor"));
    }

    [Fact]
    public void Gaps_of_which_nobody_says_what_they_are_of_mark_every_figure() =>
        HeadlineOfYear
            .Of(Year(2024, [], gaps: 3, lacks: [s_hydroEnded]), Year(2023, [], gaps: 0))
            .Air.So2.Marks.ShouldBe(["year-incomplete", "coverage-differs"]);

    [Fact]
    public void A_figure_says_how_much_of_it_rests_on_disputed_factors_and_on_those_of_other_years()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    Row("avoided.wind", "displacement", "CO2", 100, onProvisional: "60"),
                    Row("avoided.solar", "displacement", "CO2", 10, onProvisional: "1.5", onDisputed: "0.25"),
                ],
                margin: [Row("avoided.wind", "combined-margin", "CO2", 90, onCarriedForward: "90")],
                gaps: 0
            ),
            Year(2023, [], gaps: 0)
        );

        var total = headline.Avoided.Total.Co2;
        (total.OnProvisionalFactors, total.OnDisputedFactors, total.OnCarriedForwardFactors).ShouldBe(
            (61.5m, 0.25m, null)
        );
        total.Marks.ShouldBe(["disputed-factor", "provisional-factor"]);
        headline.Avoided.Wind.Co2.Marks.ShouldBe(["provisional-factor"]);
        headline.Avoided.Bases[1].Own.Total.OnCarriedForwardFactors.ShouldBe(90);
        headline.Avoided.Bases[2].Own.Total.Marks.ShouldBeEmpty();
        headline.Marks.Select(mark => mark.Code).ShouldBe(["disputed-factor", "provisional-factor", "carried-forward"]);
        headline.Marks.ShouldAllBe(mark => mark.Zh.EndsWith('。') && mark.En.EndsWith('.'));
    }

    [Fact]
    public void The_sentence_beside_a_basis_does_not_say_that_a_factor_is_of_the_year_where_it_is_not()
    {
        var bases = HeadlineOfYear
            .Of(
                Year(
                    2025,
                    [Row("avoided.wind", "displacement", "CO2", 100, onProvisional: "100")],
                    margin: [Row("avoided.wind", "combined-margin", "CO2", 90, onCarriedForward: "90")],
                    average: [Row("avoided.wind", "grid-average", "CO2", 50)]
                ),
                Year(2024, [])
            )
            .Avoided.Bases;

        var displaced = bases[0].Caveat;
        displaced.Statuses.ShouldBe(["provisional-factor"]);
        displaced.ComparedWith.ShouldBe(
            "the country's average thermal power of the year or, where that is not at hand, of another one (yearly "
                + "figures of the China Electricity Council)"
        );
        displaced.Text.ShouldContain(
            "for some or all of it the factor of the year is not at hand (not published, or not in the catalogue), "
                + "and the latest one serves; "
        );
        displaced.TextZh.ShouldStartWith(
            "替代火电口径：与当年（无当年数据时为其他年度）全国平均火电（中国电力企业联合会年度数据）的比较；"
                + "部分或全部数据尚无当年因子（未发布或未收入目录），暂用最近一年的因子；"
        );
        bases[1].Caveat.Statuses.ShouldBe(["carried-forward"]);
        bases[1]
            .Caveat.Text.ShouldContain(
                "some or all of it is counted by the last edition at hand of a series, which is of another year; "
            );
        bases[1].Caveat.TextZh.ShouldContain("部分或全部数据沿用现有最近一版的因子，属其他年度；");
        bases[2].Caveat.Statuses.ShouldBeNull();
        bases[2]
            .Caveat.Text.ShouldStartWith(
                "Comparison with the grid average: a comparison with the country's average grid power of the "
                    + "accounting year (the ministry's announcements); edition and data year stand on each line;"
            );
    }
}
