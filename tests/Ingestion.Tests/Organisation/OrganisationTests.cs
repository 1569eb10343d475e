using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Units, plants, sources and waivers: put, versioned, and told to others.</summary>
[Tier(Tier.Service)]
public sealed class OrganisationTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

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
        (await Host.ChangesAsync("ENERGY")).ShouldBe(1);

        var changed = await admin.PutRecordAsync("/units/ENERGY", """{ "name": "Clean energy", "nameZh": null }""");
        changed.Status.ShouldBe(HttpStatusCode.OK);
        ((int)changed.Body["version"]!).ShouldBe(2);
        var record = await Host.RecordAsync("ENERGY");
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
        var before = await Host.RecordAsync(plant);
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

        var record = (await Host.RecordAsync(plant)).Plant!;
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
        (await Host.RecordAsync(plant)).Plant!.Memberships.Select(m => m.OwnershipSharePercent).ShouldBe([100m, 51m]);

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
        var source = (await Host.RecordAsync(plant)).Plant!.Sources.Single(s => s.Code == "HYDRO-1");
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
            """
            { "name": "Boiler, renamed", "kind": "boiler", "process": "alumina", "technology": "grate",
            "dischargesTo": ["STACK-1"] }
            """
        );

        var waivers = (await Host.RecordAsync(plant)).Plant!.Sources.Single(s => s.Code == "BOILER-1").Waivers;
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
        var waivers = (await Host.RecordAsync(plant)).Plant!.Sources.Single(s => s.Code == "BOILER-1").Waivers;
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

        var record = await Host.RecordAsync(plant);
        record.Version.ShouldBe(26);
        record.Plant!.Sources.Count.ShouldBe(25);
        var shown = (await admin.AskAsync($"/plants/{plant}")).Body;
        shown["sources"]!.AsArray().Count.ShouldBe(25);
    }
}
