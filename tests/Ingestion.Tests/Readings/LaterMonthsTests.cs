using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>Months say what is expected in those after them, in whatever order they come.</summary>
[Tier(Tier.Service)]
public sealed class LaterMonthsTests(SharedHost shared) : ExpectedOfMonths(shared)
{
    [Fact]
    public async Task In_which_order_months_come_makes_no_difference()
    {
        var (admin, plant) = (Admin, await Admin.NewSmelterAsync());
        string[] march = [Reading("GRID-1", "electricity.grid")];
        await PostAsync(admin, plant, "2024-03", march);
        await PostAsync(admin, plant, "2023-02", march);
        (await MissingAsync(plant, "2024-03")).ShouldBe("");

        // An older month comes: the later one has a gap, and a revision that says so.
        await PostAsync(admin, plant, "2023-03", Reading("BOILER-1", "fuel.diesel"));
        (await MissingAsync(plant, "2024-03")).ShouldBe("BOILER-1 fuel.diesel");
        var revised = await Stored.SheetAsync(Host, plant, "2024-03");
        (revised.Revision, revised.Reason).ShouldBe((2, Reasons.MasterData));
        (await Stored.SheetAsync(Host, plant, "2023-02")).Revision.ShouldBe(1);
        var shown = await admin.AskAsync($"/plants/{plant}/months/2024-03");
        shown.Body["revisions"]![0]!.Text("receivedFrom").ShouldBe("admin-key");
        shown.Body["revisions"]![0]!["changes"]!.AsArray().ShouldBeEmpty();

        // It is corrected: what it never burnt is not expected.
        await admin.PostReadingsAsync(
            plant,
            "2023-03",
            """{ "withdrawals": [ { "source": "BOILER-1", "activity": "fuel.diesel" } ] }"""
        );
        (await MissingAsync(plant, "2024-03")).ShouldBe("");
        (await Stored.SheetAsync(Host, plant, "2024-03")).Revision.ShouldBe(3);

        // A correction that reports the same revises nobody.
        await PostAsync(admin, plant, "2023-02", Reading("GRID-1", "electricity.grid", "11"));
        (await Stored.SheetAsync(Host, plant, "2024-03")).Revision.ShouldBe(3);
    }

    [Fact]
    public async Task Months_that_come_at_the_same_moment_see_each_other()
    {
        var admin = Admin;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var plant = await admin.NewSmelterAsync();
            await Task.WhenAll(
                PostAsync(admin, plant, "2024-05", Reading("BOILER-1", "fuel.diesel")),
                PostAsync(admin, plant, "2024-06", Reading("GRID-1", "electricity.grid")),
                PostAsync(admin, plant, "2024-07", Reading("BOILER-1", "fuel.lignite"))
            );
            (await MissingAsync(plant, "2024-05")).ShouldBe("");
            (await MissingAsync(plant, "2024-06")).ShouldBe("BOILER-1 fuel.diesel");
            (await MissingAsync(plant, "2024-07")).ShouldBe("BOILER-1 fuel.diesel, GRID-1 electricity.grid");
        }
    }

    /// <summary>Two processes, each of which would find the other's month missing.</summary>
    [Fact]
    public async Task Months_that_come_through_two_replicas_at_the_same_moment_see_each_other()
    {
        var admin = Admin;
        await using var replica = Host.Replica();
        var other = replica.As(Roles.Admin);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var plant = await admin.NewSmelterAsync();
            await Task.WhenAll(
                PostAsync(admin, plant, "2024-05", Reading("BOILER-1", "fuel.diesel")),
                PostAsync(other, plant, "2024-06", Reading("GRID-1", "electricity.grid"))
            );
            (await MissingAsync(plant, "2024-06")).ShouldBe("BOILER-1 fuel.diesel");
        }
    }
}
