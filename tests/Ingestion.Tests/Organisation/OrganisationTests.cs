using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Units, plants, sources and waivers: put, versioned, told to others, and refused with reasons.</summary>
[Tier(Tier.Service)]
public sealed class OrganisationTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private async Task<OrganisationChangedEvent> RecordAsync(string code) =>
        EventJson.OrganisationChanged(
            (byte[])
                (
                    await Host.Database.ExecuteAsync(
                        "SELECT e.body FROM organisation_record o JOIN event e ON e.id = o.event_id WHERE "
                            + $"o.code = '{code}'"
                    )
                )!
        );

    private async Task<long> ChangesAsync(string code) =>
        (long)
            (
                await Host.Database.ExecuteAsync(
                    "SELECT count(*) FROM event WHERE type = 'organisation-changed.v1' AND "
                        + $"convert_from(body, 'UTF8')::json->>'code' = '{code}'"
                )
            )!;

    [Fact]
    public async Task A_unit_is_added_kept_and_changed()
    {
        var admin = Host.As(Roles.Environment);
        var added = await admin.PutRecordAsync("/units/ENERGY", """{ "name": "Energy", "nameZh": "能源" }""");
        added.Status.ShouldBe(HttpStatusCode.Created, added.Body.Plain());
        added.Body.Plain().ShouldBe("""{"orgUnit":"ENERGY","name":"Energy","nameZh":"能源","version":1}""");

        var same = await admin.PutRecordAsync("/units/ENERGY", """{ "nameZh": "能源", "name": "Energy" }""");
        same.Status.ShouldBe(HttpStatusCode.OK);
        ((int)same.Body["version"]!).ShouldBe(1);
        (await ChangesAsync("ENERGY")).ShouldBe(1);

        var changed = await admin.PutRecordAsync("/units/ENERGY", """{ "name": "Clean energy" }""");
        changed.Status.ShouldBe(HttpStatusCode.OK);
        ((int)changed.Body["version"]!).ShouldBe(2);
        var record = await RecordAsync("ENERGY");
        (record.Kind, record.Version, record.ChangedBy, record.Unit!.Name, record.Unit.NameZh).ShouldBe(
            ("unit", 2, "environment-key", "Clean energy", null)
        );
        (
            await Host.Database.ExecuteAsync(
                "SELECT count(*) FROM outbox o JOIN event e ON e.id = o.event_id WHERE "
                    + "convert_from(e.body, 'UTF8')::json->>'code' = 'ENERGY'"
            )
        ).ShouldBe(2L);

        (await admin.AskAsync("/units")).Body["units"]!
            .AsArray()
            .Select(u => u!.Text("orgUnit"))
            .ShouldContain("ENERGY");
    }

    [Fact]
    public async Task A_plant_carries_its_sources_through_its_own_changes()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var before = await RecordAsync(plant);
        before.Version.ShouldBe(6, "the plant and five sources");

        (
            await admin.PutRecordAsync(
                $"/plants/{plant}",
                """
                { "name": "Renamed", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"],
                "from": "2020-01" }
                """
            )
        ).Status.ShouldBe(HttpStatusCode.OK);

        var record = (await RecordAsync(plant)).Plant!;
        record.Name.ShouldBe("Renamed");
        record.Sources.Select(s => s.Code).ShouldBe(["BOILER-1", "GRID-1", "POT-1", "STACK-1", "WF-1"]);
        record.Country.ShouldBe("CN");
        record.Memberships.ShouldHaveSingleItem().OwnershipSharePercent.ShouldBe(100m);
        record.Sources[4].Capacities.ShouldHaveSingleItem().Megawatts.ShouldBe(50m);
    }

    [Fact]
    public async Task A_plant_that_changed_its_unit_has_dated_memberships()
    {
        var admin = Host.As(Roles.Admin);
        var plant = SharedHost.NewPlant();
        await admin.PutRecordAsync("/units/ALUMINIUM", """{ "name": "Aluminium", "nameZh": "铝业" }""");
        await admin.PutRecordAsync("/units/COPPER", """{ "name": "Copper" }""");

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}",
            """
            { "name": "Moved", "from": "2020-01", "province": "NM", "subRegion": "west", "memberships": [
              { "orgUnit": "COPPER", "from": "2023-07", "ownershipShare": "0.51" }, { "orgUnit": "ALUMINIUM",
                  "from": "2020-01" } ] }
            """
        );

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body.Plain());
        answer.Body.Text("orgUnit").ShouldBe("COPPER", "where it is now");
        answer.Body["memberships"]!
            .Plain()
            .ShouldBe(
                """[{"orgUnit":"ALUMINIUM","from":"2020-01","ownershipShare":"1"},"""
                    + """{"orgUnit":"COPPER","from":"2023-07","ownershipShare":"0.51"}]"""
            );
        (await RecordAsync(plant)).Plant!.Memberships.Select(m => m.OwnershipSharePercent).ShouldBe([100m, 51m]);

        var ofCopper = await admin.AskAsync("/plants?orgUnit=COPPER");
        ofCopper.Body["plants"]!.AsArray().Select(p => p!.Text("plant")).ShouldContain(plant);
        (await admin.AskAsync("/plants?orgUnit=ALUMINIUM")).Body["plants"]!
            .AsArray()
            .Select(p => p!.Text("plant"))
            .ShouldNotContain(plant);
    }

    [Fact]
    public async Task A_source_says_all_there_is_to_say()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/HYDRO-1",
            """
            { "name": "Upper dam", "nameZh": "上坝", "kind": "hydro-station", "capacities": [ { "from": "2022-01-01",
                "megawatts": 120.5 }, { "from": "2020-01-01", "megawatts": "80" } ],
              "feeds": ["GRID-1"], "creditingStart": "2020-03-01", "powerDensity": 6.5, "profile": "ndrc-2013",
                  "expects": ["generation.hydro"],
              "states": [ { "from": "2021-01-01", "state": "running" }, { "from": "2020-02-01",
                  "state": "start-up" } ] }
            """
        );

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body.Plain());
        var source = (await RecordAsync(plant)).Plant!.Sources.Single(s => s.Code == "HYDRO-1");
        source.Process.ShouldBe("power");
        source.Capacities.Select(c => c.Megawatts).ShouldBe([80m, 120.5m]);
        source.Feeds.ShouldBe(["GRID-1"]);
        source.CreditingStart.ShouldBe(new DateOnly(2020, 3, 1));
        source.PowerDensity.ShouldBe(6.5m);
        source.Profiles.ShouldHaveSingleItem().From.ToString().ShouldBe("2020-01");
        source.Expects.ShouldBe(["generation.hydro"]);
        source.States.Select(s => s.State).ShouldBe(["start-up", "running"]);

        var shown = (await admin.AskAsync($"/plants/{plant}")).Body["sources"]!
            .AsArray()
            .Single(s => s!.Text("source") == "HYDRO-1")!;
        shown["capacities"]!
            .Plain()
            .ShouldBe("""[{"from":"2020-01-01","megawatts":"80"},{"from":"2022-01-01","megawatts":"120.5"}]""");
    }

    [Fact]
    public async Task Waivers_are_kept_through_changes_of_the_source()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1/waivers",
            """
            { "waivers": [ { "measure": "SO2", "kind": "measured-quarterly", "from": "2024-01", "to": "2024-06",
                "reason": "Order 12/2024" },
                           { "measure": "NOx", "kind": "not-applicable", "from": "2023-01", "reason": "gas burner" } ] }
            """
        );
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.Plain());
        await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1",
            """{ "name": "Boiler, renamed", "kind": "boiler", "dischargesTo": ["STACK-1"] }"""
        );

        var waivers = (await RecordAsync(plant)).Plant!.Sources.Single(s => s.Code == "BOILER-1").Waivers;
        waivers
            .Select(w => (w.Measure, w.Kind, w.From.ToString(), w.To?.ToString()))
            .ShouldBe([
                ("NOx", "not-applicable", "2023-01", null),
                ("SO2", "measured-quarterly", "2024-01", "2024-06"),
            ]);
    }

    [Fact]
    public async Task A_waiver_is_signed_by_who_states_it_and_keeps_its_signature()
    {
        var (admin, environment) = (Host.As(Roles.Admin), Host.As(Roles.Environment));
        var plant = await admin.NewSmelterAsync();
        const string Old =
            """{ "measure": "SO2", "kind": "measured-quarterly", "from": "2024-01", "reason": "Order 12/2024" }""";
        const string New =
            """{ "measure": "NOx", "kind": "not-applicable", "from": "2023-01", "reason": "gas burner" }""";
        await environment.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1/waivers",
            $$"""{ "waivers": [ {{Old}} ] }"""
        );
        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1/waivers",
            $$"""{ "waivers": [ {{New}}, {{Old}} ] }"""
        );

        var now = Host.Clock.GetUtcNow();
        var waivers = (await RecordAsync(plant)).Plant!.Sources.Single(s => s.Code == "BOILER-1").Waivers;
        waivers
            .Select(w => (w.Measure, w.SignedBy, w.SignedAt))
            .ShouldBe([("NOx", "admin-key", now), ("SO2", "environment-key", now)]);
        answer.Body["waivers"]!.AsArray().Select(w => w!.Text("signedBy")).ShouldBe(["admin-key", "environment-key"]);
        // Sent once more by another, nothing is stated anew.
        (
            await environment.PutRecordAsync(
                $"/plants/{plant}/sources/BOILER-1/waivers",
                $$"""{ "waivers": [ {{New}}, {{Old}} ] }"""
            )
        )
            .Body.Plain()
            .ShouldBe(answer.Body.Plain());
    }

    // ---- Refusals ----

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
        "One of AH, BJ, CQ"
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
        "Did you mean 'fuel.coke'?"
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
        var before = await RecordAsync(plant);

        var answer = await admin.PutRecordAsync($"/plants/{plant}{path}", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Body.Plain());
        answer.Code.ShouldBe("organisation-refused");
        answer.Error.Text("path").ShouldBe(member);
        answer.Error.Text("code").ShouldBe(code);
        answer.Error.Text("expected").ShouldContain(expected);
        (await RecordAsync(plant)).Version.ShouldBe(before.Version);
        (await ChangesAsync(plant)).ShouldBe(6);
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

    [Theory]
    [InlineData("/sources/BOILER-1", """{ "name": "B", "kind": "boiler", "process": "alumina", "states": [null] }""")]
    [InlineData("/sources/BOILER-1", """{ "name": "B", "kind": "boiler", "process": "alumina", "expects": [null] }""")]
    [InlineData("/sources/BOILER-1/waivers", """{ "waivers": [null] }""")]
    [InlineData("", """{ "name": "P", "from": "2024-01", "memberships": [null] }""")]
    public async Task Null_in_a_list_is_refused_where_it_stands(string path, string body)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PutRecordAsync($"/plants/{plant}{path}", body);

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, "malformed-json"));
        answer.Error.Text("path").ShouldEndWith("[0]");
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

    [Fact]
    public async Task A_parameter_of_another_name_is_refused_and_lists_no_plants()
    {
        var answer = await Host.As(Roles.Admin).AskAsync("/plants?unit=ALUMINIUM");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("unknown-parameter");
        answer.Body.Text("detail").ShouldBe("\"unit\" is no parameter here. Those there are: orgUnit.");
    }

    [Theory]
    [InlineData("/units/ODD-1", """{ "nameZh": "无名" }""", "malformed-json")]
    [InlineData("/units/ODD-1", """{ "name": "Odd", "colour": "red" }""", "unknown-member")]
    [InlineData("/plants/ODD-1", """{ "name": "Odd", "unit": "ALUMINIUM", "from": "2020-01" }""", "unknown-member")]
    [InlineData(
        "/plants/ODD-1",
        """{ "name": "Odd", "memberships": [ { "unit": "ALUMINIUM", "from": "2020-01" } ], "from": "2020-01" }""",
        "unknown-member"
    )]
    public async Task A_body_of_another_form_is_refused(string path, string body, string code)
    {
        var answer = await Host.As(Roles.Admin).PutRecordAsync(path, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe(code);
        (await ChangesAsync("ODD-1")).ShouldBe(0);
    }

    [Fact]
    public async Task Sources_and_waivers_need_their_plant_and_source()
    {
        var admin = Host.As(Roles.Admin);
        (
            await admin.PutRecordAsync("/plants/NOBODY-1/sources/S-1", """{ "name": "S", "kind": "boiler" }""")
        ).Status.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PutRecordAsync("/plants/NOBODY-1/sources/S-1/waivers", """{ "waivers": [] }""")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        var plant = await admin.NewSmelterAsync();
        (await admin.PutRecordAsync($"/plants/{plant}/sources/S-1/waivers", """{ "waivers": [] }""")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await admin.AskAsync("/plants/NOBODY-1")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_the_environment_department_and_the_operator_change_records()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        foreach (
            var client in (HttpClient[])[Host.As(Roles.Plant, plant), Host.As(Roles.Auditor), Host.As(Roles.Festival)]
        )
        {
            (await client.PutRecordAsync("/units/ENERGY-2", """{ "name": "E" }""")).Status.ShouldBe(
                HttpStatusCode.Forbidden
            );
            (
                await client.PutRecordAsync($"/plants/{plant}/sources/S-1", """{ "name": "S", "kind": "boiler" }""")
            ).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await ChangesAsync("ENERGY-2")).ShouldBe(0);
    }

    [Fact]
    public async Task A_plant_sees_itself_and_no_other()
    {
        var admin = Host.As(Roles.Admin);
        var (own, other) = (await admin.NewSmelterAsync(), await admin.NewSmelterAsync());
        var client = Host.As(Roles.Plant, own);

        (await client.AskAsync("/plants")).Body["plants"]!.AsArray().Select(p => p!.Text("plant")).ShouldBe([own]);
        (await client.AskAsync($"/plants/{own}")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.AskAsync($"/plants/{other}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Changes_at_once_all_count()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i =>
                    Task.Run(() =>
                        admin.PutRecordAsync(
                            $"/plants/{plant}/sources/METER-{i}",
                            """{ "name": "S", "kind": "site" }"""
                        )
                    )
                )
        );

        var record = await RecordAsync(plant);
        record.Version.ShouldBe(26);
        record.Plant!.Sources.Count.ShouldBe(25);
        var shown = (await admin.AskAsync($"/plants/{plant}")).Body;
        shown["sources"]!.AsArray().Count.ShouldBe(25);
    }
}
