using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>What is missing does not count as complete: on how much of what is expected a total rests.</summary>
[Tier(Tier.Service)]
public sealed class TotalsCoverageTests
{
    private static string Of(JsonNode totals)
    {
        var coverage = totals["coverage"]!;
        return $"{coverage["plantMonthsPosted"]} of {coverage["plantMonthsExpected"]}, "
            + $"{coverage["plantMonthsNotReported"]} not reported, {coverage["plantMonthsWithdrawn"]} withdrawn, "
            + $"{coverage["plantMonthsNotBegun"]} not begun, {coverage["openGaps"]} gaps";
    }

    [Fact]
    public async Task A_month_from_which_everything_was_withdrawn_is_not_posted()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2024-01", "ALU"))); // 1
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100)); // 2
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2) { Readings = 0 }); // 3
        const string march = "from=2024-03&to=2024-03";

        Of(await api.TotalsAsync(march)).ShouldBe("0 of 1, 0 not reported, 1 withdrawn, 0 not begun, 0 gaps");
        Of(await api.TotalsAsync(march + "&org=ALU"))
            .ShouldBe("0 of 1, 0 not reported, 1 withdrawn, 0 not begun, 0 gaps");
        Of(await api.TotalsAsync(march + "&asOf=2"))
            .ShouldBe("1 of 1, 0 not reported, 0 withdrawn, 0 not begun, 0 gaps");
        Of(await api.TotalsAsync(march + "&asOf=3"))
            .ShouldBe("0 of 1, 0 not reported, 1 withdrawn, 0 not begun, 0 gaps");

        // Readings again, or what else is missing in it, and it is what it was.
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 3) { Readings = 0 }.WithGaps(Sheet.Gap("BOILER-1")));
        Of(await api.TotalsAsync(march)).ShouldBe("0 of 1, 0 not reported, 1 withdrawn, 0 not begun, 1 gaps");
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 4).WithCoal(0));
        Of(await api.TotalsAsync(march)).ShouldBe("1 of 1, 0 not reported, 0 withdrawn, 0 not begun, 0 gaps");
    }

    /// <summary>Readings that serve no line by themselves make no posting; that they went is an entry.</summary>
    [Fact]
    public async Task That_the_last_reading_was_taken_out_is_an_entry_also_where_it_made_no_line()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2024-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03"));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2) { Readings = 0 });
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 3) { Readings = 0 });
        await ledger.PostAsync(Organisation.Plant("SX-A2", 1, ("2024-03", "ALU")));

        (
            await ledger.ScalarAsync<long>("SELECT count(*) FROM entry WHERE plant = 'SX-A1' AND month IS NOT NULL")
        ).ShouldBe(2);
        Of(await api.TotalsAsync("from=2024-03&to=2024-03&asOf=3"))
            .ShouldBe("0 of 1, 0 not reported, 1 withdrawn, 0 not begun, 0 gaps");
        await ledger.ShouldBeSoundAsync();
    }

    /// <summary>The clock of the ledger stands at 15 January 2025.</summary>
    [Theory]
    [InlineData("2025-01", "2025-12", "0 of 1, 1 not reported, 0 withdrawn, 11 not begun, 0 gaps")]
    [InlineData("2024-11", "2025-02", "0 of 3, 3 not reported, 0 withdrawn, 1 not begun, 0 gaps")]
    [InlineData("2100-01", "2100-12", "0 of 0, 0 not reported, 0 withdrawn, 12 not begun, 0 gaps")]
    [InlineData("2024-01", "2024-12", "0 of 4, 4 not reported, 0 withdrawn, 0 not begun, 0 gaps")]
    public async Task Months_that_have_not_begun_are_not_expected(string from, string to, string coverage)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2024-09", "ALU")));

        foreach (var org in new[] { "GROUP", "ALU", "SX-A1" })
            Of(await api.TotalsAsync($"from={from}&to={to}&org={org}")).ShouldBe(coverage, org);
    }

    /// <summary>In Shanghai it begins eight hours earlier; a position says for ever what had begun then.</summary>
    [Fact]
    public async Task A_month_has_begun_when_it_has_where_the_group_keeps_its_books()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        ledger.Clock.Set(new DateTimeOffset(2025, 1, 31, 15, 59, 59, TimeSpan.Zero));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2025-01", "ALU"))); // 1
        const string year = "from=2025-01&to=2025-12";
        Of(await api.TotalsAsync(year)).ShouldBe("0 of 1, 1 not reported, 0 withdrawn, 11 not begun, 0 gaps");

        ledger.Clock.Set(new DateTimeOffset(2025, 1, 31, 16, 0, 0, TimeSpan.Zero));
        await ledger.PostAsync(new Sheet("SX-A1", "2025-01").WithCoal(1)); // 2
        Of(await api.TotalsAsync(year)).ShouldBe("1 of 2, 1 not reported, 0 withdrawn, 10 not begun, 0 gaps");
        Of(await api.TotalsAsync(year + "&asOf=1"))
            .ShouldBe("0 of 1, 1 not reported, 0 withdrawn, 11 not begun, 0 gaps");
    }

    /// <summary>A plant moved, and what it had reported beyond was withdrawn: nobody expects it any more.</summary>
    [Fact]
    public async Task What_was_withdrawn_and_is_not_expected_is_nothing()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2024-04", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03") { Readings = 0 });

        Of(await api.TotalsAsync("from=2024-03&to=2024-04"))
            .ShouldBe("0 of 1, 1 not reported, 0 withdrawn, 0 not begun, 0 gaps");
    }
}
