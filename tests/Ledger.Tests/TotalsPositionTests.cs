using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Totals as of a position: what was known then of amounts, units and plants is what they say.</summary>
[Tier(Tier.Service)]
public sealed class TotalsPositionTests
{
    private const string March = "from=2024-03&to=2024-03";

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
            { "plantMonthsExpected": 1, "plantMonthsPosted": 1, "openGaps": 1, "closed": false, "gapsNotBlocking": 0,
            "plantMonthsNotReported": 0, "plantMonthsWithdrawn": 0, "plantMonthsNotBegun": 0 }
            """
        );
        (await api.TotalsAsync(March + "&asOf=6"))["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 2, "plantMonthsPosted": 2, "openGaps": 0, "closed": false, "gapsNotBlocking": 0,
            "plantMonthsNotReported": 0, "plantMonthsWithdrawn": 0, "plantMonthsNotBegun": 0 }
            """
        );
        (await api.TotalsAsync(March + "&asOf=1"))["coverage"]!.ShouldBeJson(
            """
            { "plantMonthsExpected": 1, "plantMonthsPosted": 0, "openGaps": 0, "closed": false, "gapsNotBlocking": 0,
            "plantMonthsNotReported": 1, "plantMonthsWithdrawn": 0, "plantMonthsNotBegun": 0 }
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
}
