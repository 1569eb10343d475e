using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>One reading from the plant's POST to the group's totals, then what may happen to it later.</summary>
[Collection<PlatformCollection>]
public sealed class FollowOneReadingTests(Platform platform)
{
    private readonly PlatformClient _client = platform.Client;

    [Fact]
    public async Task Reading_becomes_lines_postings_and_totals_with_the_worked_figures()
    {
        await _client.PutRefineryAsync("SX-R1");

        var accepted = await _client.PostAsync(
            "SX-R1",
            "2024-03",
            new { readings = new[] { Sheets.GridReading("1000"), Sheets.CoalReading("1000") } }
        );
        accepted["revision"]!.GetValue<int>().ShouldBe(1);
        var posted = await _client.PostedAsync(accepted);

        const string query = "from=2024-03&to=2024-03&org=SX-R1";
        (await _client.TotalAsync(query, "scope2.electricity", "CO2", "location-national")).ShouldBe(5_366_000m);
        (
            await _client.TotalAsync(
                query + "&basis=location-provincial",
                "scope2.electricity",
                "CO2",
                "location-provincial"
            )
        ).ShouldBe(7_096_000m);
        (await _client.TotalAsync(query + "&basis=market", "scope2.electricity", "CO2", "market")).ShouldBe(5_856_000m);
        (await _client.TotalAsync(query, "scope1.combustion", "CO2")).ShouldBe(2_322_768.466333m);
        (await _client.TotalAsync(query, "energy.consumed", "ELECTRICITY")).ShouldBe(10_000_000m);

        var totals = await _client.GetAsync("totals?groupBy=category,measure&" + query);
        totals["coverage"]!["plantMonthsExpected"]!.GetValue<int>().ShouldBe(1);
        totals["coverage"]!["plantMonthsPosted"]!.GetValue<int>().ShouldBe(1);
        totals["asOf"]!["rootHash"]!.GetValue<string>().Length.ShouldBe(64);

        var lines = await _client.GetAsync("plants/SX-R1/months/2024-03/lines");
        var combustion = lines["lines"]!
            .AsArray()
            .Single(line => line!["category"]!.GetValue<string>() == "scope1.combustion")!;
        combustion["amount"]!.GetValue<string>().ShouldBe("2322768.466333");
        combustion
            .ToJsonString()
            .ShouldContain("24.515", Case.Sensitive, "the working names the net calorific value it used");

        var entries = await _client.GetAsync("ledger/entries?plant=SX-R1&month=2024-03");
        var entry = entries["entries"]!.AsArray().Single()!;
        entry["reason"]!.GetValue<string>().ShouldBe("reading");
        posted["ledger"]!["sequence"]!.GetValue<long>().ShouldBe(entry["sequence"]!.GetValue<long>());
    }

    [Fact]
    public async Task Correction_reverses_exactly_what_it_replaces_and_the_position_before_still_answers()
    {
        await _client.PutRefineryAsync("SX-R2");
        await _client.PostedAsync(
            await _client.PostAsync(
                "SX-R2",
                "2024-03",
                new { readings = new[] { Sheets.GridReading("1000"), Sheets.CoalReading("1000") } }
            )
        );
        var before = await PositionAsync("SX-R2");

        await _client.PostedAsync(await _client.PostAsync("SX-R2", "2024-03", Sheets.Grid("100")));

        const string query = "from=2024-03&to=2024-03&org=SX-R2";
        (await _client.TotalAsync(query, "scope2.electricity", "CO2")).ShouldBe(536_600m);
        (await _client.TotalAsync(query, "scope1.combustion", "CO2")).ShouldBe(
            2_322_768.466333m,
            "a merged sheet keeps the coal"
        );
        (await _client.TotalAsync($"{query}&asOf={before}", "scope2.electricity", "CO2")).ShouldBe(5_366_000m);

        var entries = (await _client.GetAsync("ledger/entries?plant=SX-R2&month=2024-03"))["entries"]!.AsArray();
        entries.Count.ShouldBe(2);
        entries[1]!["reason"]!.GetValue<string>().ShouldBe("correction");
        var postings = entries[1]!["postings"]!.AsArray();
        postings.ShouldAllBe(
            posting => posting!["activity"]!.GetValue<string>() == "electricity.grid",
            "the coal did not change and is not posted again"
        );
        Sum(
                postings,
                posting =>
                    posting["category"]!.GetValue<string>() == "scope2.electricity"
                    && posting["basis"]!.GetValue<string>() == "location-national"
            )
            .ShouldBe(536_600m - 5_366_000m);
    }

    [Fact]
    public async Task Withdrawal_takes_the_lines_back_and_leaves_the_history()
    {
        await _client.PutRefineryAsync("SX-R3");
        await _client.PostedAsync(
            await _client.PostAsync(
                "SX-R3",
                "2024-03",
                new { readings = new[] { Sheets.GridReading("1000"), Sheets.CoalReading("1000") } }
            )
        );
        var before = await PositionAsync("SX-R3");

        await _client.PostedAsync(
            await _client.PostAsync(
                "SX-R3",
                "2024-03",
                new
                {
                    readings = Array.Empty<object>(),
                    withdrawals = new[] { new { source = "KILN-1", activity = "fuel.anthracite" } },
                }
            )
        );

        var totals = await _client.GetAsync("totals?groupBy=category,measure&from=2024-03&to=2024-03&org=SX-R3");
        totals["rows"]!
            .AsArray()
            .ShouldNotContain(row =>
                row!["category"]!.GetValue<string>() == "scope1.combustion"
                && row["quantity"]!.GetValue<string>() != "0.000000"
            );
        (await _client.TotalAsync("from=2024-03&to=2024-03&org=SX-R3", "scope2.electricity", "CO2")).ShouldBe(
            5_366_000m
        );
        (
            await _client.TotalAsync($"from=2024-03&to=2024-03&org=SX-R3&asOf={before}", "scope1.combustion", "CO2")
        ).ShouldBe(2_322_768.466333m);
        var sheet = await _client.GetAsync("plants/SX-R3/months/2024-03");
        sheet["readings"]!.AsArray().Count.ShouldBe(1);
        sheet["revisions"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Same_key_again_is_answered_the_same_and_makes_nothing()
    {
        await _client.PutRefineryAsync("SX-R4");
        var first = await _client.PostOnceAsync("SX-R4", "2024-03", Sheets.Grid("1000"), "sx-r4-march");
        var again = await _client.PostOnceAsync("SX-R4", "2024-03", Sheets.Grid("1000"), "sx-r4-march");
        var other = await _client.PostOnceAsync("SX-R4", "2024-03", Sheets.Grid("1001"), "sx-r4-march");

        first.Status.ShouldBe(HttpStatusCode.Accepted);
        again.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Body["code"]!.GetValue<string>().ShouldBe("idempotency-key-reused");
        await _client.PostedAsync(first.Body);
        (await _client.GetAsync("ledger/entries?plant=SX-R4&month=2024-03"))["entries"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Province_corrected_for_past_months_is_recalculated_as_master_data()
    {
        await _client.PutRefineryAsync("SX-R5", province: "SX");
        await _client.PostedAsync(await _client.PostAsync("SX-R5", "2024-03", Sheets.Grid("1000")));
        const string query = "from=2024-03&to=2024-03&org=SX-R5&basis=location-provincial";
        (await _client.TotalAsync(query, "scope2.electricity", "CO2")).ShouldBe(7_096_000m);
        var before = await PositionAsync("SX-R5");

        await _client.PutAsync(
            "plants/SX-R5?since=2015-01",
            new
            {
                name = "SX-R5",
                orgUnit = "ALUMINA",
                province = "YN",
                kinds = new[] { "alumina" },
                from = "2015-01",
            }
        );

        await Eventually.PassAsync(async () =>
            (await _client.TotalAsync(query, "scope2.electricity", "CO2")).ShouldBe(1_073_000m)
        );
        (await _client.TotalAsync($"{query}&asOf={before}", "scope2.electricity", "CO2")).ShouldBe(7_096_000m);
        var entries = (await _client.GetAsync("ledger/entries?plant=SX-R5&month=2024-03"))["entries"]!.AsArray();
        entries.Select(entry => entry!["reason"]!.GetValue<string>()).ShouldBe(["reading", "master-data"]);
    }

    [Fact]
    public async Task Plant_moved_to_another_unit_takes_its_months_along_and_the_position_before_does_not()
    {
        await _client.PutRefineryAsync("SX-R6", orgUnit: "NORTH");
        await _client.PutAsync("units/SOUTH", new { name = "South" });
        await _client.PostedAsync(await _client.PostAsync("SX-R6", "2024-03", Sheets.Grid("1000")));
        const string query = "from=2024-03&to=2024-03";
        (await _client.TotalAsync($"{query}&org=NORTH", "scope2.electricity", "CO2")).ShouldBe(5_366_000m);
        var before = await PositionAsync("SX-R6");

        var south = new
        {
            name = "SX-R6",
            orgUnit = "SOUTH",
            province = "SX",
            kinds = new[] { "alumina" },
            from = "2015-01",
        };
        (await _client.PreviewAsync("plants/SX-R6", south))["sums"]!
            .AsArray()
            .Where(sum =>
                (string)sum!["category"]! == "scope2.electricity" && (string)sum["basis"]! == "location-national"
            )
            .Select(sum => $"{sum!["org"]} {sum["old"]} {sum["new"]}")
            .ShouldBe(["unit:NORTH 5366000.000000 0.000000", "unit:SOUTH 0 5366000.000000"]);
        await _client.PutAsync("plants/SX-R6?since=2015-01", south);

        await Eventually.PassAsync(async () =>
            (await _client.TotalAsync($"{query}&org=SOUTH", "scope2.electricity", "CO2")).ShouldBe(5_366_000m)
        );
        var north = await _client.GetAsync($"totals?groupBy=category,measure&{query}&org=NORTH");
        north["rows"]!
            .AsArray()
            .ShouldAllBe(row =>
                decimal.Parse(row!["quantity"]!.GetValue<string>(), CultureInfo.InvariantCulture) == 0m
            );
        (await _client.TotalAsync($"{query}&org=NORTH&asOf={before}", "scope2.electricity", "CO2")).ShouldBe(
            5_366_000m
        );
    }

    [Fact]
    public async Task Headline_quotes_what_wind_avoided()
    {
        await _client.PutAsync("units/ENERGY", new { name = "Energy" });
        await _client.PutAsync(
            "plants/SX-W1",
            new
            {
                name = "Ridge Wind",
                orgUnit = "ENERGY",
                province = "SX",
                kinds = new[] { "wind" },
                from = "2019-01",
            }
        );
        await _client.PutAsync(
            "plants/SX-W1/sources/WF-1",
            new
            {
                name = "Phase 1",
                kind = "wind-farm",
                capacities = new[] { new { from = "2019-01-01", megawatts = 48 } },
            }
        );
        await _client.PostedAsync(
            await _client.PostAsync(
                "SX-W1",
                "2020-05",
                new
                {
                    readings = new[]
                    {
                        new
                        {
                            source = "WF-1",
                            activity = "generation.wind",
                            quantity = "10000",
                            unit = "MWh",
                            quality = "settled",
                        },
                    },
                }
            )
        );

        const string query = "from=2020-01&to=2020-12&org=GROUP";
        (await _client.TotalAsync(query, "avoided.wind", "CO2", "displacement")).ShouldBe(8_320_000m);
        (await _client.TotalAsync(query, "avoided.wind", "SO2")).ShouldBe(1_600m);
        (await _client.TotalAsync(query, "avoided.wind", "NOx")).ShouldBe(1_790m);
        (await _client.TotalAsync(query + "&basis=combined-margin", "avoided.wind", "CO2")).ShouldBe(8_269_000m);
        (await _client.TotalAsync(query + "&basis=grid-average", "avoided.wind", "CO2")).ShouldBe(6_101_000m);
        var avoided = (await _client.GetAsync("headline/2020"))["avoided"]!;
        avoided["wind"]!["co2"]!["quantity"]!.GetValue<string>().ShouldBe("8320000.000000");
        avoided["bought"]!["wind"]!["co2"]!["quantity"].ShouldBeNull();
        avoided["bases"]!
            .AsArray()
            .Select(basis => $"{basis!["basis"]} {basis["own"]!["wind"]!["quantity"]}")
            .ShouldBe(["displacement 8320000.000000", "combined-margin 8269000.000000", "grid-average 6101000.000000"]);
    }

    private async Task<long> PositionAsync(string plant) =>
        (await _client.GetAsync($"totals?groupBy=category,measure&from=2024-03&to=2024-03&org={plant}"))["asOf"]![
            "sequence"
        ]!.GetValue<long>();

    private static decimal Sum(JsonArray postings, Func<JsonNode, bool> which) =>
        postings
            .Where(posting => which(posting!))
            .Sum(posting => decimal.Parse(posting!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture));
}
