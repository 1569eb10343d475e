using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>The headline as a pure function of two years' totals.</summary>
[Tier(Tier.Pure)]
public sealed class HeadlineFiguresTests
{
    private static readonly TotalsPosition s_at = new(
        18233,
        new DateTimeOffset(2025, 1, 20, 8, 0, 0, TimeSpan.Zero),
        "ab12",
        Sealed: true
    );

    private static TotalsRow Row(
        string category,
        string? basis,
        string measure,
        decimal quantity,
        string unit = "kg",
        decimal onVerified = 0
    ) =>
        new()
        {
            Category = category,
            Basis = basis,
            Measure = measure,
            Quantity = Digits(quantity),
            Unit = unit,
            MeasuredShare = null,
            OnVerifiedFactors = Digits(onVerified),
        };

    private static TotalsCo2eRow Co2e(string category, string? basis, decimal quantity, decimal onVerified = 0) =>
        new()
        {
            Category = category,
            Basis = basis,
            Quantity = Digits(quantity),
            Unit = "kg",
            OnVerifiedFactors = Digits(onVerified),
        };

    private static string Digits(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static YearTotals Year(
        int year,
        TotalsRow[] rows,
        TotalsCo2eRow[]? co2e = null,
        TotalsCo2eRow[]? market = null,
        TotalsRow[]? margin = null,
        TotalsRow[]? average = null,
        int posted = 480,
        string gwpStatus = "verified",
        int gaps = 2
    ) =>
        new(
            year,
            Totals(year, posted, gaps, rows, new TotalsCo2e("AR5", gwpStatus, co2e ?? [])),
            Totals(year, posted, gaps, margin ?? [], new TotalsCo2e("AR5", "verified", market ?? [])),
            Totals(year, posted, gaps, average ?? [], new TotalsCo2e("AR5", "verified", []))
        );

    private static TotalsAnswer Totals(int year, int posted, int gaps, TotalsRow[] rows, TotalsCo2e co2e) =>
        new(
            new Month(year, 1),
            new Month(year, 12),
            "GROUP",
            s_at,
            new TotalsCoverage(480, posted, gaps, Closed: false),
            rows,
            co2e
        );

    /// <summary>
    /// 10,000 MWh of wind in 2020: 832 g CO2, 0.160 g SO2, 0.179 g NOx, 0.032 g dust, 304.9 g coal per kWh displaced.
    /// </summary>
    private static readonly TotalsRow[] s_tenGigawattHoursOfWind =
    [
        Row("avoided.wind", "displacement", "CO2", 8_320_000.000000m),
        Row("avoided.wind", "displacement", "SO2", 1_600.000000m),
        Row("avoided.wind", "displacement", "NOx", 1_790.000000m),
        Row("avoided.wind", "displacement", "PM", 320.000000m),
        Row("avoided.wind", "displacement", "ENERGY", 3_049_000.000000m, "kgce"),
    ];

    [Fact]
    public void Avoided_stands_by_kind_and_as_their_sum()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    .. s_tenGigawattHoursOfWind,
                    Row("avoided.solar", "displacement", "CO2", 0.000001m),
                    Row("avoided.hydro", "displacement", "CO2", 12_345_678.123456m),
                ]
            ),
            Year(2023, s_tenGigawattHoursOfWind)
        );

        headline.Avoided.Basis.ShouldBe("displacement");
        headline.Avoided.Wind.Co2.Quantity.ShouldBe(8_320_000m);
        headline.Avoided.Wind.So2.Quantity.ShouldBe(1_600m);
        headline.Avoided.Wind.Nox.Quantity.ShouldBe(1_790m);
        headline.Avoided.Wind.Pm.Quantity.ShouldBe(320m);
        headline.Avoided.Wind.StandardCoal.Quantity.ShouldBe(3_049_000m);
        headline.Avoided.Wind.StandardCoal.Unit.ShouldBe("kgce");
        headline.Avoided.Solar.Co2.Quantity.ShouldBe(0.000001m);
        headline.Avoided.Hydro.Co2.Quantity.ShouldBe(12_345_678.123456m);
        headline.Avoided.Total.Co2.Quantity.ShouldBe(20_665_678.123457m);
        headline.Avoided.Total.StandardCoal.Quantity.ShouldBe(3_049_000m);
    }

    [Fact]
    public void Own_generation_and_bought_power_are_never_one_figure_and_stand_side_by_side_in_every_basis()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2020,
                [.. s_tenGigawattHoursOfWind, Row("avoided.wind.bought", "displacement", "CO2", 832_000m)],
                margin:
                [
                    Row("avoided.wind", "combined-margin", "CO2", 8_269_000m),
                    Row("avoided.wind.bought", "combined-margin", "CO2", 826_900m),
                ],
                average:
                [
                    Row("avoided.wind", "grid-average", "CO2", 6_101_000m),
                    Row("avoided.wind.bought", "grid-average", "CO2", 610_100m),
                ]
            ),
            Year(2019, [])
        );

        headline.Avoided.Total.Co2.Quantity.ShouldBe(8_320_000m);
        headline.Avoided.Bought.Total.Co2.Quantity.ShouldBe(832_000m);
        headline
            .Avoided.Bases.Select(basis =>
                (basis.Basis, basis.Own.Wind.Quantity, basis.Bought.Wind.Quantity, basis.Caveat.IsAvoidance)
            )
            .ShouldBe([
                ("displacement", 8_320_000m, 832_000m, true),
                ("combined-margin", 8_269_000m, 826_900m, true),
                ("grid-average", 6_101_000m, 610_100m, false),
            ]);
        headline.Avoided.Bases.ShouldAllBe(basis =>
            basis.Own.Total.Quantity == basis.Own.Wind.Quantity && basis.Own.Hydro.Missing == "no-data"
        );
    }

    [Fact]
    public void Beside_every_basis_stands_what_it_is_and_what_it_is_not()
    {
        var caveat = HeadlineOfYear.Of(Year(2024, []), Year(2023, [])).Avoided.Bases[1].Caveat;
        caveat.Text.ShouldBe(
            "Combined margin of the grid: a comparison with the combined margin of the regional grid, ex ante (the "
                + "ministry's baseline factors; ACM0002, TOOL07); edition and data year stand on each line; not a "
                + "reduction unit; not additional by proof; not deducted from scopes 1 to 3; certificates or credits "
                + "of it sold: unknown; reservoir emissions taken off: yes; valid from 2024-01 to 2024-12."
        );
        caveat.TextZh.ShouldBe(
            "组合边际口径：与区域电网组合边际，事前计算（生态环境部基准线排放因子；ACM0002、TOOL07）的比较；版本及数据年份见各明细行；"
                + "不是核证减排量；未证明额外性；不从范围一至三中扣除；绿证或减排量是否已出售：未知；是否扣除水库排放：是；"
                + "适用期间：2024-01至2024-12。"
        );
    }

    [Fact]
    public void Another_basis_of_the_same_avoided_emissions_is_not_added()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    .. s_tenGigawattHoursOfWind,
                    Row("avoided.wind", "combined-margin", "CO2", 8_269_000m),
                    Row("avoided.wind", "grid-average", "CO2", 6_101_000m),
                ]
            ),
            Year(2023, [])
        );
        headline.Avoided.Total.Co2.Quantity.ShouldBe(8_320_000m);
    }

    [Fact]
    public void Greenhouse_gases_stand_by_scope_and_scope_2_twice()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [],
                [
                    Co2e("scope1.combustion", null, 1_000m),
                    Co2e("scope1.pfc", null, 498.069000m),
                    Co2e("scope1.anode", null, 0.5m),
                    Co2e("biogenic", null, 77m),
                    Co2e("scope2.electricity", "location-national", 5_366_000m),
                    Co2e("scope2.heat", null, 110m),
                    Co2e("scope2.electricity.exported", "location-national", 9m),
                    Co2e("avoided.wind", "displacement", 8_320_000m),
                ],
                [
                    Co2e("scope1.combustion", null, 1_000m),
                    Co2e("scope2.electricity", "market", 5_856_000m),
                    Co2e("scope2.heat", null, 110m),
                    Co2e("scope2.electricity.exported", "market", 8m),
                ]
            ),
            Year(2023, [])
        );

        headline.GreenhouseGases.Gwp.ShouldBe("AR5");
        headline.GreenhouseGases.Scope1.Quantity.ShouldBe(1_498.569m, "biomass stands beside the scopes");
        headline.GreenhouseGases.Scope2LocationNational.Quantity.ShouldBe(
            5_366_110m,
            "heat has one basis and belongs to both; exports are not subtracted"
        );
        headline.GreenhouseGases.Scope2Market.Quantity.ShouldBe(5_856_110m);
    }

    [Fact]
    public void Every_figure_says_what_of_it_rests_on_verified_factors()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    Row("air.combustion", null, "SO2", 425_000m, onVerified: 1_000.000001m),
                    Row("air.process", null, "SO2", 12.5m, onVerified: 12.5m),
                ],
                [Co2e("scope1.combustion", null, 1_000m, 400m), Co2e("scope1.pfc", null, 500m, 0.25m)]
            ),
            Year(2023, [Row("air.process", null, "SO2", 7m, onVerified: 6m)])
        );

        (headline.Air.So2.Quantity, headline.Air.So2.OnVerifiedFactors).ShouldBe((425_012.5m, 1_012.500001m));
        (headline.Air.So2.YearBefore, headline.Air.So2.YearBeforeOnVerifiedFactors).ShouldBe((7m, 6m));
        headline.GreenhouseGases.Scope1.OnVerifiedFactors.ShouldBe(400.25m);
        headline.GreenhouseGases.Scope1.YearBeforeOnVerifiedFactors.ShouldBeNull();
        headline.Air.Nox.OnVerifiedFactors.ShouldBeNull("what nobody reported is nothing, verified or not");
    }

    [Theory]
    [InlineData("verified", "verified", "verified")]
    [InlineData("verified", "provisional", "provisional")]
    [InlineData("provisional", "verified", "provisional")]
    public void Warming_potentials_are_verified_when_those_of_both_years_are(
        string year,
        string before,
        string expected
    ) =>
        HeadlineOfYear
            .Of(Year(2024, [], gwpStatus: year), Year(2023, [], gwpStatus: before))
            .GreenhouseGases.GwpStatus.ShouldBe(expected);

    [Fact]
    public void Pollutants_are_those_of_combustion_and_of_processes()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    Row("air.combustion", null, "SO2", 425_000m),
                    Row("air.process", null, "SO2", 12.5m),
                    Row("avoided.wind", "displacement", "SO2", 1_600m),
                    Row("air.combustion", null, "NOx", 7m),
                    Row("air.process", null, "PM", 99m),
                ]
            ),
            Year(2023, [Row("air.combustion", null, "SO2", 850_025m)])
        );

        headline.Air.So2.Quantity.ShouldBe(425_012.5m);
        headline.Air.So2.YearBefore.ShouldBe(850_025m);
        headline.Air.So2.Change.ShouldBe(new Change(-425_012.5m, -50.00m));
        headline.Air.Nox.Quantity.ShouldBe(7m);
        headline.Air.Nox.Missing.ShouldBe("year-before-no-data");
    }

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
        var headline = HeadlineOfYear.Of(Year(2022, s_tenGigawattHoursOfWind), Year(2021, [], posted: 0));
        headline.Avoided.Wind.Co2.Quantity.ShouldBe(8_320_000m);
        headline.Avoided.Wind.Co2.YearBefore.ShouldBeNull();
        headline.Avoided.Wind.Co2.Change.ShouldBeNull();
        headline.Avoided.Wind.Co2.Missing.ShouldBe("year-before-no-data");
        headline.CoverageYearBefore.PlantMonthsPosted.ShouldBe(0);
    }

    [Fact]
    public void What_nobody_reported_is_missing_and_not_zero()
    {
        var figure = HeadlineOfYear.Of(Year(2024, []), Year(2023, s_tenGigawattHoursOfWind)).Avoided.Wind.Co2;
        figure.Quantity.ShouldBeNull();
        figure.Display.ShouldBeNull();
        figure.Change.ShouldBeNull();
        figure.YearBefore.ShouldBe(8_320_000m);
        figure.Missing.ShouldBe("no-data");
    }

    /// <summary>The parts of a year's standard coal that each rounded alone came to 710.58 beside 710.59.</summary>
    [Theory]
    [InlineData("4584734000", "2098243000", "422936000", "458.47 209.83 42.29 = 710.59 万tce")]
    [InlineData("4000004900", "1000004900", "2000004900", "400.00 100.00 200.00 = 700.00 万tce")]
    [InlineData("3333333333", "3333333333", "3333333334", "333.33 333.33 333.34 = 1000.00 万tce")]
    [InlineData("50000000", "0", "1000", "50000.00 0.00 1.00 = 50001.00 tce")]
    [InlineData("20000000", "-15000", "0", "20000.00 -15.00 0.00 = 19985.00 tce")]
    [InlineData("30000000", "-100000000", null, "3.00 -10.00 - = -7.00 万tce")]
    public void Displayed_parts_add_up_to_the_displayed_total(string hydro, string wind, string? solar, string shown)
    {
        TotalsRow[] rows =
        [
            Row("avoided.hydro", "displacement", "ENERGY", decimal.Parse(hydro), "kgce"),
            Row("avoided.wind", "displacement", "ENERGY", decimal.Parse(wind), "kgce"),
            .. solar is null
                ? []
                : new[] { Row("avoided.solar", "displacement", "ENERGY", decimal.Parse(solar), "kgce") },
        ];
        var avoided = HeadlineOfYear.Of(Year(2024, rows), Year(2023, [])).Avoided;
        var parts = new[] { avoided.Hydro, avoided.Wind, avoided.Solar }
            .Select(part => part.StandardCoal.Display)
            .ToList();
        var total = avoided.Total.StandardCoal.Display.ShouldNotBeNull();
        $"{string.Join(' ', parts.Select(part => part?.Quantity ?? "-"))} = {total.Quantity} {total.Unit}".ShouldBe(
            shown
        );
        parts.OfType<Display>().ShouldAllBe(part => part.Unit == total.Unit);
        parts.OfType<Display>().Sum(part => decimal.Parse(part.Quantity)).ShouldBe(decimal.Parse(total.Quantity));
        avoided.Rounding.Method.ShouldBe("largest-remainder");
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

    [Fact]
    public void Whole_years_have_no_marks() =>
        HeadlineOfYear.Of(Year(2024, [], gaps: 0), Year(2023, [], gaps: 0)).Marks.ShouldBeEmpty();

    [Theory]
    [InlineData("12345678.123456", "kg", "1.23", "万t")]
    [InlineData("10000000", "kg", "1.00", "万t")]
    [InlineData("9999999.99", "kg", "10000.00", "t")]
    [InlineData("1005", "kg", "1.00", "t")]
    [InlineData("1015", "kg", "1.02", "t")]
    [InlineData("999.999", "kg", "1000.00", "kg")]
    [InlineData("-61486000", "kg", "-6.15", "万t")]
    [InlineData("0", "kg", "0.00", "kg")]
    [InlineData("3049000", "kgce", "3049.00", "tce")]
    [InlineData("29021700000", "kgce", "2902.17", "万tce")]
    public void A_figure_is_displayed_as_it_is_spoken(string quantity, string unit, string spoken, string spokenUnit) =>
        Display.Of(decimal.Parse(quantity), unit).ShouldBe(new Display(spoken, spokenUnit));

    [Fact]
    public void A_total_in_another_unit_than_expected_is_not_taken_for_it() =>
        Should
            .Throw<InvalidOperationException>(() =>
                HeadlineOfYear.Of(Year(2024, [Row("air.process", null, "SO2", 5m, "t")]), Year(2023, []))
            )
            .Message.ShouldBe("A total in t where kg is expected.");

    [Fact]
    public void What_is_avoided_is_never_subtracted_from_what_is_emitted()
    {
        // Every figure of the headline, by name: none of them is a net of the two.
        Names(typeof(HeadlineOfYear))
            .ShouldBe([
                "Air.Nox",
                "Air.So2",
                "Avoided.Bought.Hydro.Co2",
                "Avoided.Bought.Hydro.Nox",
                "Avoided.Bought.Hydro.Pm",
                "Avoided.Bought.Hydro.So2",
                "Avoided.Bought.Hydro.StandardCoal",
                "Avoided.Bought.Solar.Co2",
                "Avoided.Bought.Solar.Nox",
                "Avoided.Bought.Solar.Pm",
                "Avoided.Bought.Solar.So2",
                "Avoided.Bought.Solar.StandardCoal",
                "Avoided.Bought.Total.Co2",
                "Avoided.Bought.Total.Nox",
                "Avoided.Bought.Total.Pm",
                "Avoided.Bought.Total.So2",
                "Avoided.Bought.Total.StandardCoal",
                "Avoided.Bought.Wind.Co2",
                "Avoided.Bought.Wind.Nox",
                "Avoided.Bought.Wind.Pm",
                "Avoided.Bought.Wind.So2",
                "Avoided.Bought.Wind.StandardCoal",
                "Avoided.Hydro.Co2",
                "Avoided.Hydro.Nox",
                "Avoided.Hydro.Pm",
                "Avoided.Hydro.So2",
                "Avoided.Hydro.StandardCoal",
                "Avoided.Solar.Co2",
                "Avoided.Solar.Nox",
                "Avoided.Solar.Pm",
                "Avoided.Solar.So2",
                "Avoided.Solar.StandardCoal",
                "Avoided.Total.Co2",
                "Avoided.Total.Nox",
                "Avoided.Total.Pm",
                "Avoided.Total.So2",
                "Avoided.Total.StandardCoal",
                "Avoided.Wind.Co2",
                "Avoided.Wind.Nox",
                "Avoided.Wind.Pm",
                "Avoided.Wind.So2",
                "Avoided.Wind.StandardCoal",
                "GreenhouseGases.Scope1",
                "GreenhouseGases.Scope2LocationNational",
                "GreenhouseGases.Scope2Market",
            ]);
    }

    private static IEnumerable<string> Names(Type type) =>
        type.GetProperties()
            .Where(property => property.PropertyType.Namespace == typeof(Figure).Namespace)
            .SelectMany(property =>
                property.PropertyType == typeof(Figure)
                    ? [property.Name]
                    : Names(property.PropertyType).Select(name => property.Name + "." + name)
            )
            .Order(StringComparer.Ordinal);
}
