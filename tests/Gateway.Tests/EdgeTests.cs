using System.Net;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>What goes through the Gateway, where to, and in whose name.</summary>
[Tier(Tier.Service)]
public sealed class EdgeTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private readonly RunningGateway _gateway = shared.Gateway;

    public async ValueTask InitializeAsync() => await _gateway.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StubService Stub(string service) =>
        service switch
        {
            "ingestion" => _gateway.Ingestion,
            "calculation" => _gateway.Calculation,
            _ => _gateway.Ledger,
        };

    [Theory]
    [InlineData("PUT", "/api/v1/units/ENERGY", "ingestion")]
    [InlineData("GET", "/api/v1/plants", "ingestion")]
    [InlineData("PUT", "/api/v1/plants/NX-W1/sources/WF-1", "ingestion")]
    [InlineData("POST", "/api/v1/plants/SX-A1/months/2024-03/readings", "ingestion")]
    [InlineData("GET", "/api/v1/plants/SX-A1/months/2024-03", "ingestion")]
    [InlineData("GET", "/api/v1/plants/SX-A1/months/2024-03/lines", "calculation")]
    [InlineData("GET", "/api/v1/vocabulary", "ingestion")]
    [InlineData("GET", "/api/v1/vocabulary/units", "ingestion")]
    [InlineData("GET", "/api/v1/submissions/0198", "ingestion")]
    [InlineData("GET", "/api/v1/reconciliation", "ingestion")]
    [InlineData("GET", "/api/v1/completeness", "ingestion")]
    [InlineData("GET", "/api/v1/totals", "ledger")]
    [InlineData("GET", "/api/v1/ledger/entries", "ledger")]
    public async Task Each_path_reaches_its_service_as_it_is(string method, string path, string service)
    {
        var body = method == "GET" ? null : Problems.Json("""{"a":"万kWh"}""");
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?x=1%2F2&y=%E4%B8%87")
        {
            Content = body,
        };
        request.Headers.Add("Idempotency-Key", "k-1");
        request.Headers.TryAddWithoutValidation("If-Match", "7");
        (await _gateway.Client().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var received = Stub(service).Requests.ShouldHaveSingleItem();
        received.Method.ShouldBe(method);
        received.Path.ShouldBe(path);
        received.Query.ShouldBe("?x=1%2F2&y=%E4%B8%87");
        received.Body.ShouldBe(body is null ? "" : """{"a":"万kWh"}""");
        received.Headers["Idempotency-Key"].ShouldBe("k-1");
        received.Headers["If-Match"].ShouldBe("7");
        new[] { "ingestion", "calculation", "ledger" }.Sum(any => Stub(any).Requests.Count).ShouldBe(1);
    }

    [Fact]
    public async Task Of_the_callers_headers_a_service_sees_those_that_it_reads()
    {
        using var client = new HttpClient(
            new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }
        )
        {
            BaseAddress = _gateway.Address,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/totals");
        request.Headers.Add("X-Api-Key", RunningGateway.BootstrapKey);
        request.Headers.TryAddWithoutValidation("X-Note", "中");
        request.Headers.TryAddWithoutValidation("User-Agent", "Ä");
        request.Headers.TryAddWithoutValidation("Cookie", "a=b");
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Accept-Language", "zh-CN");
        request.Headers.Add("If-None-Match", "\"7\"");
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var received = _gateway.Ledger.Requests.ShouldHaveSingleItem();
        received.Headers["Accept"].ShouldBe("application/json");
        received.Headers["Accept-Language"].ShouldBe("zh-CN");
        received.Headers["If-None-Match"].ShouldBe("\"7\"");
        received.Headers.Keys.ShouldNotContain("X-Note", StringComparer.OrdinalIgnoreCase);
        received.Headers.Keys.ShouldNotContain("User-Agent", StringComparer.OrdinalIgnoreCase);
        received.Headers.Keys.ShouldNotContain("Cookie", StringComparer.OrdinalIgnoreCase);

        using var unreadable = new HttpRequestMessage(HttpMethod.Get, "/api/v1/totals");
        unreadable.Headers.Add("X-Api-Key", RunningGateway.BootstrapKey);
        unreadable.Headers.TryAddWithoutValidation("Idempotency-Key", "中");
        var problem = await (await client.SendAsync(unreadable)).ShouldBeProblem(400, "idempotency-key-malformed");
        problem.GetProperty("detail").GetString()!.ShouldContain("Idempotency-Key");
    }

    [Fact]
    public async Task Every_answer_says_that_it_is_not_to_be_kept_or_put_into_a_page()
    {
        foreach (
            var (path, isDocs) in new[] { ("/api/v1/totals", false), ("/nowhere", false), ("/docs/index.html", true) }
        )
        {
            using var response = await _gateway.Client().Get(path);
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("base-uri 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            if (isDocs)
                continue;
            response.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
            response.Headers.Vary.ShouldContain("X-Api-Key");
        }
    }

    [Fact]
    public async Task The_Gateways_own_refusals_are_in_the_language_of_the_caller()
    {
        using var client = _gateway.Client(key: null);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en;q=0.3, zh-CN");

        var problem = await (await client.GetAsync("/api/v1/totals")).ShouldBeProblem(401, "unauthenticated");

        problem.GetProperty("title").GetString().ShouldBe("调用方未经身份验证");
        problem.GetProperty("detail").GetString().ShouldBe("请在请求头 X-Api-Key 中发送 API 密钥。");
    }

    [Theory]
    [InlineData("GET /api/v1/totals?unit=万t HTTP/1.1")]
    [InlineData("GET /api/v1/厂 HTTP/1.1")]
    [InlineData("GET /api/v1/totals")]
    public async Task A_request_line_that_is_no_HTTP_is_told_why(string line)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{line}\r\nHost: x\r\n\r\n"));

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n");
        var body = System
            .Text.Json.JsonDocument.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])
            .RootElement;
        body.GetProperty("code").GetString().ShouldBe("bad-request");
        body.GetProperty("detail").GetString()!.ShouldContain("unit=%E4%B8%87t");
        // Others on the same port are answered as ever.
        (await _gateway.Client().GetAsync("/api/v1/totals?unit=%E4%B8%87t")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_408()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes(
                "PUT /api/v1/units/ENERGY HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + $"X-Api-Key: {RunningGateway.BootstrapKey}\r\nContent-Length: 100\r\n\r\n{{"
            )
        );
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 408 Request Timeout");
    }

    [Theory]
    [InlineData("/internal/state")]
    [InlineData("/api/v1/internal/state")]
    [InlineData("/api/v1/totals/../../../internal/state")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/swagger/v1/swagger.json")]
    [InlineData("/swagger/v1/swagger.yaml")]
    [InlineData("/swagger/v2/swagger.json")]
    [InlineData("/swagger")]
    public async Task What_is_not_named_does_not_leave_the_gateway(string path)
    {
        await (await _gateway.Client().Get(path)).ShouldBeProblem(404, "not-found");
        _gateway.Ledger.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_service_gets_a_ticket_for_this_caller_and_neither_its_key_nor_a_ticket_of_its_own_making()
    {
        var (id, key) = await _gateway.MakeKeyAsync("plant", "SX-A1", "NX-W1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/plants/SX-A1/months/2024-03");
        request.Headers.Add("X-Caller-Ticket", ["forged.ticket", "another.one"]);
        await _gateway.Client(key).SendAsync(request);

        var received = _gateway.Ingestion.Requests.ShouldHaveSingleItem();
        received.Headers.Keys.ShouldNotContain("X-Api-Key", StringComparer.OrdinalIgnoreCase);
        received.Headers["X-Caller-Ticket"].ShouldNotContain("forged");
        var caller = RunningGateway.ReadTicket(received, "ingestion");
        caller.Id.ShouldBe(id.ToString());
        caller.Roles.ShouldBe(["plant"]);
        caller.Plants.ShouldNotBeNull().Order().Select(plant => plant.Value).ShouldBe(["NX-W1", "SX-A1"]);
    }

    [Fact]
    public async Task Each_service_gets_a_ticket_for_itself()
    {
        await _gateway.Client().Get("/api/v1/totals");
        await _gateway.Client().Get("/api/v1/plants/SX-A1/months/2024-03/lines");
        RunningGateway.ReadTicket(_gateway.Ledger.Requests.ShouldHaveSingleItem(), "ledger").Roles.ShouldBe(["admin"]);
        RunningGateway
            .ReadTicket(_gateway.Calculation.Requests.ShouldHaveSingleItem(), "calculation")
            .Roles.ShouldBe(["admin"]);
    }

    [Fact]
    public async Task The_answer_comes_back_as_it_is()
    {
        _gateway.Ingestion.Answer = context =>
        {
            context.Response.StatusCode = 412;
            context.Response.ContentType = "application/problem+json";
            context.Response.Headers.ETag = "\"8\"";
            context.Response.Headers["Idempotency-Replayed"] = "true";
            return context.Response.WriteAsync(
                """
                {"type":"urn:carbon-platform:error:revision-stale","title":"t","detail":"d","instance":"i",
                "traceId":"x","status":412,"code":"revision-stale"}
                """.Joined()
            );
        };
        using var response = await _gateway.Client().Get("/api/v1/plants/SX-A1/months/2024-03");
        await response.ShouldBeProblem(412, "revision-stale");
        response.Headers.ETag.ShouldNotBeNull().Tag.ShouldBe("\"8\"");
        response.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
    }

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("connect")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("PROPFIND")]
    [InlineData("M-SEARCH")]
    public async Task Of_a_verb_that_no_operation_has_the_service_says_which_there_are(string verb)
    {
        _gateway.Ledger.Answer = context =>
        {
            context.Response.StatusCode = 405;
            context.Response.Headers.Allow = "GET";
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"code":"method-not-allowed"}""");
        };
        foreach (var body in new[] { "", "Content-Length: 2\r\n\r\n{}" })
        {
            var (head, content) = await SayAsync(
                $"{verb} /api/v1/totals HTTP/1.1",
                $"X-Api-Key: {RunningGateway.BootstrapKey}\r\n{body}"
            );
            head.ShouldStartWith("HTTP/1.1 405 ");
            head.ShouldContain("\r\nAllow: GET\r\n");
            content.Contains("method-not-allowed", StringComparison.Ordinal).ShouldBe(verb != "HEAD");
        }
        _gateway.Ledger.Requests.Count.ShouldBe(2);

        // Nor does one of the Gateway's own operations have it, and nobody without a key is told.
        var (own, _) = await SayAsync(
            $"{verb} /api/v1/api-keys HTTP/1.1",
            $"X-Api-Key: {RunningGateway.BootstrapKey}\r\n"
        );
        own.ShouldStartWith("HTTP/1.1 405 ");
        own.ShouldContain("\r\nAllow: GET, POST\r\n");
        (await SayAsync($"{verb} /api/v1/totals HTTP/1.1", "")).Head.ShouldStartWith("HTTP/1.1 401 ");
    }

    private async Task<(string Head, string Content)> SayAsync(string line, string rest)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port);
        await using var stream = socket.GetStream();
        var end = rest.Contains("\r\n\r\n", StringComparison.Ordinal) ? "" : "\r\n";
        await stream.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"{line}\r\nHost: x\r\nConnection: close\r\n{rest}{end}")
        );
        using var reader = new StreamReader(stream);
        var answer = (await reader.ReadToEndAsync()).Split("\r\n\r\n", 2);
        return (answer[0] + "\r\n", answer[1]);
    }

    [Fact]
    public async Task A_service_that_hangs_up_is_503()
    {
        _gateway.Ledger.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await (await _gateway.Client().Get("/api/v1/totals")).ShouldBeProblem(503, "service-unavailable");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_413_announced_or_not(bool chunked)
    {
        using var client = _gateway.Client();
        client.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        using var response = await client.Post(
            "/api/v1/plants/SX-A1/months/2024-03/readings",
            Problems.Json("{\"a\":\"" + new string('x', 1_048_576) + "\"}")
        );
        await response.ShouldBeProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Metrics_are_for_the_administrator_and_the_environment_department()
    {
        (await _gateway.Client(key: null).Get("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var role in new[] { "plant", "auditor", "festival" })
        {
            var (_, key) = await (role == "plant" ? _gateway.MakeKeyAsync(role, "SX-A1") : _gateway.MakeKeyAsync(role));
            await (await _gateway.Client(key).Get("/metrics")).ShouldBeProblem(403, "forbidden");
        }
        var (_, environment) = await _gateway.MakeKeyAsync("environment");
        foreach (var key in new[] { RunningGateway.BootstrapKey, environment })
        {
            // What was counted a moment ago may come with the next scrape.
            await Eventually.PassAsync(async () =>
            {
                using var answer = await _gateway.Client(key).Get("/metrics");
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                var metrics = await answer.Content.ReadAsStringAsync();
                metrics.ShouldContain("http_server_request_duration_seconds_count{");
                metrics.ShouldNotContain(key);
            });
        }
        _gateway.Ledger.Requests.ShouldBeEmpty("no service is asked for its own");
    }

    [Fact]
    public async Task Health_is_open_to_everybody()
    {
        (await _gateway.Client(key: null).Get("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _gateway.Client(key: null).Get("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
