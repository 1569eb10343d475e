using System.Text.Json;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class MeasureTests
{
    [Fact]
    public void The_measures_their_units_and_which_are_greenhouse_gases() =>
        Measure
            .All.Select(m => $"{m.Code} {m.Unit.Symbol}{(m.IsGreenhouseGas ? " GHG" : "")}")
            .ShouldBe([
                "CO2 kg GHG",
                "CH4 kg GHG",
                "N2O kg GHG",
                "CF4 kg GHG",
                "C2F6 kg GHG",
                "SF6 kg GHG",
                "NF3 kg GHG",
                "HFC-23 kg GHG",
                "HFC-32 kg GHG",
                "HFC-125 kg GHG",
                "HFC-134a kg GHG",
                "HFC-143a kg GHG",
                "HFC-152a kg GHG",
                "HFC-227ea kg GHG",
                "HCFC-22 kg",
                "SO2 kg",
                "NOx kg",
                "PM kg",
                "F kg",
                "COD kg",
                "NH3N kg",
                "ENERGY kgce",
                "ELECTRICITY kWh",
                "HEAT GJ",
                "OUTPUT kg",
                "VALUE yuan",
                "WATER m3",
                "WASTE kg",
                "GAS Nm3",
                "HOURS h",
            ]);

    [Fact]
    public void One_gas_warms_and_is_not_of_the_Kyoto_basket() =>
        Measure.All.Where(m => m.IsOutsideKyoto).Select(m => m.Code).ShouldBe(["HCFC-22"]);

    [Fact]
    public void Codes_are_exact()
    {
        foreach (var measure in Measure.All)
            Measure.Parse(measure.Code).ShouldBe(measure);
        Measure.TryParse("NOX", out _).ShouldBeFalse();
        Measure.TryParse("co2", out _).ShouldBeFalse();
        Measure.TryParse(null, out _).ShouldBeFalse();
        Should
            .Throw<FormatException>(() => Measure.Parse("CO2e"))
            .Message.ShouldStartWith("\"CO2e\" is no measure. Expected: one of CO2, CH4,");
    }

    [Fact]
    public void Json_is_the_code()
    {
        JsonSerializer.Serialize(Measure.NOx).ShouldBe("\"NOx\"");
        JsonSerializer.Deserialize<Measure>("\"ENERGY\"").ShouldBe(Measure.Energy);
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<Measure>("\"NOX\""))
            .Message.ShouldContain("is no measure");
    }
}
