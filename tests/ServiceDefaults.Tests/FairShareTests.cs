using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Load;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>However much one caller asks for, and however slowly it reads, the others are answered.</summary>
[Tier(Tier.Service)]
public sealed class FairShareTests : IAsyncDisposable
{
    private static readonly Caller s_greedy = new("key-1", [Roles.Admin], null);
    private static readonly Caller s_other = new("key-2", [Roles.Admin], null);

    private readonly FakeClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;
    private RunningService? _service;

    private async Task<RunningService> ServiceAsync(params (string Name, string Value)[] settings) =>
        _service = await RunningService.StartAsync(
            app =>
            {
                app.MapGet(
                    "/work",
                    async () =>
                    {
                        Interlocked.Increment(ref _begun);
                        await _enough.Task;
                    }
                );
                app.MapGet(
                    "/rows/{count:int}",
                    async (int count, HttpContext call, HeavyCalls heavy) =>
                    {
                        if (await heavy.BeginAsync(call, count) is { } refusal)
                        {
                            await refusal.ToResult().ExecuteAsync(call);
                            return;
                        }
                        // More than any buffer on the way holds.
                        for (var i = 0; i < count; i++)
                            await call.Response.Body.WriteAsync(new byte[10_000], call.RequestAborted);
                    }
                );
            },
            builder => builder.Services.AddSingleton<TimeProvider>(_clock),
            settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value)
        );

    private Task BegunAsync(int calls) => Eventually.ShouldAsync(() => Volatile.Read(ref _begun) == calls, "calls");

    [Fact]
    public async Task A_caller_with_a_hundred_calls_does_not_keep_anothers_single_call_from_being_taken_at_once()
    {
        var service = await ServiceAsync(("Load:CallsAtOnce", "4"), ("Load:LongestWait", "00:10:00"));
        var many = Enumerable.Range(0, 100).Select(_ => service.SendAs(s_greedy, HttpMethod.Get, "/work")).ToList();
        await BegunAsync(2);

        var single = service.SendAs(s_other, HttpMethod.Get, "/work");
        await BegunAsync(3);

        _enough.SetResult();
        (await single).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var call in many)
            (await call).StatusCode.ShouldBe(HttpStatusCode.OK);
        _begun.ShouldBe(101);
    }

    [Fact]
    public async Task Who_holds_fewest_turns_goes_first_and_of_those_alike_who_came_first()
    {
        var turns = new Turns(4, TimeSpan.FromMinutes(10), _clock, parts: 2);
        var held = new List<Turns.Turn>();
        foreach (var caller in (string[])["greedy", "greedy", "second", "second"])
            held.Add((await TakeAsync(caller)).ShouldNotBeNull());
        var waiting = ((string[])["greedy", "greedy", "third", "third", "fourth"]).Select(TakeAsync).ToList();
        waiting.ShouldAllBe(turn => !turn.IsCompleted);

        // The third and the fourth hold none; then they have one like the greedy, who came before the third's second.
        await GivenBackAsync(held[0], to: 2);
        await GivenBackAsync(held[2], to: 4);
        await GivenBackAsync(held[3], to: 0);
        held[1].Dispose();
        await GivenBackAsync(await waiting[0], to: 3);

        Task<Turns.Turn?> TakeAsync(string caller) => turns.TakeAsync(caller, CancellationToken.None).AsTask();

        async Task GivenBackAsync(Turns.Turn? turn, int to)
        {
            turn!.Dispose();
            (await waiting[to].WaitAsync(TimeSpan.FromSeconds(30))).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_callers_part_of_the_queue_is_its_own()
    {
        var turns = new Turns(2, TimeSpan.FromMinutes(10), _clock, parts: 2);
        foreach (var _ in Enumerable.Range(0, 40))
        {
            var turn = await turns.TakeAsync("greedy", CancellationToken.None);
            _clock.Advance(TimeSpan.FromMinutes(6));
            turn.ShouldNotBeNull().Dispose();
        }
        using var inWork = await turns.TakeAsync("greedy", CancellationToken.None);
        // One of its own waits six minutes, the next would wait twelve; the other half is not its.
        var waiting = turns.TakeAsync("greedy", CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();
        (await turns.TakeAsync("greedy", CancellationToken.None)).ShouldBeNull();

        using var ofAnother = (await turns.TakeAsync("other", CancellationToken.None)).ShouldNotBeNull();
        turns.TakeAsync("third", CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_answer_holds_its_place_until_it_is_read_and_is_broken_off_when_it_is_not()
    {
        var service = await ServiceAsync(
            ("Load:HeavyCallsOfOneCaller", "1"),
            ("Load:HeavyAnswersAtOnce", "2"),
            ("Load:HeavyLongestRead", "00:00:10")
        );
        using var unread = await BeginAsync(s_greedy);
        await (await service.SendAs(s_greedy, HttpMethod.Get, "/rows/5001")).ShouldBeProblem(429, "too-many-at-once");
        (await service.SendAs(s_greedy, HttpMethod.Get, "/rows/10")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var alsoUnread = await BeginAsync(s_other);
        var third = new Caller("key-3", [Roles.Admin], null);
        await (await service.SendAs(third, HttpMethod.Get, "/rows/5001")).ShouldBeProblem(503, "busy");

        _clock.Advance(TimeSpan.FromSeconds(10));

        // Nobody takes what came for the whole.
        await Should.ThrowAsync<HttpRequestException>(() => unread.Content.CopyToAsync(Stream.Null));
        await Eventually.ShouldAsync(
            async () =>
                (await service.SendAs(s_greedy, HttpMethod.Get, "/rows/5001")).StatusCode == HttpStatusCode.OK
                && (await service.SendAs(third, HttpMethod.Get, "/rows/5001")).StatusCode == HttpStatusCode.OK,
            "places for those who read"
        );

        async Task<HttpResponseMessage> BeginAsync(Caller caller)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/rows/5001");
            request.Headers.Add("X-Caller-Ticket", Issuer.Gateway.Signer(TimeProvider.System).Sign(caller, "ledger"));
            var answer = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return answer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _enough.TrySetResult();
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
