using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>A unit or plant made by mistake: the ledger keeps that it was, and expects nothing of it.</summary>
[Tier(Tier.Service)]
public sealed class TakenBackTests
{
    private const string Year = "from=2024-01&to=2024-12";

    [Fact]
    public async Task A_plant_that_was_taken_back_is_expected_in_no_month()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(Organisation.Plant("SX-A2", 1, ("2020-01", "ALU")));
        (await ExpectedAsync(api, "unit:ALU")).ShouldBe(24);

        await ledger.PostAsync(TakenBack(Organisation.Plant("SX-A2", 2, ("2020-01", "ALU"))));

        (await ExpectedAsync(api, "unit:ALU")).ShouldBe(12);
        (await ExpectedAsync(api, "GROUP")).ShouldBe(12);
        (await api.RefusedAsync($"/api/v1/totals?{Year}&org=SX-A2")).Code.ShouldBe("404 unknown-org");
        (await ExpectedAsync(api, "SX-A2&asOf=2")).ShouldBe(12, "then it was there");
        (await ledger.RowsAsync("SELECT sequence, kind, code, version FROM organisation_record ORDER BY 1")).ShouldBe([
            "1|plant|SX-A1|1",
            "2|plant|SX-A2|1",
            "3|plant|SX-A2|2",
        ]);
        await ledger.ShouldBeSoundAsync();

        await ledger.PostAsync(Organisation.Plant("SX-A2", 3, ("2024-07", "CU")));
        (await ExpectedAsync(api, "unit:CU")).ShouldBe(6, "made again");
    }

    [Fact]
    public async Task A_unit_that_was_taken_back_is_none_and_its_code_is_free_for_a_plant()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Unit("SX-A1"));
        (await ExpectedAsync(api, "SX-A1")).ShouldBe(0);

        await ledger.PostAsync(Organisation.Unit("SX-A1", 2) with { TakenBack = true });

        (await api.RefusedAsync($"/api/v1/totals?{Year}&org=unit:SX-A1")).Code.ShouldBe("404 unknown-org");
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        (await api.TotalsAsync($"{Year}&org=SX-A1"))["org"]!.ToString().ShouldBe("plant:SX-A1");
        (await api.TotalsAsync($"{Year}&org=SX-A1&asOf=1"))["org"]!.ToString().ShouldBe("unit:SX-A1");

        await ledger.PostAsync(Organisation.Unit("SX-A1", 3));
        (await api.RefusedAsync($"/api/v1/totals?{Year}&org=SX-A1")).Code.ShouldBe("400 org-ambiguous");
    }

    /// <summary>What moves with a plant is asked by Ingestion on its own account.</summary>
    [Fact]
    public async Task Services_ask_for_totals_by_a_path_of_their_own()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));

        var within = await api.GetAsync($"/internal/totals?{Year}&org=plant:SX-A1&groupBy=month", LedgerApi.Reconciler);

        within["rows"]!
            .AsArray()
            .Select(row => LedgerApi.TextOf(row!))
            .ShouldBe(["month=2024-03 scope1.combustion CO2 1.000000"]);
        (await api.RefusedAsync($"/internal/totals?{Year}", LedgerApi.Environment)).Code.ShouldBe("403 forbidden");
    }

    private static OrganisationChangedEvent TakenBack(OrganisationChangedEvent plant) =>
        plant with
        {
            TakenBack = true,
            Plant = plant.Plant! with { To = plant.Plant.From.Previous, Memberships = [] },
        };

    private static async Task<int> ExpectedAsync(LedgerApi api, string org) =>
        (await api.TotalsAsync($"{Year}&org={org}"))["coverage"]!["plantMonthsExpected"]!.GetValue<int>();
}
