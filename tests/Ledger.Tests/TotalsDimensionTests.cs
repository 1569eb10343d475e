using System.Globalization;
using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// Totals in rows: by what is asked for, with what the supplier counts taken off, and the same sum either way.
/// </summary>
[Tier(Tier.Service)]
public sealed class TotalsDimensionTests
{
    private const string March = "from=2024-03&to=2024-03";

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
