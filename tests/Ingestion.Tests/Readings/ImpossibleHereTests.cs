using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What cannot be at a source: refused, or taken with an explanation.</summary>
[Tier(Tier.Service)]
public sealed class ImpossibleHereTests(SharedHost shared) : RefusalTests(shared)
{
    private static string Reading(string source, string activity, string unit, string more = "") =>
        $$"""
            { "source": "{{source}}", "activity": "{{activity}}", "quantity": "10", "unit": "{{unit}}",
            "quality": "measured"{{more}} }
            """;

    [Theory]
    [InlineData("BOILER-1", "boiler", "generation.wind", "MWh", "wind-farm; here WF-1.")]
    [InlineData("BOILER-1", "boiler", "generation.thermal", "MWh", "thermal-unit; this plant has none yet.")]
    [InlineData(
        "BOILER-1",
        "boiler",
        "electricity.self.solar",
        "MWh",
        "grid-connection, site, solar-farm; here GRID-1."
    )]
    [InlineData("GRID-1", "grid-connection", "generation.hydro", "MWh", "hydro-station; this plant has none yet.")]
    [InlineData("WF-1", "wind-farm", "generation.solar.gross", "MWh", "solar-farm; this plant has none yet.")]
    [InlineData("WF-1", "wind-farm", "fuel.anthracite", "t", "here BOILER-1, POT-1.")]
    [InlineData("GRID-1", "grid-connection", "fuel.diesel", "t", "here BOILER-1, POT-1, WF-1.")]
    [InlineData("BOILER-1", "boiler", "aluminium.output", "t", "potline; here POT-1.")]
    [InlineData("GRID-1", "grid-connection", "stack.so2.mass", "kg", "here BOILER-1, POT-1, STACK-1.")]
    [InlineData("POT-1", "potline", "discharge.wastewater", "m3", "outfall, site; this plant has none yet.")]
    public Task An_activity_that_the_kind_of_source_cannot_have(
        string source,
        string kind,
        string activity,
        string unit,
        string expected
    ) =>
        RefusedAsync(
            Reading(source, activity, unit),
            "activity-not-at-source",
            0,
            "readings[0].activity",
            $"{source} is of the kind {kind}, which cannot have {activity}.",
            expected
        );

    [Theory]
    [InlineData("WF-1", "generation.wind", "MWh")]
    [InlineData("WF-1", "electricity.grid", "MWh")]
    [InlineData("WF-1", "fuel.diesel", "t")]
    [InlineData("POT-1", "stack.flue-gas", "Nm3")]
    [InlineData("GRID-1", "electricity.self.wind", "MWh")]
    [InlineData("STACK-1", "carbonate.limestone", "t")]
    [InlineData("STACK-1", "water.fresh", "m3")]
    public async Task What_is_unusual_and_can_be_is_taken(string source, string activity, string unit)
    {
        var admin = Host.As(Roles.Admin);
        (
            await admin.PostReadingsAsync(
                await admin.NewSmelterAsync(),
                "2024-03",
                Calls.Sheet(Reading(source, activity, unit))
            )
        ).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public void Every_activity_has_a_kind_and_every_kind_an_activity()
    {
        var vocabulary = ActivityVocabulary.Read();
        string[] kinds =
        [
            "boiler",
            "thermal-unit",
            "stack",
            "kiln",
            "furnace",
            "potline",
            "anode-plant",
            "wind-farm",
            "solar-farm",
            "hydro-station",
            "grid-connection",
            "outfall",
            "site",
        ];
        foreach (var activity in vocabulary.All)
            kinds.ShouldContain(kind => vocabulary.Places.Allow(activity.Code, kind), activity.Code);
        foreach (var kind in kinds)
        {
            vocabulary.All.ShouldContain(activity =>
                vocabulary.Places.KindsOf(activity.Code) != null && vocabulary.Places.Allow(activity.Code, kind)
            );
        }
    }

    [Fact]
    public async Task What_a_source_is_expected_to_report_is_held_against_its_kind()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-2",
            """{ "name": "B", "kind": "boiler", "expects": ["fuel.lignite", "generation.wind"] }"""
        );

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (answer.Error.Text("code"), answer.Error.Text("path")).ShouldBe(("activity-not-at-source", "expects[1]"));
    }

    [Fact]
    public async Task A_source_does_not_become_of_a_kind_that_cannot_have_what_it_reported()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        var path = $"/plants/{plant}/sources/GRID-1";

        var answer = await admin.PutRecordAsync(path, """{ "name": "Grid", "kind": "stack" }""");

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (answer.Error.Text("code"), answer.Error.Text("path")).ShouldBe(("activity-not-at-source", "kind"));
        answer.Error.Text("message").ShouldBe("GRID-1 has reported electricity.grid, which the new kind cannot have.");
        (await admin.PutRecordAsync(path + "?since=2024-03", """{ "name": "Grid", "kind": "site" }""")).Status.ShouldBe(
            HttpStatusCode.OK
        );
    }

    private async Task<string> StoppedBoilerAsync(string states)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        (
            await admin.PutRecordAsync(
                $"/plants/{plant}/sources/BOILER-2",
                $$"""{ "name": "B", "kind": "boiler", "states": [{{states}}] }"""
            )
        ).Status.ShouldBe(HttpStatusCode.Created);
        return plant;
    }

    private const string Stopped = """{ "from": "2024-02-01", "state": "stopped" }""";

    [Fact]
    public async Task A_stopped_source_burns_with_an_explanation_only()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await StoppedBoilerAsync(Stopped);

        var bare = await admin.PostReadingsAsync(
            plant,
            "2024-04",
            Calls.Sheet(Reading("BOILER-2", "fuel.diesel", "t"))
        );
        bare.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (bare.Error.Text("code"), bare.Error.Text("path")).ShouldBe(("source-stopped", "readings[0].source"));
        bare.Error.Text("message").ShouldBe("BOILER-2 is stopped since 2024-02-01, and has fuel.diesel.");
        bare.Error.Text("expected").ShouldStartWith("The reading's 'explanation' says why");

        var explained = await admin.PostReadingsAsync(
            plant,
            "2024-04",
            Calls.Sheet(Reading("BOILER-2", "fuel.diesel", "t", ", \"explanation\": \"Frost protection.\""))
        );
        explained.Status.ShouldBe(HttpStatusCode.Accepted);
        var finding = explained.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("explanation")).ShouldBe(("source-stopped", "Frost protection."));
    }

    [Theory]
    [InlineData(Stopped, "2024-01", "")] // before
    [InlineData(Stopped + """, { "from": "2024-04-10", "state": "start-up" }""", "2024-04", "")] // ran on some days
    [InlineData("""{ "from": "2024-04-10", "state": "stopped" }""", "2024-04", "")] // ran on the first
    [InlineData("""{ "from": "2024-04-10", "state": "restart" }""", "2024-04", "")]
    public async Task One_that_ran_on_a_day_of_the_month_may_burn(string states, string month, string more)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await StoppedBoilerAsync(states);

        (
            await admin.PostReadingsAsync(plant, month, Calls.Sheet(Reading("BOILER-2", "fuel.diesel", "t", more)))
        ).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Days_on_which_it_stood_are_told_from_those_on_which_it_ran()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await StoppedBoilerAsync("""{ "from": "2024-04-10", "state": "stopped" }""");
        const string after = """, "period": { "from": "2024-04-12", "to": "2024-04-30" }""";

        (await admin.PostReadingsAsync(plant, "2024-04", Calls.Sheet(Reading("BOILER-2", "fuel.diesel", "t", after))))
            .Error.Text("message")
            .ShouldStartWith("BOILER-2 is stopped since 2024-04-10");
        // What it takes though it stands, and nothing at all.
        (
            await admin.PostReadingsAsync(
                plant,
                "2024-05",
                Calls.Sheet(
                    Reading("BOILER-2", "electricity.grid", "MWh"),
                    Reading("BOILER-2", "fuel.diesel", "t").Replace("\"10\"", "\"0\"", StringComparison.Ordinal)
                )
            )
        ).Status.ShouldBe(HttpStatusCode.Accepted);
    }
}
