using System.Net;
using System.Text;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>What one caller may have under way, what a call costs, and a service that has too much to do.</summary>
[Tier(Tier.Service)]
public sealed class LoadTests
{
    [Fact]
    public async Task A_caller_with_as_many_calls_under_way_as_it_may_is_told_so_and_the_others_notice_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:CallsAtOnce", "1"));
        var (_, one) = await gateway.MakeKeyAsync("auditor");
        var (_, other) = await gateway.MakeKeyAsync("auditor");
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Ledger.Answer = _ => enough.Task;
        var first = gateway.Client(one).Get("/api/v1/totals");
        await Eventually.ShouldAsync(() => gateway.Ledger.Requests.Count == 1, "the first call");

        using var refused = await gateway.Client(one).Get("/api/v1/totals");
        await refused.ShouldBeProblem(429, "too-many-at-once");
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var ofAnother = gateway.Client(other).Get("/api/v1/totals");
        await Eventually.ShouldAsync(() => gateway.Ledger.Requests.Count == 2, "the other's call");

        enough.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ofAnother).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Its place is free when the Gateway is through with the answer, which may be a moment after the caller is.
        await Eventually.ShouldAsync(
            async () => (await gateway.Client(one).Get("/api/v1/totals")).StatusCode == HttpStatusCode.OK,
            "the first one being served again"
        );
    }

    [Theory]
    [InlineData("POST", "/api/v1/factors/proposals/0198/preview", 200)]
    [InlineData("POST", "/api/v1/factors", 50)]
    [InlineData("GET", "/api/v1/plants/SX-A1/months/2024-03/lines", 10)]
    [InlineData("GET", "/api/v1/plants/SX-A1/months/2024-03/comparison", 20)]
    [InlineData("GET", "/api/v1/totals?uncertainty=true", 100)]
    [InlineData("GET", "/api/v1/totals?from=2024-01&provenance=true", 100)]
    [InlineData("GET", "/api/v1/totals?provenance=true&uncertainty=true", 100)]
    [InlineData("GET", "/api/v1/totals?groupBy=plant&uncertainty=true&from=2024-01&to=2024-01", 100)]
    [InlineData("GET", "/api/v1/totals?from=2024-01&to=2024-12&groupBy=month,plant,activity", 60)]
    [InlineData("GET", "/api/v1/totals?groupBy=source&from=2024-01&to=2024-01", 5)]
    [InlineData("GET", "/api/v1/totals?groupBy=process&from=1990-01&to=2100-12", 200)]
    [InlineData("GET", "/api/v1/ledger/entries", 10)]
    public async Task A_call_takes_of_its_callers_requests_what_it_costs(string method, string path, int permits)
    {
        // A second's worth is one such call.
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:PermitsPerSecond", $"{permits}"));
        using var client = gateway.Client();

        await Eventually.ShouldAsync(
            async () =>
                await StatusAsync() == HttpStatusCode.OK && await StatusAsync() == HttpStatusCode.TooManyRequests,
            "one call let in and the next one not"
        );

        async Task<HttpStatusCode> StatusAsync()
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            return (await client.SendAsync(request)).StatusCode;
        }
    }

    [Theory]
    [InlineData("/api/v1/totals")]
    [InlineData("/api/v1/totals?uncertainty=false")]
    [InlineData("/api/v1/totals?from=2024-01&to=2024-12&groupBy=month,orgUnit")]
    [InlineData("/api/v1/totals?from=2024-12&to=2024-01&groupBy=plant")]
    [InlineData("/api/v1/totals?groupBy=plant")]
    [InlineData("/api/v1/factors")]
    public async Task Any_other_call_takes_one(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:PermitsPerSecond", "100"));
        using var client = gateway.Client();
        foreach (var _ in Enumerable.Range(0, 20))
            (await client.Get(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_call_that_costs_more_than_there_is_in_a_second_is_let_in_alone()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:PermitsPerSecond", "5"));
        (await gateway.Client().Get("/api/v1/totals?uncertainty=true")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_that_is_overloaded_says_so_through_the_gateway_and_does_not_count_as_away()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Ledger.Answer = context => Refusals.Overloaded.ToResult().ExecuteAsync(context);

        using var totals = await gateway.Client().Get("/api/v1/totals");
        await totals.ShouldBeProblem(503, "overloaded");
        totals.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        gateway.Ledger.Requests.Clear();
        using var headline = await gateway.Client().Get("/api/v1/headline/2024");
        await headline.ShouldBeProblem(503, "overloaded");
        headline.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        gateway.Ledger.Requests.Count.ShouldBe(1, "asking again at once would only make it more");
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408_and_no_service_sees_it()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:BodyTimeout", "00:00:01"));
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "PUT /api/v1/units/ENERGY HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + $"X-Api-Key: {RunningGateway.BootstrapKey}\r\nContent-Length: 1000000\r\n\r\n{{"
            )
        );
        // Faster than Kestrel's least rate, and for longer than all of it may take.
        using var answered = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            var some = new byte[1_000];
            Array.Fill(some, (byte)' ');
            while (!answered.IsCancellationRequested)
            {
                await stream.WriteAsync(some);
                await Task.Delay(100);
            }
        });
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 408 Request Timeout");
        var headers = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
            headers.Add(header);
        headers.ShouldContain("Retry-After: 1");
        await answered.CancelAsync();
        await sending;
        gateway.Ingestion.Requests.ShouldBeEmpty();
    }
}
