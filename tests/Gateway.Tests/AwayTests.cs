using System.Net;
using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>What the Gateway says when something behind it is away.</summary>
[Tier(Tier.Service)]
public sealed class AwayTests
{
    [Fact]
    public async Task A_service_that_is_down_is_503_with_retry_after_and_the_others_go_on()
    {
        await using var gateway = await RunningGateway.StartAsync();
        foreach (
            var (service, stub, path) in new[]
            {
                ("calculation", gateway.Calculation, "/api/v1/plants/SX-A1/months/2024-03/lines"),
                ("ingestion", gateway.Ingestion, "/api/v1/units"),
                ("ledger", gateway.Ledger, "/api/v1/totals"),
            }
        )
        {
            (await gateway.Client().Get(path)).StatusCode.ShouldBe(HttpStatusCode.OK, service);
            await stub.DisposeAsync();
            using var response = await gateway.Client().Get(path);
            (await response.ShouldBeProblem(503, "service-unavailable"))
                .GetProperty("detail")
                .GetString()
                .ShouldNotBeNull()
                .ShouldContain($"'{service}'");
            response.Headers.RetryAfter.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_service_that_refuses_the_gateways_ticket_is_503_with_retry_after()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Ingestion.Answer = async context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "X-Caller-Ticket";
            await context.Response.WriteAsync("{}");
        };
        using var response = await gateway.Client().Get("/api/v1/units");
        (await response.ShouldBeProblem(503, "service-unavailable"))
            .GetProperty("detail")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain("'ingestion'");
        response.Headers.RetryAfter.ShouldNotBeNull();
        response.Headers.WwwAuthenticate.ShouldBeEmpty();
    }

    // With a Gateway of its own: after eight such answers it spares the Ledger for a second.
    [Fact]
    public async Task A_ledger_that_cannot_answer_the_headline_is_503_with_retry_after()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Ledger.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        using var response = await gateway.Client().Get("/api/v1/headline/2024");
        (await response.ShouldBeProblem(503, "service-unavailable"))
            .GetProperty("detail")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain("'ledger'");
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    [Tier(Tier.Platform)]
    public async Task A_gateway_without_its_database_says_so_and_one_started_for_a_recovery_opens()
    {
        await using var servers = await TestServers.StartPrivateAsync(Server.Postgres);
        await using var gateway = await RunningGateway.StartAsync(servers);
        var (_, key) = await gateway.MakeKeyAsync("auditor");
        var recovering = gateway.StartReplica(("Gateway:Recovery", "true"));
        (await recovering.Client().Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await servers.StopAsync(Server.Postgres);

        (await recovering.Client().Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var response = await gateway.Client(key).Get("/api/v1/totals");
        await response.ShouldBeProblem(503, "database-unavailable");
        response.Headers.RetryAfter.ShouldNotBeNull();
        // Whether the first key has ended stands there, too.
        await Task.Delay(KnownKeys.Freshness);
        await (await gateway.Client().Get("/api/v1/totals")).ShouldBeProblem(503, "database-unavailable");
        await recovering.DisposeAsync();
        await servers.StartAsync(Server.Postgres);
    }
}
