using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What is missing does not count as complete: what was to be reported goes with the sheet.</summary>
[Tier(Tier.Service)]
public sealed class NotReportedTests(SharedHost shared) : ExpectedOfMonths(shared)
{
    private static Task<Answer> BoilerAsync(HttpClient admin, string plant, string more, string since = "") =>
        admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1{since}",
            $$"""
            { "name": "Boiler", "kind": "boiler", "process": "alumina", "technology": "grate",
            "dischargesTo": ["STACK-1"]{{more}} }
            """
        );

    [Fact]
    public async Task An_activity_that_the_record_expects_and_no_reading_has_is_told_and_sent_on()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await BoilerAsync(admin, plant, """, "expects": ["fuel.natural-gas", "fuel.diesel"]""");

        var answer = await PostAsync(
            admin,
            plant,
            "2024-01",
            Reading("GRID-1", "electricity.grid"),
            Reading("BOILER-1", "fuel.diesel")
        );

        (await MissingAsync(plant, "2024-01")).ShouldBe("BOILER-1 fuel.natural-gas");
        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("path")).ShouldBe(("not-reported", "readings"));
        finding
            .Text("message")
            .ShouldBe(
                "BOILER-1 is expected to report fuel.natural-gas, and 2024-01 has no reading of it: the month has a "
                    + "gap and cannot be closed."
            );
        var shown = await admin.AskAsync($"/plants/{plant}/months/2024-01");
        shown.Body["findings"]![0]!.Text("code").ShouldBe("not-reported");
        shown.Body["sources"]![0]!["notReported"]!.Plain().ShouldBe("""["fuel.natural-gas"]""");
    }

    [Theory]
    [InlineData("2023-02", "2024-02", true)]
    [InlineData("2023-01", "2024-02", false)]
    [InlineData("2024-01", "2024-02", true)]
    public async Task What_a_source_reported_in_the_last_twelve_months_is_expected_of_it(
        string before,
        string month,
        bool isExpected
    )
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(
            admin,
            plant,
            before,
            Reading("BOILER-1", "fuel.diesel"),
            Reading("GRID-1", "electricity.grid")
        );
        await PostAsync(admin, plant, month, Reading("GRID-1", "electricity.grid"));

        (await MissingAsync(plant, month)).ShouldBe(isExpected ? "BOILER-1 fuel.diesel" : "");
    }

    [Fact]
    public async Task That_there_was_none_says_a_reading_of_zero()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(admin, plant, "2024-01", Reading("BOILER-1", "fuel.diesel"));
        await PostAsync(admin, plant, "2024-02", Reading("BOILER-1", "fuel.diesel", "0"));

        (await MissingAsync(plant, "2024-02")).ShouldBe("");
        // And zero was a report, which is expected again.
        await PostAsync(admin, plant, "2025-01", Reading("GRID-1", "electricity.grid"));
        (await MissingAsync(plant, "2025-01")).ShouldBe("BOILER-1 fuel.diesel");
    }

    [Fact]
    public async Task A_record_that_names_what_it_expects_is_not_held_against_the_past()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await BoilerAsync(admin, plant, """, "expects": ["fuel.lignite"]""");
        await PostAsync(
            admin,
            plant,
            "2024-01",
            Reading("BOILER-1", "fuel.diesel"),
            Reading("BOILER-1", "fuel.lignite")
        );
        await PostAsync(admin, plant, "2024-02", Reading("BOILER-1", "fuel.lignite"));

        (await MissingAsync(plant, "2024-02")).ShouldBe("");
    }

    [Fact]
    public async Task Refills_are_expected_of_nobody_whose_record_does_not_say_so()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await admin.PutRecordAsync($"/plants/{plant}/sources/SITE", """{ "name": "Site", "kind": "site" }""");
        await PostAsync(
            admin,
            plant,
            "2024-05",
            Reading("SITE", "fugitive.sf6"),
            Reading("SITE", "fugitive.refrigerant", more: """, "attributes": { "gas": "R-410A" }""")
        );
        await PostAsync(admin, plant, "2024-06", Reading("GRID-1", "electricity.grid"));
        (await MissingAsync(plant, "2024-06")).ShouldBe("");

        await admin.PutRecordAsync(
            $"/plants/{plant}/sources/SITE",
            """{ "name": "Site", "kind": "site", "expects": ["fugitive.sf6"] }"""
        );
        (await MissingAsync(plant, "2024-06")).ShouldBe("SITE fugitive.sf6");
        (await Stored.SheetAsync(Host, plant, "2024-05")).Revision.ShouldBe(1, "nothing is missing there");
    }

    [Fact]
    public async Task A_waiver_of_an_activity_is_no_gap_in_its_months()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(admin, plant, "2024-01", Reading("BOILER-1", "fuel.diesel"));
        await PostAsync(admin, plant, "2024-02", Reading("GRID-1", "electricity.grid"));
        await PostAsync(admin, plant, "2024-03", Reading("GRID-1", "electricity.grid"));

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1/waivers",
            """
            { "waivers": [ { "activity": "fuel.diesel", "kind": "not-applicable", "from": "2024-03",
            "reason": "The emergency pump is gone" } ] }
            """
        );

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.Plain());
        answer.Body["waivers"]![0]!.Text("signedBy").ShouldBe("admin-key");
        (await MissingAsync(plant, "2024-02")).ShouldBe("BOILER-1 fuel.diesel");
        (await MissingAsync(plant, "2024-03")).ShouldBe("");
        (await Stored.SheetAsync(Host, plant, "2024-02")).Revision.ShouldBe(1);
        var march = await Stored.SheetAsync(Host, plant, "2024-03");
        (march.Revision, march.Reason).ShouldBe((2, Reasons.MasterData));

        await admin.PutRecordAsync($"/plants/{plant}/sources/BOILER-1/waivers", """{ "waivers": [] }""");
        (await MissingAsync(plant, "2024-03")).ShouldBe("BOILER-1 fuel.diesel");
    }

    [Theory]
    [InlineData("""{ "kind": "not-applicable", "from": "2024-01", "reason": "r" }""", "one-of", "waivers[0]")]
    [InlineData(
        """
            { "measure": "SO2", "activity": "fuel.diesel", "kind": "not-applicable", "from": "2024-01", "reason": "r" }
            """,
        "one-of",
        "waivers[0]"
    )]
    [InlineData(
        """{ "activity": "fuel.coal", "kind": "not-applicable", "from": "2024-01", "reason": "r" }""",
        "unknown-activity",
        "waivers[0].activity"
    )]
    [InlineData(
        """
            { "activity": "fuel.diesel", "kind": "not-applicable", "from": "2024-01", "reason": "r" },
            { "activity": "fuel.diesel", "kind": "not-applicable", "from": "2024-06", "reason": "r" }
            """,
        "waivers-overlap",
        "waivers"
    )]
    public async Task A_waiver_is_of_one_measure_or_activity(string waivers, string code, string path)
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1/waivers",
            $$"""{ "waivers": [ {{waivers}} ] }"""
        );
        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (answer.Error.Text("code"), answer.Error.Text("path")).ShouldBe((code, path));
    }

    [Fact]
    public async Task A_source_that_stood_still_all_month_burns_nothing_and_buys_power_all_the_same()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(admin, plant, "2024-01", Reading("WF-1", "fuel.diesel"), Reading("WF-1", "electricity.grid"));
        await admin.PutRecordAsync(
            $"/plants/{plant}/sources/WF-1",
            """
            { "name": "Wind", "kind": "wind-farm", "capacities": [ { "from": "2020-01-01", "megawatts": 50 } ],
            "from": "2022-06", "to": "2024-12", "states": [ { "from": "2024-02-15", "state": "stopped" } ] }
            """
        );
        await PostAsync(admin, plant, "2024-02", Reading("GRID-1", "electricity.grid"));
        await PostAsync(admin, plant, "2024-03", Reading("GRID-1", "electricity.grid"));

        (await MissingAsync(plant, "2024-02")).ShouldBe("WF-1 electricity.grid, WF-1 fuel.diesel");
        (await MissingAsync(plant, "2024-03")).ShouldBe("WF-1 electricity.grid");
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_missing_nothing()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(admin, plant, "2024-12", Reading("WF-1", "generation.wind"));
        await PostAsync(admin, plant, "2025-01", Reading("GRID-1", "electricity.grid"));

        (await MissingAsync(plant, "2025-01")).ShouldBe("");
    }

    [Fact]
    public async Task A_month_from_which_everything_was_withdrawn_misses_what_was_reported_before()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(admin, plant, "2024-01", Reading("GRID-1", "electricity.grid"));
        await PostAsync(admin, plant, "2024-02", Reading("GRID-1", "electricity.grid"));
        await admin.PostReadingsAsync(
            plant,
            "2024-02",
            """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.grid" } ] }"""
        );

        (await MissingAsync(plant, "2024-02")).ShouldBe("GRID-1 electricity.grid");
    }

    [Fact]
    public async Task A_change_that_says_nothing_of_what_is_expected_opens_no_gap_in_older_sheets()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        await PostAsync(admin, plant, "2024-01", Reading("BOILER-1", "fuel.diesel"));
        await PostAsync(admin, plant, "2024-02", Reading("GRID-1", "electricity.grid"));
        // As a sheet from before anybody asked.
        await Host.Database.ExecuteAsync(
            $$"""
            UPDATE event e SET body = convert_to(
                replace(convert_from(e.body, 'UTF8'), ',"notReported":["fuel.diesel"]', ''), 'UTF8')
            FROM sheet s WHERE s.event_id = e.id AND s.plant = '{{plant}}'
            """
        );
        (await MissingAsync(plant, "2024-02")).ShouldBe("");

        await BoilerAsync(admin, plant, """, "nameZh": "锅炉" """);
        (await MissingAsync(plant, "2024-02")).ShouldBe("");
        await BoilerAsync(admin, plant, """, "nameZh": "锅炉", "expects": ["fuel.lignite"]""", "?since=2024-02");
        (await MissingAsync(plant, "2024-02")).ShouldBe("BOILER-1 fuel.lignite");
    }
}
