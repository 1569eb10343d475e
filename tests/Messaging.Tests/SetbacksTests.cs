using CarbonPlatform.Messaging.Consuming;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>A queue that applies nothing any more says so, whatever becomes of its messages.</summary>
[Tier(Tier.Service)]
public sealed class SetbacksTests
{
    [Fact]
    public void Tries_that_fail_for_as_long_as_no_message_may_are_told_once_until_one_succeeds()
    {
        var clock = new FakeClock();
        using var log = new WrittenLog();
        var setbacks = new Setbacks(
            new MessagingBuilder(new ServiceCollection(), new Dictionary<string, string>(StringComparer.Ordinal)),
            clock,
            log.For<Setbacks>()
        );
        var failure = new InvalidOperationException("no such table");

        Fail("a", 5, TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromHours(1));
        setbacks.Failing.ShouldBeEmpty("one message that failed an hour ago");
        setbacks.Applied("a");
        Fail("a", 12, TimeSpan.FromSeconds(2));
        Fail("b", 1, TimeSpan.Zero);

        setbacks.Failing.ShouldBe(["a: no such table"]);
        log.Of(LogLevel.Error).ShouldBe(["a applies nothing any more: all of 11 tries in 00:00:20 have failed"]);
        setbacks.Applied("b");
        setbacks.Failing.ShouldBe(["a: no such table"]);
        setbacks.Applied("a");
        setbacks.Failing.ShouldBeEmpty();
        log.Of(LogLevel.Information).ShouldBe(["a is applied again, after 12 tries that failed"]);

        void Fail(string queue, int times, TimeSpan apart)
        {
            for (var i = 0; i < times; i++)
            {
                setbacks.Failed(queue, failure);
                clock.Advance(apart);
            }
        }
    }

    [Fact]
    public async Task A_service_of_which_every_message_fails_is_degraded_until_one_is_applied()
    {
        await using var stage = await Stage.SetAsync();
        var broken = true;
        var recorder = new Recorder(
            (message, _) =>
                Events.TextOf(message.Body) == "poison" ? throw new PoisonMessageException("poison")
                : Volatile.Read(ref broken) ? throw new InvalidOperationException("no such table")
                : Task.CompletedTask
        );
        var host = await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder),
            ConsumingTests.Quick with
            {
                FailingAfter = TimeSpan.FromMilliseconds(2),
            }
        );
        await stage.CommitAsync(Events.Of("poison"));
        await stage.TakeAsync("ledger_error", 1);
        (await StatusAsync(host)).ShouldBe(HealthStatus.Healthy, "poison says nothing of others");

        await stage.CommitAsync([Events.Of("1"), Events.Of("2")]);
        // Both are parked by now, and nothing waits: that nothing was applied is not forgotten.
        await stage.TakeAsync("ledger_error", 2);
        (await StatusAsync(host)).ShouldBe(HealthStatus.Degraded);

        Volatile.Write(ref broken, false);
        await stage.CommitAsync(Events.Of("3"));
        await Eventually.ShouldAsync(async () => await StatusAsync(host) == HealthStatus.Healthy, "health");
        recorder.AppliedTexts.ShouldBe(["3"]);
    }

    private static async Task<HealthStatus> StatusAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync())
            .Entries[ConsumingHealth.Name]
            .Status;
}
