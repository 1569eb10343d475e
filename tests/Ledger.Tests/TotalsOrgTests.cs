using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>One text may name a plant, a unit or the group: a question says which, and nobody guesses.</summary>
[Tier(Tier.Service)]
public sealed class TotalsOrgTests
{
    private const string March = "from=2024-03&to=2024-03";

    [Theory]
    [InlineData("SX-A1", "plant:SX-A1", "1.000000")]
    [InlineData("plant:SX-A1", "plant:SX-A1", "1.000000")]
    [InlineData("ALU", "unit:ALU", "3.000000")]
    [InlineData("unit:ALU", "unit:ALU", "3.000000")]
    [InlineData("GROUP", "GROUP", "7.000000")]
    [InlineData("", "GROUP", "7.000000")]
    [InlineData("SX-A9", "plant:SX-A9", "4.000000")]
    public async Task An_answer_says_which_part_of_the_group_it_is_of(string org, string said, string quantity)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await PostAsync(ledger);

        var totals = await api.TotalsAsync($"{March}&org={org}");

        totals["org"]!.ToString().ShouldBe(said);
        totals["rows"]!.AsArray().ShouldHaveSingleItem()!["quantity"]!.ToString().ShouldBe(quantity);
    }

    /// <summary>A ledger from before codes were held against each other may hold both.</summary>
    [Fact]
    public async Task What_a_unit_and_a_plant_have_is_refused_and_each_is_found_under_its_own_spelling()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await PostAsync(ledger);
        (await api.TotalsAsync($"{March}&org=SX-A1"))["rows"]!.AsArray().Count.ShouldBe(1);

        await ledger.PostAsync(Organisation.Unit("SX-A1"));

        var refused = await api.RefusedAsync($"/api/v1/totals?{March}&org=SX-A1");
        refused.ShouldBe(("400 org-ambiguous", "\"SX-A1\" is a unit and a plant. Give unit:SX-A1 or plant:SX-A1."));
        (await api.RowsAsync(March + "&org=plant:SX-A1")).ShouldBe(["scope1.combustion CO2 1.000000"]);
        var unit = await api.TotalsAsync(March + "&org=unit:SX-A1");
        (unit["org"]!.ToString(), unit["rows"]!.AsArray().Count).ShouldBe(("unit:SX-A1", 0));
        (await api.RowsAsync(March + "&org=SX-A1&asOf=5")).ShouldBe(
            ["scope1.combustion CO2 1.000000"],
            "at that position there was no such unit"
        );
    }

    /// <summary>A unit that only a membership names is one, too.</summary>
    [Fact]
    public async Task A_unit_that_is_named_by_its_plants_alone_makes_a_code_ambiguous_too()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await PostAsync(ledger);
        await ledger.PostAsync(new Sheet("ALU", "2024-03").WithCoal(8));

        (await api.RefusedAsync($"/api/v1/totals?{March}&org=ALU")).Code.ShouldBe("400 org-ambiguous");
        (await api.RowsAsync(March + "&org=unit:ALU")).ShouldBe(["scope1.combustion CO2 3.000000"]);
        (await api.RowsAsync(March + "&org=plant:ALU")).ShouldBe(["scope1.combustion CO2 8.000000"]);
    }

    [Theory]
    [InlineData("plant:ALU")]
    [InlineData("unit:SX-A1")]
    [InlineData("unit:GROUP")]
    [InlineData("plant:GROUP")]
    [InlineData("group")]
    [InlineData("Group")]
    [InlineData("unit:plant:SX-A1")]
    [InlineData("plant:unit:ALU")]
    [InlineData("UNIT:ALU")]
    [InlineData("plant:")]
    [InlineData("unit:")]
    [InlineData("group:ALU")]
    public async Task What_nothing_bears_is_refused_with_the_spellings_there_are(string org)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await PostAsync(ledger);

        var refused = await api.RefusedAsync($"/api/v1/totals?{March}&org={org}");

        refused.Code.ShouldBe("404 unknown-org");
        refused.Detail.ShouldEndWith("Give GROUP, unit:CODE or plant:CODE.");
    }

    /// <summary>
    /// The key is for plants: no unit of the same code opens to it, and none closes its own plant to it.
    /// </summary>
    [Fact]
    public async Task A_plants_key_is_held_against_plants_alone()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await PostAsync(ledger);
        await ledger.PostAsync(Organisation.Unit("SX-A1"));
        var plant = LedgerApi.PlantOf("SX-A1", "ALU");

        (await api.RowsAsync(March + "&org=SX-A1", plant)).ShouldBe(["scope1.combustion CO2 1.000000"]);
        (await api.RowsAsync(March + "&org=plant:SX-A1", plant)).ShouldBe(["scope1.combustion CO2 1.000000"]);
        foreach (var org in new[] { "unit:SX-A1", "unit:ALU", "ALU", "plant:ALU", "plant:SX-A2", "GROUP" })
            (await api.RefusedAsync($"/api/v1/totals?{March}&org={org}", plant)).Code.ShouldBe("404 unknown-org", org);
    }

    /// <summary>ALU with SX-A1 (1 kg) and SX-A2 (2 kg), and SX-A9 (4 kg), whose record has not come.</summary>
    private static async Task PostAsync(LedgerRoom ledger)
    {
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(Organisation.Plant("SX-A2", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(2));
        await ledger.PostAsync(new Sheet("SX-A9", "2024-03").WithCoal(4));
    }
}
