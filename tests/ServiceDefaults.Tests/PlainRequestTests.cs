using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>A request that could be read in a second way is not read.</summary>
[Tier(Tier.Service)]
public sealed class PlainRequestTests : IAsyncLifetime
{
    private const string Id = "0198c0de-0000-7000-8000-00000000abcd";

    private static readonly Caller s_caller = new("key-1", [Roles.Admin], null);
    private RunningService _service = null!;

    [Theory]
    [InlineData("/years/2024", 200)]
    [InlineData("/years/2024%0a", 404)]
    [InlineData("/years/2024%0d", 404)]
    [InlineData("/years/2024%09", 404)]
    [InlineData("/years/%202024", 404)]
    [InlineData("/years/2024%20", 404)]
    [InlineData("/years/+2024", 404)]
    [InlineData("/years/-2024", 404)]
    [InlineData("/years/02024", 404)]
    [InlineData("/years/99999999999", 404)]
    [InlineData("/things/" + Id, 200)]
    [InlineData("/things/0198C0DE-0000-7000-8000-00000000ABCD", 200)]
    [InlineData("/things/" + Id + "%0a", 404)]
    [InlineData("/things/%20" + Id, 404)]
    [InlineData("/things/%7b" + Id + "%7d", 404)]
    [InlineData("/things/(" + Id + ")", 404)]
    [InlineData("/things/0198c0de0000700080000000000abcd0", 404)]
    [InlineData("/things/%200198c0de-0000-7000-8000-0000000abcd", 404)]
    public async Task A_number_or_id_in_a_path_is_written_in_one_way(string path, int status)
    {
        using var response = await _service.SendAs(s_caller, HttpMethod.Get, path);
        if (status == 200)
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        else
            await response.ShouldBeProblem(status, "not-found");
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("br", 415)]
    [InlineData("identity, gzip", 415)]
    [InlineData("x", 415)]
    [InlineData("identity", 200)]
    [InlineData("Identity", 200)]
    public async Task A_body_that_is_encoded_is_not_read_as_if_it_were_not(string encoding, int status)
    {
        using var content = Problems.Json("{}");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await _service.SendAs(s_caller, HttpMethod.Post, "/things", content);
        if (status == 200)
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        else
            await response.ShouldBeProblem(415, "unsupported-content-encoding");
    }

    public async ValueTask InitializeAsync() =>
        _service = await RunningService.StartAsync(app =>
        {
            app.MapGet("/years/{year:int}", (int year) => year);
            app.MapGet("/things/{id:guid}", (Guid id) => id);
            app.MapPost("/things", (Dictionary<string, string> body) => body.Count);
        });

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
