using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Load;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What a service does with more calls than it can work on.</summary>
[Tier(Tier.Service)]
public sealed class LoadTests : IAsyncDisposable
{
    private static readonly Caller s_one = new("key-1", [Roles.Admin], null);
    private static readonly Caller s_other = new("key-2", [Roles.Admin], null);

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;
    private int _come;
    private int _left;
    private RunningService? _service;

    private async Task<RunningService> ServiceAsync(params (string Name, string Value)[] settings) =>
        _service = await RunningService.StartAsync(
            app =>
            {
                app.MapGet("/work", WorkAsync);
                app.MapGet("/internal/state", () => "fine");
                app.MapGet(
                    "/heavy",
                    async (HttpContext call, HeavyCalls heavy) =>
                        await heavy.BeginAsync(call) is { } refusal ? refusal.ToResult() : Results.Ok(await WorkAsync())
                );
                app.MapGet(
                    "/stream",
                    async (HttpContext call) =>
                    {
                        await call.Response.WriteAsync("begun");
                        await call.Response.Body.FlushAsync();
                        await WorkAsync();
                    }
                );
            },
            builder =>
                builder.Services.AddSingleton<IStartupFilter>(
                    new Door(() => Interlocked.Increment(ref _come), () => Interlocked.Increment(ref _left))
                ),
            settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value)
        );

    private async Task<string> WorkAsync()
    {
        Interlocked.Increment(ref _begun);
        await _enough.Task;
        return "done";
    }

    private Task BegunAsync(int calls) => Eventually.ShouldAsync(() => Volatile.Read(ref _begun) == calls, "calls");

    [Fact]
    public async Task A_service_that_works_on_as_many_calls_as_it_can_refuses_the_next_and_does_nothing_of_it()
    {
        var service = await ServiceAsync(("Load:CallsAtOnce", "1"), ("Load:LongestWait", "00:00:00"));
        var first = service.SendAs(s_one, HttpMethod.Get, "/work");
        await BegunAsync(1);

        using var refused = await service.SendAs(s_other, HttpMethod.Get, "/work");
        await refused.ShouldBeProblem(503, "overloaded");
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await service.Client.Get("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.SendAs(s_one, HttpMethod.Get, "/internal/state")).StatusCode.ShouldBe(HttpStatusCode.OK);

        _enough.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.SendAs(s_other, HttpMethod.Get, "/work")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _begun.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_waits_for_its_turn_and_one_whose_caller_leaves_takes_none()
    {
        var service = await ServiceAsync(("Load:CallsAtOnce", "1"), ("Load:LongestWait", "00:10:00"));
        var first = service.SendAs(s_one, HttpMethod.Get, "/work");
        await BegunAsync(1);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/work");
        request.Headers.Add("X-Caller-Ticket", Issuer.Gateway.Signer(TimeProvider.System).Sign(s_other, "ledger"));
        var left = service.Client.SendAsync(request, leaving.Token);
        await Eventually.ShouldAsync(() => Volatile.Read(ref _come) == 2, "the call that will be left has come");
        var third = service.SendAs(s_other, HttpMethod.Get, "/work");
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        // The caller knows at once that it has left, the service when the connection tells it.
        await Eventually.ShouldAsync(() => Volatile.Read(ref _left) == 1, "the service is through with it");

        _enough.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await third).StatusCode.ShouldBe(HttpStatusCode.OK);
        _begun.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_reads_slowly_keeps_nobody_out()
    {
        var service = await ServiceAsync(("Load:CallsAtOnce", "1"), ("Load:LongestWait", "00:10:00"));
        var slow = service.SendAs(s_one, HttpMethod.Get, "/stream");
        await BegunAsync(1);

        var next = service.SendAs(s_other, HttpMethod.Get, "/work");
        await BegunAsync(2);

        _enough.SetResult();
        (await next).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await slow).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Heavy_calls_are_few_at_once_for_each_caller_and_for_all()
    {
        var service = await ServiceAsync(
            ("Load:HeavyCallsAtOnce", "1"),
            ("Load:HeavyCallsOfOneCaller", "1"),
            ("Load:HeavyLongestWait", "00:00:00")
        );
        var first = service.SendAs(s_one, HttpMethod.Get, "/heavy");
        await BegunAsync(1);

        using var again = await service.SendAs(s_one, HttpMethod.Get, "/heavy");
        await again.ShouldBeProblem(429, "too-many-at-once");
        again.Headers.RetryAfter.ShouldNotBeNull();
        using var ofAnother = await service.SendAs(s_other, HttpMethod.Get, "/heavy");
        await ofAnother.ShouldBeProblem(503, "busy");
        ofAnother.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(5));
        var light = service.SendAs(s_one, HttpMethod.Get, "/work");
        await BegunAsync(2);

        _enough.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await light).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var caller in new[] { s_one, s_other })
            (await service.SendAs(caller, HttpMethod.Get, "/heavy")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_would_wait_too_long_by_what_turns_took_is_told_at_once()
    {
        var clock = new FakeClock();
        var turns = new Turns(1, TimeSpan.FromMinutes(10), clock);
        foreach (var _ in Enumerable.Range(0, 40))
        {
            var turn = await turns.TakeAsync("key-1", CancellationToken.None);
            clock.Advance(TimeSpan.FromMinutes(6));
            turn.ShouldNotBeNull().Dispose();
        }
        var inWork = await turns.TakeAsync("key-1", CancellationToken.None);

        // The first to wait waits six minutes, the second twelve.
        var waiting = turns.TakeAsync("key-1", CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();
        var tooLate = turns.TakeAsync("key-1", CancellationToken.None);
        tooLate.IsCompleted.ShouldBeTrue();
        (await tooLate).ShouldBeNull();

        inWork!.Dispose();
        // Given back twice is given back once.
        inWork.Dispose();
        using var next = (await waiting).ShouldNotBeNull();
        turns.TakeAsync("key-1", CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task There_are_fewer_at_once_when_they_take_too_long_and_more_again_when_they_do_not()
    {
        var clock = new FakeClock();
        var turns = new Turns(64, TimeSpan.FromMinutes(10), clock, within: TimeSpan.FromSeconds(1));

        await RoundAsync(TimeSpan.FromSeconds(4));
        turns.AtOnce.ShouldBe(32);
        await RoundAsync(TimeSpan.FromSeconds(1.6));
        turns.AtOnce.ShouldBeInRange(20, 21);
        foreach (var _ in Enumerable.Range(0, 10))
            await RoundAsync(TimeSpan.FromSeconds(60));
        turns.AtOnce.ShouldBe(16);
        foreach (var _ in Enumerable.Range(0, 10))
            await RoundAsync(TimeSpan.FromMilliseconds(1));
        turns.AtOnce.ShouldBe(64);

        async Task RoundAsync(TimeSpan taken)
        {
            var round = new List<Turns.Turn>();
            foreach (var _ in Enumerable.Range(0, turns.AtOnce))
                round.Add((await turns.TakeAsync("key-1", CancellationToken.None)).ShouldNotBeNull());
            // No more than that.
            using var instant = new CancellationTokenSource();
            var beyond = turns.TakeAsync("key-1", instant.Token).AsTask();
            beyond.IsCompleted.ShouldBeFalse();
            await instant.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => beyond);
            clock.Advance(taken);
            foreach (var turn in round)
                turn.Dispose();
        }
    }

    [Theory]
    [InlineData(8_192 - 6, 0, 0, 404, "not-found")]
    [InlineData(8_192 - 5, 0, 0, 414, "uri-too-long")]
    [InlineData(0, 90, 10, 404, "not-found")]
    [InlineData(0, 101, 10, 431, "headers-too-large")]
    [InlineData(0, 4, 8_190, 431, "headers-too-large")]
    public async Task A_head_that_is_too_long_is_told_what_would_be_right(
        int pathLength,
        int headers,
        int headerLength,
        int status,
        string code
    )
    {
        var service = await ServiceAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            // "/none/" and the rest.
            "/none/" + new string('x', pathLength)
        );
        foreach (var i in Enumerable.Range(0, headers))
            request.Headers.Add($"X-{i}", new string('y', headerLength));
        request.Headers.Add("X-Caller-Ticket", Issuer.Gateway.Signer(TimeProvider.System).Sign(s_one, "ledger"));
        await (await service.Client.SendAsync(request)).ShouldBeProblem(status, code);
    }

    public async ValueTask DisposeAsync()
    {
        _enough.TrySetResult();
        if (_service is not null)
            await _service.DisposeAsync();
    }

    /// <summary>Tells when a call comes, and when the service is through with one whose caller has left.</summary>
    private sealed class Door(Action come, Action left) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (context, further) =>
                    {
                        come();
                        try
                        {
                            await further(context);
                        }
                        finally
                        {
                            if (context.RequestAborted.IsCancellationRequested)
                                left();
                        }
                    }
                );
                next(app);
            };
    }
}
