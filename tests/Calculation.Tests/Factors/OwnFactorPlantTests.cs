using System.Net;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// A code that leads nowhere is not taken as if it led somewhere: whose own factor it is must be there.
/// </summary>
[Tier(Tier.Service)]
public sealed class OwnFactorPlantTests
{
    [Theory]
    [InlineData("SX-A11", null, "factor-plant-unknown", "factors[0].plant", "Did you mean 'SX-A1'? ")]
    [InlineData("COPPER", null, "factor-plant-unknown", "factors[0].plant", "A plant of the group; ")]
    [InlineData("SX-A1", "BOILER1", "factor-source-unknown", "factors[0].plantSource", "Did you mean ")]
    public async Task What_was_meant_is_proposed_and_nothing_is_kept(
        string plant,
        string? source,
        string code,
        string path,
        string expected
    )
    {
        await using var host = await CalculationHost.StartAsync(CalculationHost.Knows("SX-A1", "YN-C1"));

        var (status, body) = await new FactorsApi(host).ProposeAsync(FactorsApi.One(Own(plant, source)));

        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        var error = body["errors"]!.AsArray().ShouldHaveSingleItem()!;
        (error["code"]!.ToString(), error["path"]!.ToString()).ShouldBe((code, path));
        error["expected"]!.ToString().ShouldStartWith(expected);
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_asks_is_calculation_itself_and_only_where_a_plant_is_named()
    {
        var asked = new List<HttpRequestMessage>();
        var known = CalculationHost.Knows("SX-A1");
        await using var host = await CalculationHost.StartAsync(request =>
        {
            asked.Add(request);
            return known(request);
        });
        var api = new FactorsApi(host);

        await api.ProposedAsync(
            FactorsApi.One(
                new
                {
                    id = "heat.default",
                    value = "0.12",
                    source = "test",
                    standing = "T",
                }
            )
        );
        asked.ShouldBeEmpty();
        await api.ProposedAsync(FactorsApi.One(Own("SX-A1", "BOILER-1")));

        var call = asked.ShouldHaveSingleItem();
        call.RequestUri!.PathAndQuery.ShouldBe("/internal/plants");
        call.Headers.Contains("X-Caller-Ticket").ShouldBeTrue();
    }

    /// <summary>Where it cannot be known nothing is written, and the same call may be made again.</summary>
    [Fact]
    public async Task While_ingestion_is_away_no_own_factor_is_taken()
    {
        var isAway = true;
        var known = CalculationHost.Knows("SX-A1");
        await using var host = await CalculationHost.StartAsync(request =>
            isAway ? throw new HttpRequestException("away") : known(request)
        );
        var api = new FactorsApi(host);

        var call = api.ProposeAsync(FactorsApi.One(Own("SX-A1", null)), key: "once");
        await Eventually.ShouldAsync(
            () =>
            {
                // It is asked again after pauses.
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                return call.IsCompleted;
            },
            "the answer that Ingestion is away"
        );
        var (away, refused) = await call;
        var kept = await host.CountAsync("factor_proposal");
        isAway = false;
        var (there, answer) = await api.ProposeAsync(FactorsApi.One(Own("SX-A1", null)), key: "once");

        (away, refused["code"]!.ToString()).ShouldBe((HttpStatusCode.ServiceUnavailable, "service-unavailable"));
        kept.ShouldBe(0);
        there.ShouldBe(HttpStatusCode.Created, answer.ToJsonString());
    }

    private static object Own(string plant, string? source) =>
        new
        {
            id = "fuel.ndrc-2013.anthracite.ncv",
            plant,
            plantSource = source,
            value = "25.2",
            validFrom = "2024-02",
            source = "laboratory",
            reference = "report 2024-117",
            uncertaintyPercent = "2",
        };
}
