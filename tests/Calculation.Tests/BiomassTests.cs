using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>CO2 of biomass, for which the catalogue is delivered without a factor.</summary>
[Tier(Tier.Pure)]
public sealed class BiomassTests
{
    [Fact]
    public void Once_a_factor_is_published_its_CO2_stands_beside_the_scopes()
    {
        using var folder = DataFolder.Copy();
        folder.Append(
            "factors/fuels.csv",
            "fuel.biomass.carbon-content,1,official,carbon-content,biomass,0.0305,tC/GJ,,,,an official "
                + "text,text,verified,7,,Official text: the notice"
        );
        var catalogue = Catalogue.Read(folder.Path);
        var accepted = Sheets.Event(
            "2024-05",
            "SX",
            "SITE-1 site",
            "SITE-1 fuel.biomass#A 200 t ncv=14.2; SITE-1 fuel.biomass#B 3000 kg ncv=15"
        );

        var lines = EmissionLines.Calculate(
            SheetReader.Read(accepted, catalogue),
            catalogue.For(accepted.Month),
            new Working()
        );

        lines.Gaps.ShouldBeEmpty();
        var co2 = lines.All.ToArray().Single(line => line.Kind == LineKind.BiogenicCo2);
        co2.Amount.ShouldBe(Arithmetic.Evaluate("(200 × 14.2 + 3 × 15) × 0.0305 × 44 / 12 × 1000"));
        co2.Grounds.FactorSet.ShouldBe("official/1+given");
        co2.Grounds.FactorUncertaintyPercent.ShouldBe(7);
        WorkingAudit.Holds(co2.Amount, Explanation.Of(co2.Working!)).ShouldBeEmpty();
    }

    [Fact]
    public void Without_heat_there_is_none_even_then()
    {
        using var folder = DataFolder.Copy();
        folder.Append(
            "factors/fuels.csv",
            "fuel.biomass.carbon-content,1,official,carbon-content,biomass,0.0305,tC/GJ,,,,an official "
                + "text,text,verified,7,,Official text: the notice"
        );
        var catalogue = Catalogue.Read(folder.Path);
        var accepted = Sheets.Event("2024-05", "SX", "SITE-1 site", "SITE-1 fuel.biomass 200 t");

        var lines = EmissionLines.Calculate(SheetReader.Read(accepted, catalogue), catalogue.For(accepted.Month));

        lines.All.Length.ShouldBe(0);
        lines
            .Gaps.Select(gap => $"{gap.Kind} {gap.Detail}")
            .Single(gap => gap.StartsWith("biogenic", StringComparison.Ordinal))
            .ShouldBe("biogenic CO2 Biomass has no default net calorific value: give ncv.");
    }
}
