using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What is asked for with a parameter that there is not is not answered as if it had been followed.</summary>
[Tier(Tier.Service)]
public sealed class KnownParameterTests
{
    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);

    private sealed record Asked
    {
        [FromQuery(Name = "group-by")]
        public string? GroupBy { get; init; }
    }

    private static Task<RunningService> Service() =>
        RunningService.StartAsync(app =>
        {
            var api = app.MapGroup("/api/v1");
            api.MapGet("/plants/{plant}", (string plant, string? unit, int? limit, Guid? after) => "found");
            api.MapGet("/totals", ([AsParameters] Asked asked, HttpRequest request, Caller caller) => "found");
            api.MapGet("/words", (string[]? word) => "found");
            api.MapPut("/plants/{plant}", (string plant, [FromHeader(Name = "If-Match")] string? ifMatch) => "found");
            app.MapGet("/health/of-a-kind", () => "found").AllowAnonymous();
        });

    [Theory]
    [InlineData("GET", "plants/A?uni=COPPER", "\"uni\" is no parameter here. Those there are: unit, limit, after.")]
    [InlineData("GET", "plants/A?plant=B", "\"plant\" is no parameter here. Those there are: unit, limit, after.")]
    [InlineData("GET", "plants/A?unit=X&bogus", "\"bogus\" is no parameter here.")]
    [InlineData("GET", "plants/A?=1", "\"\" is no parameter here.")]
    [InlineData("GET", "totals?caller=x", "\"caller\" is no parameter here. Those there are: group-by.")]
    [InlineData("GET", "totals?groupBy=x", "\"groupBy\" is no parameter here. Those there are: group-by.")]
    [InlineData("PUT", "plants/A?ifMatch=7", "\"ifMatch\" is no parameter here. There is none.")]
    public async Task A_parameter_that_is_not_known_is_refused_with_those_that_are(
        string method,
        string path,
        string detail
    )
    {
        await using var service = await Service();
        using var response = await service.SendAs(s_admin, new HttpMethod(method), "/api/v1/" + path);
        (await response.ShouldBeProblem(400, "unknown-parameter"))
            .GetProperty("detail")
            .GetString()!
            .ShouldStartWith(detail, Case.Sensitive);
    }

    [Theory]
    [InlineData("/api/v1/plants/A?unit=X&limit=1&after=0198c0de-0000-7000-8000-000000000000")]
    [InlineData("/api/v1/plants/A?UNIT=X")]
    [InlineData("/api/v1/totals?group-by=month")]
    [InlineData("/api/v1/words?word=a&word=b")]
    [InlineData("/health/of-a-kind?from=a-probe")]
    public async Task What_is_known_is_taken(string path)
    {
        await using var service = await Service();
        using var response = await service.SendAs(s_admin, HttpMethod.Get, path);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whoever_is_not_known_is_told_that_first()
    {
        await using var service = await Service();
        using var response = await service.Send(null, HttpMethod.Get, "/api/v1/totals?bogus=1");
        await response.ShouldBeProblem(401, "unauthenticated");
    }
}
