using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What a sheet says of power and heat that passes between plants.</summary>
[Tier(Tier.Pure)]
public sealed class SheetSupplyTests
{
    private static ReadingRecord Reading(
        string activity,
        decimal quantity,
        string unit,
        params (string Name, string Value)[] attributes
    ) =>
        new()
        {
            Source = "SITE",
            Activity = activity,
            Quantity = quantity,
            Unit = unit,
            Quality = Quality.Measured,
            Attributes = attributes.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
        };

    private static IEnumerable<string> Shown(params ReadingRecord[] readings) =>
        SheetSupply.Of(readings).Select(supply => $"{supply.Supplier} {supply.Carrier} {supply.Quantity}");

    [Fact]
    public void What_is_received_is_summed_by_supplier_and_carrier_in_kWh_and_GJ() =>
        Shown(
                Reading("electricity.direct.fossil", 1.5m, "万kWh", ("supplierPlant", "T-1")),
                Reading("electricity.wind", 2m, "MWh", ("supplierPlant", "T-1")),
                Reading("electricity.grid", 9m, "MWh"),
                Reading("heat.purchased", 5m, "GJ", ("supplierPlant", "T-1")),
                Reading("heat.purchased", 1m, "MWh", ("supplierPlant", "A-1"))
            )
            .ShouldBe(["A-1 heat 3.6", "T-1 electricity 17000", "T-1 heat 5"]);

    [Fact]
    public void Steam_counts_by_its_enthalpy_and_water_by_its_warmth() =>
        Shown(
                // 10 t × 2800 kJ/kg; 10 t × (95 − 20) × 4.1868 kJ/kg; water that is cold holds none.
                Reading("heat.purchased.steam", 10m, "t", ("supplierPlant", "A-1"), ("enthalpyKjPerKg", "2800")),
                Reading("heat.purchased.hot-water", 10_000m, "kg", ("supplierPlant", "B-1"), ("temperatureC", "95")),
                Reading("heat.purchased.hot-water", 10m, "t", ("supplierPlant", "C-1"), ("temperatureC", "-2.5"))
            )
            .ShouldBe(["A-1 heat 28", "B-1 heat 3.1401", "C-1 heat 0"]);

    [Fact]
    public void What_a_plant_has_is_what_it_generates_and_passes_on() =>
        Shown(
                Reading("generation.wind", 1m, "MWh"),
                Reading("generation.thermal", 10m, "MWh"),
                Reading("generation.thermal.supplied", 9m, "MWh"),
                Reading("generation.thermal.auxiliary", 1m, "MWh"),
                Reading("electricity.exported", 500m, "kWh", ("customerPlant", "B-1")),
                Reading("generation.thermal.heat-supplied", 7m, "GJ"),
                Reading("heat.exported.steam", 1m, "t", ("enthalpyKjPerKg", "2800"))
            )
            .ShouldBe([" electricity 11500", " heat 9.8"]);

    [Fact]
    public void Where_only_what_was_supplied_is_reported_it_counts() =>
        Shown(Reading("generation.thermal.supplied", 9m, "MWh")).ShouldBe([" electricity 9000"]);

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var supplies = SheetSupply.Of([
            Reading("generation.wind", 1m, "MWh"),
            Reading("heat.purchased", 0.123456m, "GJ", ("supplierPlant", "T-1")),
        ]);
        SheetSupply.FromJson(SheetSupply.ToJson(supplies)).ShouldBe(supplies);
    }
}
