using System.Net;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>The sheet that stands, and its history with old, new and difference.</summary>
[Tier(Tier.Service)]
public sealed class GetSheetTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Fact]
    public async Task The_sheet_shows_every_revision_with_what_it_changed()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal, Calls.Grid));
        await Host.As(Roles.Environment)
            .PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(
                    """
                    { "source": "GRID-1", "activity": "electricity.grid", "quantity": "81.5", "unit": "GWh",
                    "quality": "settled" }
                    """
                )
            );
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            """{ "withdrawals": [ { "source": "BOILER-1", "activity": "fuel.bituminous-coal" } ] }"""
        );

        var answer = await admin.AskAsync($"/plants/{plant}/months/2024-03");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.Plain());
        answer.ETag.ShouldBe("\"3\"");
        ((int)answer.Body["revision"]!).ShouldBe(3);
        answer.Body.Text("state").ShouldBe("received");
        answer.Body["readings"]!
            .Plain()
            .ShouldBe(
                """[{"source":"GRID-1","activity":"electricity.grid","meter":null,"lot":"""
                    + """null,"quantity":"81.5","unit":"GWh","quality":"settled","attributes":null,"period":"""
                    + """null,"explanation":null}]"""
            );
        answer.Body["sources"]!.AsArray().Count.ShouldBe(5);

        var revisions = answer.Body["revisions"]!.AsArray();
        revisions
            .Select(r => ((int)r!["revision"]!, r.Text("reason"), r.Text("receivedFrom")))
            .ShouldBe([
                (3, "correction", "admin-key"),
                (2, "correction", "environment-key"),
                (1, "reading", "admin-key"),
            ]);

        var withdrawn = revisions[0]!["changes"]!.AsArray().ShouldHaveSingleItem()!;
        (withdrawn.Text("source"), withdrawn["new"], withdrawn.Text("delta"), withdrawn.Text("deltaUnit")).ShouldBe(
            ("BOILER-1", null, "-41250.37", "t")
        );
        withdrawn["old"]!.Text("quantity").ShouldBe("41250.37");

        // 8123.4 万kWh were 81.234 GWh.
        var corrected = revisions[1]!["changes"]!.AsArray().ShouldHaveSingleItem()!;
        (corrected.Text("delta"), corrected.Text("deltaUnit")).ShouldBe(("0.266", "GWh"));
        (corrected["old"]!.Text("unit"), corrected["new"]!.Text("unit"), corrected["new"]!.Text("quality")).ShouldBe(
            ("万kWh", "GWh", "settled")
        );

        revisions[2]!["changes"]!
            .AsArray()
            .Select(c => (c!["old"], c.Text("delta")))
            .ShouldBe([(null, "41250.37"), (null, "8123.4")]);
    }

    [Fact]
    public async Task A_changed_attribute_is_a_change_without_difference()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Coal.Replace("20.91", "21.07", StringComparison.Ordinal))
        );

        var change = (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]![0]!["changes"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        change.Text("delta").ShouldBe("0.00");
        change["old"]!["attributes"]!.Text("ncv").ShouldBe("20.91");
        change["new"]!["attributes"]!.Text("ncv").ShouldBe("21.07");
    }

    [Fact]
    public async Task Revisions_come_page_by_page_the_newest_first()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        for (var i = 1; i <= 5; i++)
            await admin.PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(Calls.Coal.Replace("41250.37", $"{i}", StringComparison.Ordinal))
            );
        var path = $"/plants/{plant}/months/2024-03";

        (await PageAsync("?limit=2")).ShouldBe((5, "5: 1, 4: 1", 4));
        (await PageAsync("?limit=2&after=4")).ShouldBe((5, "3: 1, 2: 1", 2));
        (await PageAsync("?limit=2&after=2")).ShouldBe((5, "1: 1", null));
        (await PageAsync("?limit=5")).ShouldBe((5, "5: 1, 4: 1, 3: 1, 2: 1, 1: 1", null));
        (await PageAsync("?after=1")).ShouldBe((5, "", null));
        foreach (var limit in new[] { 0, 201 })
            (await admin.AskAsync($"{path}?limit={limit}")).Code.ShouldBe("invalid-parameter");

        async Task<(int Standing, string Revisions, int? Next)> PageAsync(string query)
        {
            var body = (await admin.AskAsync(path + query)).Body;
            var revisions = body["revisions"]!
                .AsArray()
                .Select(revision => $"{revision!["revision"]}: {revision["changes"]!.AsArray().Count}");
            return ((int)body["revision"]!, string.Join(", ", revisions), (int?)body["next"]);
        }
    }

    [Fact]
    public async Task A_page_of_revisions_ends_when_they_have_changed_too_much()
    {
        const int Readings = GetSheet.MostChanges / 2;
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        for (var revision = 1; revision <= 4; revision++)
        {
            var readings = Enumerable
                .Range(1, Readings)
                .Select(meter =>
                    Calls
                        .Grid.Replace("8123.4", $"{revision}", StringComparison.Ordinal)
                        .Replace("}", $", \"meter\": \"M-{meter}\" }}", StringComparison.Ordinal)
                );
            (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet([.. readings]))).Status.ShouldBe(
                HttpStatusCode.Accepted
            );
        }

        var body = (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body;
        body["revisions"]!.AsArray().Count.ShouldBe(3);
        ((int?)body["next"]).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_not_there_or_not_the_callers_is_not_found()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var posted = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        var stranger = Host.As(Roles.Plant, "OTHER-1");

        (await admin.AskAsync($"/plants/{plant}/months/2024-04")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.AskAsync($"/plants/{plant}/months/2024-03")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.AskAsync($"/submissions/{posted.Body.Text("submissionId")}")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await admin.AskAsync("/submissions/7")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await admin.AskAsync($"/submissions/{posted.Body.Text("submissionId")}%0a")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await admin.AskAsync($"/submissions/{Guid.CreateVersion7()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await admin.AskAsync($"/plants/{plant}/months/now")).Code.ShouldBe("invalid-parameter");
        (await Host.As(Roles.Plant, plant).AskAsync($"/plants/{plant}/months/2024-03")).Status.ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task The_revision_shown_can_be_replaced()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        var shown = await admin.AskAsync($"/plants/{plant}/months/2024-03");
        (await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), shown.ETag)).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
    }
}
