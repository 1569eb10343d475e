using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>A question for a form that there is not is refused, and not answered in another one.</summary>
[Tier(Tier.Service)]
public sealed class OfferedFormsTests : IAsyncLifetime
{
    private const string Browser =
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private RunningService _service = null!;

    internal sealed record Thing(string Name);

    public async ValueTask InitializeAsync() =>
        _service = await RunningService.StartAsync(app =>
        {
            app.MapGet("/api/v1/things", () => TypedResults.Ok(new Thing("a")));
            app.MapGet("/api/v1/unsaid", IResult () => Results.Json(new Thing("a")));
            app.MapGet("/api/v1/tables", () => Results.Text("a", "text/csv"))
                .Produces<Thing>(200, "application/json", "text/csv")
                .Produces<ProblemDocument>(400, ProblemDocument.ContentType);
            app.MapPost("/api/v1/things", () => TypedResults.Ok(new Thing("a")));
            app.MapGet("/internal/things", () => TypedResults.Ok(new Thing("a")));
        });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task<HttpResponseMessage> AskAsync(string path, string? accept, string method = "GET")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add(
            TicketSigner.Header,
            Issuer.Gateway.Signer(TimeProvider.System).Sign(new Caller("k", [Roles.Admin], null), "ledger")
        );
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _service.Client.SendAsync(request);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json, text/plain, */*")]
    [InlineData("text/csv, application/json;q=0.1")]
    [InlineData("APPLICATION/JSON")]
    [InlineData(Browser)]
    [InlineData("no media type")]
    public async Task What_takes_JSON_is_given_JSON(string? accept)
    {
        foreach (var path in new[] { "/api/v1/things", "/api/v1/unsaid" })
        {
            using var answer = await AskAsync(path, accept);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json", path);
        }
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/*")]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/pdf;q=1, text/csv;q=0.5")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;q=0, */*")]
    public async Task What_does_not_is_406_and_told_what_there_is(string accept)
    {
        foreach (var path in new[] { "/api/v1/things", "/api/v1/unsaid" })
        {
            using var answer = await AskAsync(path, accept);
            (await answer.ShouldBeProblem(406, "not-acceptable"))
                .GetProperty("detail")
                .GetString()
                .ShouldBe("Accept one of application/json.", path);
        }
    }

    [Fact]
    public async Task An_operation_with_several_forms_is_held_to_those_that_it_says()
    {
        (await AskAsync("/api/v1/tables", "text/csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await AskAsync("/api/v1/tables", "application/problem+json");
        (await answer.ShouldBeProblem(406, "not-acceptable"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("Accept one of application/json, text/csv.");
    }

    [Fact]
    public async Task What_changes_something_and_what_services_ask_is_as_it_was()
    {
        (await AskAsync("/api/v1/things", "text/csv", "POST")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync("/internal/things", "text/csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
