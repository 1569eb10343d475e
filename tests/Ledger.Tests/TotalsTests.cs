using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Questions for totals, asked over HTTP.</summary>
[Tier(Tier.Service)]
public sealed class TotalsTests
{
    private const string March = "from=2024-03&to=2024-03";

    [Fact]
    public async Task A_total_names_its_position_and_its_coverage()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2024-02", "ALU")));
        await ledger.PostAsync(Organisation.Plant("SX-A2", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03")
                .WithCoal(93.1m)
                .WithCoal(6.9m, "BOILER-2", Quality.Default)
                .WithGaps(Sheet.Gap("BOILER-1"), Sheet.Gap("BOILER-2"))
        );

        var totals = await api.TotalsAsync("from=2024-01&to=2024-12&org=GROUP&groupBy=category,measure");

        totals["from"]!.ToString().ShouldBe("2024-01");
        totals["to"]!.ToString().ShouldBe("2024-12");
        totals["org"]!.ToString().ShouldBe("GROUP");
        totals["asOf"]!["sequence"]!.GetValue<long>().ShouldBe(3);
        totals["asOf"]!["recordedAt"]!.GetValue<DateTimeOffset>().ShouldBe(ledger.Clock.GetUtcNow());
        totals["asOf"]!["rootHash"]!
            .ToString()
            .ShouldBe(
                await ledger.ScalarAsync<string>(
                    "SELECT encode(root, 'hex') FROM position ORDER BY sequence DESC LIMIT 1"
                )
            );
        totals["asOf"]!["sealed"]!.GetValue<bool>().ShouldBeFalse();
        totals["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 23, "plantMonthsPosted": 1, "openGaps": 2, "closed": false, "gapsNotBlocking": 0,
            "plantMonthsNotReported": 22, "plantMonthsWithdrawn": 0, "plantMonthsNotBegun": 0 }
            """
        );
        totals["rows"]!.ShouldBeJson(
            """
            [
                {
                    "category": "scope1.combustion", "basis": null, "measure": "CO2", "quantity": "100.000000",
                    "unit": "kg", "measuredShare": "0.931", "onVerifiedFactors": "100.000000"
                }
            ]
            """
        );
        totals["co2e"]!.ShouldBeJson(
            """
            {
                "gwp": "AR5", "gwpStatus": "verified",
                "rows": [
                    {
                        "category": "scope1.combustion", "basis": null, "quantity": "100.000000", "unit": "kg",
                        "onVerifiedFactors": "100.000000"
                    }
                ]
            }
            """
        );
    }

    [Fact]
    public async Task An_empty_ledger_answers_too()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await using var api = await LedgerApi.StartAsync(ledger);

        var totals = await api.TotalsAsync("from=2024-01&to=2024-12");

        totals["asOf"]!.ShouldBeJson(
            """
            {
                "sequence": 0, "recordedAt": null,
                "rootHash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "sealed": false
            }
            """
        );
        totals["rows"]!.AsArray().ShouldBeEmpty();
        totals["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 0, "plantMonthsPosted": 0, "openGaps": 0, "closed": false, "gapsNotBlocking": 0,
            "plantMonthsNotReported": 0, "plantMonthsWithdrawn": 0, "plantMonthsNotBegun": 0 }
            """
        );
    }

    [Fact]
    public async Task One_basis_of_each_family_stands_in_an_answer()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With([
                .. Bases
                    .Families["scope2"]
                    .Select(
                        (basis, i) =>
                            new SheetLine(
                                "GRID-1",
                                "electricity.grid",
                                Categories.PurchasedElectricity,
                                basis,
                                "CO2",
                                5 + i
                            )
                    ),
                .. Bases
                    .Families["energy"]
                    .Select(
                        (basis, i) =>
                            new SheetLine(
                                "GRID-1",
                                "electricity.grid",
                                Categories.EnergyConsumed,
                                basis,
                                "ENERGY",
                                100 + i
                            )
                    ),
                .. Bases
                    .Families["avoided"]
                    .Select(
                        (basis, i) =>
                            new SheetLine("WF-1", "generation.wind", Categories.AvoidedWind, basis, "CO2", 50 + i)
                    ),
                new SheetLine("GRID-1", "electricity.grid", Categories.EnergyConsumed, null, "ELECTRICITY", 1000),
            ])
        );

        (await api.RowsAsync(March)).ShouldBe([
            "scope2.electricity location-national CO2 5.000000",
            "avoided.wind displacement CO2 50.000000",
            "energy.consumed ELECTRICITY 1000.000000",
            "energy.consumed equivalent ENERGY 100.000000",
        ]);
        (await api.RowsAsync(March + "&basis=market,equal")).ShouldBe([
            "scope2.electricity market CO2 7.000000",
            "avoided.wind displacement CO2 50.000000",
            "energy.consumed ELECTRICITY 1000.000000",
            "energy.consumed equal ENERGY 101.000000",
        ]);
        (await api.RowsAsync(March + "&org=SX-A1&groupBy=source&basis=grid-average")).ShouldBe([
            "source=GRID-1 scope2.electricity location-national CO2 5.000000",
            "source=GRID-1 energy.consumed ELECTRICITY 1000.000000",
            "source=GRID-1 energy.consumed equivalent ENERGY 100.000000",
            "source=WF-1 avoided.wind grid-average CO2 52.000000",
        ]);
    }

    [Fact]
    public async Task Gases_become_co2e_with_the_set_asked_for()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                new SheetLine("POT-1", "aluminium.anode-effect-minutes", Categories.Pfc, null, "CF4", 643.5m),
                new SheetLine("POT-1", "aluminium.anode-effect-minutes", Categories.Pfc, null, "C2F6", 64.35m),
                new SheetLine("MINE-1", "fugitive.coal-mine-methane", Categories.Fugitive, null, "CH4", 10m),
                new SheetLine("STACK-1", "stack.so2.mass", Categories.AirProcess, null, "SO2", 99m)
            )
        );

        // 643.5 kg CF4 and 64.35 kg C2F6 are the 10,000 t of the methods' worked example: 4,980,690 kg CO2e by AR5.
        foreach (
            var (gwp, pfc, methane) in new[]
            {
                ("SAR", "4774770.000000", "210.000000"),
                ("AR4", "5540535.000000", "250.000000"),
                ("AR5", "4980690.000000", "280.000000"),
                ("AR6", "5546970.000000", "279.000000"),
            }
        )
        {
            var co2e = (await api.TotalsAsync($"{March}&gwp={gwp}"))["co2e"]!;
            co2e["gwp"]!.ToString().ShouldBe(gwp);
            co2e["gwpStatus"]!.ToString().ShouldBe("verified", "held against copies of the reports");
            co2e["rows"]!
                .AsArray()
                .Select(row => LedgerApi.TextOf(row!))
                .ShouldBe([$"scope1.pfc {pfc}", $"scope1.fugitive {methane}"]);
        }
    }

    [Fact]
    public async Task Amounts_come_in_the_units_asked_for()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03")
                .WithCoal(1234567.891234m)
                .With(
                    new SheetLine(
                        "GRID-1",
                        "electricity.grid",
                        Categories.EnergyConsumed,
                        null,
                        "ELECTRICITY",
                        81234000m
                    ),
                    new SheetLine(
                        "GRID-1",
                        "electricity.grid",
                        Categories.EnergyConsumed,
                        "equivalent",
                        "ENERGY",
                        5000m
                    ),
                    new SheetLine("UNIT-1", "generation.thermal.heat-supplied", Categories.Statistic, null, "HEAT", 7m)
                )
        );

        var totals = await api.TotalsAsync(March + "&unit=t,tce,万kWh,MJ");

        totals["rows"]!
            .AsArray()
            .Select(row => $"{row!["quantity"]} {row["unit"]}")
            .ShouldBe(["1234.567891234 t", "8123.400000 万kWh", "5.000000 tce", "7000.000000 MJ"]);
        totals["co2e"]!["rows"]![0]!["unit"]!.ToString().ShouldBe("t");
        // Electricity is asked for in watt-hours, heat in joules; neither turns into the other by the way.
        (await api.TotalsAsync(March + "&unit=MWh"))["rows"]!
            .AsArray()
            .Select(row => row!["unit"]!.ToString())
            .ShouldBe(["kg", "MWh", "kgce", "GJ"]);
    }

    [Fact]
    public async Task Products_and_values_appear_by_activity_only()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                new SheetLine("SITE-1", "output.alumina", Categories.Output, null, "OUTPUT", 10),
                new SheetLine("SITE-1", "output.lead", Categories.Output, null, "OUTPUT", 2),
                new SheetLine("SITE-1", "output.value", Categories.Output, null, "VALUE", 3),
                new SheetLine("SITE-1", "water.fresh", Categories.Statistic, null, "WATER", 4)
            )
        );

        (await api.RowsAsync(March)).ShouldBe(["statistic WATER 4.000000"]);
        (await api.RowsAsync(March + "&groupBy=source")).ShouldBe(["source=SITE-1 statistic WATER 4.000000"]);
        (await api.RowsAsync(March + "&groupBy=activity")).ShouldBe([
            "activity=output.alumina output OUTPUT 10.000000",
            "activity=output.lead output OUTPUT 2.000000",
            "activity=output.value output VALUE 3.000000",
            "activity=water.fresh statistic WATER 4.000000",
        ]);
    }
}
