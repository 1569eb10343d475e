using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>What may be proposed for the catalogue and what is refused, with row, field and reason; nothing of it changes a figure.</summary>
[Tier(Tier.Service)]
public sealed class ProposalTests(SharedCalculation shared) : IClassFixture<SharedCalculation>
{
    private const string Header =
        "id,version,set,what,applies_to,value,unit,valid_from,valid_to,data_year,source,standing,status,uncertainty_percent,note,reference,plant,plant_source,explanation\n";
    private const string YearHeader = "series,from_year,to_year,factor,status,note\n";

    [Theory]
    // id, version
    [InlineData(",,,,,1,,,,,s,T,,,,,,,", "factor-id-invalid", "id", "The row has no id.")]
    [InlineData("a b,,,,,1,,,,,s,T,,,,,,,", "factor-id-invalid", "id", "\"a b\" is no id.")]
    [InlineData(
        "heat.default,1,,,,0.12,,,,,s,T,,,,,,,",
        "factor-version-taken",
        "version",
        "Version 1 of heat.default was given; the next one is 2."
    )]
    // what it is
    [InlineData(
        "heat.default,,,steam,,0.12,,,,,s,T,,,,,,,",
        "factor-identity-changed",
        "what",
        "heat.default is heat of *, and stays so."
    )]
    [InlineData(
        "heat.default,,,,SX,0.12,,,,,s,T,,,,,,,",
        "factor-identity-changed",
        "what",
        "heat.default is heat of *, and stays so."
    )]
    [InlineData(
        "new.one,,ndrc-2013,warmth,x,1,tCO2/GJ,,,,s,T,,10,,,,,",
        "factor-what-unknown",
        "what",
        "No factor is a \"warmth\"."
    )]
    [InlineData(
        "new.one,,ndrc-2013,,x,1,tCO2/GJ,,,,s,T,,10,,,,,",
        "factor-what-unknown",
        "what",
        "new.one is new, and it is not said what it is."
    )]
    [InlineData(
        "new.one,,ndrc-2013,heat,,0.12,tCO2/GJ,,,,s,T,,10,,,,,",
        "factor-applies-to-missing",
        "appliesTo",
        "It is not said what the factor applies to."
    )]
    [InlineData(
        "heat.default,,rumours,,,0.12,,,,,s,T,,,,,,,",
        "factor-set-unknown",
        "set",
        "There is no set \"rumours\"."
    )]
    [InlineData("new.one,,,heat,x,0.12,tCO2/GJ,,,,s,T,,10,,,,,", "factor-set-unknown", "set", "The row names no set.")]
    // value and unit
    [InlineData(
        "heat.default,,,,,0.12,kgCO2/kWh,,,,s,T,,,,,,,",
        "factor-unit-wrong",
        "unit",
        "heat is not in \"kgCO2/kWh\"."
    )]
    [InlineData("new.one,,ndrc-2013,heat,x,0.12,,,,,s,T,,10,,,,,", "factor-unit-wrong", "unit", "The row has no unit.")]
    [InlineData(
        "new.one,,ndrc-2013,heat,x,,tCO2/GJ,,,,s,T,,10,,,,,",
        "factor-value-invalid",
        "value",
        "The row has no value."
    )]
    [InlineData("anode.sulphur,,,,,101,,,,,s,T,,,,,,,", "factor-value-invalid", "value", "101 % cannot be.")]
    [InlineData(
        "heat.default,,,,,1.1,,,,,s,T,,,,,,,",
        "factor-value-out-of-line",
        "value",
        "1.1 tCO2/GJ is ten times or a tenth of what stands beside heat.default: 0.11."
    )]
    [InlineData(
        "heat.default,,,,,0.011,,,,,s,T,,,,,,,",
        "factor-value-out-of-line",
        "value",
        "0.011 tCO2/GJ is ten times or a tenth of what stands beside heat.default: 0.11."
    )]
    [InlineData(
        "heat.default,,,,,0,,,,,s,T,,,,,,,",
        "factor-value-out-of-line",
        "value",
        "0 tCO2/GJ is ten times or a tenth of what stands beside heat.default: 0.11."
    )]
    [InlineData(
        "grid.average.CN.2024,,grid-2024,grid-average,CN,6.101,kgCO2/kWh,2026-01,,2024,s,T,,5,,,,,",
        "factor-value-out-of-line",
        "value",
        "6.101 kgCO2/kWh is ten times or a tenth of what stands beside grid.average.CN.2024: 0.5306 to 0.6101."
    )]
    // validity
    [InlineData(
        "heat.default,,,,,0.12,,2025-01,2024-12,,s,T,,,,,,,",
        "factor-validity-invalid",
        "validFrom",
        "2025-01 is after 2024-12."
    )]
    [InlineData(
        "grid.average.CN.2022,,,,,0.5366,,2025-03,2025-12,,t,T,,,,,,,",
        "factor-gap",
        "validFrom",
        "From 2025-01 to 2025-02 no version of grid.average.CN.2022 would serve."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,2025-01,,,s,T,,,,,,,\nheat.default,,,,,0.13,,2024-01,2025-06,,s,T,,,,,,,",
        "factor-overlap",
        "validFrom",
        "Two rows of heat.default serve the same months: one from 2025-01 to 2100-12, one from 2024-01 to 2025-06."
    )]
    // where it comes from
    [InlineData(
        "heat.default,,,,,0.12,,,,,,T,,,,,,,",
        "factor-source-missing",
        "source",
        "The row does not say where the value comes from."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,,s,hearsay,,,,,,,",
        "factor-standing-unknown",
        "standing",
        "\"hearsay\" is no standing here."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,,s,measured,,,,,,,",
        "factor-standing-unknown",
        "standing",
        "\"measured\" is no standing here."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,,s,T,final,,,,,,",
        "factor-status-unknown",
        "status",
        "\"final\" is no status."
    )]
    [InlineData(
        "heat.default,,,,,0.11,,,,,s,T,verified,,,,,,",
        "factor-reference-missing",
        "reference",
        "The row says verified, but not with which text it was compared."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,2027,s,T,,,,,,,",
        "factor-data-year-future",
        "dataYear",
        "The data year 2027 has not begun."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,1066,s,T,,,,,,,",
        "factor-data-year-future",
        "dataYear",
        "1066 is no year of data."
    )]
    [InlineData(
        "new.one,,ndrc-2013,heat,x,0.12,tCO2/GJ,,,,s,T,,,,,,,",
        "factor-uncertainty-invalid",
        "uncertaintyPercent",
        "The row does not say how well the value is known."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,,s,T,,1001,,,,,",
        "factor-uncertainty-invalid",
        "uncertaintyPercent",
        "1001 % is no half-width."
    )]
    [InlineData(
        "heat.default,,,,,0.11,,,,,NDRC accounting guidelines 2013 to 2015,T,,,,,,,",
        "factor-unchanged",
        "value",
        "heat.default version 1 says the same."
    )]
    // own factors
    [InlineData(
        "grid.average.CN.2022,,,,,0.5,,2024-01,,,s,,,5,,report 7,SX-A1,,",
        "factor-not-ownable",
        "id",
        "grid.average.CN.2022 is nothing that a plant measures for itself."
    )]
    [InlineData(
        "energy.electricity,,,,,0.13,,2024-01,,,s,,,5,,report 7,SX-A1,,",
        "factor-not-ownable",
        "id",
        "energy.electricity is nothing that a plant measures for itself."
    )]
    [InlineData(
        "fuel.ndrc-2013.peat.ncv,,,ncv,peat,20,GJ/t,2024-01,,,s,,,2,,report 7,SX-A1,,",
        "factor-not-ownable",
        "id",
        "No method looks for fuel.ndrc-2013.peat.ncv."
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,,,,25,,2024-01,,,s,,,2,,,SX-A1,,",
        "factor-reference-missing",
        "reference",
        "The row names no test report."
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,,,,25,,,,,s,,,2,,report 7,SX-A1,,",
        "factor-validity-invalid",
        "validFrom",
        "An own factor serves from some month on."
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,,,,25,,2024-01,,,s,,,2,,report 7,,BOILER-1,",
        "factor-plant-missing",
        "plant",
        "A source is named without its plant."
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,,,,25,,2024-01,,,s,,,2,,report 7,sx a1,,",
        "factor-plant-invalid",
        "plant",
        null
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,ndrc-2013,,,25,,2024-01,,,s,,,2,,report 7,SX-A1,,",
        "factor-set-unknown",
        "set",
        "The set of a plant's own factor is the plant."
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,,,,25,,2024-01,,,s,T,,2,,report 7,SX-A1,,",
        "factor-standing-unknown",
        "standing",
        "\"T\" is no standing here."
    )]
    [InlineData(
        "fuel.ndrc-2013.anthracite.ncv,,,,,2.4,,2024-01,,,s,,,2,,report 7,SX-A1,,",
        "factor-value-out-of-line",
        "value",
        null
    )]
    // cells
    [InlineData("heat.default,,,,,\"1,5\",,,,,s,T,,,,,,,", "proposal-cell-unreadable", "value", "value is \"1,5\".")]
    [InlineData("heat.default,,,,,-1,,,,,s,T,,,,,,,", "proposal-cell-unreadable", "value", "value is \"-1\".")]
    [InlineData(
        "heat.default,,,,,0.12,,2024,,,s,T,,,,,,,",
        "proposal-cell-unreadable",
        "valid_from",
        "valid_from is \"2024\"."
    )]
    [InlineData(
        "heat.default,,,,,0.12,,,,now,s,T,,,,,,,",
        "proposal-cell-unreadable",
        "data_year",
        "data_year is \"now\"."
    )]
    [InlineData("heat.default,0.12", "proposal-row-broken", "", "2 cells where 19 columns are.")]
    public async Task A_row_that_cannot_go_in_is_refused_with_field_and_reason(
        string rows,
        string code,
        string field,
        string? message
    )
    {
        var host = shared.Host;
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(Header + rows);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        body["code"]!.GetValue<string>().ShouldBe("proposal-refused");
        var error = body["errors"]!
            .AsArray()
            .FirstOrDefault(e => e!["code"]!.GetValue<string>() == code)
            .ShouldNotBeNull(body.ToJsonString());
        error["position"]!.GetValue<int>().ShouldBe(rows.Count(c => c == '\n'));
        error["path"]!.GetValue<string>().ShouldEndWith(field.Length == 0 ? "]" : "." + field);
        if (message is not null)
            error["message"]!.GetValue<string>().ShouldBe(message);
        error["expected"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Theory]
    [InlineData(
        "national-averages,2026,2026,grid.average.CN.2023,,",
        "year-series-unknown",
        "series",
        "There is no series \"national-averages\"."
    )]
    [InlineData(
        "national-average,2027,2026,grid.average.CN.2023,,",
        "year-span-invalid",
        "fromYear",
        "The accounting years 2027 to 2026 are none."
    )]
    [InlineData(
        "national-average,,2026,grid.average.CN.2023,,",
        "year-span-invalid",
        "fromYear",
        "The accounting years  to 2026 are none."
    )]
    [InlineData(
        "national-average,2026,2027,grid.average.CN.2023,,\nnational-average,2027,,grid.average.CN.2023,,",
        "year-overlap",
        "fromYear",
        "Two rows of national-average serve the same years: one from 2026, one from 2027."
    )]
    [InlineData("national-average,2026,2026,,,", "year-without-factor", "factor", "The row names no factor.")]
    [InlineData(
        "national-average,2026,2026,grid.average.CN.2024,,",
        "year-without-factor",
        "factor",
        "The factor \"grid.average.CN.2024\" leads to no factor that is valid in 2026-01."
    )]
    [InlineData(
        "national-average,2026,2026,grid.average.{town}.2023,,",
        "year-without-factor",
        "factor",
        "The factor \"grid.average.{town}.2023\" has a placeholder other than {year}, {year-2}, {province}, {six-grid}."
    )]
    [InlineData(
        "national-average,2026,2026,heat.default,,",
        "proposal-breaks-method",
        "",
        "With these rows heat.default is in tCO2/GJ; series national-average needs it in kgCO2/kWh."
    )]
    [InlineData(
        "national-average,2026,2026,grid.average.CN.2023,guessed,",
        "year-status-unknown",
        "status",
        "\"guessed\" is no status of a line."
    )]
    [InlineData(
        "thermal-co2,2010,2012,cec.co2.2015,,",
        "year-without-factor",
        "factor",
        "The factor \"cec.co2.2015\" leads to no factor that is valid in 2010-01."
    )]
    [InlineData(
        "operating-margin,2010,2012,cdm.operating-weight.wind,,",
        "proposal-breaks-method",
        "",
        "With these rows cdm.operating-weight.wind is in 1; series operating-margin needs it in tCO2/MWh."
    )]
    [InlineData(
        "national-fossil,2010,2015,grid.average.CN.2015,,",
        "year-gap",
        "fromYear",
        "In 2016 no factor of national-fossil would serve."
    )]
    public async Task A_year_that_cannot_go_in_is_refused(string rows, string code, string field, string message)
    {
        var host = shared.Host;
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(YearHeader + rows);
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
        """{"reason":"r","factors":[{"id":"heat.default","note":"N501","value":"0.12","source":"S501","explanation":"N501"}]}""",
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
