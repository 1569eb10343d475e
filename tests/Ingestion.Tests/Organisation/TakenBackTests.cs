using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>What was made by mistake and never used can be taken back, and nothing else.</summary>
[Tier(Tier.Service)]
public sealed class TakenBackTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

    [Fact]
    public async Task A_plant_that_no_sheet_has_spoken_of_is_taken_back_with_its_sources()
    {
        var plant = await Admin.NewSmelterAsync();

        var answer = await DeleteAsync($"/plants/{plant}");

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Body.Plain());
        (await Admin.AskAsync($"/plants/{plant}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid))).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        var told = await Host.RecordAsync(plant);
        (told.Version, told.TakenBack, told.ChangedBy).ShouldBe((7, true, "admin-key"));
        told.Plant!.Memberships.ShouldBeEmpty();
        told.Plant.Sources.ShouldBeEmpty();
        told.Plant.ReportsIn(told.Plant.From).ShouldBeFalse("it reports for no month");
    }

    [Fact]
    public async Task A_code_that_was_taken_back_is_free_and_goes_on_counting()
    {
        var plant = await Admin.NewSmelterAsync();
        await DeleteAsync($"/plants/{plant}");

        var asUnit = await Admin.SendAsync(HttpMethod.Put, $"/units/{plant}", """{ "name": "U" }""");
        await DeleteAsync($"/units/{plant}");
        var again = await Admin.SendAsync(
            HttpMethod.Put,
            $"/plants/{plant}",
            """{ "name": "Again", "orgUnit": "ALUMINIUM", "from": "2024-01" }"""
        );

        asUnit.Status.ShouldBe(HttpStatusCode.Created, asUnit.Body.Plain());
        (again.Status, (int)again.Body["version"]!).ShouldBe((HttpStatusCode.Created, 8));
        again.Body["sources"]!.AsArray().ShouldBeEmpty();
        // Another process that begins anew reads the same.
        await using var replica = Host.Replica();
        (await replica.As(Roles.Admin).AskAsync($"/plants/{plant}")).Body.Text("name").ShouldBe("Again");
        (await replica.As(Roles.Admin).AskAsync($"/units/{plant}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_sheet_has_spoken_of_stays()
    {
        var (plant, named) = (await Admin.NewSmelterAsync(), await Admin.NewSmelterAsync());
        await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                $$"""
                { "source": "GRID-1", "activity": "electricity.direct.hydro", "quantity": 1, "unit": "GWh",
                "quality": "settled", "attributes": { "proof": "settlement", "supplierPlant": "{{named}}" } }
                """
            )
        );

        foreach (var path in new[] { $"/plants/{plant}", $"/plants/{named}", $"/plants/{plant}/sources/GRID-1" })
        {
            var answer = await DeleteAsync(path);
            (answer.Status, answer.Code).ShouldBe((HttpStatusCode.Conflict, "record-in-use"), path);
            answer.Error.Text("message").ShouldBe($"Sheets speak of it: {plant} 2024-03.");
        }
        (await DeleteAsync($"/plants/{plant}/sources/WF-1")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Admin.AskAsync($"/plants/{plant}/sources/WF-1")).Status.ShouldBe(HttpStatusCode.NotFound);

        // Withdrawn is not never.
        await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.direct.hydro" } ] }"""
        );
        (await DeleteAsync($"/plants/{plant}/sources/GRID-1")).Code.ShouldBe("record-in-use");
        (await DeleteAsync($"/plants/{plant}")).Code.ShouldBe("record-in-use");
    }

    [Fact]
    public async Task What_another_record_speaks_of_stays()
    {
        var (supplier, receiver) = (await Admin.NewSmelterAsync(), await Admin.NewSmelterAsync());
        await Admin.PutRecordAsync(
            $"/plants/{supplier}/supplies/{receiver}",
            """{ "carrier": "heat", "state": "confirmed", "from": "2024-01", "reason": "contract" }"""
        );
        await Admin.PutRecordAsync(
            $"/plants/{supplier}/sources/POT-1/waivers",
            """
            { "waivers": [ { "measure": "SO2", "kind": "not-applicable", "from": "2024-01", "reason": "Order 1" } ] }
            """
        );

        foreach (
            var (path, by) in new[]
            {
                ("/units/ALUMINIUM", "Plants belong or belonged to it: "),
                ($"/plants/{supplier}", "It has stated whom it supplies."),
                ($"/plants/{receiver}", $"It is stated to be supplied by {supplier}."),
                ($"/plants/{supplier}/sources/STACK-1", "Other sources discharge to it or feed it: BOILER-1."),
                ($"/plants/{supplier}/sources/POT-1", "It has waivers."),
            }
        )
        {
            var answer = await DeleteAsync(path);
            (answer.Status, answer.Code).ShouldBe((HttpStatusCode.Conflict, "record-in-use"), path);
            answer.Error.Text("message").ShouldStartWith(by);
        }
    }

    [Fact]
    public async Task Only_what_is_there_and_was_seen_is_taken_back()
    {
        var plant = await Admin.NewSmelterAsync();

        (await DeleteAsync($"/plants/{plant}", "\"5\"")).Code.ShouldBe("revision-stale");
        (await DeleteAsync("/units/NOBODY")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await DeleteAsync("/plants/NOBODY")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await DeleteAsync($"/plants/{plant}/sources/NOBODY")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Host.As(Roles.Plant, plant).SendAsync(HttpMethod.Delete, $"/plants/{plant}")).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await DeleteAsync($"/plants/{plant}", "\"6\"")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await DeleteAsync($"/plants/{plant}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<Answer> DeleteAsync(string path, string? ifMatch = null) =>
        Admin.SendAsync(HttpMethod.Delete, path, ifMatch: ifMatch);
}
