using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>
/// History is not rewritten by a record that was meant for today: what would change months with readings says from
/// when, and what it moves can be seen before.
/// </summary>
[Tier(Tier.Service)]
public sealed class RewrittenPastTests(SharedHost shared)
{
    private const string Boiler =
        """ "kind": "boiler", "process": "alumina", "technology": "grate", "dischargesTo": ["STACK-1"] """;

    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

    /// <summary>Path below the plant, body, member, and what would be right.</summary>
    public static TheoryData<string, string, string, string> Undated =>
        new()
        {
            {
                "",
                """{ "name": "P", "orgUnit": "COPPER", "province": "SX", "kinds": ["smelter"], "from": "2020-01" }""",
                "orgUnit",
                "'memberships' with a month each"
            },
            {
                "",
                """
                    { "name": "P", "orgUnit": "ALUMINIUM", "ownershipShare": "0.5", "province": "SX",
                    "kinds": ["smelter"],
                    "from": "2020-01" }
                    """,
                "orgUnit",
                "'memberships' with a month each"
            },
            {
                "",
                """
                    { "name": "P", "orgUnit": "ALUMINIUM", "province": "SN",
                    "kinds": ["smelter"], "from": "2020-01" }
                    """,
                "province",
                "A plant in another place is another one"
            },
            {
                "",
                """
                    { "name": "P", "orgUnit": "ALUMINIUM", "country": "AU", "province": "SX", "kinds": ["smelter"],
                    "from": "2020-01" }
                    """,
                "country",
                "A plant in another place is another one"
            },
            {
                "/sources/BOILER-1",
                """
                    { "name": "B", "kind": "boiler", "process": "alumina", "technology": "cfb",
                    "dischargesTo": ["STACK-1"] }
                    """,
                "technology",
                "A source that became another one ends"
            },
            {
                "/sources/BOILER-1",
                """
                    { "name": "B", "kind": "boiler", "process": "other", "technology": "grate",
                    "dischargesTo": ["STACK-1"] }
                    """,
                "process",
                "A source that became another one ends"
            },
            {
                "/sources/BOILER-1",
                """
                    { "name": "B", "kind": "boiler", "process": "alumina", "technology": "grate",
                    "dischargesTo": ["STACK-1"],
                    "profile": "ets-2024" }
                    """,
                "profile",
                "'profiles' with a month each"
            },
        };

    [Theory]
    [MemberData(nameof(Undated))]
    public async Task A_value_without_a_date_does_not_change_months_with_readings(
        string path,
        string body,
        string member,
        string right
    )
    {
        var plant = await WithSheetsAsync(Admin, "2023-11", "2024-02");

        var refused = await Admin.PutRecordAsync($"/plants/{plant}{path}", body);
        var later = await Admin.PutRecordAsync($"/plants/{plant}{path}?since=2023-12", body);
        (await Stored.SheetAsync(Host, plant, "2024-02")).Revision.ShouldBe(1);
        var fromTheFirst = await Admin.PutRecordAsync($"/plants/{plant}{path}?since=2023-11", body);

        foreach (var answer in new[] { refused, later })
        {
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Body.Plain());
            (answer.Error.Text("code"), answer.Error.Text("path")).ShouldBe(("rewrites-past", member));
            answer.Error.Text("message").ShouldContain("2023-11, 2024-02");
            answer.Error.Text("expected").ShouldStartWith(right);
            answer.Error.Text("expected").ShouldContain("since=2023-11");
        }
        fromTheFirst.Status.ShouldBe(HttpStatusCode.OK, fromTheFirst.Body.Plain());
    }

    [Theory]
    [MemberData(nameof(Undated))]
    public async Task Where_nothing_was_reported_nothing_is_rewritten(
        string path,
        string body,
        string member,
        string right
    )
    {
        var plant = await WithSheetsAsync(Admin);
        (member.Length, right.Length).ShouldNotBe((0, 0));

        (await Admin.PutRecordAsync($"/plants/{plant}{path}", body)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_with_a_month_of_its_own_needs_no_other()
    {
        var plant = await WithSheetsAsync(Admin, "2023-11", "2024-02");

        var moved = await Admin.PutRecordAsync(
            $"/plants/{plant}",
            """
            { "name": "P", "province": "SX", "kinds": ["smelter"], "from": "2020-01", "memberships": [
              { "orgUnit": "ALUMINIUM", "from": "2020-01" }, { "orgUnit": "COPPER", "from": "2024-01" } ] }
            """
        );
        var renamed = await Admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1",
            $$"""{ "name": "Renamed", {{Boiler}} }"""
        );
        var profiled = await Admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1",
            $$"""{ "name": "Renamed", {{Boiler}}, "profiles": [ { "from": "2024-01", "profile": "ets-2024" } ] }"""
        );

        foreach (var answer in new[] { moved, renamed, profiled })
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.Plain());
        (await Stored.SheetAsync(Host, plant, "2023-11")).Revision.ShouldBe(1);
    }

    [Theory]
    [InlineData("since=2023", "invalid-parameter")]
    [InlineData("preview=yes", "invalid-parameter")]
    [InlineData("sinse=2023-01", "unknown-parameter")]
    public async Task A_term_that_cannot_be_read_is_told(string query, string code)
    {
        var answer = await Admin.PutRecordAsync($"/units/TERMS?{query}", """{ "name": "T" }""");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, code));
    }

    /// <summary>10 and 4 kg of CO2 in January and February of SX-A1, 100 of its unit in all, 7 of the other.</summary>
    [Fact]
    public async Task A_preview_says_what_would_move_and_writes_nothing()
    {
        var asked = new List<string>();
        await using var host = await IngestionHost.StartAsync(Ledger(asked));
        var admin = host.As(Roles.Admin);
        var plant = await WithSheetsAsync(admin, "2023-12", "2024-01", "2024-02");
        const string Body = """
            { "name": "P", "province": "SX", "kinds": ["smelter"], "from": "2020-01", "memberships": [
              { "orgUnit": "ALUMINIUM", "from": "2020-01" }, { "orgUnit": "COPPER", "from": "2024-01" } ] }
            """;
        var before = await host.RecordAsync(plant);

        var preview = await admin.SendAsync(HttpMethod.Put, $"/plants/{plant}?preview=true", Body);

        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Body.Plain());
        preview
            .Body.Plain()
            .ShouldBe(
                Json(
                    $$"""
                    { "plantMonthsAffected": 2, "plantMonthsToCalculate": 0, "firstMonth": "2024-01",
                      "lastMonth": "2024-02", "sums": [
                        { "org": "unit:ALUMINIUM", "category": "scope1.combustion", "basis": null, "measure": "CO2",
                          "unit": "kg", "old": "200.000000", "new": "186.000000", "delta": "-14.000000",
                          "shareOfGroup": null },
                        { "org": "unit:COPPER", "category": "scope1.combustion", "basis": null, "measure": "CO2",
                          "unit": "kg", "old": "7.000000", "new": "21.000000", "delta": "14.000000",
                          "shareOfGroup": null } ],
                      "plantMonths": [
                        { "plant": "{{plant}}", "month": "2024-01", "fromUnit": "ALUMINIUM", "toUnit": "COPPER" },
                        { "plant": "{{plant}}", "month": "2024-02", "fromUnit": "ALUMINIUM", "toUnit": "COPPER" } ] }
                    """
                )
            );
        asked.ShouldAllBe(path => path.Contains("from=2024-01&to=2024-02", StringComparison.Ordinal));
        (await host.RecordAsync(plant)).Version.ShouldBe(before.Version);
        (await Stored.SheetAsync(host, plant, "2024-01")).Revision.ShouldBe(1);
        (await host.ChangesAsync(plant)).ShouldBe(6);
    }

    /// <summary>What is calculated anew nobody knows before: the answer says how much of that there is.</summary>
    [Fact]
    public async Task A_preview_says_which_months_would_be_calculated_anew_and_from_when()
    {
        var plant = await WithSheetsAsync(Admin, "2023-11", "2024-02");

        var preview = await Admin.SendAsync(
            HttpMethod.Put,
            $"/plants/{plant}?preview=true",
            """{ "name": "P", "orgUnit": "ALUMINIUM", "province": "SN", "kinds": ["smelter"], "from": "2020-01" }"""
        );

        preview
            .Body.Plain()
            .ShouldBe(
                Json(
                    $$"""
                    { "plantMonthsAffected": 2, "plantMonthsToCalculate": 2, "sinceNeeded": "2023-11",
                      "firstMonth": "2023-11", "lastMonth": "2024-02", "sums": [], "plantMonths": [
                        { "plant": "{{plant}}", "month": "2023-11", "toCalculate": true },
                        { "plant": "{{plant}}", "month": "2024-02", "toCalculate": true } ] }
                    """
                )
            );
        (await Stored.SheetAsync(Host, plant, "2023-11")).Revision.ShouldBe(1);
        (await Stored.EventsAsync(Host, plant)).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_refused_is_refused_as_a_preview_too()
    {
        var plant = await WithSheetsAsync(Admin, "2023-11");

        var leftOut = await Admin.SendAsync(
            HttpMethod.Put,
            $"/plants/{plant}?preview=true",
            """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2020-01" }"""
        );
        var orphans = await Admin.SendAsync(
            HttpMethod.Put,
            $"/plants/{plant}?preview=true",
            """{ "name": "P", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"], "from": "2024-01" }"""
        );

        leftOut.Code.ShouldBe("member-left-out");
        orphans.Error.Text("code").ShouldBe("plant-has-readings");
    }

    [Theory]
    [InlineData("""{ "what": "is this" }""", "application/json", 503, "service-unavailable")]
    [InlineData(
        """
            { "type": "t", "title": "An amount is too large to be written exactly", "status": 422, "detail": "d",
            "code": "amount-too-large", "instance": "i", "traceId": "t" }
            """,
        "application/problem+json",
        422,
        "amount-too-large"
    )]
    public async Task A_preview_of_what_the_ledger_cannot_tell_is_none(
        string said,
        string type,
        int status,
        string code
    )
    {
        await using var host = await IngestionHost.StartAsync(_ => new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = new StringContent(said, Encoding.UTF8, type),
        });
        var admin = host.As(Roles.Admin);
        var plant = await WithSheetsAsync(admin, "2024-01");

        var answer = await admin.SendAsync(
            HttpMethod.Put,
            $"/plants/{plant}?preview=true",
            """{ "name": "P", "orgUnit": "COPPER", "province": "SX", "kinds": ["smelter"], "from": "2020-01" }"""
        );

        ((int)answer.Status, answer.Code).ShouldBe((status, code));
        (await host.ChangesAsync(plant)).ShouldBe(6);
    }

    private static async Task<string> WithSheetsAsync(HttpClient admin, params string[] months)
    {
        var plant = await admin.NewSmelterAsync();
        await admin.PutRecordAsync("/units/COPPER", """{ "name": "Copper" }""");
        foreach (var month in months)
            (await admin.PostReadingsAsync(plant, month, Calls.Sheet(Calls.Coal))).Status.ShouldBe(
                HttpStatusCode.Accepted
            );
        return plant;
    }

    private static Func<HttpRequestMessage, HttpResponseMessage> Ledger(List<string> asked) =>
        request =>
        {
            var path = Uri.UnescapeDataString(request.RequestUri!.PathAndQuery);
            asked.Add(path);
            path.ShouldStartWith("/internal/totals?");
            (decimal January, decimal February) amounts =
                path.Contains("org=plant:", StringComparison.Ordinal) ? (10, 4)
                : path.Contains("org=unit:ALUMINIUM", StringComparison.Ordinal) ? (120, 80)
                : (7, 0);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(
                    JsonNode.Parse(
                        $$"""
                        { "from": "2024-01", "to": "2024-02", "org": "GROUP",
                          "asOf": { "sequence": 1, "recordedAt": null, "rootHash": "00", "sealed": false },
                          "coverage": {{CoverageOf()}}, "rows": [ {{Row("2024-01", amounts.January)}},
                          {{Row("2024-02", amounts.February)}} ],
                          "co2e": { "gwp": "AR5", "gwpStatus": "verified", "rows": [] } }
                        """
                    )
                ),
            };
        };

    private static string Json(string text) => JsonNode.Parse(text)!.Plain();

    private static string CoverageOf() =>
        System.Text.Json.JsonSerializer.Serialize(
            new TotalsCoverage(2, 2, 0, Closed: false, GapsNotBlocking: 0),
            StrictJson.Options
        );

    private static string Row(string month, decimal amount) =>
        $$"""
            { "month": "{{Month.Parse(month)}}", "category": "scope1.combustion", "basis": null, "measure": "CO2",
            "quantity": "{{amount}}.000000", "unit": "kg", "measuredShare": "1", "onVerifiedFactors": "0" }
            """;
}
