using System.Globalization;
using System.Text.Json.Nodes;
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
            { "plantMonthsExpected": 23, "plantMonthsPosted": 1, "openGaps": 2, "closed": false }
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
            { "plantMonthsExpected": 0, "plantMonthsPosted": 0, "openGaps": 0, "closed": false }
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
            co2e["gwpStatus"]!.ToString().ShouldBe("provisional", "only that of CO2 itself is certain");
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

    [Fact]
    public async Task Rows_have_the_dimensions_asked_for_and_no_others()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                new SheetLine("BOILER-1", "fuel.coke", Categories.Combustion, null, "CO2", 1, Process: "alumina")
            )
        );
        await ledger.PostAsync(new Sheet("SX-A9", "2024-04").WithCoal(2));

        (await api.RowsAsync("from=2024-03&to=2024-04&groupBy=month,orgUnit")).ShouldBe([
            "month=2024-03 orgUnit=ALU scope1.combustion CO2 1.000000",
            "month=2024-04 orgUnit=null scope1.combustion CO2 2.000000",
        ]);
        (await api.RowsAsync("from=2024-03&to=2024-04&groupBy=orgUnit,plant,source,process,activity,basis")).ShouldBe([
            "orgUnit=null plant=SX-A9 source=BOILER-1 process=other activity=fuel.bituminous-coal "
                + "scope1.combustion CO2 2.000000",
            "orgUnit=ALU plant=SX-A1 source=BOILER-1 process=alumina activity=fuel.coke scope1.combustion CO2 1.000000",
        ]);
        (await api.TotalsAsync(March + "&groupBy=plant"))["rows"]![0]!
            .AsObject()
            .Select(member => member.Key)
            .ShouldBe([
                "plant",
                "category",
                "basis",
                "measure",
                "quantity",
                "unit",
                "measuredShare",
                "onVerifiedFactors",
            ]);
        (await api.TotalsAsync(March + "&groupBy=plant"))["co2e"]!["rows"]![0]!
            .AsObject()
            .Select(member => member.Key)
            .ShouldBe(["plant", "category", "basis", "quantity", "unit", "onVerifiedFactors"]);
    }

    /// <summary>
    /// SX-P1 (unit POWER) supplies SX-A1 (unit ALU) by a direct line: its own coal already counts what SX-A1 uses.
    /// </summary>
    [Fact]
    public async Task What_the_supplier_counts_is_taken_off_where_the_supplier_stands()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(Organisation.Plant("SX-P1", 1, ("2020-01", "POWER")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03")
                .WithDirectPower(10, "SX-P1")
                .With(
                    new SheetLine(
                        "GRID-2",
                        "electricity.grid",
                        Categories.PurchasedElectricity,
                        "location-national",
                        "CO2",
                        4
                    )
                )
        );
        await ledger.PostAsync(new Sheet("SX-P1", "2024-03").WithCoal(90));

        // In the receiver alone the transfer counts; in the group, which holds both, it cancels; power used is used
        // all the same.
        (await api.RowsAsync(March + "&org=SX-A1")).ShouldBe([
            "scope2.electricity location-national CO2 14.000000",
            "energy.consumed ELECTRICITY 20.000000",
            "energy.consumed equivalent ENERGY 1.000000",
        ]);
        (await api.RowsAsync(March)).ShouldBe([
            "scope1.combustion CO2 90.000000",
            "scope2.electricity location-national CO2 4.000000",
            "energy.consumed ELECTRICITY 20.000000",
            "energy.consumed equivalent ENERGY 0.000000",
        ]);

        // Each row by unit or plant is the total of its own set, as asked for alone, and the rows add up to the
        // group's.
        (await api.RowsAsync(March + "&org=POWER")).ShouldBe([
            "scope1.combustion CO2 90.000000",
            "scope2.electricity location-national CO2 -10.000000",
            "energy.consumed equivalent ENERGY -1.000000",
        ]);
        (await api.RowsAsync(March + "&groupBy=orgUnit")).ShouldBe([
            "orgUnit=ALU scope2.electricity location-national CO2 14.000000",
            "orgUnit=ALU energy.consumed ELECTRICITY 20.000000",
            "orgUnit=ALU energy.consumed equivalent ENERGY 1.000000",
            "orgUnit=POWER scope1.combustion CO2 90.000000",
            "orgUnit=POWER scope2.electricity location-national CO2 -10.000000",
            "orgUnit=POWER energy.consumed equivalent ENERGY -1.000000",
        ]);
        (await api.RowsAsync(March + "&groupBy=plant")).ShouldBe([
            "plant=SX-A1 scope2.electricity location-national CO2 14.000000",
            "plant=SX-A1 energy.consumed ELECTRICITY 20.000000",
            "plant=SX-A1 energy.consumed equivalent ENERGY 1.000000",
            "plant=SX-P1 scope1.combustion CO2 90.000000",
            "plant=SX-P1 scope2.electricity location-national CO2 -10.000000",
            "plant=SX-P1 energy.consumed equivalent ENERGY -1.000000",
        ]);

        // By source there is nothing of the supplier's that could hold it: it is shown as what it is.
        (await api.RowsAsync(March + "&groupBy=source")).ShouldBe([
            "source=BOILER-1 scope1.combustion CO2 90.000000",
            "source=GRID-1 scope2.electricity location-national CO2 10.000000",
            "source=GRID-1 energy.consumed ELECTRICITY 20.000000",
            "source=GRID-1 energy.consumed equivalent ENERGY 1.000000",
            "source=GRID-2 scope2.electricity location-national CO2 4.000000",
            "source=null elimination scope2.electricity location-national CO2 -10.000000",
            "source=null elimination energy.consumed equivalent ENERGY -1.000000",
        ]);
        (await api.RowsAsync(March + "&org=POWER&groupBy=plant,activity")).ShouldBe([
            "plant=SX-P1 activity=electricity.direct.fossil scope2.electricity location-national CO2 -10.000000",
            "plant=SX-P1 activity=electricity.direct.fossil energy.consumed equivalent ENERGY -1.000000",
            "plant=SX-P1 activity=fuel.bituminous-coal scope1.combustion CO2 90.000000",
        ]);
        (await api.RowsAsync(March + "&org=SX-P1")).ShouldBe(await api.RowsAsync(March + "&org=POWER"));
    }

    [Fact]
    public async Task Whatever_rows_are_parted_by_they_add_up_to_the_same()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await RandomLedger.FillAsync(ledger, seed: 11, events: 120);

        var dimensions = new[] { "month", "orgUnit", "plant", "source", "process" };
        foreach (var org in new[] { "GROUP", "UNIT-1", "SX-A1" })
        {
            var whole = SumsOf(await api.TotalsAsync($"from=2024-01&to=2024-06&org={org}"));
            whole.ShouldNotBeEmpty();
            for (var chosen = 1; chosen < 1 << dimensions.Length; chosen++)
            {
                var by = string.Join(',', dimensions.Where((_, i) => (chosen & 1 << i) != 0));
                SumsOf(await api.TotalsAsync($"from=2024-01&to=2024-06&org={org}&groupBy={by}"))
                    .ShouldBe(whole, $"{org} by {by}");
            }
            var byActivity = SumsOf(await api.TotalsAsync($"from=2024-01&to=2024-06&org={org}&groupBy=activity"));
            byActivity.Where(sum => !sum.Key.StartsWith("output", StringComparison.Ordinal)).ShouldBe(whole);
        }
    }

    [Fact]
    public async Task An_earlier_position_is_answered_as_it_was_then()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        var noon = ledger.Clock.GetUtcNow();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU"))); // 1
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithGaps(Sheet.Gap("BOILER-1"))); // 2
        ledger.Clock.Advance(TimeSpan.FromHours(1));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2).WithCoal(90)); // 3
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(7)); // 4
        ledger.Clock.Advance(TimeSpan.FromHours(1));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 2, ("2020-01", "CU"))); // 5
        await ledger.PostAsync(Organisation.Plant("SX-A2", 1, ("2020-01", "CU"))); // 6

        (await api.RowsAsync(March + "&groupBy=orgUnit&asOf=6")).ShouldBe([
            "orgUnit=CU scope1.combustion CO2 97.000000",
        ]);
        (await api.RowsAsync(March + "&groupBy=orgUnit&asOf=5")).ShouldBe([
            "orgUnit=null scope1.combustion CO2 7.000000",
            "orgUnit=CU scope1.combustion CO2 90.000000",
        ]);
        (await api.RowsAsync(March + "&groupBy=orgUnit&asOf=4")).ShouldBe([
            "orgUnit=null scope1.combustion CO2 7.000000",
            "orgUnit=ALU scope1.combustion CO2 90.000000",
        ]);
        (await api.RowsAsync(March + "&org=ALU&asOf=3")).ShouldBe(["scope1.combustion CO2 90.000000"]);
        (await api.RowsAsync(March + "&org=SX-A1&groupBy=plant&asOf=2")).ShouldBe([
            "plant=SX-A1 scope1.combustion CO2 100.000000",
        ]);
        (await api.RowsAsync(March + "&asOf=1")).ShouldBeEmpty();
        (await api.RowsAsync(March + "&asOf=0")).ShouldBeEmpty();

        var then = await api.TotalsAsync(March + "&asOf=2");
        then["asOf"]!["recordedAt"]!.GetValue<DateTimeOffset>().ShouldBe(noon);
        then["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 1, "plantMonthsPosted": 1, "openGaps": 1, "closed": false }
            """
        );
        (await api.TotalsAsync(March + "&asOf=6"))["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 2, "plantMonthsPosted": 2, "openGaps": 0, "closed": false }
            """
        );
        (await api.TotalsAsync(March + "&asOf=1"))["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 1, "plantMonthsPosted": 0, "openGaps": 0, "closed": false }
            """
        );

        // An instant means the last position at or before it.
        foreach (
            var (instant, sequence) in new[]
            {
                ("2025-01-15T11:59:59Z", 0),
                ("2025-01-15T12:00:00Z", 2),
                ("2025-01-15T13:30:00.5Z", 4),
                ("2025-01-15T21:30:00+08:00", 4),
                ("2030-01-01T00:00:00Z", 6),
            }
        )
            (await api.TotalsAsync($"{March}&asOf={instant}"))["asOf"]!["sequence"]!
                .GetValue<long>()
                .ShouldBe(sequence, instant);
    }

    [Fact]
    public async Task A_unit_is_known_from_its_own_record_or_a_plants_and_not_before()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1)); // 1
        await ledger.PostAsync(Organisation.Unit("ALU")); // 2
        await ledger.PostAsync(Organisation.Plant("SX-A2", 1, ("2020-01", "CU"))); // 3

        (await api.RowsAsync(March + "&org=ALU")).ShouldBeEmpty();
        (await api.RowsAsync(March + "&org=CU")).ShouldBeEmpty();
        (await api.RowsAsync(March + "&org=SX-A1")).ShouldBe(
            ["scope1.combustion CO2 1.000000"],
            "it posted, though no record of it came"
        );
        (await api.RefusedAsync($"/api/v1/totals?{March}&org=ALU&asOf=1")).Code.ShouldBe("404 unknown-org");
        (await api.RefusedAsync($"/api/v1/totals?{March}&org=CU&asOf=2")).Code.ShouldBe("404 unknown-org");
        (await api.RefusedAsync($"/api/v1/totals?{March}&org=SX-A2&asOf=2")).Code.ShouldBe("404 unknown-org");
    }

    [Fact]
    public async Task Coverage_counts_the_months_for_which_a_plant_reports()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        var closed = Organisation.Plant("SX-A1", 1, ("2023-11", "ALU"), ("2024-02", "CU"));
        await ledger.PostAsync(closed with { Plant = closed.Plant! with { To = Quantities.Month.Parse("2024-03") } });
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-05").WithCoal(1)); // posted though not expected
        await ledger.PostAsync(new Sheet("SX-A9", "2024-05").WithCoal(1)); // no record came

        string Counts(JsonNode totals) =>
            $"{totals["coverage"]!["plantMonthsPosted"]} of {totals["coverage"]!["plantMonthsExpected"]}";
        Counts(await api.TotalsAsync("from=2023-01&to=2024-12"))
            .ShouldBe("3 of 7", "November to March, and the two that came beyond");
        Counts(await api.TotalsAsync("from=2024-01&to=2024-03&org=ALU")).ShouldBe("1 of 1");
        Counts(await api.TotalsAsync("from=2024-01&to=2024-03&org=CU")).ShouldBe("0 of 2");
        Counts(await api.TotalsAsync("from=2024-01&to=2024-02&org=SX-A1")).ShouldBe("1 of 2");
    }

    [Theory]
    [InlineData("to=2024-03", "400 month-invalid", "from is missing; give a month written yyyy-MM")]
    [InlineData("from=2024-03", "400 month-invalid", "to is missing")]
    [InlineData("from=2024-3&to=2024-03", "400 month-invalid", "from is \"2024-3\"; give a month written yyyy-MM")]
    [InlineData("from=2024-03&to=2024-13", "400 month-invalid", "to is \"2024-13\"")]
    [InlineData("from=2024-03&to=2024-04&from=2024-02", "400 month-invalid", "from is \"2024-03,2024-02\"")]
    [InlineData("from=2024-04&to=2024-03", "400 range-invalid", "give the earlier month as from")]
    [InlineData(March + "&org=NOBODY", "404 unknown-org", "neither GROUP nor the code of a unit or plant")]
    [InlineData(March + "&org=group", "404 unknown-org", "neither GROUP")]
    [InlineData(
        March + "&groupBy=category,colour",
        "400 unknown-dimension",
        "Give any of category, basis, measure, month, orgUnit, plant, source, process, activity"
    )]
    [InlineData(March + "&groupBy=category,,month", "400 unknown-dimension", "\"\" is nothing")]
    [InlineData(
        March + "&groupBy=unit",
        "400 unknown-dimension",
        "A unit of the organisation is orgUnit; unit is a unit of measure."
    )]
    [InlineData(
        March + "&basis=guess",
        "400 unknown-basis",
        "scope2: location-national, location-provincial, market; avoided: displacement"
    )]
    [InlineData(
        March + "&basis=market,location-national",
        "400 basis-ambiguous",
        "market and location-national are both of the family scope2"
    )]
    [InlineData(
        March + "&boundary=ets-steel",
        "400 invalid-parameter",
        "'ets-steel' is no boundary. Expected: enterprise, ets-aluminium, ets-power."
    )]
    [InlineData(March + "&gwp=AR7", "400 unknown-gwp", "Give one of SAR, AR4, AR5, AR6")]
    [InlineData(March + "&unit=tons", "400 unknown-unit", "kg, t, kt, 万t")]
    [InlineData(March + "&unit=MW", "400 unknown-unit", "\"MW\" is no unit that totals can be given in")]
    [InlineData(March + "&unit=t,kg", "400 unit-ambiguous", "t and kg are both for the same measures")]
    [InlineData(March + "&asOf=yesterday", "400 position-invalid", "such as 2025-01-20T08:00:00Z")]
    [InlineData(March + "&asOf=2025-01-20", "400 position-invalid", "or an instant with its offset")]
    [InlineData(March + "&asOf=2025-01-20T08:00:00", "400 position-invalid", "or an instant with its offset")]
    [InlineData(March + "&asOf=-1", "400 position-invalid", "the sequence of a position")]
    [InlineData(March + "&asOf=2", "400 unknown-position", "Nearest are 1 and 3")]
    [InlineData(March + "&asOf=9", "400 unknown-position", "The newest is 3")]
    [InlineData(
        March + "&asOf=1960-01-01T00:00:00Z",
        "400 unknown-position",
        "There was no ledger at 1960-01-01T00:00:00Z"
    )]
    [InlineData(
        March + "&colour=red",
        "400 unknown-parameter",
        "Those there are: from, to, org, boundary, groupBy, basis, gwp, asOf, unit"
    )]
    public async Task A_wrong_question_is_told_what_would_be_right(string query, string code, string detail)
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostDirectlyAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.Writer.WriteAsync([
            ledger.WorkOf(new Sheet("SX-A2", "2024-03").WithCoal(1)),
            ledger.WorkOf(new Sheet("SX-A3", "2024-03").WithCoal(1)),
        ]);

        var refused = await api.RefusedAsync("/api/v1/totals?" + query);

        refused.Code.ShouldBe(code);
        refused.Detail.ShouldContain(detail, Case.Sensitive);
    }

    [Fact]
    public async Task A_plant_sees_its_own_plants_and_the_rest_is_as_if_it_were_not_there()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(2));
        var caller = LedgerApi.PlantOf("SX-A1", "SX-A7");

        (await api.RowsAsync(March + "&org=SX-A1", caller)).ShouldBe(["scope1.combustion CO2 1.000000"]);
        var missing = await api.RefusedAsync($"/api/v1/totals?{March}&org=SX-A7", caller);
        missing.Code.ShouldBe("404 unknown-org");
        foreach (var org in new[] { "SX-A2", "GROUP", "ALU" })
            (await api.RefusedAsync($"/api/v1/totals?{March}&org={org}", caller)).ShouldBe(
                (missing.Code, missing.Detail.Replace("SX-A7", org, StringComparison.Ordinal))
            );
        (await api.RefusedAsync($"/api/v1/totals?{March}", caller)).Code.ShouldBe("404 unknown-org");
        (await api.RefusedAsync($"/api/v1/totals?{March}&org=ALU", LedgerApi.PlantOf("ALU"))).Code.ShouldBe(
            "404 unknown-org",
            "what a plant's key names is held against plants alone"
        );
    }

    private static Dictionary<string, decimal> SumsOf(JsonNode totals) =>
        totals["rows"]!
            .AsArray()
            .GroupBy(row => $"{row!["category"]} {row["basis"]} {row["measure"]}", StringComparer.Ordinal)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToDictionary(
                row => row.Key,
                row => row.Sum(value => decimal.Parse(value!["quantity"]!.ToString(), CultureInfo.InvariantCulture)),
                StringComparer.Ordinal
            );
}
