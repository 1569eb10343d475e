using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// What may be proposed for the catalogue and what is refused, with row, field and reason; nothing of it changes a
/// figure.
/// </summary>
[Tier(Tier.Service)]
public sealed class ProposalTests(SharedCalculation shared) : IClassFixture<SharedCalculation>
{
    private const string Header =
        "id,version,set,what,applies_to,value,unit,valid_from,valid_to,data_year,source,standing,status,"
        + "uncertainty_percent,note,reference,plant,plant_source,explanation\n";

    public static TheoryData<string, string, string, string> Factors => RefusedRows.Of("RefusedFactors.csv");

    public static TheoryData<string, string, string, string> Years => RefusedRows.Of("RefusedYears.csv");

    [Theory]
    [MemberData(nameof(Factors))]
    public async Task A_row_that_cannot_go_in_is_refused_with_field_and_reason(
        string proposed,
        string code,
        string field,
        string message
    )
    {
        var host = shared.Host;
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(RefusedRows.ToCsv(proposed));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        body["code"]!.GetValue<string>().ShouldBe("proposal-refused");
        var error = body["errors"]!
            .AsArray()
            .FirstOrDefault(e => e!["code"]!.GetValue<string>() == code)
            .ShouldNotBeNull(body.ToJsonString());
        error["position"]!.GetValue<int>().ShouldBe(RefusedRows.Position(proposed));
        error["path"]!.GetValue<string>().ShouldEndWith("." + field);
        error["message"]!.GetValue<string>().ShouldBe(message);
        error["expected"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public async Task A_year_that_cannot_go_in_is_refused(string proposed, string code, string field, string message)
    {
        var host = shared.Host;
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(RefusedRows.ToCsv(proposed));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        var error = body["errors"]!
            .AsArray()
            .FirstOrDefault(e => e!["code"]!.GetValue<string>() == code)
            .ShouldNotBeNull(body.ToJsonString());
        error["path"]!.GetValue<string>().ShouldEndWith(field);
        error["message"]!.GetValue<string>().ShouldBe(message);
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Theory]
    [InlineData(
        """{"reason":"","factors":[{"id":"heat.default","value":"0.12","source":"s"}]}""",
        422,
        "proposal-refused",
        "reason-missing"
    )]
    [InlineData("""{"reason":"r"}""", 422, "proposal-refused", "proposal-empty")]
    [InlineData("""{"factors":[]}""", 400, "malformed-json", null)]
    [InlineData("""{"reason":"r","factors":[{"id":"heat.default","worth":"0.12"}]}""", 400, "unknown-member", null)]
    [InlineData(
        """
            {"reason":"r","factors":[
                {"id":"heat.default","note":"N501","value":"0.12","source":"S501","explanation":"N501"}]}
            """,
        422,
        "proposal-refused",
        "factor-text-too-long"
    )]
    public async Task A_body_that_is_no_proposal_is_refused(string body, int status, string code, string? error)
    {
        var host = shared.Host;
        var api = new FactorsApi(host);
        body = body.Replace("N501", new string('n', 501), StringComparison.Ordinal)
            .Replace("S501", new string('s', 501), StringComparison.Ordinal);
        var (answered, problem) = await FactorsApi.SendAsync(
            api.Proposer,
            HttpMethod.Post,
            "factors",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            "k"
        );
        ((int)answered).ShouldBe(status, problem.ToJsonString());
        problem["code"]!.GetValue<string>().ShouldBe(code);
        if (error is not null)
            problem["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == error);
    }

    [Fact]
    public async Task A_row_with_too_few_cells_is_refused()
    {
        await using var host = await CalculationHost.StartAsync();
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(Header + "heat.default,0.12");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        var error = body["errors"]!.AsArray().First(e => e!["code"]!.GetValue<string>() == "proposal-row-broken")!;
        error["position"]!.GetValue<int>().ShouldBe(0);
        error["path"]!.GetValue<string>().ShouldEndWith("]");
        error["message"]!.GetValue<string>().ShouldBe("2 cells where 19 columns are.");
        error["expected"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Fact]
    public async Task A_table_without_a_header_of_ours_or_with_too_many_rows_is_refused()
    {
        var host = shared.Host;
        var api = new FactorsApi(host);
        var (_, body) = await api.ProposeCsvAsync("id,worth\nheat.default,1\n");
        body["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == "proposal-header-unknown");
        (_, body) = await api.ProposeCsvAsync(
            "id,value,source\n" + string.Concat(Enumerable.Repeat("heat.default,0.12,s\n", 2_001))
        );
        body["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == "proposal-too-large");
        (_, body) = await api.ProposeCsvAsync("id,value,source\nheat.default,0.12,s\n", "");
        body["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == "reason-missing");
        var (status, _) = await FactorsApi.SendAsync(
            api.Proposer,
            HttpMethod.Post,
            "factors",
            new StringContent("x"),
            "k"
        );
        status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (status, body) = await FactorsApi.SendAsync(
            api.Proposer,
            HttpMethod.Post,
            "factors",
            new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
            key: null
        );
        (status, body["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "idempotency-key-missing"));
    }

    [Fact]
    public async Task What_is_not_given_is_as_in_the_version_before_and_an_explanation_lets_a_far_value_pass()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var (status, body) = await api.ProposeAsync(
            FactorsApi.One(
                new
                {
                    id = "grid.average.CN.2022",
                    value = "5.366",
                    source = "a test",
                    explanation = "to see it pass",
                }
            )
        );
        status.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
        (
            body["state"]!.GetValue<string>(),
            body["proposedBy"]!.GetValue<string>(),
            body["proposedOnCatalogueVersion"]!.GetValue<int>()
        ).ShouldBe(("open", "proposer", Sheets.Catalogue.Version));
        var row = body["factors"]![0]!;
        (
            row["version"]!.GetValue<int>(),
            row["set"]!.GetValue<string>(),
            row["unit"]!.GetValue<string>(),
            row["validFrom"]!.GetValue<string>(),
            row["validTo"]!.GetValue<string>(),
            row["dataYear"]!.GetValue<int>(),
            row["status"]!.GetValue<string>()
        ).ShouldBe((2, "grid-2022", "kgCO2/kWh", "2024-01", "2024-12", 2022, "provisional"));
        // Nothing serves before it is published.
        var factor = (await api.GetAsync("factors/grid.average.CN.2022"))["factors"]![0]!;
        factor["versions"]!.AsArray().Count.ShouldBe(1);
        (await api.GetAsync("factors/proposals?state=open"))["proposals"]!.AsArray().Count.ShouldBe(1);
        (await api.GetAsync("factors/proposals?state=published"))["proposals"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_call_again_is_answered_the_same_and_another_body_under_its_key_is_refused()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var wanted = FactorsApi.One(
            new
            {
                id = "heat.default",
                value = "0.12",
                source = "s",
            }
        );
        var first = await api.ProposeAsync(wanted, key: "same");
        var again = await api.ProposeAsync(wanted, key: "same");
        var other = await api.ProposeAsync(
            FactorsApi.One(
                new
                {
                    id = "heat.default",
                    value = "0.13",
                    source = "s",
                }
            ),
            key: "same"
        );
        again.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        (other.Status, other.Body["code"]!.GetValue<string>()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "idempotency-key-reused")
        );
        (await host.CountAsync("factor_proposal")).ShouldBe(1);
        var publish = await api.PublishAsync(first.Body["id"]!.GetValue<string>(), key: "publish");
        var publishAgain = await api.PublishAsync(first.Body["id"]!.GetValue<string>(), key: "publish");
        publishAgain.Body.ToJsonString().ShouldBe(publish.Body.ToJsonString());
        (await host.CountAsync("catalogue_version")).ShouldBe(2);
    }

    [Fact]
    public async Task A_table_with_another_reason_is_another_call()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        const string Table = "id,value,source\nheat.default,0.12,s\n";
        var first = await api.ProposeCsvAsync(Table, "?reason=measured", "same");
        (await api.ProposeCsvAsync(Table, "?reason=measured", "same"))
            .Body.ToJsonString()
            .ShouldBe(first.Body.ToJsonString());
        var other = await api.ProposeCsvAsync(Table, "?reason=guessed", "same");
        (other.Status, other.Body["code"]!.GetValue<string>()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "idempotency-key-reused")
        );
        (await host.CountAsync("factor_proposal")).ShouldBe(1);
    }

    [Fact]
    public async Task A_proposal_is_dated_in_its_answer_as_it_is_read_later()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        // One in ten instants is in whole microseconds by itself.
        for (var i = 0; i < 3; i++)
        {
            var (_, said) = await api.ProposeAsync(
                FactorsApi.One(
                    new
                    {
                        id = "heat.default",
                        value = "0.12",
                        source = "s",
                    }
                )
            );
            (await api.GetAsync($"factors/proposals/{said["id"]}"))["proposedAt"]!
                .GetValue<string>()
                .ShouldBe(said["proposedAt"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData(Roles.Admin, 201)]
    [InlineData(Roles.Environment, 201)]
    [InlineData(Roles.Auditor, 403)]
    [InlineData(Roles.Plant, 403)]
    [InlineData(Roles.Festival, 403)]
    public async Task Everybody_may_read_and_the_environment_department_may_propose(string role, int status)
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var who = role == Roles.Plant ? host.As(role, "SX-A1") : host.As(role);
        (
            (int)
                (
                    await api.ProposeAsync(
                        FactorsApi.One(
                            new
                            {
                                id = "heat.default",
                                value = "0.12",
                                source = "s",
                            }
                        ),
                        who
                    )
                ).Status
        ).ShouldBe(status);
        foreach (
            var path in (string[])
                [
                    "factors",
                    "factors/heat.default",
                    "factors/years",
                    "factors/profiles",
                    "factors/versions",
                    "factors/proposals",
                ]
        )
            (await api.GetAsync(path, who)).ShouldNotBeNull();
        if (status == 201)
            return;
        var proposal = await api.ProposedAsync(
            FactorsApi.One(
                new
                {
                    id = "heat.default",
                    value = "0.12",
                    source = "s",
                }
            )
        );
        (await api.PreviewAsync(proposal, who)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PublishAsync(proposal, who)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_catalogue_is_searched_by_words_set_standing_status_and_month()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        async Task<string[]> Ids(string query) =>
            [
                .. (await api.GetAsync("factors?" + query))["factors"]!
                    .AsArray()
                    .Select(factor => factor!["id"]!.GetValue<string>()),
            ];
        (await Ids("search=ANTHRACITE&set=ndrc-2013&what=ncv")).ShouldBe(["fuel.ndrc-2013.anthracite.ncv"]);
        (await Ids("set=cdm-2019&standing=T")).Length.ShouldBe(12);
        (await Ids("status=verified")).ShouldBeEmpty();
        (await Ids("what=grid-average&search=.CN.&validIn=2024-06")).ShouldBe([
            "grid.average.CN.2022",
            "grid.average.CN.proposed-2021",
        ]);
        foreach (var wrong in (string[])["validIn=2024", "standing=hearsay", "status=final"])
        {
            var (status, body) = await FactorsApi.SendAsync(
                api.Proposer,
                HttpMethod.Get,
                "factors?" + wrong,
                null,
                null
            );
            (status, body["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "invalid-parameter"));
        }
        (await FactorsApi.SendAsync(api.Proposer, HttpMethod.Get, "factors/no.such", null, null)).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (
            await FactorsApi.SendAsync(api.Proposer, HttpMethod.Get, $"factors/proposals/{Guid.Empty}", null, null)
        ).Status.ShouldBe(HttpStatusCode.NotFound);
        (
            await FactorsApi.SendAsync(api.Proposer, HttpMethod.Get, "factors/proposals?state=lost", null, null)
        ).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Proposals_are_listed_page_by_page_the_newest_first_and_without_their_rows()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var proposed = new List<string>();
        foreach (var i in Enumerable.Range(1, 5))
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            proposed.Insert(
                0,
                await api.ProposedAsync(
                    FactorsApi.One(
                        new
                        {
                            id = "heat.default",
                            value = "0.12",
                            source = "a test",
                        },
                        $"{i}"
                    )
                )
            );
        }

        var first = await api.GetAsync("factors/proposals?limit=2");
        Ids(first).ShouldBe(proposed[..2]);
        var item = first["proposals"]![0]!;
        (item["factorCount"]!.GetValue<int>(), item["yearCount"]!.GetValue<int>(), item["factors"]).ShouldBe(
            (1, 0, null)
        );
        var second = await api.GetAsync($"factors/proposals?state=open&limit=2&after={first["next"]}");
        Ids(second).ShouldBe(proposed[2..4]);
        var last = await api.GetAsync($"factors/proposals?limit=2&after={second["next"]}");
        Ids(last).ShouldBe(proposed[4..]);
        last["next"].ShouldBeNull();
        foreach (var wrong in (string[])["limit=0", "limit=51", "after=x", $"after={Guid.Empty}"])
        {
            var (status, body) = await FactorsApi.SendAsync(
                api.Proposer,
                HttpMethod.Get,
                "factors/proposals?" + wrong,
                null,
                null
            );
            (status, body["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "invalid-parameter"));
        }

        static IEnumerable<string> Ids(JsonNode page) =>
            page["proposals"]!.AsArray().Select(proposal => proposal!["id"]!.GetValue<string>());
    }

    [Fact]
    public void More_versions_of_factors_than_an_answer_may_have_are_refused_with_what_to_search_for()
    {
        var refusal = Calculation.Factors.GetFactors.TooMany(10_001);
        (refusal.Status, refusal.Code).ShouldBe((422, "too-many-rows"));
        refusal.Detail.ShouldBe(
            "10,001 versions of factors were found, and at most 10,000 are answered. "
                + "Search for a part of them: search, set, what, standing, status, plant."
        );
    }

    [Fact]
    public async Task The_mapping_of_years_and_the_profiles_are_listed()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var years = (await api.GetAsync("factors/years"))["years"]!
            .AsArray()
            .Where(year => year!["series"]!.GetValue<string>() == "national-average")
            .ToList();
        years
            .Select(year =>
                $"{Text(year!["fromYear"])}–{Text(year["toYear"])} {Text(year["factor"])} {Text(year["status"])}"
            )
            .ShouldBe([
                "–2020 grid.average.CN.2015 ",
                "2021–2021 grid.average.CN.for-2021 ",
                "2022–2022 grid.average.CN.for-2022 ",
                "2023–2025 grid.average.CN.{year-2} ",
                "2026– grid.average.CN.2023 provisional-factor",
            ]);
        var profiles = await api.GetAsync("factors/profiles");
        profiles["profiles"]!
            .AsArray()
            .Select(profile => Text(profile!["name"]))
            .ShouldBe(["ndrc-2013", "ets-2024", "gbt-32151-34-2024", "ipcc-2019"]);
        profiles["defaults"]!
            .AsArray()
            .Select(row => $"{Text(row!["kind"])} {Text(row["from"])} {Text(row["profile"])}")
            .ShouldContain("potline 2024-01 ets-2024");

        static string Text(JsonNode? node) => node?.ToString() ?? "";
    }
}
