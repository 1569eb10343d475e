using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Records of the organisation that are refused, each with the member and what would be right.</summary>
[Tier(Tier.Service)]
public sealed class RecordRefusalTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Theory]
    // plant
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINUM", "from": "2020-01" }""",
        "orgUnit",
        "unknown-unit-of-organisation",
        "Did you mean 'ALUMINIUM'?"
    )]
    [InlineData("", """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-13" }""", "from", "not-a-month", "yyyy-MM")]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-02", "to": "2020-01" }""",
        "to",
        "from-after-to",
        "not before the beginning"
    )]
    [InlineData(
        "",
        """{ "name": " ", "orgUnit": "ALUMINIUM", "from": "2020-01" }""",
        "name",
        "name-text",
        "1 to 200 characters"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "province": "Shanxi" }""",
        "province",
        "unknown-province",
        "Did you mean 'SX'? One of AH, BJ, CQ"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "province": "NM", "subRegion": "north" }""",
        "subRegion",
        "unknown-sub-region",
        "east, west"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "province": "SX", "subRegion": "west" }""",
        "subRegion",
        "unknown-sub-region",
        "There is none"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "country": "China" }""",
        "country",
        "not-a-country",
        "ISO 3166-1"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "ownershipShare": 51 }""",
        "ownershipShare",
        "out-of-range",
        "51 % is 0.51"
    )]
    [InlineData(
        "",
        """{ "name": "P", "from": "2020-01" }""",
        "orgUnit",
        "one-of",
        "Either 'orgUnit', or 'memberships'"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "memberships": [], "from": "2020-01" }""",
        "orgUnit",
        "one-of",
        "Either 'orgUnit', or 'memberships'"
    )]
    [InlineData(
        "",
        """{ "name": "P", "memberships": [ { "orgUnit": "ALUMINIUM", "from": "2020-02" } ], "from": "2020-01" }""",
        "memberships",
        "no-unit-at-first",
        "2020-01 or earlier"
    )]
    [InlineData(
        "",
        """
            { "name": "P", "memberships": [ { "orgUnit": "ALUMINIUM", "from": "2020-01" }, { "orgUnit": "ALUMINIUM",
            "from": "2020-01" } ], "from": "2020-01" }
            """,
        "memberships",
        "duplicate-entry",
        "One entry for each month"
    )]
    // source
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boilr" }""",
        "kind",
        "unknown-kind",
        "Did you mean 'boiler'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "process": "elektrolysis" }""",
        "process",
        "unknown-process",
        "Did you mean 'electrolysis'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "potline", "technology": "CWBP" }""",
        "technology",
        "unknown-technology",
        "Did you mean 'CWPB'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "dischargesTo": ["STACK-2"] }""",
        "dischargesTo[0]",
        "unknown-source",
        "Did you mean 'STACK-1'?"
    )]
    [InlineData(
        "/sources/BOILER-1",
        """{ "name": "S", "kind": "boiler", "dischargesTo": ["BOILER-1"] }""",
        "dischargesTo[0]",
        "unknown-source",
        "One of GRID-1, POT-1, STACK-1"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "feeds": ["X"] }""",
        "feeds[0]",
        "unknown-source",
        "One of BOILER-1"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "wind-farm", "capacities": [ { "from": "2020-1-1", "megawatts": 1 } ] }""",
        "capacities[0].from",
        "not-a-date",
        "yyyy-MM-dd"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "wind-farm", "capacities": [ { "from": "2020-01-01", "megawatts": -1 } ] }""",
        "capacities[0].megawatts",
        "out-of-range",
        "0 or more"
    )]
    [InlineData(
        "/sources/NEW-1",
        """
            { "name": "S", "kind": "wind-farm", "capacities": [ { "from": "2020-01-01", "megawatts": 1 },
            { "from": "2020-01-01", "megawatts": 2 } ] }
            """,
        "capacities",
        "duplicate-entry",
        "One entry for each day"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "potline", "profile": "ets2024" }""",
        "profile",
        "unknown-profile",
        "Did you mean 'ets-2024'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "potline", "profile": "ets-2024", "profiles": [] }""",
        "profile",
        "one-of",
        "Either 'profile'"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "expects": ["fuel.coal"] }""",
        "expects[0]",
        "unknown-activity",
        "Did you mean one of fuel.anthracite, fuel.bituminous-coal, fuel.lignite, fuel.raw-coal, "
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "expects": ["天然气"] }""",
        "expects[0]",
        "unknown-activity",
        "Did you mean 'fuel.natural-gas'?"
    )]
    [InlineData(
        "/sources/BOILER-1/waivers",
        """{ "waivers": [ { "activity": "柴油", "kind": "not-applicable", "from": "2024-01", "reason": "r" } ] }""",
        "waivers[0].activity",
        "unknown-activity",
        "Did you mean 'fuel.diesel'?"
    )]
    // by what it is called
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "province": "山西省" }""",
        "province",
        "unknown-province",
        "Did you mean 'SX'?"
    )]
    [InlineData(
        "",
        """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01", "province": "inner mongolia" }""",
        "province",
        "unknown-province",
        "Did you mean 'NM'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "锅炉" }""",
        "kind",
        "unknown-kind",
        "Did you mean 'boiler'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "Wind farm" }""",
        "kind",
        "unknown-kind",
        "Did you mean 'wind-farm'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "process": "电解铝" }""",
        "process",
        "unknown-process",
        "Did you mean 'electrolysis'?"
    )]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "S", "kind": "boiler", "states": [ { "from": "2020-01-01", "state": "broken" } ] }""",
        "states[0].state",
        "unknown-state",
        "restart, running, start-up, stopped"
    )]
    [InlineData(
        "/sources/new-1",
        """{ "name": "S", "kind": "boiler" }""",
        "source",
        "code-character",
        "Did you mean 'NEW-1'?"
    )]
    [InlineData(
        "/sources/BOILER-1/waivers",
        """{ "waivers": [ { "measure": "CO2", "kind": "not-applicable", "from": "2024-01", "reason": "r" } ] }""",
        "waivers[0].measure",
        "unknown-measure",
        "NOx, PM, SO2"
    )]
    [InlineData(
        "/sources/BOILER-1/waivers",
        """{ "waivers": [ { "measure": "PM", "kind": "quarterly", "from": "2024-01", "reason": "r" } ] }""",
        "waivers[0].kind",
        "unknown-waiver",
        "measured-quarterly"
    )]
    [InlineData(
        "/sources/BOILER-1/waivers",
        """{ "waivers": [ { "measure": "PM", "kind": "not-applicable", "from": "2024-01", "reason": "" } ] }""",
        "waivers[0].reason",
        "text",
        "1 to 500 characters"
    )]
    [InlineData(
        "/sources/BOILER-1/waivers",
        """
            { "waivers": [ { "measure": "PM", "kind": "not-applicable", "from": "2024-01", "reason": "r" },
            { "measure": "PM", "kind": "not-applicable", "from": "2024-05", "reason": "r" } ] }
            """,
        "waivers",
        "waivers-overlap",
        "at a time"
    )]
    public async Task A_record_is_refused_with_the_member_and_what_would_be_right(
        string path,
        string body,
        string member,
        string code,
        string expected
    )
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var before = await Host.RecordAsync(plant);

        var answer = await admin.PutRecordAsync($"/plants/{plant}{path}", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Body.Plain());
        answer.Code.ShouldBe("organisation-refused");
        answer.Error.Text("path").ShouldBe(member);
        answer.Error.Text("code").ShouldBe(code);
        answer.Error.Text("expected").ShouldContain(expected);
        (await Host.RecordAsync(plant)).Version.ShouldBe(before.Version);
        (await Host.ChangesAsync(plant)).ShouldBe(6);
    }

    [Theory]
    [InlineData("", """{ "name": "A\tB", "orgUnit": "ALUMINIUM", "from": "2020-01" }""", "name", "The name")]
    [InlineData("/sources/NEW-1", """{ "name": "B", "nameZh": "锅\t炉", "kind": "boiler" }""", "nameZh", "The name")]
    [InlineData(
        "/sources/NEW-1",
        """{ "name": "B", "kind": "boiler", "technology": "a\tb" }""",
        "technology",
        "The text"
    )]
    [InlineData(
        "/sources/BOILER-1/waivers",
        """{ "waivers": [ { "measure": "PM", "kind": "not-applicable", "from": "2024-01", "reason": "a\tb" } ] }""",
        "waivers[0].reason",
        "The text"
    )]
    public async Task A_name_or_text_with_a_tab_is_told_where_it_is(
        string path,
        string body,
        string member,
        string what
    )
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PutRecordAsync($"/plants/{plant}{path}", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Body.Plain());
        answer.Error.Text("path").ShouldBe(member);
        answer.Error.Text("message").ShouldBe($"{what} has a character that is no text. It has a tab at position 2.");
    }

    [Theory]
    [InlineData(0, "The name is empty.")]
    [InlineData(201, "The name has 201 characters.")]
    public async Task A_name_that_is_empty_is_told_from_one_that_is_too_long(int length, string message)
    {
        var answer = await Host.As(Roles.Admin)
            .PutRecordAsync("/units/LONG", $$"""{ "name": "{{new string('x', length)}}" }""");

        (answer.Error.Text("code"), answer.Error.Text("message")).ShouldBe(("name-text", message));
    }

    [Fact]
    public async Task A_code_is_a_plants_or_a_units_or_names_the_group()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PutRecordAsync("/units/WIND", """{ "name": "Wind" }""");
        const string aPlant = """{ "name": "P", "orgUnit": "WIND", "from": "2024-01" }""";

        var asUnit = await admin.PutRecordAsync($"/units/{plant}", """{ "name": "U" }""");
        var asPlant = await admin.PutRecordAsync("/plants/WIND", aPlant);
        var groupAsUnit = await admin.PutRecordAsync("/units/GROUP", """{ "name": "U" }""");
        var groupAsPlant = await admin.PutRecordAsync("/plants/GROUP", aPlant);

        (asUnit.Status, asUnit.Error.Text("code")).ShouldBe((HttpStatusCode.UnprocessableEntity, "code-taken"));
        asUnit.Error.Text("message").ShouldBe($"'{plant}' is the code of a plant.");
        (asPlant.Status, asPlant.Error.Text("code")).ShouldBe((HttpStatusCode.UnprocessableEntity, "code-taken"));
        asPlant.Error.Text("message").ShouldBe("'WIND' is the code of a unit.");
        groupAsUnit.Error.Text("code").ShouldBe("code-reserved");
        groupAsPlant.Error.Text("code").ShouldBe("code-reserved");
        (await admin.AskAsync("/plants/WIND")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Everything_wrong_with_a_record_is_told_at_once()
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PutRecordAsync(
            "/plants/bad",
            """{ "name": "", "orgUnit": "NOBODY", "from": "now", "province": "ZZ" }"""
        );
        answer
            .Errors.Select(e => e.Text("code"))
            .ShouldBe([
                "code-character",
                "name-text",
                "not-a-month",
                "unknown-province",
                "unknown-unit-of-organisation",
            ]);
    }
}
