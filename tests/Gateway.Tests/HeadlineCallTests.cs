using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>Who is answered with the headline, in what form, and with what else.</summary>
[Tier(Tier.Service)]
public sealed class HeadlineCallTests(SharedGateway shared) : HeadlineOfLedger(shared)
{
    [Fact]
    public async Task As_long_as_the_ledgerAnswers_the_same_the_headline_is_the_one_in_memory()
    {
        var tag = "W/\"position-1\"";
        var inner = Gateway.Ledger.Answer;
        Gateway.Ledger.Answer = context =>
        {
            context.Response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                context.Response.StatusCode = 304;
                return Task.CompletedTask;
            }
            return inner(context);
        };
        using var first = await Gateway.Client().Get("/api/v1/headline/2019");
        Gateway.Ledger.Requests.Count.ShouldBe(6);
        using var again = await Gateway.Client().Get("/api/v1/headline/2019");
        Gateway.Ledger.Requests.Count.ShouldBe(7, "only whether anything is new");
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        again.Headers.ETag.ShouldNotBeNull().ShouldBe(first.Headers.ETag);

        using var known = new HttpRequestMessage(HttpMethod.Get, "/api/v1/headline/2019");
        known.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await Gateway.Client().SendAsync(known);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await unchanged.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        tag = "W/\"position-2\"";
        foreach (var year in new[] { "2019", "2018" })
        foreach (var basis in new[] { "", " market,combined-margin", " grid-average" })
            Answers[year + basis] = Totals(year, 18300);
        using var later = await Gateway.Client().Get("/api/v1/headline/2019");
        (await later.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("asOf")
            .GetProperty("sequence")
            .GetInt64()
            .ShouldBe(18300);
        later.Headers.ETag.ShouldNotBe(first.Headers.ETag);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task An_answer_is_compressed_for_who_takes_it_so(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/headline/2024");
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        using var response = await Gateway.Client().SendAsync(request);
        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        response.Headers.Vary.ShouldContain("Accept-Encoding");
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain =
            encoding == "br"
                ? new BrotliStream(body, CompressionMode.Decompress)
                : new GZipStream(body, CompressionMode.Decompress);
        (await JsonDocument.ParseAsync(plain)).RootElement.GetProperty("year").GetInt32().ShouldBe(2024);

        // What a service answers goes the same way out.
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/api/v1/totals?from=2024-01");
        forwarded.Headers.AcceptEncoding.ParseAdd(encoding);
        Gateway.Ledger.Answer = context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(Totals("2024", 1));
        };
        using var through = await Gateway.Client().SendAsync(forwarded);
        through.Content.Headers.ContentEncoding.ShouldBe([encoding]);
    }

    [Fact]
    public async Task A_position_that_the_ledger_does_not_know_is_refused_in_its_words()
    {
        Gateway.Ledger.Answer = context =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync(
                """
                {"type":"urn:x","title":"The ledger has no such position","status":400,
                "detail":"9 is no position.","code":"unknown-position","instance":"/api/v1/totals",
                "traceId":"t"}
                """.Joined()
            );
        };
        var problem = await (await Gateway.Client().Get("/api/v1/headline/2024?asOf=9")).ShouldBeProblem(
            400,
            "unknown-position"
        );
        problem.GetProperty("detail").GetString().ShouldBe("9 is no position.");
        problem.GetProperty("instance").GetString().ShouldBe("/api/v1/headline/2024");
    }

    [Theory]
    [InlineData("environment", 200)]
    [InlineData("festival", 200)]
    [InlineData("auditor", 200)]
    [InlineData("plant", 403)]
    public async Task The_headline_is_the_groups_and_not_a_plants(string role, int status)
    {
        var (_, key) = await Gateway.MakeKeyAsync(role, role == "plant" ? ["SX-A1"] : []);
        ((int)(await Gateway.Client(key).Get("/api/v1/headline/2024")).StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData("text/csv", 406)]
    [InlineData("text/html", 406)]
    [InlineData("application/json;q=0, text/csv", 406)]
    [InlineData("text/csv, */*;q=0.1", 200)]
    [InlineData("application/*", 200)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200)]
    public async Task It_is_JSON_and_who_takes_none_is_told(string accept, int status)
    {
        foreach (var path in new[] { "/api/v1/headline/2024", "/api/v1/api-keys" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await Gateway.Client().SendAsync(request);
            if (status == 200)
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json", path);
            else
                (await answer.ShouldBeProblem(406, "not-acceptable"))
                    .GetProperty("detail")
                    .GetString()
                    .ShouldBe("Accept one of application/json.");
        }
        Gateway.Ledger.Requests.IsEmpty.ShouldBe(status != 200);
    }

    [Theory]
    [InlineData("/api/v1/headline/1990", 400, "invalid-parameter")]
    [InlineData("/api/v1/headline/2101", 400, "invalid-parameter")]
    [InlineData("/api/v1/headline/next", 404, "not-found")]
    [InlineData("/api/v1/headline/2024%0a", 404, "not-found")]
    [InlineData("/api/v1/headline/+2024", 404, "not-found")]
    public async Task What_is_no_year_is_refused(string path, int status, string code)
    {
        await (await Gateway.Client().Get(path)).ShouldBeProblem(status, code);
        Gateway.Ledger.Requests.ShouldBeEmpty();
    }
}
