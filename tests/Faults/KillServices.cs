using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 1: every service is killed at random, again and again, while plants post. What protects: the revision,
/// its event and the answer are one transaction; the relay removes an event only when the broker has confirmed it;
/// a consumer acknowledges after its commit.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class KillServices(FaultPlatform platform)
{
    [Fact]
    [Trait("row", "1")]
    public async Task Services_killed_at_random_lose_and_double_nothing()
    {
        var (submissions, kills) = (Sizes.Of(100, 10_000), Sizes.Of(4, 200));
        using var run = await FaultRun.BeginAsync(platform, "KILL", submissions);
        await run.PostWhileAsync(kills, () => KillOneAsync(run, LocalPlatform.Services));

        var accounting = await run.AccountAsync();
        Report.Write("1", "services killed at random (kill -9)", $"{kills} kills", run, accounting);
        accounting.ShouldBeClean();
        if (Sizes.Full)
            run.Drain.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    /// <summary>Control: marked before it is sent, and nobody sends again what has no receipt.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "1")]
    public async Task Events_marked_before_they_are_sent_are_lost()
    {
        await platform.ConfigureAsync(("ingestion", "Delivery__Grace", "10.00:00:00"));
        await using var without = await platform.TakeOutAsync(Protection.MarkAfterSending, LocalPlatform.Outboxes);
        using var run = await FaultRun.BeginAsync(platform, "KILLC", 3000);
        await run.PostWhileAsync(20, () => KillOneAsync(run, LocalPlatform.Outboxes));

        var accounting = await run.AccountAsync(TimeSpan.FromSeconds(20));
        Report.Write(
            "1 control",
            "the same, but events are marked as sent before they are sent, and nothing is sent again",
            "20 kills",
            run,
            accounting
        );
        accounting.Lost.ShouldBeGreaterThan(0);

        // With both back in their places it heals by itself.
        await without.DisposeAsync();
        await platform.ConfigureAsync(("ingestion", "Delivery__Grace", null));
        await platform.SendMissingAsync();
        (await run.AccountAsync()).ShouldBeClean();
    }

    /// <summary>One that is ready; one in four dies while it starts.</summary>
    private async Task KillOneAsync(FaultRun run, IReadOnlyList<string> services)
    {
        var service = run.Dice.Of(services);
        if (!run.Dice.OneIn(4))
        {
            await Eventually.ShouldAsync(
                async () =>
                {
                    service = run.Dice.Of(services);
                    return await platform.IsReadyAsync(service);
                },
                "a service to kill"
            );
        }

        await platform.KillAsync(service);
    }
}
