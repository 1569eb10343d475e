using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What a method asks for is in the data, in its unit, or the start says what is missing.</summary>
[Tier(Tier.Pure)]
public sealed class MethodNeedTests
{
    private const string Factor = "factors/process.csv";

    [Theory]
    [InlineData(
        "factors/grid.csv",
        "heat.default",
        "",
        "heat.default is missing or not valid in 1990-01; a method needs it"
    )]
    [InlineData(
        "factors/grid.csv",
        "heat.default",
        "heat.default,1,ndrc-2013,heat,*,0.11,kgCO2/kWh,,,,s,T,provisional,10,,",
        "heat.default is in kgCO2/kWh; the method needs it in tCO2/GJ"
    )]
    [InlineData(
        "factors/grid.csv",
        "heat.default",
        "heat.default,1,ndrc-2013,heat,*,0.11,tCO2/GJ,2020-01,,,s,T,provisional,10,,",
        "heat.default is missing or not valid in 1990-01; a method needs it"
    )]
    [InlineData(
        "factors/fuels.csv",
        "fuel.ndrc-2013.natural-gas.ncv",
        "fuel.ndrc-2013.natural-gas.ncv,1,ndrc-2013,ncv,natural-gas,38.9,GJ/t,,,,s,T,provisional,3,,",
        "fuel.ndrc-2013.natural-gas.ncv is in GJ/t; the method needs it in GJ/10^4Nm3"
    )]
    [InlineData(
        "factors/grid.csv",
        "grid.average.SX.2021",
        "grid.average.SX.2021,1,grid-2021,grid-average,SX,0.7222,tCO2/MWh,2022-01,2023-12,2021,s,T,provisional,5,,",
        "grid.average.SX.2021 is in tCO2/MWh; series provincial-average needs it in kgCO2/kWh"
    )]
    public void A_factor_that_a_method_needs_is_there_and_in_its_unit(
        string file,
        string beginning,
        string row,
        string reason
    )
    {
        using var folder = DataFolder.Copy();
        folder.Replace(file, beginning, row);
        Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path)).Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_series_that_a_method_needs_is_there()
    {
        using var folder = DataFolder.Copy();
        folder.Replace("factor-years.csv", "national-fossil,2026", "");
        folder.Replace("factor-years.csv", "national-fossil,2023", "");
        Should
            .Throw<DataFileException>(() => Catalogue.Read(folder.Path))
            .Reason.ShouldBe("series national-fossil is missing; a method needs it");
    }
}
