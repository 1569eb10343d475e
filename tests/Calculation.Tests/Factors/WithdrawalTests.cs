using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using static CarbonPlatform.Calculation.Tests.Factors.Publications;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>Proposals that are not to be published.</summary>
[Tier(Tier.Service)]
public sealed class WithdrawalTests
{
    [Fact]
    public async Task A_proposal_is_taken_back_or_turned_down_with_its_reason_and_stays_to_be_read()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var (mistaken, turnedDown, published) = (
            await api.ProposedAsync(Anthracite),
            await api.ProposedAsync(Grid2024),
            await api.ProposedAsync(
                FactorsApi.One(
                    new
                    {
                        id = "heat.default",
                        value = "0.12",
                        source = "s",
                        standing = "T",
                    }
                )
            )
        );
        (await api.PublishAsync(published)).Status.ShouldBe(HttpStatusCode.OK);

        var (status, body) = await api.WithdrawAsync(mistaken, "The text is of 2015", key: "once");
        (
            status,
            body["state"]!.GetValue<string>(),
            body["withdrawnBy"]!.GetValue<string>(),
            body["withdrawalReason"]!.GetValue<string>()
        ).ShouldBe((HttpStatusCode.OK, "withdrawn", "proposer", "The text is of 2015"));
        body["withdrawnAt"].ShouldNotBeNull();
        (await api.WithdrawAsync(mistaken, "The text is of 2015", key: "once"))
            .Body.ToJsonString()
            .ShouldBe(body.ToJsonString(), "the same call again is answered the same");
        (await api.WithdrawAsync(turnedDown, "The notice is a draft", api.Publisher)).Body["withdrawnBy"]!
            .GetValue<string>()
            .ShouldBe("publisher");

        foreach (
            var (refused, refusal) in (ReadOnlySpan<((HttpStatusCode Status, JsonNode Body), string)>)
                [
                    (await api.PublishAsync(mistaken), "proposal-withdrawn"),
                    (await api.PreviewAsync(mistaken), "proposal-withdrawn"),
                    (await api.WithdrawAsync(mistaken), "proposal-withdrawn"),
                    (await api.WithdrawAsync(published), "proposal-published"),
                ]
        )
        {
            (refused.Status, Error(refused.Body)).ShouldBe((HttpStatusCode.Conflict, refusal));
        }
        Error((await api.WithdrawAsync($"{Guid.Empty}")).Body).ShouldBe("not-found");
        (status, body) = await api.WithdrawAsync(await api.ProposedAsync(Anthracite), " ");
        (status, body["errors"]![0]!["code"]!.GetValue<string>()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "reason-missing")
        );
        (await api.WithdrawAsync(turnedDown, who: host.As(Roles.Plant, "P-1"))).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );

        async Task<IEnumerable<string>> Listed(string state) =>
            (await api.GetAsync($"factors/proposals?state={state}"))["proposals"]!
                .AsArray()
                .Select(proposal => proposal!["id"]!.GetValue<string>());
        (await Listed("withdrawn")).ShouldBe([turnedDown, mistaken], ignoreOrder: true);
        (await Listed("published")).ShouldBe([published]);
        (await Listed("open")).Count().ShouldBe(1);
        (await api.GetAsync($"factors/proposals/{mistaken}"))["withdrawalReason"]!
            .GetValue<string>()
            .ShouldBe("The text is of 2015");
        (await host.CountAsync("catalogue_version")).ShouldBe(2);
    }

    [Fact]
    public async Task Of_withdrawing_and_publishing_at_once_one_happens()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        for (var race = 0; race < 10; race++)
        {
            var proposal = await api.ProposedAsync(
                FactorsApi.One(
                    new
                    {
                        id = "heat.default",
                        value = $"0.12{race}",
                        source = "s",
                        standing = "T",
                    }
                )
            );
            var answers = await Task.WhenAll(
                api.PublishAsync(proposal),
                api.WithdrawAsync(proposal),
                api.WithdrawAsync(proposal, who: api.Publisher)
            );
            answers
                .Select(answer => answer.Status)
                .Order()
                .ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict]);
            (
                (await host.CountAsync($"catalogue_version WHERE proposal_id = '{proposal}'"))
                + (await host.CountAsync($"factor_withdrawal WHERE proposal_id = '{proposal}'"))
            ).ShouldBe(1);
        }
    }
}
