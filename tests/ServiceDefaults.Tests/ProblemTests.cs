using System.Net;
using System.Net.Sockets;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Whatever goes wrong is answered with a problem document, and tells nothing of the inside.</summary>
[Tier(Tier.Service)]
public sealed class ProblemTests
{
    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);

    private static Task<RunningService> Service() =>
        RunningService.StartAsync(app =>
        {
            app.MapGet(
                "/refused",
                () =>
                    new Refusal(
                        "plant-unknown",
                        "The plant is unknown",
                        "There is no plant 'XX-1'.",
                        422,
                        [
                            new RefusalItem(
                                3,
                                "readings[3].source",
                                "source-unknown",
                                "No source 'B-9'.",
                                "One of B-1, B-2."
                            ),
                        ]
                    ).ToResult()
            );
            app.MapGet(
                "/later",
                () =>
                    (
                        new Refusal("busy", "Busy", "Come again.", 503) { RetryAfter = TimeSpan.FromSeconds(1.2) }
                    ).ToResult()
            );
            app.MapGet("/bug", IResult () => throw new InvalidOperationException("the secret of the house"));
            app.MapGet(
                "/down",
                IResult () =>
                    throw new InvalidOperationException(
                        "outer",
                        new NpgsqlException("no connection", new SocketException((int)SocketError.ConnectionRefused))
                    )
            );
            app.MapGet(
                "/stopping",
                IResult () =>
                    throw new PostgresException(
                        "terminating connection due to administrator command",
                        "FATAL",
                        "FATAL",
                        "57P01"
                    )
            );
            app.MapGet(
                "/full",
                IResult () => throw new PostgresException("could not extend file", "ERROR", "ERROR", "53100")
            );
            app.MapGet(
                "/statement",
                IResult () => throw new PostgresException("column x does not exist", "ERROR", "ERROR", "42703")
            );
            app.MapGet(
                "/overloaded",
                IResult () => throw new ServiceOverloadedException("ledger", Refusals.Overloaded)
            );
            app.MapGet("/away", IResult () => throw new ServiceUnavailableException("ledger"));
            app.MapGet("/year/{year}", (int year) => year);
            app.MapGet("/years", (int from, int? to) => from + (to ?? 0));
            app.MapPost("/body", (Dictionary<string, string> body) => body.Count);
        });

    private static async Task<HttpResponseMessage> Get(string path)
    {
        await using var service = await Service();
        return await service.SendAs(s_admin, HttpMethod.Get, path);
    }

    [Fact]
    public async Task A_refusal_says_code_place_and_what_would_be_right()
    {
        var problem = await (await Get("/refused")).ShouldBeProblem(422, "plant-unknown");

        problem.GetProperty("title").GetString().ShouldBe("The plant is unknown");
        problem.GetProperty("detail").GetString().ShouldBe("There is no plant 'XX-1'.");
        problem.GetProperty("instance").GetString().ShouldBe("/refused");
        problem
            .GetProperty("errors")
            .GetRawText()
            .ShouldBe(
                """
                [{"position":3,"path":"readings[3].source","code":"source-unknown",
                "message":"No source 'B-9'.","expected":"One of B-1, B-2."}]
                """.Joined()
            );
    }

    [Fact]
    public async Task When_to_come_again_is_said_in_whole_seconds()
    {
        var response = await Get("/later");
        await response.ShouldBeProblem(503, "busy");
        response.Headers.GetValues("Retry-After").ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_fault_of_ours_is_told_by_its_trace_alone()
    {
        var response = await Get("/bug");
        await response.ShouldBeProblem(500, "internal-error");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("/down")]
    [InlineData("/stopping")]
    [InlineData("/full")]
    public async Task A_database_in_trouble_is_503_with_retry_after(string path)
    {
        var response = await Get(path);
        await response.ShouldBeProblem(503, "database-unavailable");
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wrong_statement_is_our_fault_and_not_the_databases() =>
        await (await Get("/statement")).ShouldBeProblem(500, "internal-error");

    [Fact]
    public async Task A_service_behind_that_is_away_is_503_and_named()
    {
        var response = await Get("/away");
        (await response.ShouldBeProblem(503, "service-unavailable"))
            .GetProperty("detail")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain("'ledger'");
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/year/abc", "'year' cannot be 'abc'.")]
    [InlineData("/years?to=x", "'from' is missing.")]
    [InlineData("/years?from=1&to=x", "'to' cannot be 'x'.")]
    public async Task A_parameter_that_is_missing_or_cannot_be_read_is_400(string path, string detail) =>
        (await (await Get(path)).ShouldBeProblem(400, "invalid-parameter"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe(detail);

    [Fact]
    public async Task No_such_path_is_404() => await (await Get("/nowhere")).ShouldBeProblem(404, "not-found");

    [Fact]
    public async Task No_such_verb_is_405()
    {
        await using var service = await Service();
        using var response = await service.SendAs(s_admin, HttpMethod.Delete, "/body");
        await response.ShouldBeProblem(405, "method-not-allowed");
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_415()
    {
        await using var service = await Service();
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/body", new StringContent("a=b"));
        await response.ShouldBeProblem(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_413_announced_or_not(bool chunked)
    {
        await using var service = await Service();
        var body = Problems.Json("{\"a\":\"" + new string('x', (int)BodyLimit.Bytes) + "\"}");
        if (chunked)
            service.Client.DefaultRequestHeaders.TransferEncodingChunked = true;
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/body", body);
        await response.ShouldBeProblem(413, "body-too-large");
    }

    [Fact]
    public async Task A_client_still_sending_a_body_far_over_the_limit_gets_the_answer()
    {
        await using var service = await Service();
        var body = Problems.Json("{\"a\":\"" + new string('x', 7 * (int)BodyLimit.Bytes) + "\"}");
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/body", body);
        await response.ShouldBeProblem(413, "body-too-large");
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_read()
    {
        await using var service = await Service();
        var body = Problems.Json("{\"a\":\"" + new string('x', (int)BodyLimit.Bytes - 8) + "\"}");
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/body", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
