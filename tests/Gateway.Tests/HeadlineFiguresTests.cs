using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Gateway.Tests.Years;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>
/// The headline as a pure function of two years' totals: what is emitted, and how a figure is spoken.
/// </summary>
[Tier(Tier.Pure)]
public sealed class HeadlineFiguresTests
{
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

    [Fact]
    public void What_nobody_reported_is_missing_and_not_zero()
    {
        var figure = HeadlineOfYear.Of(Year(2024, []), Year(2023, TenGigawattHoursOfWind)).Avoided.Wind.Co2;
        figure.Quantity.ShouldBeNull();
        figure.Display.ShouldBeNull();
        figure.Change.ShouldBeNull();
        figure.YearBefore.ShouldBe(8_320_000m);
        figure.Missing.ShouldBe("no-data");
    }

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
}
