using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Ingestion.Tests.Delivery;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Months;

/// <summary>A group of its own, which every state of a plant-month is in. It is read and left as it is.</summary>
public sealed class GroupInAllStates : IAsyncLifetime
{
    internal IngestionHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await IngestionHost.StartAsync();
        var admin = Host.As(Roles.Admin);
        await admin.NewSmelterAsync("AL-1");
        await PostAsync(admin, "2024-02", Calls.Sheet(Calls.Grid));
        await PostAsync(
            admin,
            "2024-02",
            """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.grid" } ] }"""
        );
        await PostAsync(admin, "2024-03", Calls.Sheet(Calls.Grid));
        await PostAsync(admin, "2024-04", Calls.Sheet(Calls.Grid));
        await RefusedAsync("2024-04");
        await PostAsync(admin, "2024-05", Calls.Sheet(Calls.Grid));
        await CalculatedAsync("2024-05", GapKinds.NotReported, GapKinds.CreditingEnded);
        await PostedAsync("2024-05");
        await PostAsync(admin, "2024-06", Calls.Sheet(Calls.Grid.Replace("8123.4", "0", StringComparison.Ordinal)));
        await CalculatedAsync("2024-06");
        await PostedAsync("2024-06");
        await PostAsync(admin, "2024-07", Calls.Sheet(Calls.Grid));
        await CalculatedAsync("2024-07", GapKinds.CreditingEnded, GapKinds.DensityTooLow);
        await PostedAsync("2024-07");
        // Another plant moves to another unit in the course of the year, and ends.
        await admin.PutRecordAsync("/units/COPPER", """{ "name": "Copper" }""");
        (
            await admin.PutRecordAsync(
                "/plants/CU-1",
                """
                { "name": "Copper", "province": "HB", "from": "2023-01", "to": "2024-10", "memberships": [
                    { "orgUnit": "ALUMINIUM", "from": "2023-01" }, { "orgUnit": "COPPER", "from": "2024-05" } ] }
                """
            )
        ).Status.ShouldBe(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static async Task PostAsync(HttpClient admin, string month, string body) =>
        (await admin.PostReadingsAsync("AL-1", month, body)).Status.ShouldBe(HttpStatusCode.Accepted);

    private Task CalculatedAsync(string month, params string[] gaps)
    {
        var calculated = EventJson.EmissionsCalculated(Receipts.Calculated("AL-1", month, 1).Body.Span) with
        {
            Gaps =
            [
                .. gaps.Select(kind => new GapRecord
                {
                    Source = "BOILER-1",
                    Activity = "fuel.diesel",
                    Category = "scope1.combustion",
                    Measure = "CO2",
                    Kind = kind,
                    Detail = "Why",
                }),
            ],
        };
        return ActivatorUtilities
            .CreateInstance<OnEmissionsCalculated>(Host.Services)
            .ConsumeAsync(
                new IncomingEvent(EventTypes.EmissionsCalculated, EventJson.Serialize(calculated), 1),
                CancellationToken.None
            )
            .AsTask();
    }

    private Task PostedAsync(string month) =>
        ActivatorUtilities
            .CreateInstance<OnEntryPosted>(Host.Services)
            .ConsumeAsync(
                Receipts.Posted("AL-1", month, 1, position: Month.Parse(month).Number),
                CancellationToken.None
            )
            .AsTask();

    private Task RefusedAsync(string month) =>
        ActivatorUtilities
            .CreateInstance<OnRefused>(Host.Services)
            .ConsumeAsync(Receipts.Refused("AL-1", month, 1), CancellationToken.None)
            .AsTask();
}

/// <summary>Which plant-months are missing, and where gaps are open.</summary>
[Tier(Tier.Service)]
public sealed class GetCompletenessTests(GroupInAllStates group) : IClassFixture<GroupInAllStates>
{
    private HttpClient Admin => group.Host.As(Roles.Admin);

    private static async Task<JsonNode> AskAsync(HttpClient client, string query)
    {
        var answer = await client.AskAsync("/completeness?" + query);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.Plain());
        return answer.Body;
    }

    private static IEnumerable<string> States(JsonNode body) =>
        body["plantMonths"]!
            .AsArray()
            .OfType<JsonNode>()
            .Select(at => $"{at.Text("plant")} {at.Text("month")} {at.Text("state")}");

    [Fact]
    public async Task Every_plant_month_has_its_state()
    {
        var body = await AskAsync(Admin, "year=2024&org=AL-1");

        body.Text("org").ShouldBe("plant:AL-1");
        body.Text("currentMonth").ShouldBe("2025-01");
        States(body)
            .ShouldBe([
                "AL-1 2024-01 not-reported",
                "AL-1 2024-02 withdrawn",
                "AL-1 2024-03 calculating",
                "AL-1 2024-04 parked",
                "AL-1 2024-05 posted-with-gaps",
                "AL-1 2024-06 nil",
                "AL-1 2024-07 complete",
                "AL-1 2024-08 not-reported",
                "AL-1 2024-09 not-reported",
                "AL-1 2024-10 not-reported",
                "AL-1 2024-11 not-reported",
                "AL-1 2024-12 not-reported",
            ]);
        body["counts"]!
            .Plain()
            .ShouldBe(
                """{"expected":12,"notBegun":0,"notReported":6,"withdrawn":1,"calculating":1,"parked":1,"""
                    + "\"postedWithGaps\":1,\"nil\":1,\"complete\":1}"
            );
        body["next"].ShouldBeNull();
    }

    [Fact]
    public async Task A_plant_month_says_what_is_missing_of_it()
    {
        var may = (await AskAsync(Admin, "month=2024-05&org=plant:AL-1"))["plantMonths"]!
            .AsArray()
            .ShouldHaveSingleItem()!;

        (may.Text("orgUnit"), (int)may["revision"]!, (int)may["postedRevision"]!, (int)may["readings"]!).ShouldBe(
            ("ALUMINIUM", 1, 1, 1)
        );
        ((int)may["openGaps"]!).ShouldBe(1, "the other keeps no month from closing");
        may["gaps"]!
            .AsArray()
            .OfType<JsonNode>()
            .Select(gap => $"{gap.Text("source")} {gap.Text("activity")} {gap.Text("kind")}")
            .ShouldBe(["BOILER-1 fuel.diesel not-reported", "BOILER-1 fuel.diesel crediting-ended"]);
        var january = (await AskAsync(Admin, "month=2024-01&org=AL-1"))["plantMonths"]![0]!;
        january["revision"].ShouldBeNull();
        january["gaps"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Months_ahead_have_not_begun_and_are_not_expected()
    {
        var body = await AskAsync(Admin, "year=2025&org=AL-1");
        States(body).Take(2).ShouldBe(["AL-1 2025-01 not-reported", "AL-1 2025-02 not-begun"]);
        ((int)body["counts"]!["expected"]!, (int)body["counts"]!["notBegun"]!).ShouldBe((1, 11));
        var later = await AskAsync(Admin, "year=2100");
        ((int)later["counts"]!["expected"]!, (int)later["counts"]!["notBegun"]!).ShouldBe((0, 12));
    }

    [Theory]
    [InlineData("GROUP", 22)]
    [InlineData("", 22)]
    [InlineData("ALUMINIUM", 16)]
    [InlineData("unit:COPPER", 6)]
    [InlineData("plant:CU-1", 10)]
    public async Task A_plant_is_of_the_unit_of_the_month_and_of_the_months_of_its_span(string org, int expected) =>
        ((int)(await AskAsync(Admin, $"year=2024&org={org}"))["counts"]!["expected"]!).ShouldBe(expected);

    [Fact]
    public async Task One_state_can_be_asked_for()
    {
        var body = await AskAsync(Admin, "year=2024&state=posted-with-gaps");
        States(body).ShouldBe(["AL-1 2024-05 posted-with-gaps"]);
        ((int)body["counts"]!["expected"]!).ShouldBe(22);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        var all = States(await AskAsync(Admin, "year=2024")).ToList();
        all.Count.ShouldBe(22);
        List<string> paged = [];
        string? after = null;
        do
        {
            var body = await AskAsync(Admin, "year=2024&limit=5" + (after is null ? "" : "&after=" + after));
            paged.AddRange(States(body));
            after = (string?)body["next"];
        } while (after is not null);
        paged.ShouldBe(all);
    }

    [Fact]
    public async Task A_plants_key_sees_its_own_plants()
    {
        var own = group.Host.As(Roles.Plant, "CU-1");
        States(await AskAsync(own, "year=2024")).ShouldAllBe(at => at.StartsWith("CU-1 ", StringComparison.Ordinal));
        States(await AskAsync(own, "year=2024&org=unit:ALUMINIUM")).Count().ShouldBe(4);
        foreach (var org in new[] { "AL-1", "plant:AL-1", "NOBODY-1" })
        {
            var answer = await own.AskAsync($"/completeness?year=2024&org={org}");
            (answer.Status, answer.Code).ShouldBe((HttpStatusCode.NotFound, "unknown-org"));
        }
    }

    [Theory]
    [InlineData("", "Either 'year' or 'month'")]
    [InlineData("year=2024&month=2024-01", "Either 'year' or 'month'")]
    [InlineData("year=1989", "1990 to 2100")]
    [InlineData("month=2024-13", "no month")]
    [InlineData("year=2024&state=missing", "not-begun, not-reported")]
    [InlineData("year=2024&limit=0", "1 to 2000")]
    [InlineData("year=2024&after=AL-1", "'next' of the page before")]
    public async Task A_question_that_cannot_be_read_is_refused(string query, string detail)
    {
        var answer = await Admin.AskAsync("/completeness?" + query);
        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, "invalid-parameter"));
        answer.Body.Text("detail").ShouldContain(detail);
    }
}
