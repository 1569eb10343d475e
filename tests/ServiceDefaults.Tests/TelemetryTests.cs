using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Traces, metrics and logs, as a collector gets them over OTLP.</summary>
[Tier(Tier.Service)]
public sealed class TelemetryTests
{
    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);

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
            (await service.SendAs(s_admin, HttpMethod.Get, "/first/2024")).EnsureSuccessStatusCode();
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
        var problem = await (await service.SendAs(s_admin, HttpMethod.Get, "/nowhere")).ShouldBeProblem(
            404,
            "not-found"
        );
        problem.GetProperty("traceId").GetString().ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    [Fact]
    public async Task Without_a_collector_a_trace_goes_on_too_and_says_that_it_is_not_recorded()
    {
        string? outgoing = null;
        await using var next = await RunningService.StartAsync(app =>
            app.MapGet("/next", (HttpContext context) => outgoing = context.Request.Headers.TraceParent)
                .AllowAnonymous()
        );
        await using var service = await RunningService.StartAsync(
            app => app.MapGet("/first", (HttpClient client) => client.GetStringAsync(new Uri(next.Address, "/next"))),
            builder => builder.Services.AddSingleton(new HttpClient())
        );
        service.Client.DefaultRequestHeaders.Add(
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        );
        (await service.SendAs(s_admin, HttpMethod.Get, "/first")).EnsureSuccessStatusCode();

        outgoing.ShouldNotBeNull().ShouldStartWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        outgoing.ShouldNotContain("00f067aa0ba902b7");
        outgoing.ShouldEndWith("-00");
    }

    [Fact]
    public async Task Metrics_of_a_service_are_there_to_be_read()
    {
        using var meter = new Meter("CarbonPlatform.Test");
        await using var service = await RunningService.StartAsync(app => app.MapGet("/some/{year}", () => "fine"));
        meter.CreateCounter<long>("test.happened", "{event}").Add(3);
        (await service.SendAs(s_admin, HttpMethod.Get, "/some/2024")).EnsureSuccessStatusCode();

        string[] series =
        [
            "test_happened_total{",
            "http_server_request_duration_seconds_count{",
            "http_route=\"/some/{year}\"",
            "dotnet_gc_collections_total{",
        ];
        await Eventually.PassAsync(async () =>
        {
            var answer = await service.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var text = await answer.Content.ReadAsStringAsync();
            foreach (var one in series)
                text.ShouldContain(one);
        });
    }

    [Fact]
    public async Task No_password_key_or_ticket_is_in_a_span_a_metric_or_a_line()
    {
        var received = new ConcurrentDictionary<string, ConcurrentBag<byte[]>>();
        await using var collector = await CollectorAsync(received);
        await using var database = await TestDatabase.CreateAsync(
            "ledger",
            MigrationJob.ApplyAsync<DatabaseTests.SomeDb>
        );
        using var lines = new LogLines();
        const string Key = "cp_the-key-of-a-caller";
        var ticket = Issuer.Gateway.Signer(TimeProvider.System).Sign(s_admin, "ledger");
        string metrics;
        await using (
            var service = await RunningService.StartAsync(
                app =>
                {
                    app.MapGet(
                        "/one",
                        async (NpgsqlDataSource database) =>
                        {
                            await using var command = database.CreateCommand("SELECT 1");
                            return (int?)await command.ExecuteScalarAsync();
                        }
                    );
                    app.MapGet(
                        "/wrong",
                        async (NpgsqlDataSource database) =>
                        {
                            await using var command = database.CreateCommand("SELECT no_such_column");
                            await command.ExecuteScalarAsync();
                        }
                    );
                },
                builder =>
                {
                    builder.Logging.AddProvider(lines);
                    builder.AddDatabase<DatabaseTests.SomeDb>();
                },
                new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["ConnectionStrings:Service"] = database.Service,
                }
            )
        )
        {
            service.Client.DefaultRequestHeaders.Add("X-Api-Key", Key);
            (await service.Send(ticket, HttpMethod.Get, "/one?key=" + Key)).EnsureSuccessStatusCode();
            await (await service.Send(ticket, HttpMethod.Get, "/wrong")).ShouldBeProblem(500, "internal-error");
            await (await service.Send(ticket + "x", HttpMethod.Get, "/one")).ShouldBeProblem(401, "ticket-refused");
            metrics = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        }

        received["/v1/traces"].ShouldContain(body => Contains(body, "SELECT no_such_column"), "spans of the database");
        metrics.ShouldContain("db_client_");
        lines.All.ShouldContain(line => line.Contains("no_such_column"));
        string[] secrets = [new NpgsqlConnectionStringBuilder(database.Service).Password!, Key, ticket.Split('.')[1]];
        foreach (var secret in secrets)
        {
            secret.ShouldNotBeNullOrEmpty();
            received.Values.SelectMany(bodies => bodies).ShouldNotContain(body => Contains(body, secret), secret);
            metrics.ShouldNotContain(secret);
            lines.All.ShouldNotContain(line => line.Contains(secret), secret);
        }
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
