using System.Diagnostics;
using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>
/// What the console shows: by the id in a problem document whoever looks finds the call in every service.
/// </summary>
[Tier(Tier.Service)]
public sealed class LogTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);

    [Fact]
    public void A_line_holds_time_level_trace_category_and_what_happened()
    {
        using var activity = new Activity("work").SetParentId($"00-{Trace}-00f067aa0ba902b7-00").Start();
        Line(LogLevel.Warning, "it happened", exception: null)
            .ShouldBe($"2025-01-15T12:00:00.000Z warn: trace={Trace} Some.Category[7] it happened\n");
    }

    [Fact]
    public void Where_nobody_is_served_no_trace_is_named()
    {
        Activity.Current = null;
        Line(LogLevel.Information, "it happened", exception: null).ShouldContain(" info: trace=- Some.Category[7] ");
    }

    [Fact]
    public void Whatever_a_message_holds_it_stays_one_line()
    {
        var line = Line(
            LogLevel.Error,
            "GET /a\r\n2025-01-15T12:00:00.000Z info: forged\u2028\u202e\u0085\u001b[31m",
            new InvalidOperationException("first\nsecond")
        );
        line.ShouldEndWith("\n");
        line[..^1].ShouldNotContain(letter => char.IsControl(letter) || letter == '\u2028' || letter == '\u202e');
        line.ShouldContain("InvalidOperationException: first second");
    }

    private static string Line(LogLevel level, string message, Exception? exception)
    {
        var formatter = new LogLine(new FakeClock());
        using var text = new StringWriter();
        formatter.Write(
            new LogEntry<string>(level, "Some.Category", new EventId(7), message, exception, (state, _) => state),
            scopeProvider: null,
            text
        );
        return text.ToString();
    }

    [Theory]
    [InlineData(422, "/refused", "plant-unknown")]
    [InlineData(401, "/nowhere", "unauthenticated")]
    [InlineData(500, "/bug", "internal-error")]
    public async Task The_id_of_a_problem_is_in_the_lines_of_the_service_and_of_the_one_before_it(
        int status,
        string path,
        string code
    )
    {
        using var behind = new LogLines();
        using var before = new LogLines();
        await using var service = await RunningService.StartAsync(
            app =>
            {
                app.MapGet("/refused", () => new Refusal("plant-unknown", "Unknown", "No plant.", 422).ToResult())
                    .AllowAnonymous();
                app.MapGet("/bug", IResult () => throw new InvalidOperationException("a fault")).AllowAnonymous();
            },
            builder => builder.Logging.AddProvider(behind)
        );
        await using var edge = await RunningService.StartAsync(
            app =>
                app.MapGet(
                    "/{**path}",
                    async (HttpClient client, HttpContext context, string path) =>
                    {
                        var answer = await client.GetAsync(new Uri(service.Address, path));
                        context.Response.StatusCode = (int)answer.StatusCode;
                        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                        await answer.Content.CopyToAsync(context.Response.Body);
                    }
                ),
            builder =>
            {
                builder.Logging.AddProvider(before);
                builder.Services.AddSingleton(new HttpClient());
            }
        );

        var problem = await (await edge.SendAs(s_admin, HttpMethod.Get, path)).ShouldBeProblem(status, code);

        var id = problem.GetProperty("traceId").GetString().ShouldNotBeNull();
        id.Length.ShouldBe(32);
        await ShouldTellAsync(behind, $"] {status} {code}: GET {path} from 127.0.0.1 by nobody\n");
        await ShouldTellAsync(before, $"] {status} -: GET {path} from 127.0.0.1 by {s_admin.Id}\n");

        Task ShouldTellAsync(LogLines lines, string what) =>
            Eventually.ShouldAsync(
                () => lines.All.Any(line => line.Contains($" trace={id} ") && line.EndsWith(what, Ordinal)),
                what
            );
    }

    [Fact]
    public async Task A_refused_call_is_one_line_with_its_code_and_one_that_is_served_is_none()
    {
        using var lines = new LogLines();
        await using var service = await RunningService.StartAsync(
            app => app.MapGet("/fine", () => "fine"),
            builder => builder.Logging.AddProvider(lines)
        );
        (await service.SendAs(s_admin, HttpMethod.Get, "/fine")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var problem = await (await service.SendAs(s_admin, HttpMethod.Get, "/no%0Awhere")).ShouldBeProblem(
            404,
            "not-found"
        );

        var told = await ToldAsync(lines, 1);
        told.ShouldHaveSingleItem()
            .ShouldContain(
                $" info: trace={problem.GetProperty("traceId").GetString()} "
                    + "CarbonPlatform.ServiceDefaults.RefusedCalls["
            );
        told[0].ShouldEndWith($"] 404 not-found: GET /no where from 127.0.0.1 by {s_admin.Id}\n");
    }

    [Fact]
    public async Task Callers_that_are_refused_without_end_do_not_fill_the_log()
    {
        using var lines = new LogLines();
        var clock = new FakeClock();
        await using var service = await RunningService.StartAsync(
            _ => { },
            builder =>
            {
                builder.Logging.AddProvider(lines);
                builder.Services.AddSingleton<TimeProvider>(clock);
            }
        );
        for (var i = 0; i < RefusedCalls.LinesAtOnce + 30; i++)
            await service.Client.GetAsync(new Uri("/", UriKind.Relative));
        (await ToldAsync(lines, RefusedCalls.LinesAtOnce)).Count.ShouldBe(RefusedCalls.LinesAtOnce);

        // Another kind of refusal still has its lines.
        await service.Send(Issuer.Gateway.Signer(clock).Sign(s_admin, "ledger"), HttpMethod.Get, "/none");
        (await ToldAsync(lines, RefusedCalls.LinesAtOnce + 1)).ShouldContain(line =>
            line.Contains("] 404 not-found: ")
        );

        clock.Advance(TimeSpan.FromSeconds(1));
        await service.Client.GetAsync(new Uri("/", UriKind.Relative));
        (await ToldAsync(lines, RefusedCalls.LinesAtOnce + 3)).ShouldContain(line =>
            line.Contains(" warn: ") && line.Contains("] 30 more calls were answered 401 than are told here")
        );
    }

    [Fact]
    public async Task An_id_in_another_format_than_w3c_is_not_taken_over()
    {
        await using var service = await RunningService.StartAsync(_ => { });
        service.Client.DefaultRequestHeaders.Add("Request-Id", "|abc.1.");
        var problem = await (await service.SendAs(s_admin, HttpMethod.Get, "/nowhere")).ShouldBeProblem(
            404,
            "not-found"
        );
        var id = problem.GetProperty("traceId").GetString().ShouldNotBeNull();
        id.Length.ShouldBe(32);
        id.Trim('0').ShouldNotBeEmpty();
    }

    /// <summary>The answer may be with the caller a moment before the line is written.</summary>
    private static async Task<IReadOnlyList<string>> ToldAsync(LogLines lines, int count)
    {
        await Eventually.ShouldAsync(() => Told().Count >= count, $"{count} lines");
        return Told();

        List<string> Told() => [.. lines.All.Where(line => line.Contains($"{nameof(RefusedCalls)}["))];
    }
}
