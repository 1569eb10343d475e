using CarbonPlatform.Contracts;
using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Gateway.Tests.Years;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>What hydro, wind and solar power avoids, as the headline has it.</summary>
[Tier(Tier.Pure)]
public sealed class AvoidedFiguresTests
{
    [Fact]
    public void Avoided_stands_by_kind_and_as_their_sum()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    .. TenGigawattHoursOfWind,
                    Row("avoided.solar", "displacement", "CO2", 0.000001m),
                    Row("avoided.hydro", "displacement", "CO2", 12_345_678.123456m),
                ]
            ),
            Year(2023, TenGigawattHoursOfWind)
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
                [.. TenGigawattHoursOfWind, Row("avoided.wind.bought", "displacement", "CO2", 832_000m)],
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

    /// <summary>Own and bought, of the year and of no other, each basis by its own lines.</summary>
    [Fact]
    public void Beside_every_basis_stands_whether_certificates_were_sold()
    {
        var bases = HeadlineOfYear
            .Of(
                Year(
                    2024,
                    [
                        Row("avoided.wind", "displacement", "CO2", 100, sold: "no"),
                        Row("avoided.wind", "displacement", "SO2", 1, sold: "no"),
                        Row("avoided.hydro.bought", "displacement", "CO2", 0, sold: "yes"),
                        Row("scope1.combustion", null, "CO2", 1),
                    ],
                    margin:
                    [
                        Row("avoided.wind", "combined-margin", "CO2", 90, sold: "no"),
                        Row("avoided.solar", "combined-margin", "CO2", 90, sold: "unknown"),
                    ],
                    average: [Row("avoided.wind", "grid-average", "CO2", 50, sold: "no")]
                ),
                Year(2023, [Row("avoided.wind", "displacement", "CO2", 100, sold: "unknown")])
            )
            .Avoided.Bases;

        bases.Select(basis => basis.Caveat.CertificatesSold).ShouldBe(["yes", "no-partly-unknown", "no"]);
        bases[0]
            .Caveat.Text.ShouldContain(
                "certificates or credits of it sold: yes, and not counted; of all the rest: no; "
            );
        bases[0].Caveat.TextZh.ShouldContain("绿证或减排量是否已出售：是（已出售部分不计，其余均未出售）；");
        bases[1].Caveat.TextZh.ShouldContain("绿证或减排量是否已出售：部分未出售，其余未知；");
        bases[2].Caveat.Text.ShouldContain("certificates or credits of it sold: no; ");
    }

    [Fact]
    public void Another_basis_of_the_same_avoided_emissions_is_not_added()
    {
        var headline = HeadlineOfYear.Of(
            Year(
                2024,
                [
                    .. TenGigawattHoursOfWind,
                    Row("avoided.wind", "combined-margin", "CO2", 8_269_000m),
                    Row("avoided.wind", "grid-average", "CO2", 6_101_000m),
                ]
            ),
            Year(2023, [])
        );
        headline.Avoided.Total.Co2.Quantity.ShouldBe(8_320_000m);
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
