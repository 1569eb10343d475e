using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>
/// A change of the organisation that concerns past months makes new revisions of exactly the sheets it concerns.
/// </summary>
[Tier(Tier.Service)]
public sealed class PastSheetsTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private async Task<string> WithSheetsAsync(HttpClient admin, params string[] months)
    {
        var plant = await admin.NewSmelterAsync();
        foreach (var month in months)
            (await admin.PostReadingsAsync(plant, month, Calls.Sheet(Calls.Coal))).Status.ShouldBe(
                HttpStatusCode.Accepted
            );
        return plant;
    }

    private static string Wind(string capacities, string from = "2022-06") =>
        $$"""
            { "name": "Wind", "kind": "wind-farm", "capacities": [ {{capacities}} ],
              "from": "{{from}}", "to": "2024-12" }
            """;

    [Fact]
    public async Task A_capacity_that_began_earlier_revises_the_months_it_reaches()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await WithSheetsAsync(admin, "2022-05", "2024-02", "2024-03");

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/WF-1",
            Wind("""{ "from": "2020-01-01", "megawatts": 50 }, { "from": "2024-03-11", "megawatts": 81 }""")
        );

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.Plain());
        (await Stored.SheetAsync(Host, plant, "2022-05")).Revision.ShouldBe(1, "the farm was not there yet");
        (await Stored.SheetAsync(Host, plant, "2024-02")).Revision.ShouldBe(1, "nothing changed in February");
        var march = await Stored.SheetAsync(Host, plant, "2024-03");
        march.Revision.ShouldBe(2);
        march.Reason.ShouldBe(Reasons.MasterData);
        march.Readings.ShouldHaveSingleItem().Quantity.ShouldBe(41250.37m);
        // 10 days at 50 MW and 21 at 81 MW: 2201 / 31.
        march.Sources.Single(s => s.Code == "WF-1").CapacityMegawatts.ShouldBe(71m);

        var shown = await admin.AskAsync($"/plants/{plant}/months/2024-03");
        var revision = shown.Body["revisions"]![0]!;
        revision.Text("reason").ShouldBe("master-data");
        revision.Text("receivedFrom").ShouldBe("admin-key");
        revision["changes"]!.AsArray().ShouldBeEmpty("no reading changed");
        (await Stored.EventsAsync(Host, plant)).ShouldBe(4);
    }

    [Fact]
    public async Task A_change_that_no_sheet_carries_revises_none()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await WithSheetsAsync(admin, "2024-03");
        await admin.PutRecordAsync("/units/COPPER", """{ "name": "Copper" }""");

        (
            await admin.PutRecordAsync(
                $"/plants/{plant}",
                """
                { "name": "Renamed and moved", "province": "SX", "kinds": ["smelter"], "from": "2020-01",
                "memberships": [ { "orgUnit": "ALUMINIUM", "from": "2020-01" },
                { "orgUnit": "COPPER", "from": "2024-01" } ] }
                """
            )
        ).Status.ShouldBe(HttpStatusCode.OK);

        (await Stored.SheetAsync(Host, plant, "2024-03")).Revision.ShouldBe(
            1,
            "units are the ledger's affair: it hears of the plant's record itself"
        );
    }

    [Fact]
    public async Task Another_province_revises_every_month()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await WithSheetsAsync(admin, "2023-12", "2024-03");
        await admin.PutRecordAsync(
            $"/plants/{plant}?since=2023-12",
            """
            { "name": "Elsewhere", "orgUnit": "ALUMINIUM", "province": "NM", "subRegion": "east", "kinds": ["smelter"],
            "from": "2020-01" }
            """
        );
        foreach (var month in (string[])["2023-12", "2024-03"])
        {
            var sheet = await Stored.SheetAsync(Host, plant, month);
            (sheet.Revision, sheet.Province, sheet.SubRegion).ShouldBe((2, "NM", "east"));
        }
    }

    [Fact]
    public async Task A_waiver_revises_the_months_in_which_it_stands()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await WithSheetsAsync(admin, "2024-01", "2024-03");
        await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1/waivers",
            """
            { "waivers": [ { "measure": "NOx", "kind": "not-applicable", "from": "2024-02", "reason": "signed" } ] }
            """
        );
        (await Stored.SheetAsync(Host, plant, "2024-01")).Revision.ShouldBe(1);
        var march = await Stored.SheetAsync(Host, plant, "2024-03");
        march.Revision.ShouldBe(2);
        march.Sources.Single(s => s.Code == "BOILER-1").Waived.Select(w => w.Measure).ShouldBe(["NOx"]);
    }

    [Fact]
    public async Task A_supplier_that_becomes_a_plant_of_the_group_revises_who_names_it()
    {
        var admin = Host.As(Roles.Admin);
        var consumer = await admin.NewSmelterAsync();
        var supplier = SharedHost.NewPlant();
        var reading = $$"""
            { "source": "GRID-1", "activity": "electricity.direct.hydro", "quantity": 1, "unit": "GWh",
            "quality": "settled", "attributes": { "proof": "settlement", "supplierPlant": "{{supplier}}" } }
            """;
        await admin.PostReadingsAsync(consumer, "2023-12", Calls.Sheet(reading));
        await admin.PostReadingsAsync(consumer, "2024-03", Calls.Sheet(reading));
        (await Stored.SheetAsync(Host, consumer, "2024-03")).GroupPlants.ShouldBeEmpty();

        (
            await admin.PutRecordAsync(
                $"/plants/{supplier}",
                """{ "name": "Bought dam", "orgUnit": "ALUMINIUM", "province": "SC", "from": "2024-01" }"""
            )
        ).Status.ShouldBe(HttpStatusCode.Created);

        (await Stored.SheetAsync(Host, consumer, "2023-12")).Revision.ShouldBe(1, "it was not of the group then");
        var march = await Stored.SheetAsync(Host, consumer, "2024-03");
        (march.Revision, march.Reason).ShouldBe((2, Reasons.MasterData));
        march.GroupPlants.ShouldBe([supplier]);

        await admin.PutRecordAsync(
            $"/plants/{supplier}",
            """{ "name": "Sold dam", "orgUnit": "ALUMINIUM", "province": "SC", "from": "2024-01", "to": "2024-02" }"""
        );
        march = await Stored.SheetAsync(Host, consumer, "2024-03");
        march.Revision.ShouldBe(3);
        march.GroupPlants.ShouldBeEmpty();
    }

    [Fact]
    public async Task Readings_are_not_left_without_their_source()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        const string Generated = """
            { "source": "WF-1", "activity": "generation.wind", "quantity": 1, "unit": "GWh", "quality": "measured" }
            """;
        await admin.PostReadingsAsync(plant, "2022-06", Calls.Sheet(Generated));

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/WF-1",
            Wind("""{ "from": "2020-01-01", "megawatts": 50 }""", from: "2022-07")
        );

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Error.Text("code").ShouldBe("source-has-readings");
        answer.Error.Text("message").ShouldContain("WF-1 in 2022-06");
        (await Stored.SheetAsync(Host, plant, "2022-06")).Revision.ShouldBe(1);

        await admin.PostReadingsAsync(
            plant,
            "2022-06",
            """{ "withdrawals": [ { "source": "WF-1", "activity": "generation.wind" } ] }"""
        );
        (
            await admin.PutRecordAsync(
                $"/plants/{plant}/sources/WF-1",
                Wind("""{ "from": "2020-01-01", "megawatts": 50 }""", from: "2022-07")
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Readings_are_not_left_without_their_plant()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await WithSheetsAsync(
            admin,
            "2023-01",
            "2023-02",
            "2023-03",
            "2023-04",
            "2023-05",
            "2023-06",
            "2023-07",
            "2024-01"
        );

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}",
            """
            { "name": "Begun later", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"], "from": "2023-10" }
            """
        );

        answer.Error.Text("code").ShouldBe("plant-has-readings");
        answer
            .Error.Text("message")
            .ShouldContain("2023-01, 2023-02, 2023-03, 2023-04, 2023-05, 2023-06 and 1 more months");
        (await admin.AskAsync($"/plants/{plant}")).Body.Text("from").ShouldBe("2020-01");
    }

    [Fact]
    public async Task Another_replica_works_by_the_change_at_once()
    {
        var admin = Host.As(Roles.Admin);
        await using var replica = Host.Replica();
        var there = replica.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        (await there.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );

        for (var i = 1; i <= 5; i++)
        {
            await admin.PutRecordAsync(
                $"/plants/{plant}/sources/EXTRA-{i}",
                """{ "name": "S", "kind": "grid-connection" }"""
            );
            var answer = await there.PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(Calls.Grid.Replace("GRID-1", $"EXTRA-{i}", StringComparison.Ordinal))
            );
            answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        }
        (await Stored.SheetAsync(Host, plant, "2024-03")).Sources.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Sheets_accepted_while_the_organisation_changes_carry_the_change()
    {
        var admin = Host.As(Roles.Admin);
        await using var replica = Host.Replica();
        var there = replica.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        // Whichever comes first in each round: the post sees the change, or the change finds the sheet and revises it.
        for (var round = 1; round <= 12; round++)
        {
            var month = $"2023-{round:D2}";
            await Task.WhenAll(
                Task.Run(() =>
                    admin.PutRecordAsync(
                        $"/plants/{plant}/sources/WF-1",
                        Wind($$"""{ "from": "2020-01-01", "megawatts": {{round}} }""")
                    )
                ),
                Task.Run(() => there.PostReadingsAsync(plant, month, Calls.Sheet(Calls.Coal)))
            );
            (await Stored.SheetAsync(Host, plant, month))
                .Sources.Single(s => s.Code == "WF-1")
                .CapacityMegawatts.ShouldBe(round);
        }
    }
}
