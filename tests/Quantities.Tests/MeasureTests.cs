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
