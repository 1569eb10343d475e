using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// What is proposed for the catalogue, by whom, and how it is read later; nothing of it changes a figure.
/// </summary>
[Tier(Tier.Service)]
public sealed class ProposalTests
{
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
                standing = "T",
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
                    standing = "T",
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
        const string Table = "id,value,source,standing\nheat.default,0.12,s,T\n";
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

    [Theory]
    [InlineData("1.2E-01")]
    [InlineData("12e-2")]
    [InlineData("0.012E+1")]
    public async Task A_number_that_a_spreadsheet_wrote_with_an_exponent_is_the_same_number(string written)
    {
        await using var host = await CalculationHost.StartAsync();

        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(
            $"id,value,source,standing\nheat.default,{written},s,T\n"
        );

        status.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
        body["factors"]![0]!["value"]!.GetValue<string>().ShouldBe("0.12");
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
                        standing = "T",
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
                                standing = "T",
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
                    "factors/texts",
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
                    standing = "T",
                }
            )
        );
        (await api.PreviewAsync(proposal, who)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PublishAsync(proposal, who)).Status.ShouldBe(HttpStatusCode.Forbidden);
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
                            standing = "T",
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
}
