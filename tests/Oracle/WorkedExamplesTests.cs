using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Oracle;

/// <summary>The oracle is right where the methods print a figure.</summary>
[Tier(Tier.Pure)]
public sealed class WorkedExamplesTests
{
    [Fact]
    public void A_thousand_tonnes_of_anthracite()
    {
        var book = Month(
            "2020-06",
            new Source("B", "boiler", "power"),
            new Reading("B", "fuel.anthracite", "1000", "t")
        );
        Amount(book, "scope1.combustion", "CO2").ShouldBe("2322768.466333");

        book = Month(
            "2020-06",
            new Source("B", "boiler", "power"),
            Reading("B", "fuel.anthracite", "1", "kt", "ncv=24.515")
        );
        Amount(book, "energy.consumed", "ENERGY", "equivalent").ShouldBe("836472.450832");
        Amount(book, "energy.consumed", "ENERGY", "equal").ShouldBe("836472.450832");
    }

    [Theory]
    [InlineData("fuel.bituminous-coal", "t", "2071.51")]
    [InlineData("fuel.coke", "t", "2851.83")]
    [InlineData("fuel.diesel", "t", "3145.12")]
    [InlineData("fuel.natural-gas", "万Nm3", "21621.89")]
    public void Default_fuels_of_the_NDRC_guidelines(string fuel, string unit, string kg)
    {
        var book = Month("2023-06", new Source("B", "boiler", "power"), new Reading("B", fuel, "1", unit));
        decimal.Parse(Amount(book, "scope1.combustion", "CO2")).ShouldBe(decimal.Parse(kg), 0.01m);
    }

    [Theory]
    [InlineData("fuel.bituminous-coal", "1741.75")]
    [InlineData("fuel.petroleum-coke", "3211.54")]
    [InlineData("fuel.diesel", "3095.91")]
    public void Default_fuels_of_the_anode_standard(string fuel, string kg)
    {
        var book = Month("2024-06", new Source("A", "anode-plant", "anode"), new Reading("A", fuel, "1", "t"));
        decimal.Parse(Amount(book, "scope1.combustion", "CO2")).ShouldBe(decimal.Parse(kg), 0.01m);
    }

    [Fact]
    public void Ten_thousand_megawatt_hours_of_grid_power_in_Shanxi()
    {
        var book = Month(
            "2024-03",
            new Source("G", "grid-connection", "other"),
            new Reading("G", "electricity.grid", "10000", "MWh")
        );
        Amount(book, "scope2.electricity", "CO2", "location-national").ShouldBe("5366000.000000");
        Amount(book, "scope2.electricity", "CO2", "location-provincial").ShouldBe("7096000.000000");
        Amount(book, "scope2.electricity", "CO2", "market").ShouldBe("5856000.000000");
        Amount(book, "energy.consumed", "ENERGY", "equivalent").ShouldBe("1229000.000000");
    }

    [Fact]
    public void Ten_thousand_megawatt_hours_of_wind_power_in_Shanxi()
    {
        var book = Month(
            "2020-03",
            new Source("W", "wind-farm", "power"),
            new Reading("W", "generation.wind", "1000", "万kWh")
        );
        Amount(book, "avoided.wind", "CO2", "displacement").ShouldBe("8320000.000000");
        Amount(book, "avoided.wind", "SO2", "displacement").ShouldBe("1600.000000");
        Amount(book, "avoided.wind", "NOx", "displacement").ShouldBe("1790.000000");
        Amount(book, "avoided.wind", "PM", "displacement").ShouldBe("320.000000");
        Amount(book, "avoided.wind", "ENERGY", "displacement").ShouldBe("3049000.000000");
        Amount(book, "avoided.wind", "CO2", "combined-margin").ShouldBe("8269000.000000");
        Amount(book, "avoided.wind", "CO2", "grid-average").ShouldBe("6101000.000000");
    }

    [Fact]
    public void Fifty_million_cubic_metres_of_flue_gas()
    {
        var book = Month(
            "2024-03",
            new Source("S", "stack", "power"),
            new Reading("S", "stack.flue-gas", "5000", "万Nm3"),
            new Reading("S", "stack.so2.concentration", "28.4", "mg/Nm3"),
            new Reading("S", "stack.nox.concentration", "41.2", "mg/Nm3")
        );
        Amount(book, "air.combustion", "SO2").ShouldBe("1420.000000");
        Amount(book, "air.combustion", "NOx").ShouldBe("2060.000000");
    }

    [Fact]
    public void Anodes_of_a_potline()
    {
        var book = Month(
            "2024-03",
            new Source("P", "potline", "electrolysis"),
            Reading("P", "aluminium.net-anode", "4200", "t", "sulphurPercent=2;ashPercent=0.4")
        );
        Amount(book, "scope1.anode", "CO2").ShouldBe("15030400.000000");

        book = Month(
            "2024-03",
            new Source("P", "potline", "electrolysis"),
            new Reading("P", "aluminium.output", "1", "t")
        );
        // 0.411 × (1 − 0.02 − 0.004) × 44 / 12.
        Amount(book, "scope1.anode", "CO2").ShouldBe("1470.832000");

        book = Month(
            "2024-03",
            new Source("P", "potline", "electrolysis"),
            new Reading("P", "aluminium.gross-anode", "1", "t")
        );
        decimal.Parse(Amount(book, "scope1.anode", "CO2")).ShouldBe(3035.43m, 0.01m);

        // 0.42 t of net anode with 2 % of sulphur: 16.8 kg.
        book = Month(
            "2024-03",
            new Source("P", "potline", "electrolysis"),
            new Reading("P", "aluminium.net-anode", "0.42", "t")
        );
        Amount(book, "air.process", "SO2").ShouldBe("16.800000");
    }

    [Fact]
    public void Perfluorocarbons_of_a_potline()
    {
        Reading[] readings =
        [
            new("P", "aluminium.output", "10000", "t"),
            new("P", "aluminium.anode-effect-minutes", "0.45", "min/cell-day"),
        ];
        var book = Month("2023-03", new Source("P", "potline", "electrolysis"), readings);
        Amount(book, "scope1.pfc", "CF4").ShouldBe("643.500000");
        Amount(book, "scope1.pfc", "C2F6").ShouldBe("64.350000");
        (
            Exact.Fraction.Parse("643.5") * Tables.Processes.Warming["CF4"][2]
            + Exact.Fraction.Parse("64.35") * Tables.Processes.Warming["C2F6"][2]
        ).ShouldBe(4980690);

        book = Month("2024-03", new Source("P", "potline", "electrolysis"), readings);
        Amount(book, "scope1.pfc", "CF4").ShouldBe("200.000000");
        Amount(book, "scope1.pfc", "C2F6").ShouldBe("11.000000");

        var ipcc = new Source("P", "potline", "electrolysis")
        {
            Technology = "CWPB",
            Profiles = [(Quantities.Month.Parse("2020-01"), "ipcc-2019")],
        };
        book = Month("2024-03", ipcc, readings);
        Amount(book, "scope1.pfc", "CF4").ShouldBe("643.500000");
        Amount(book, "scope1.pfc", "C2F6").ShouldBe("77.863500");
    }

    [Fact]
    public void Sulphur_of_a_million_tonnes_of_coal()
    {
        foreach (
            var attributes in new[]
            {
                "sulphurPercent=1;sulphurRetentionPercent=15;removalPercent=97.5",
                "sulphurPercent=1;removalPercent=97.5",
            }
        )
        {
            var book = Month(
                "2024-03",
                new Source("B", "boiler", "power"),
                Reading("B", "fuel.bituminous-coal", "1000000", "t", attributes)
            );
            Amount(book, "air.combustion", "SO2").ShouldBe("425000.000000");
            book.Gaps.ShouldBe([new Gap("B", "air.combustion", null, "NOx", "not-reported")]);
        }
    }

    [Fact]
    public void Calcining_and_baking()
    {
        var works = new Source("A", "anode-plant", "anode");
        var book = Month(
            "2024-03",
            works,
            Reading("A", "anode-plant.raw-coke", "100", "t", "fixedCarbonPercent=0.8;volatilePercent=10"),
            Reading("A", "anode-plant.calcined-coke", "70", "t", "fixedCarbonPercent=0.2;volatilePercent=2"),
            new Reading("A", "anode-plant.under-calcined", "5", "t"),
            new Reading("A", "anode-plant.dust", "1", "t")
        );
        Amount(book, "scope1.anode-production", "CO2").ShouldBe("10653.500000");

        book = Month(
            "2024-03",
            works,
            Reading("A", "anode-plant.packing-coke", "10", "t", "fixedCarbonPercent=0.5;volatilePercent=10"),
            Reading("A", "anode-plant.green-anode", "100", "t", "fixedCarbonPercent=0.7;volatilePercent=2"),
            new Reading("A", "anode-plant.carbon-out", "0.05", "t"),
            Reading("A", "anode-plant.baked-anode", "95", "t", "fixedCarbonPercent=0.6")
        );
        Amount(book, "scope1.anode-production", "CO2").ShouldBe("3364.166667");
    }

    [Fact]
    public void Graphitising_and_incineration()
    {
        var works = new Source("A", "anode-plant", "anode");
        var book = Month(
            "2024-03",
            works,
            Reading("A", "anode-plant.resistor-coke", "10", "t", "fixedCarbonPercent=0.5;volatilePercent=10"),
            Reading("A", "anode-plant.to-graphitise", "100", "t", "fixedCarbonPercent=0.7"),
            new Reading("A", "anode-plant.graphitising-carbon-out", "0.05", "t"),
            Reading("A", "anode-plant.graphitised", "95", "t", "fixedCarbonPercent=0.6")
        );
        Amount(book, "scope1.anode-production", "CO2").ShouldBe("1439.166667");

        // 1000 Nm3/h for a day.
        book = Month(
            "2024-03",
            works,
            Reading(
                "A",
                "anode-plant.incinerated-fume",
                "24000",
                "Nm3",
                "volatileMgPerNm3=10;ncv=30;carbonContent=0.02;oxidationPercent=98"
            )
        );
        Amount(book, "scope1.anode-production", "CO2").ShouldBe("0.517440");
    }

    [Fact]
    public void Heat_of_a_tonne_of_steam()
    {
        var book = Month("2024-03", new Source("S", "site", "other"), new Reading("S", "heat.purchased", "2.8", "GJ"));
        Amount(book, "scope2.heat", "CO2").ShouldBe("308.000000");

        var steam = Reading("S", "heat.purchased.steam", "1000", "kg", "enthalpyKjPerKg=2800");
        book = Month(
            "2024-03",
            new Source("S", "site", "other") { Profiles = [(Quantities.Month.Parse("2020-01"), "gbt-32151-34-2024")] },
            steam
        );
        Amount(book, "scope2.heat", "CO2").ShouldBe("308.000000");
        book = Month("2024-03", new Source("S", "site", "other"), steam);
        Amount(book, "scope2.heat", "CO2").ShouldBe("298.788600");
    }

    [Fact]
    public void Hot_water_counts_from_twenty_degrees()
    {
        var book = Month(
            "2024-03",
            new Source("S", "site", "other"),
            Reading("S", "heat.purchased.hot-water", "1000", "t", "temperatureC=95")
        );
        Amount(book, "scope2.heat", "CO2").ShouldBe("34541.100000");
        Amount(book, "energy.consumed", "ENERGY", "equal").ShouldBe("10714.021200");
    }

    [Fact]
    public void The_same_coke_is_fuel_or_reductant()
    {
        var book = Month(
            "2024-03",
            new Source("F", "furnace", "zinc"),
            new Reading("F", "fuel.coke", "100", "t"),
            new Reading("F", "reductant.coke", "100", "t")
        );
        book.Lines.Select(l => l.Key.Activity).Distinct().ShouldBe(["reductant.coke"]);
        book.Gaps.Where(g => g.Kind == "not-computable")
            .Select(g => g.Category)
            .Distinct()
            .ShouldBe(["scope1.combustion", "energy.consumed"], ignoreOrder: true);
    }

    [Fact]
    public void Limestone_of_a_desulphurisation()
    {
        var book = Month(
            "2024-03",
            new Source("B", "boiler", "power"),
            new Reading("B", "carbonate.limestone", "10", "t")
        );
        Amount(book, "scope1.carbonate", "CO2").ShouldBe("3960.000000");

        book = Month(
            "2024-03",
            new Source("F", "furnace", "copper"),
            new Reading("F", "carbonate.limestone", "10", "t")
        );
        Amount(book, "scope1.carbonate", "CO2").ShouldBe("4050.000000");
    }

    [Theory]
    [InlineData("SX", null, "0.8269")]
    [InlineData("NM", "east", "0.871925")]
    [InlineData("FJ", null, "0.690825")]
    [InlineData("SC", null, "0.715375")]
    [InlineData("NX", null, "0.779325")]
    [InlineData("YN", null, "0.656525")]
    public void Combined_margins_as_printed(string province, string? subRegion, string tonnesPerMwh)
    {
        var plant = new Plant("P", [], []) { Province = province, SubRegion = subRegion };
        var book = new MonthBook(new Group([], [plant]), new Sheet("P", Quantities.Month.Parse("2024-06"), []));
        Tables.Grid.CombinedMargin(book, "wind")!.Value.ShouldBe(Exact.Fraction.Parse(tonnesPerMwh));
    }

    [Theory]
    [InlineData("0.0000005", "0.000000")]
    [InlineData("0.0000015", "0.000002")]
    [InlineData("0.0000025", "0.000002")]
    [InlineData("-0.0000025", "-0.000002")]
    [InlineData("0.00000250000001", "0.000003")]
    [InlineData("12", "12.000000")]
    public void The_middle_goes_to_the_even_neighbour(string exact, string rounded) =>
        Exact.Fraction.Parse(exact).ToString().ShouldBe(rounded);

    private static MonthBook Month(string month, Source source, params Reading[] readings)
    {
        var plant = new Plant("P", [], [source]) { Province = "SX" };
        return PlantMonth.Calculate(new Group([], [plant]), new Sheet("P", Quantities.Month.Parse(month), readings));
    }

    private static Reading Reading(string source, string activity, string quantity, string unit, string attributes) =>
        new(source, activity, quantity, unit)
        {
            Attributes = attributes
                .Split(';')
                .Select(a => a.Split('='))
                .ToDictionary(a => a[0], a => a[1], StringComparer.Ordinal),
        };

    private static string Amount(MonthBook book, string category, string measure, string? basis = null) =>
        book
            .Lines.Single(l => l.Key.Category == category && l.Key.Measure == measure && l.Key.Basis == basis)
            .Amount.ToString();
}
