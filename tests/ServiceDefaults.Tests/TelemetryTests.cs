using System.Collections.Concurrent;
using System.Text;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Traces, metrics and logs, as a collector gets them over OTLP.</summary>
[Tier(Tier.Service)]
public sealed class TelemetryTests
{
    private static readonly Caller Admin = new("key-1", [Roles.Admin], null);

    [Fact]
    public async Task A_trace_that_began_elsewhere_goes_on_through_the_service_and_out_of_it()
    {
        var received = new ConcurrentDictionary<string, ConcurrentBag<byte[]>>();
        await using var collector = await CollectorAsync(received);
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        string? outgoing = null;
        await using var next = await RunningService.StartAsync(app =>
            app.MapGet("/next", (HttpContext context) => outgoing = context.Request.Headers.TraceParent)
                .AllowAnonymous()
        );
        await using (
            var service = await RunningService.StartAsync(
                app =>
                    app.MapGet(
                        "/first/{year}",
                        async (ILogger<TelemetryTests> log, HttpClient client) =>
                        {
                            log.LogWarning("a log line of the first service");
                            return await client.GetStringAsync(new Uri(next.Address, "/next"));
                        }
                    ),
                builder => builder.Services.AddSingleton(new HttpClient()),
                new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                }
            )
        )
        {
            service.Client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
            (await service.SendAs(Admin, HttpMethod.Get, "/first/2024")).EnsureSuccessStatusCode();
        }

        outgoing.ShouldNotBeNull().ShouldStartWith($"00-{Trace}-");
        outgoing.ShouldEndWith("-01", customMessage: "the next service must know that the trace is recorded");
        var spans = received["/v1/traces"].ToArray();
        spans
            .Count(body => Contains(body, Convert.FromHexString(Trace)))
            .ShouldBePositive("the trace id travels as its 16 bytes");
        spans.ShouldContain(body => Contains(body, "GET /first/{year}"));
        spans.ShouldContain(body => Contains(body, "service.name") && Contains(body, "ledger"));
        received["/v1/metrics"].ShouldContain(body => Contains(body, "http.server.request.duration"));
        received["/v1/logs"]
            .ShouldContain(body =>
                Contains(body, "a log line of the first service") && Contains(body, Convert.FromHexString(Trace))
            );
    }

    [Fact]
    public async Task A_problem_document_names_the_trace_that_the_caller_began()
    {
        await using var service = await RunningService.StartAsync(_ => { });
        service.Client.DefaultRequestHeaders.Add(
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        );
        var problem = await (await service.SendAs(Admin, HttpMethod.Get, "/nowhere")).ShouldBeProblem(404, "not-found");
        problem.GetProperty("traceId").GetString().ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    private static async Task<WebApplication> CollectorAsync(
        ConcurrentDictionary<string, ConcurrentBag<byte[]>> received
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost(
            "/v1/{signal}",
            async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                received.GetOrAdd(context.Request.Path.Value!, _ => []).Add(body.ToArray());
            }
        );
        await collector.StartAsync();
        return collector;
    }

    private static bool Contains(byte[] body, string text) => Contains(body, Encoding.UTF8.GetBytes(text));

    private static bool Contains(byte[] body, byte[] part) => body.AsSpan().IndexOf(part) >= 0;
}
