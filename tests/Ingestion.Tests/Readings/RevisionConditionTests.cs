using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>Who replaces a sheet says which revision was seen; of two at once one is told.</summary>
[Tier(Tier.Service)]
public sealed class RevisionConditionTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Fact]
    public async Task A_stale_revision_is_refused()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        var rows = await Host.RowsOfAsync(plant);

        var answer = await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal), "\"1\"");

        answer.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        answer.Code.ShouldBe("revision-stale");
        answer.Body.Text("detail").ShouldContain("revision 2, not at revision 1");
        (await Host.RowsOfAsync(plant)).ShouldBe(rows);
    }

    [Fact]
    public async Task A_sheet_that_stands_is_not_replaced_blindly()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));

        var blind = await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        blind.Status.ShouldBe(HttpStatusCode.PreconditionRequired);
        blind.Code.ShouldBe("revision-required");
        blind.Body.Text("detail").ShouldContain("If-Match: \"1\"");

        (await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), "*")).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("*")]
    public async Task A_sheet_that_is_not_there_matches_nothing(string ifMatch)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), ifMatch);
        answer.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        answer.Code.ShouldBe("revision-stale");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Theory]
    [InlineData("\"one\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"1\", \"2\"")]
    public async Task A_revision_that_is_none(string ifMatch)
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PutReadingsAsync(
            await admin.NewSmelterAsync(),
            "2024-03",
            Calls.Sheet(Calls.Grid),
            ifMatch
        );
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("revision-malformed");
    }

    [Fact]
    public async Task A_post_may_name_the_revision_too()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), ifMatch: "7")).Code.ShouldBe(
            "revision-stale"
        );
        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), ifMatch: "1")).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
    }

    [Fact]
    public async Task Of_twenty_at_once_one_replaces()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i =>
                    Task.Run(() =>
                        admin.PutReadingsAsync(
                            plant,
                            "2024-03",
                            Calls.Sheet(Calls.Grid.Replace("8123.4", $"{i}", StringComparison.Ordinal)),
                            "\"1\""
                        )
                    )
                )
        );

        answers.Count(a => a.Status == HttpStatusCode.Accepted).ShouldBe(1);
        answers.Count(a => a.Code is "revision-stale").ShouldBe(19);
        (await Stored.SheetAsync(Host, plant, "2024-03")).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Posts_at_once_all_count()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        // Also the very first ones, when there is no row yet to wait at.
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i =>
                    Task.Run(() =>
                        admin.PostReadingsAsync(
                            plant,
                            "2024-03",
                            Calls.Sheet(
                                Calls.Grid.Replace(
                                    "\"unit\"",
                                    $"\"meter\": \"M{i}\", \"unit\"",
                                    StringComparison.Ordinal
                                )
                            )
                        )
                    )
                )
        );

        answers.Select(a => (int)a.Body["revision"]!).Order().ShouldBe(Enumerable.Range(1, 20));
        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings.Count.ShouldBe(20);
    }
}
