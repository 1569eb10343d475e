using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>A sheet for a plant or month that it cannot be for.</summary>
[Tier(Tier.Service)]
public sealed class PlantAndMonthRefusalTests(SharedHost shared) : RefusalTests(shared)
{
    [Fact]
    public async Task Unknown_plant()
    {
        var answer = await Host.As(Roles.Admin).PostReadingsAsync("NOBODY-1", "2024-03", Calls.Sheet(Calls.Coal));

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Code.ShouldBe("not-found");
        answer.Body.Text("detail").ShouldContain("NOBODY-1");
        (await Host.RowsOfAsync("NOBODY-1")).ShouldBe(0);
    }

    [Fact]
    public async Task The_plant_of_another_is_answered_as_a_missing_one()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        var stranger = Host.As(Roles.Plant, "OTHER-1");

        var theirs = await stranger.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        var missing = await stranger.PostReadingsAsync("MISSING-1", "2024-03", Calls.Sheet(Calls.Coal));

        theirs.Status.ShouldBe(HttpStatusCode.NotFound);
        Alike(theirs, plant).ShouldBe(Alike(missing, "MISSING-1"));
        (await Host.RowsOfAsync(plant)).ShouldBe(0);

        static string Alike(Answer answer, string plant)
        {
            answer.Body.AsObject().Remove("traceId");
            return answer.Body.Plain().Replace(plant, "PLANT", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_no_plant_could_have_as_its_code_is_answered_as_a_missing_plant()
    {
        var admin = Host.As(Roles.Admin);
        var stranger = Host.As(Roles.Plant, "OTHER-1");
        foreach (var client in new[] { admin, stranger })
        {
            var posted = await client.PostReadingsAsync("nx-w1", "2024-03", Calls.Sheet(Calls.Coal));
            (posted.Status, posted.Body.Text("detail")).ShouldBe(
                (HttpStatusCode.NotFound, "There is no plant 'nx-w1'.")
            );
            (await client.AskAsync("/plants/nx-w1")).Body.Text("detail").ShouldBe("There is no plant 'nx-w1'.");
            (await client.AskAsync("/plants/nx-w1/months/2024-03"))
                .Body.Text("detail")
                .ShouldBe("There is no sheet of 'nx-w1' for 2024-03.");
        }

        // Who may see every plant is told first what is wrong with the call itself.
        var body = Calls.Sheet(Calls.Coal);
        (await admin.PostReadingsAsync("nx-w1", "2024-13", body)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await stranger.PostReadingsAsync("nx-w1", "2024-13", body)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public Task Month_in_the_future() =>
        RefusedAsync(
            Calls.Coal,
            "month-in-future",
            null,
            "month",
            "2025-02 has not begun",
            "up to 2025-01",
            month: "2025-02"
        );

    [Fact]
    public Task Month_before_the_plant() =>
        RefusedAsync(
            Calls.Coal,
            "month-before-plant",
            null,
            "month",
            "reports from 2020-01 on",
            "from 2020-01 on",
            month: "2019-12"
        );

    [Fact]
    public async Task Month_after_the_plant()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PutRecordAsync(
            $"/plants/{plant}",
            """
            { "name": "Closed", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"], "from": "2020-01",
            "to": "2023-06" }
            """
        );

        var answer = await admin.PostReadingsAsync(plant, "2023-07", Calls.Sheet(Calls.Coal));

        answer.Error.Text("code").ShouldBe("month-after-plant");
        answer.Error.Text("expected").ShouldContain("2023-06");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Theory]
    [InlineData("2024-13")]
    [InlineData("2024-3")]
    [InlineData("202403")]
    public async Task No_month(string month)
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PostReadingsAsync(await admin.NewSmelterAsync(), month, Calls.Sheet(Calls.Coal));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("invalid-parameter");
        answer.Body.Text("detail").ShouldContain("yyyy-MM");
    }

    // ---- Who may ----

    [Fact]
    public async Task Those_who_only_read_do_not_post()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        foreach (var role in (string[])[Roles.Auditor, Roles.Festival])
        {
            var answer = await Host.As(role).PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
            answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }
}
