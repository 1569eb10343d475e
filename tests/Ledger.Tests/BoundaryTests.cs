using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Totals of one boundary of reporting.</summary>
[Tier(Tier.Service)]
public sealed class BoundaryTests
{
    private const string March = "from=2024-03&to=2024-03";

    private static readonly Sheet s_smelter = new Sheet("SX-A1", "2024-03").With(
        new SheetLine("POT-1", "aluminium.net-anode", Categories.Anode, null, "CO2", 1500),
        new SheetLine("POT-1", "aluminium.output", Categories.Pfc, null, "CF4", 2),
        new SheetLine("POT-1", "aluminium.output", Categories.Pfc, null, "C2F6", 0.11m),
        new SheetLine("POT-1", "fuel.natural-gas", Categories.Combustion, null, "CO2", 7),
        new SheetLine("UNIT-1", "fuel.bituminous-coal", Categories.Combustion, null, "CO2", 900),
        new SheetLine("UNIT-1", "fuel.bituminous-coal", Categories.Combustion, null, "N2O", 3),
        new SheetLine("UNIT-1", "carbonate.limestone", Categories.Carbonate, null, "CO2", 40),
        new SheetLine("BOILER-1", "fuel.bituminous-coal", Categories.Combustion, null, "CO2", 60)
    );

    [Fact]
    public async Task A_boundary_holds_the_lines_of_its_kinds_of_sources()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            Organisation
                .Plant("SX-A1", 1, ("2020-01", "ALU"))
                .WithSources(("POT-1", "potline"), ("UNIT-1", "thermal-unit"), ("BOILER-1", "boiler"))
        );
        await ledger.PostAsync(s_smelter);

        (await api.RowsAsync(March + "&boundary=ets-aluminium")).ShouldBe([
            "scope1.anode CO2 1500.000000",
            "scope1.pfc CF4 2.000000",
            "scope1.pfc C2F6 0.110000",
        ]);
        (await api.RowsAsync(March + "&boundary=ets-power&groupBy=activity")).ShouldBe([
            "activity=carbonate.limestone scope1.carbonate CO2 40.000000",
            "activity=fuel.bituminous-coal scope1.combustion CO2 900.000000",
        ]);
        (await api.RowsAsync(March + "&boundary=enterprise&groupBy=source")).ShouldBe(
            await api.RowsAsync(March + "&groupBy=source")
        );
        (await api.RowsAsync(March + "&boundary=enterprise")).ShouldBe(await api.RowsAsync(March));

        var totals = await api.TotalsAsync(March + "&boundary=ets-aluminium&uncertainty=true");
        totals["boundary"]!.ToString().ShouldBe("ets-aluminium");
        // 1,500 + 2 × 6,630 + 0.11 × 11,100: what the national market counts of aluminium.
        totals["co2e"]!["scopes"]![0]!["quantity"]!.ToString().ShouldBe("15981.000000");
        (await api.TotalsAsync(March))["boundary"].ShouldBeNull();
    }

    [Fact]
    public async Task What_a_source_is_comes_from_the_record_that_held_at_the_position()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(s_smelter);
        (await api.RowsAsync(March + "&boundary=ets-power")).ShouldBeEmpty("nothing is known of the sources yet");
        // And the answer says that something may be missing: coal and limestone of two sources, anodes of one.
        (await UnplacedAsync("ets-power")).ShouldBe("3");
        (await UnplacedAsync("ets-aluminium")).ShouldBe("1");
        (await UnplacedAsync("enterprise")).ShouldBe("0");
        (await api.TotalsAsync(March))["coverage"]!["sourcesUnplaced"].ShouldBeNull();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")).WithSources(("UNIT-1", "boiler")));
        await ledger.PostAsync(
            Organisation.Plant("SX-A1", 2, ("2020-01", "ALU")).WithSources(("UNIT-1", "thermal-unit"))
        );

        (await api.RowsAsync(March + "&boundary=ets-power")).ShouldBe([
            "scope1.combustion CO2 900.000000",
            "scope1.carbonate CO2 40.000000",
        ]);
        (await api.RowsAsync(March + "&boundary=ets-power&asOf=2")).ShouldBeEmpty();
        (await api.RowsAsync(March + "&boundary=ets-power&asOf=1")).ShouldBeEmpty();
        (await UnplacedAsync("ets-power")).ShouldBe("2", "the potline and the boiler are still unknown");
        (await UnplacedAsync("ets-power&asOf=1")).ShouldBe("3");
        await ledger.PostAsync(
            Organisation
                .Plant("SX-A1", 3, ("2020-01", "ALU"))
                .WithSources(("POT-1", "potline"), ("UNIT-1", "thermal-unit"), ("BOILER-1", "boiler"))
        );
        (await UnplacedAsync("ets-power")).ShouldBe("0");

        async Task<string> UnplacedAsync(string boundary) =>
            (await api.TotalsAsync($"{March}&boundary={boundary}"))["coverage"]!["sourcesUnplaced"]!.ToString();
    }

    [Fact]
    public async Task What_a_plant_of_the_group_supplied_is_taken_off_within_the_boundary()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            Organisation
                .Plant("SX-A1", 1, ("2020-01", "ALU"))
                .WithSources(("UNIT-1", "thermal-unit"), ("GRID-1", "site"))
        );
        await ledger.PostAsync(
            Organisation.Plant("SX-P1", 1, ("2020-01", "PWR")).WithSources(("UNIT-1", "thermal-unit"))
        );
        await ledger.PostAsync(
            new Sheet("SX-P1", "2024-03").With(
                new SheetLine("UNIT-1", "fuel.bituminous-coal", Categories.Combustion, null, "CO2", 1000)
            )
        );
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").WithDirectPower(80, "SX-P1", "UNIT-1").WithDirectPower(500, "SX-P1", "GRID-1")
        );

        // Start-up power of the thermal unit is in the boundary, the power of the site is not; what the supplier's
        // fuel counts already is taken off.
        (await api.RowsAsync(March + "&boundary=ets-power")).ShouldBe([
            "scope1.combustion CO2 1000.000000",
            "scope2.electricity location-national CO2 0.000000",
        ]);
        (await api.RowsAsync(March + "&boundary=ets-power&org=ALU")).ShouldBe([
            "scope2.electricity location-national CO2 80.000000",
        ]);
        (await api.RowsAsync(March + "&boundary=ets-power&org=PWR")).ShouldBe([
            "scope1.combustion CO2 1000.000000",
            "scope2.electricity location-national CO2 -80.000000",
        ]);
    }
}
