using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>
/// What the accounts of <c>deploy/rabbitmq/permissions.csv</c> are enough for, and what the broker refuses them. That
/// they are enough for the services themselves is tried where the whole platform runs.
/// </summary>
[Tier(Tier.Service)]
public sealed class AccountTests
{
    private static readonly string[] s_queues = ["ingestion", "calculation", "ledger"];

    private static readonly Dictionary<string, string[]> s_published = new(StringComparer.Ordinal)
    {
        ["ingestion"] = ["readings-accepted.v1", "organisation-changed.v1"],
        ["calculation"] = ["emissions-calculated.v1", "calculation-refused.v1"],
        ["ledger"] = ["entry-posted.v1", "posting-refused.v1"],
    };

    [Fact]
    public async Task An_account_is_enough_to_publish_consume_park_probe_and_for_its_operator_to_replay()
    {
        await using var stage = await Stage.SetAsync();
        var isFixed = false;
        var recorder = new Recorder(
            (_, _) => isFixed ? Task.CompletedTask : throw new PoisonMessageException("not yet")
        );
        await using var ingestion = await ServiceAsync(stage, "ingestion");
        // It has its queue before there is anything to hear, as on a first start.
        var ledger = await stage.StartAsync(
            m =>
                m.Publishes("entry-posted.v1")
                    .Publishes("posting-refused.v1")
                    .Queue(
                        "ledger",
                        q => q.On<Recorder>("emissions-calculated.v1").On<Recorder>("organisation-changed.v1")
                    ),
            ConsumingTests.Given(recorder),
            broker: await stage.AccountAsync("ledger")
        );
        await ingestion.SendAsync("organisation-changed.v1", "record");

        var operation = await stage.StartAsync(
            m => m.Queue("ledger", _ => { }),
            broker: await stage.AccountAsync("operator"),
            untilReady: false
        );
        var parked = operation.Services.GetRequiredService<ParkedMessages>();
        await Eventually.PassAsync(async () => (await parked.CountAsync("ledger", default)).ShouldBe(1));
        isFixed = true;
        (await parked.ReplayAsync("ledger", null, default)).ShouldBe(1);
        await Eventually.ShouldAsync(() => recorder.AppliedTexts.SequenceEqual(["record"]), "the record");

        var connection = ledger.Services.GetRequiredService<Broker.BrokerConnection>();
        (await connection.TakesMessagesAsync(TimeSpan.FromSeconds(30), default)).ShouldBeTrue();
        var publisher = ledger.Services.GetRequiredService<Broker.PublishBus>();
        (await publisher.CanPublishAsync(TimeSpan.FromSeconds(30), default)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("ingestion")]
    [InlineData("calculation")]
    [InlineData("ledger")]
    [InlineData("operator")]
    public async Task What_belongs_to_others_is_refused_by_the_broker(string account)
    {
        await using var stage = await Stage.SetAsync();
        await stage.DeclareAsync(s_published.Values.SelectMany(types => types));
        foreach (var queue in s_queues)
        {
            await stage.BindAsync(queue, queue);
            await stage.BindAsync(queue + "_error", queue + "_error");
        }

        await using var connection = await new ConnectionFactory
        {
            Uri = await stage.AccountAsync(account),
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync();
        var foreign = s_published.Where(service => service.Key != account).SelectMany(service => service.Value);
        foreach (var exchange in foreign)
        {
            await RefusedAsync($"publish {exchange}", c => PublishAsync(c, exchange, ""));
            await RefusedAsync($"declare {exchange}", c => DeclareAsync(c, exchange));
            await RefusedAsync($"delete {exchange}", c => c.ExchangeDeleteAsync(exchange));
        }

        await RefusedAsync("publish to any queue", c => PublishAsync(c, "", "ledger"));
        await RefusedAsync("make something of its own", c => DeclareAsync(c, "mine"));
        await RefusedAsync("make a queue of its own", c => c.QueueDeclareAsync("mine", durable: true));
        await RefusedAsync("make a queue that the broker names", c => c.QueueDeclareAsync());
        foreach (var queue in s_queues.Where(queue => queue != account))
        {
            await RefusedAsync($"read {queue}", c => c.BasicGetAsync(queue, autoAck: false));
            await RefusedAsync($"purge {queue}", c => c.QueuePurgeAsync(queue));
            await RefusedAsync($"delete {queue}", c => c.QueueDeleteAsync(queue));
            if (account == "operator")
                continue;
            await RefusedAsync($"read {queue}_error", c => c.BasicGetAsync(queue + "_error", autoAck: false));
            await RefusedAsync($"publish {queue}", c => PublishAsync(c, queue, ""));
            await RefusedAsync($"publish {queue}_error", c => PublishAsync(c, queue + "_error", ""));
            // Nor may it have others hear what is its own.
            await RefusedAsync(
                $"bind {queue}",
                c => c.QueueBindAsync(queue, account == "operator" ? "ingestion" : s_published[account][0], "")
            );
        }

        async Task RefusedAsync(string what, Func<IChannel, Task> tryAsync)
        {
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
            var refusal = await Should.ThrowAsync<Exception>(() => tryAsync(channel), what);
            var closed = refusal as AlreadyClosedException ?? refusal as OperationInterruptedException;
            (closed?.ShutdownReason ?? channel.CloseReason).ShouldNotBeNull(what).ReplyCode.ShouldBe((ushort)403, what);
        }
    }

    private static Task PublishAsync(IChannel channel, string exchange, string queue) =>
        channel.BasicPublishAsync(exchange, queue, "forged"u8.ToArray()).AsTask();

    private static Task DeclareAsync(IChannel channel, string exchange) =>
        channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false);

    /// <summary>A service that only publishes, with a database of its own.</summary>
    private static async Task<Sender> ServiceAsync(Stage at, string account)
    {
        var stage = await Stage.SetOnAsync(at.Broker);
        await stage.StartAsync(
            m =>
            {
                foreach (var type in s_published[account])
                    m.Publishes(type);
            },
            broker: await at.AccountAsync(account)
        );
        return new Sender(stage);
    }

    private sealed class Sender(Stage stage) : IAsyncDisposable
    {
        public Task SendAsync(string type, string text) => stage.CommitAsync(Events.Of(text, type));

        public ValueTask DisposeAsync() => stage.DisposeAsync();
    }
}
