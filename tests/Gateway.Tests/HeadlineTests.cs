using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>The headline over HTTP, with a Ledger that answers as the real one does.</summary>
[Tier(Tier.Service)]
public sealed class HeadlineTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private readonly RunningGateway _gateway = shared.Gateway;
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await _gateway.ResetAsync();
        _gateway.Ledger.Answer = context =>
        {
            var query = context.Request.Query;
            var (year, basis) = (query["from"].ToString()[..4], query["basis"].ToString());
            return context.Response.WriteAsync(
                _answers.TryGetValue($"{year} {basis}".Trim(), out var answer) ? answer : Totals(year, 18233)
            );
        };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Totals(string year, long sequence, string rows = "", string co2e = "", int posted = 478) =>
        $$"""
            { "from": "{{year}}-01", "to": "{{year}}-12", "org": "GROUP", "something": "new",
              "asOf": { "sequence": {{sequence}}, "recordedAt": "2025-01-20T08:00:00Z",
                "rootHash": "c0ffee", "sealed": false },
              "coverage": { "plantMonthsExpected": 480, "plantMonthsPosted": {{posted}},
                "openGaps": 2, "closed": false },
              "rows": [ {{rows}} ], "co2e": { "gwp": "AR5", "gwpStatus": "provisional", "rows": [ {{co2e}} ] } }
            """;

    private async Task<JsonElement> HeadlineAsync(string path = "/api/v1/headline/2024")
    {
        using var response = await _gateway.Client().Get(path);
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, body);
        return JsonDocument.Parse(body).RootElement;
    }

    [Fact]
    public async Task Both_years_come_exactly_with_change_coverage_and_position()
    {
        _answers["2024"] = Totals(
            "2024",
            18233,
            """
            {"category":"avoided.wind","basis":"displacement","measure":"CO2",
            "quantity":"123456789012.345678","unit":"kg","measuredShare":"0.931",
            "onVerifiedFactors":"23456789012.000001"},{"category":"air.combustion","basis":null,
            "measure":"SO2","quantity":"61486000.000000","unit":"kg","measuredShare":"1",
            "onVerifiedFactors":"0.000000"}
            """.Joined(),
            """
            {"category":"scope1.combustion","basis":null,"quantity":"1240000.100000","unit":"kg",
            "onVerifiedFactors":"0.000000"},{"category":"scope2.electricity","basis":"location-national",
            "quantity":"5366000.000000","unit":"kg","onVerifiedFactors":"0.000000"}
            """.Joined()
        );
        _answers["2024 market,combined-margin"] = Totals(
            "2024",
            18233,
            co2e: """
            {"category":"scope2.electricity","basis":"market","quantity":"5856000.000000","unit":"kg",
            "onVerifiedFactors":"0.000000"}
            """.Joined()
        );
        _answers["2023"] = Totals(
            "2023",
            18233,
            """
            {"category":"avoided.wind","basis":"displacement","measure":"CO2",
            "quantity":"100000000000.000000","unit":"kg","measuredShare":"1",
            "onVerifiedFactors":"100000000000.000000"}
            """.Joined(),
            posted: 477
        );

        var headline = await HeadlineAsync();

        headline.GetProperty("year").GetInt32().ShouldBe(2024);
        headline
            .GetProperty("asOf")
            .GetRawText()
            .ShouldBe(
                """{"sequence":18233,"recordedAt":"2025-01-20T08:00:00+00:00","rootHash":"c0ffee","sealed":false}"""
            );
        headline
            .GetProperty("coverage")
            .GetRawText()
            .ShouldBe(
                """
                {"plantMonthsExpected":480,"plantMonthsPosted":478,"openGaps":2,"closed":false,
                "gapsNotBlocking":0,"plantMonthsNotReported":0,"plantMonthsWithdrawn":0,
                "plantMonthsNotBegun":0}
                """.Joined()
            );
        headline.GetProperty("yearBefore").GetInt32().ShouldBe(2023);
        headline.GetProperty("coverageYearBefore").GetProperty("plantMonthsPosted").GetInt32().ShouldBe(477);
        headline
            .GetProperty("avoided")
            .GetProperty("wind")
            .GetProperty("co2")
            .GetRawText()
            .ShouldBe(
                """
                {"measure":"CO2","quantity":"123456789012.345678","unit":"kg",
                "onVerifiedFactors":"23456789012.000001","display":{"quantity":"12345.68","unit":"万t"},
                "yearBefore":"100000000000.000000","yearBeforeOnVerifiedFactors":"100000000000.000000",
                "change":{"absolute":"23456789012.345678","percent":"23.46"},"missing":null,
                "marks":["year-incomplete","year-before-incomplete","coverage-differs"]}
                """.Joined()
            );
        headline
            .GetProperty("avoided")
            .GetProperty("total")
            .GetProperty("co2")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("123456789012.345678");
        headline
            .GetProperty("air")
            .GetProperty("so2")
            .GetRawText()
            .ShouldBe(
                """
                {"measure":"SO2","quantity":"61486000.000000","unit":"kg","onVerifiedFactors":"0.000000",
                "display":{"quantity":"6.15","unit":"万t"},"yearBefore":null,
                "yearBeforeOnVerifiedFactors":null,"change":null,"missing":"year-before-no-data",
                "marks":["year-incomplete","year-before-incomplete","coverage-differs"]}
                """.Joined()
            );
        headline.GetProperty("greenhouseGases").GetProperty("gwpStatus").GetString().ShouldBe("provisional");
        headline
            .GetProperty("greenhouseGases")
            .GetProperty("scope1")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("1240000.100000");
        headline
            .GetProperty("greenhouseGases")
            .GetProperty("scope2LocationNational")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("5366000.000000");
        headline
            .GetProperty("greenhouseGases")
            .GetProperty("scope2Market")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("5856000.000000");
    }

    [Fact]
    public async Task All_of_it_is_read_at_the_position_of_the_first_answer_and_in_the_callers_name()
    {
        var (id, key) = await _gateway.MakeKeyAsync("festival");
        (await _gateway.Client(key).Get("/api/v1/headline/2024")).EnsureSuccessStatusCode();

        const string Question = "org=GROUP&groupBy=category,measure&gwp=AR5";
        _gateway.Ledger.Requests.Select(request => request.Path).Distinct().ShouldBe(["/api/v1/totals"]);
        _gateway.Ledger.Requests.First().Query.ShouldBe($"?from=2024-01&to=2024-12&{Question}");
        _gateway
            .Ledger.Requests.Skip(1)
            .Select(request => request.Query)
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                $"?from=2023-01&to=2023-12&{Question}&asOf=18233",
                $"?from=2023-01&to=2023-12&{Question}&basis=grid-average&asOf=18233",
                $"?from=2023-01&to=2023-12&{Question}&basis=market,combined-margin&asOf=18233",
                $"?from=2024-01&to=2024-12&{Question}&basis=grid-average&asOf=18233",
                $"?from=2024-01&to=2024-12&{Question}&basis=market,combined-margin&asOf=18233",
            ]);
        foreach (var request in _gateway.Ledger.Requests)
            RunningGateway.ReadTicket(request, "ledger").Id.ShouldBe(id.ToString());
    }

    [Fact]
    public async Task As_long_as_the_ledger_answers_the_same_the_headline_is_the_one_in_memory()
    {
        var tag = "W/\"position-1\"";
        var inner = _gateway.Ledger.Answer;
        _gateway.Ledger.Answer = context =>
        {
            context.Response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
            {
                context.Response.StatusCode = 304;
                return Task.CompletedTask;
            }
            return inner(context);
        };
        using var first = await _gateway.Client().Get("/api/v1/headline/2019");
        _gateway.Ledger.Requests.Count.ShouldBe(6);
        using var again = await _gateway.Client().Get("/api/v1/headline/2019");
        _gateway.Ledger.Requests.Count.ShouldBe(7, "only whether anything is new");
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        again.Headers.ETag.ShouldNotBeNull().ShouldBe(first.Headers.ETag);

        using var known = new HttpRequestMessage(HttpMethod.Get, "/api/v1/headline/2019");
        known.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await _gateway.Client().SendAsync(known);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await unchanged.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        tag = "W/\"position-2\"";
        foreach (var year in new[] { "2019", "2018" })
        foreach (var basis in new[] { "", " market,combined-margin", " grid-average" })
            _answers[year + basis] = Totals(year, 18300);
        using var later = await _gateway.Client().Get("/api/v1/headline/2019");
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
        using var response = await _gateway.Client().SendAsync(request);
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
        _gateway.Ledger.Answer = context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(Totals("2024", 1));
        };
        using var through = await _gateway.Client().SendAsync(forwarded);
        through.Content.Headers.ContentEncoding.ShouldBe([encoding]);
    }

    [Fact]
    public async Task An_earlier_position_may_be_asked()
    {
        foreach (var year in new[] { "2024", "2023" })
        {
            foreach (var basis in new[] { "", " market,combined-margin", " grid-average" })
                _answers[year + basis] = Totals(year, 17000);
        }
        var headline = await HeadlineAsync("/api/v1/headline/2024?asOf=2024-12-31T23:59:59%2B08:00");

        headline.GetProperty("asOf").GetProperty("sequence").GetInt64().ShouldBe(17000);
        _gateway.Ledger.Requests.First().Query.ShouldEndWith("&asOf=2024-12-31T23%3A59%3A59%2B08%3A00");
        _gateway
            .Ledger.Requests.Skip(1)
            .ShouldAllBe(request => request.Query.EndsWith("&asOf=17000", StringComparison.Ordinal));
        _gateway.Ledger.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Answers_of_two_positions_are_not_mixed()
    {
        _answers["2023"] = Totals("2023", 18234);
        await (await _gateway.Client().Get("/api/v1/headline/2024")).ShouldBeProblem(500, "internal-error");
    }

    [Fact]
    public async Task A_position_that_the_ledger_does_not_know_is_refused_in_its_words()
    {
        _gateway.Ledger.Answer = context =>
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
        var problem = await (await _gateway.Client().Get("/api/v1/headline/2024?asOf=9")).ShouldBeProblem(
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
        var (_, key) = await _gateway.MakeKeyAsync(role, role == "plant" ? ["SX-A1"] : []);
        ((int)(await _gateway.Client(key).Get("/api/v1/headline/2024")).StatusCode).ShouldBe(status);
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
            using var answer = await _gateway.Client().SendAsync(request);
            if (status == 200)
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json", path);
            else
                (await answer.ShouldBeProblem(406, "not-acceptable"))
                    .GetProperty("detail")
                    .GetString()
                    .ShouldBe("Accept one of application/json.");
        }
        _gateway.Ledger.Requests.IsEmpty.ShouldBe(status != 200);
    }

    [Theory]
    [InlineData("/api/v1/headline/1990", 400, "invalid-parameter")]
    [InlineData("/api/v1/headline/2101", 400, "invalid-parameter")]
    [InlineData("/api/v1/headline/next", 404, "not-found")]
    [InlineData("/api/v1/headline/2024%0a", 404, "not-found")]
    [InlineData("/api/v1/headline/+2024", 404, "not-found")]
    public async Task What_is_no_year_is_refused(string path, int status, string code)
    {
        await (await _gateway.Client().Get(path)).ShouldBeProblem(status, code);
        _gateway.Ledger.Requests.ShouldBeEmpty();
    }
}
