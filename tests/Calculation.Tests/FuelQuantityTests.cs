using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>Liquid fuels that were read by volume and gases that were read by heat: what a line says of it.</summary>
[Tier(Tier.Pure)]
public sealed class FuelQuantityTests
{
    private static (EmissionLine Line, Explanation Working) Co2(string readings, string factors = "")
    {
        var accepted = Sheets.Event("2024-03", "SX", "SITE-1 site", readings);
        var lines = Sheets.Calculate(accepted, withWorking: true, Sheets.CatalogueWith(factors));
        lines.Gaps.ShouldBeEmpty();
        var line = lines.All.ToArray().Single(line => line.Kind == LineKind.CombustionCo2);
        return (line, Explanation.Of(line.Working!));
    }

    private static string Said(InputView input) =>
        $"{input.Name}/{input.NameZh} {input.Value} {input.Unit} {input.Converted} {input.ConvertedUnit} "
        + $"{input.Origin} {input.Factor}";

    [Fact]
    public void Litres_become_tonnes_in_the_working_by_a_density_that_names_its_source()
    {
        var (line, working) = Co2("SITE-1 fuel.diesel 10000 升");

        // 10 m3 × 0.84 t/m3
        (line.ActivityQuantity, line.Activity.Unit).ShouldBe((8.4m, Unit.Tonne));
        working.Formula.ShouldStartWith("CO2 (kg) = Σ volume × density × net calorific value × carbon content");
        working.FormulaZh.ShouldStartWith("CO2 (kg) = Σ 体积 × 密度 × 低位发热量 × 单位热值含碳量");
        working.Calculation.ShouldStartWith("10 × 0.84 × 43.33 × 0.0202 × 98");
        working.Choice.ShouldEndWith(
            "What was read by volume is a mass by its density, given with the reading, else the plant's own, else of "
                + "the catalogue."
        );
        working.ChoiceZh.ShouldEndWith(
            "按体积填报的数量乘以密度折算为质量；密度取读数给出的值，其次企业自测值，再次因子目录值。"
        );
        working
            .Inputs.Take(2)
            .Select(Said)
            .ShouldBe(["volume/体积 10000 升 10 m3 given ", "density/密度 0.84 kg/L   default fuel.diesel.density/1"]);
        var density = working.Factors.Single(factor => factor.Id == "fuel.diesel.density");
        density.Source.ShouldBe("Statistics Canada 57-601-X (2012), appendix A: 839.5 kg/m3");
        density.Status.ShouldBe("provisional");
        line.Grounds.Statuses.ShouldBe(LineStatuses.UnverifiedFactor);
    }

    [Fact]
    public void The_density_of_the_delivery_note_is_given_and_no_factor_of_the_line()
    {
        var (line, working) = Co2(
            "SITE-1 fuel.diesel 10000 L densityKgPerL=0.8321",
            "own fuel.diesel.density 0.835 kg/L ±1"
        );

        line.ActivityQuantity.ShouldBe(8.321m);
        Said(working.Inputs[1]).ShouldBe("density/密度 0.8321 kg/L   given ");
        working.Factors.ShouldNotContain(factor => factor.Id == "fuel.diesel.density");
    }

    /// <summary>What was found out of one tank serves that source, what is published everybody else.</summary>
    [Theory]
    [InlineData("all fuel.diesel.density 0.85 kg/L ±1", "8.5", "default")]
    [InlineData("own fuel.diesel.density 0.835 kg/L ±1; all fuel.diesel.density 0.85 kg/L ±1", "8.35", "own")]
    [InlineData("own@SITE-1 fuel.diesel.density 0.83 kg/L ±1; own fuel.diesel.density 0.835 kg/L ±1", "8.3", "own")]
    [InlineData("own@SITE-2 fuel.diesel.density 0.83 kg/L ±1", "8.4", "default")]
    public void A_published_density_serves(string factors, string tonnes, string origin)
    {
        var (line, working) = Co2("SITE-1 fuel.diesel 10000 L", factors);

        line.ActivityQuantity.ShouldBe(decimal.Parse(tonnes));
        working.Inputs[1].Origin.ShouldBe(origin);
    }

    [Fact]
    public void Upper_heat_becomes_a_volume_in_the_working_by_share_and_calorific_value()
    {
        var (line, working) = Co2("SITE-1 fuel.natural-gas 1000000 MJ heatBasis=upper ncv=360 carbonContent=0.0153");

        // 1000 GJ × 90 % / 360 GJ per 10^4 Nm3
        (line.ActivityQuantity, line.Activity.Unit).ShouldBe((25_000m, Unit.NormalCubicMetre));
        working.Formula.ShouldBe(
            "CO2 (kg) = Σ heat of the gas × share of the lower in the upper calorific value % / 100 / net calorific "
                + "value × net calorific value × carbon content × oxidation % / 100 × 44 / 12 × 1000"
        );
        working.FormulaZh.ShouldStartWith(
            "CO2 (kg) = Σ 燃气热量 × 低位热值占高位热值的比例 % / 100 / 低位发热量 × 低位发热量 × 单位热值含碳量"
        );
        working.ChoiceZh.ShouldEndWith("按热量填报的数量除以低位发热量折算为体积；高位热量先折算为低位热量。");
        working
            .Inputs.Select(Said)
            .ShouldBe([
                "heat of the gas/燃气热量 1000000 MJ 1000 GJ given ",
                "calorific value that the heat is by/热量所依据的热值（lower 低位，upper 高位） upper    given ",
                "share of the lower in the upper calorific value/低位热值占高位热值的比例 90 %   default "
                    + "fuel.natural-gas.lower-heat/1",
                "net calorific value/低位发热量 360 GJ/10^4Nm3   given ",
                "carbon content/单位热值含碳量 0.0153 tC/GJ   given ",
                "oxidation/碳氧化率 99 %   default fuel.ndrc-2013.natural-gas.oxidation/1",
            ]);
    }

    /// <summary>Whatever volume holds it, the same heat burns the same carbon.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(" ncv=300")]
    [InlineData(" ncv=399.9")]
    public void Carbon_of_heat_that_was_read_does_not_depend_on_the_calorific_value(string ncv) =>
        // 1000 × 0.0153 × 0.99 × 44 / 12 × 1000
        Co2("SITE-1 fuel.natural-gas 1000 GJ heatBasis=lower" + ncv).Line.Amount.ShouldBe(55_539m);
}
