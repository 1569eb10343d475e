using System.Net;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Who reaches an endpoint: nobody, unless the ticket says so.</summary>
[Tier(Tier.Service)]
public sealed class CallerTests
{
    private static readonly string[] s_all =
    [
        Policies.OrganisationWrite,
        Policies.ReadingsWrite,
        Policies.Read,
        Policies.Totals,
        Policies.Headline,
        Policies.FactorsWrite,
        Policies.Keys,
        Policies.Operations,
        Policies.Internal,
    ];

    private static Task<RunningService> Service() =>
        RunningService.StartAsync(app =>
        {
            app.MapGet(
                "/whoami",
                (Caller caller) => $"{caller.Id} {string.Join(',', caller.Plants ?? new HashSet<PlantCode>())}"
            );
            foreach (var policy in s_all)
                app.MapGet("/" + policy, () => policy).RequireAuthorization(policy);
        });

    [Fact]
    public async Task Without_a_ticket_every_path_is_401_but_health_and_document()
    {
        await using var service = await Service();
        foreach (var path in new[] { "/whoami", "/read", "/internal", "/nowhere" })
            await (await service.Send(null, HttpMethod.Get, path)).ShouldBeProblem(401, "unauthenticated");
        foreach (var path in new[] { "/health/live", "/health/ready", "/swagger/v1/swagger.json" })
            (await service.Send(null, HttpMethod.Get, path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
    }

    [Fact]
    public async Task A_ticket_that_is_not_believed_is_401_with_the_reason()
    {
        await using var service = await Service();
        var foreign = Issuer
            .Gateway.Signer(TimeProvider.System)
            .Sign(new Caller("k", [Roles.Admin], null), "calculation");
        using var response = await service.Send(foreign, HttpMethod.Get, "/whoami");
        (await response.ShouldBeProblem(401, "ticket-refused"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("It is meant for another service.");
    }

    [Fact]
    public async Task A_handler_is_told_its_caller()
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            new Caller("key-7", [Roles.Plant], [PlantCode.Parse("SX-A1")]),
            HttpMethod.Get,
            "/whoami"
        );
        (await response.Content.ReadAsStringAsync()).ShouldBe("key-7 SX-A1");
    }

    [Theory]
    [InlineData(Roles.Admin, "organisation.write readings.write read totals headline factors.write keys operations")]
    [InlineData(Roles.Environment, "organisation.write readings.write read totals headline factors.write operations")]
    [InlineData(Roles.Plant, "readings.write read totals")]
    [InlineData(Roles.Festival, "totals headline")]
    [InlineData(Roles.Auditor, "read totals headline")]
    public async Task A_role_opens_these_doors_and_no_others(string role, string doors)
    {
        await using var service = await Service();
        var open = new List<string>();
        var caller = new Caller("k", [role], role == Roles.Plant ? [PlantCode.Parse("SX-A1")] : null);
        foreach (var policy in s_all)
        {
            using var response = await service.SendAs(caller, HttpMethod.Get, "/" + policy);
            if (response.StatusCode == HttpStatusCode.OK)
                open.Add(policy);
            else
                await response.ShouldBeProblem(403, "forbidden");
        }
        string.Join(' ', open).ShouldBe(doors);
    }

    [Theory]
    [InlineData("Wang Wei", "Wang Lei", true)]
    [InlineData("Wang Wei", "wang  wei", false)]
    [InlineData("Wang Wei", "W\u0251ng Wei", false)] // Latin alpha
    [InlineData("Wang Wei", "\u13B3ang Wei", false)] // Cherokee
    [InlineData("Wang Wei", "Wang We\u0131", false)]
    [InlineData("Wang Wei", "Wang Wei\U000E0100", false)]
    [InlineData("Li Ming", "Ll Ming", true)]
    [InlineData("LI MING", "Ll MlNG", false)]
    [InlineData("env-10", "env-lO", false)]
    public void A_name_that_looks_like_another_is_no_second_pair_of_eyes(string holder, string other, bool isSecond)
    {
        var caller = new Caller("k", [Roles.Environment], null) { Subject = holder };
        caller.IsSecondTo(other, []).ShouldBe(isSecond);
        caller.IsSecondTo("nobody else", [other]).ShouldBe(isSecond);
        (caller with { Subject = "nobody", Makers = [holder] }).IsSecondTo(other, []).ShouldBe(isSecond);
    }

    [Fact]
    public async Task A_service_reaches_what_is_internal_and_nothing_else()
    {
        await using var service = await Service();
        var ticket = Issuer
            .Ingestion.Signer(TimeProvider.System)
            .Sign(new Caller("ingestion", [Roles.Service], null), "ledger");
        (await service.Send(ticket, HttpMethod.Get, "/internal")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await service.Send(ticket, HttpMethod.Get, "/read")).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_service_without_issuers_does_not_start()
    {
        var none = new Dictionary<string, string?>
        {
            ["Tickets:Issuers:gateway"] = null,
            ["Tickets:Issuers:ingestion"] = null,
        };
        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            RunningService.StartAsync(_ => { }, settings: none)
        );
        fault.Message.ShouldStartWith("Tickets__Issuers__gateway is not set");
    }

    [Fact]
    public async Task The_caller_is_no_parameter_in_the_document()
    {
        await using var service = await Service();
        var document = await service.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative));
        document.ShouldContain("/whoami");
        document.ShouldNotContain("\"caller\"");
        document.ShouldNotContain("\"Caller\"");
    }
}
