using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Service)]
public sealed class ParkedMessagesTests
{
    private const string Queue = "ledger";

    [Fact]
    public async Task Parked_messages_are_listed_and_stay_where_they_are()
    {
        await using var stage = await Stage.SetAsync();
        var (parked, _) = await ParkAsync(stage, "a", "b", "c");

        (await parked.ListAsync(Queue, 10, default))
            .Select(m => (Events.TextOf(m.Body), m.Type, m.Reason, m.Attempts))
            .ShouldBe(
                [
                    ("a", Events.Type, "refused a", 1),
                    ("b", Events.Type, "refused b", 1),
                    ("c", Events.Type, "refused c", 1),
                ],
                ignoreOrder: true
            );

        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == 3,
            "all three still parked"
        );
        (await parked.ListAsync(Queue, 2, default)).Count.ShouldBe(2);
        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == 3,
            "all three still parked"
        );
    }

    [Fact]
    public async Task One_parked_message_is_shown_with_all_that_is_known_of_it()
    {
        await using var stage = await Stage.SetAsync();
        var (parked, _) = await ParkAsync(stage, "a", "b");
        var b = (await parked.ListAsync(Queue, 10, default)).Single(m => Events.TextOf(m.Body) == "b");
        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == 2,
            "both back in their queue"
        );

        var shown = await parked.FindAsync(Queue, b.Id, default);

        shown.ShouldNotBeNull();
        Events.TextOf(shown.Body).ShouldBe("b");
        shown.Failure!.ShouldContain(nameof(PoisonMessageException));
        // The same trace; where somebody in this process listens to traces, the client has put a span of its own
        // between.
        shown.TraceParent.ShouldNotBeNull().ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        shown.ParkedAt!.Value.ShouldBeInRange(
            TimeProvider.System.GetUtcNow().AddHours(-1),
            TimeProvider.System.GetUtcNow()
        );
        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == 2,
            "both back in their queue"
        );
        (await parked.FindAsync(Queue, "unknown", default)).ShouldBeNull();
    }

    [Fact]
    public async Task After_the_fix_a_replay_delivers_what_was_parked_and_clears_it()
    {
        await using var stage = await Stage.SetAsync();
        var fixedNow = false;
        var (parked, recorder) = await ParkAsync(stage, () => fixedNow, "a", "b", "c");

        fixedNow = true;
        (await parked.ReplayAsync(Queue, null, default)).ShouldBe(3);

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 3, "all three");
        recorder.AppliedTexts.ShouldBe(["a", "b", "c"], ignoreOrder: true);
        recorder.Applied.ShouldAllBe(m => m.Type == Events.Type && m.Attempt == 1);
        (await parked.CountAsync(Queue, default)).ShouldBe(0);
    }

    [Fact]
    public async Task One_message_can_be_replayed_alone()
    {
        await using var stage = await Stage.SetAsync();
        var fixedNow = false;
        var (parked, recorder) = await ParkAsync(stage, () => fixedNow, "a", "b", "c");
        var b = (await parked.ListAsync(Queue, 10, default)).Single(m => Events.TextOf(m.Body) == "b");
        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == 3,
            "all three back in their queue"
        );

        fixedNow = true;
        (await parked.ReplayAsync(Queue, [b.Id], default)).ShouldBe(1);

        await Eventually.ShouldAsync(() => recorder.AppliedTexts.SequenceEqual(["b"]), "the one");
        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == 2,
            "the other two still parked"
        );
    }

    [Fact]
    public async Task What_is_still_wrong_after_a_replay_is_parked_again_with_its_new_reason()
    {
        await using var stage = await Stage.SetAsync();
        var reason = "old";
        var (parked, recorder) = await ParkAsync(stage, () => false, [("a", () => reason)]);

        reason = "new";
        (await parked.ReplayAsync(Queue, null, default)).ShouldBe(1, "and does not go round in circles");

        await Eventually.ShouldAsync(() => recorder.Calls.Count == 2, "the second delivery");
        await Eventually.ShouldAsync(async () => await parked.CountAsync(Queue, default) == 1, "it parked again");
        (await parked.ListAsync(Queue, 10, default)).ShouldHaveSingleItem().Reason.ShouldBe("new");
    }

    [Fact]
    public async Task What_the_broker_itself_put_aside_is_listed_too()
    {
        await using var stage = await Stage.SetAsync();
        var host = await stage.StartAsync(ConsumingTests.Consuming(), ConsumingTests.Given(new Recorder()));
        await using var channel = await stage.ChannelAsync();
        await channel.BasicPublishAsync("ledger_error", "", "bare"u8.ToArray());
        var parked = host.Services.GetRequiredService<ParkedMessages>();
        await Eventually.ShouldAsync(async () => await parked.CountAsync(Queue, default) == 1, "the message");

        var only = (await parked.ListAsync(Queue, 10, default)).ShouldHaveSingleItem();

        (only.Reason, only.Attempts, only.ParkedAt, only.Failure).ShouldBe(
            ("The broker put it aside: it was delivered too often.", 0, null, null)
        );
    }

    [Fact]
    public async Task Only_queues_of_the_service_can_be_asked_for()
    {
        await using var stage = await Stage.SetAsync();
        var host = await stage.StartAsync(ConsumingTests.Consuming(), ConsumingTests.Given(new Recorder()));
        var parked = host.Services.GetRequiredService<ParkedMessages>();

        parked.Queues.ShouldBe([Queue]);
        (
            await Should.ThrowAsync<ArgumentException>(() => parked.ListAsync("calculation", 10, default))
        ).Message.ShouldStartWith("This service has no queue calculation.");
    }

    private static Task<(ParkedMessages Parked, Recorder Recorder)> ParkAsync(Stage stage, params string[] texts) =>
        ParkAsync(stage, () => false, texts);

    private static Task<(ParkedMessages Parked, Recorder Recorder)> ParkAsync(
        Stage stage,
        Func<bool> isFixed,
        params string[] texts
    ) => ParkAsync(stage, isFixed, [.. texts.Select(t => (t, (Func<string>)(() => $"refused {t}")))]);

    private static async Task<(ParkedMessages Parked, Recorder Recorder)> ParkAsync(
        Stage stage,
        Func<bool> isFixed,
        (string Text, Func<string> Reason)[] messages
    )
    {
        var recorder = new Recorder(
            (m, _) =>
                isFixed()
                    ? Task.CompletedTask
                    : throw new PoisonMessageException(messages.Single(p => p.Text == Events.TextOf(m.Body)).Reason())
        );
        var host = await stage.StartAsync(
            m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
            ConsumingTests.Given(recorder)
        );
        await stage.CommitAsync([
            .. messages.Select(m =>
                Events.Of(m.Text, traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")
            ),
        ]);
        var parked = host.Services.GetRequiredService<ParkedMessages>();
        await Eventually.ShouldAsync(
            async () => await parked.CountAsync(Queue, default) == messages.Length,
            "all of them parked"
        );
        return (parked, recorder);
    }
}
