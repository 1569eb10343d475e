using CarbonPlatform.TestKit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CarbonPlatform.Faults.Rig;

/// <summary>What lies in the queues, seen from outside the platform.</summary>
/// <param name="broker">Where they are, by an account that may do everything.</param>
/// <param name="platform">Has the keys that events are signed with.</param>
internal sealed class BrokerView(Uri broker, LocalPlatform platform)
{
    public static readonly IReadOnlyList<string> Queues = ["ingestion", "calculation", "ledger"];

    /// <summary>Messages in a queue that nobody has taken yet; 0 when there is no such queue.</summary>
    public async Task<long> WaitingAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>Messages that were put aside, over all queues.</summary>
    public async Task<long> ParkedAsync()
    {
        var parked = 0L;
        foreach (var queue in Queues)
            parked += await WaitingAsync(queue + "_error");
        return parked;
    }

    /// <summary>What each queue hears.</summary>
    public static readonly IReadOnlyList<(string Exchange, string Queue)> Bindings =
    [
        ("readings-accepted.v1", "calculation"),
        ("emissions-calculated.v1", "ledger"),
        ("emissions-calculated.v1", "ingestion"),
        ("organisation-changed.v1", "ledger"),
        ("entry-posted.v1", "ingestion"),
        ("calculation-refused.v1", "ingestion"),
        ("posting-refused.v1", "ingestion"),
    ];

    private static string ProducerOf(string type) =>
        type switch
        {
            "readings-accepted.v1" or "organisation-changed.v1" => "ingestion",
            "emissions-calculated.v1" or "calculation-refused.v1" => "calculation",
            _ => "ledger",
        };

    /// <summary>Publishes stored events as the relay does, to an exchange, or past it to one queue.</summary>
    public async Task PublishAsync(IEnumerable<StoredEvent> events, string? queue = null)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        await Task.WhenAll(
            events.Select(stored =>
                channel
                    .BasicPublishAsync(
                        queue is null ? stored.Type : "",
                        queue ?? "",
                        mandatory: true,
                        Properties(stored),
                        stored.Body
                    )
                    .AsTask()
            )
        );
    }

    /// <summary>
    /// Takes the binding of a queue away, or gives it back. Each queue has an exchange of its name before it.
    /// </summary>
    public async Task BindAsync(string queue, string exchange, bool isBound)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        if (isBound)
            await channel.ExchangeBindAsync(queue, exchange, "");
        else
            await channel.ExchangeUnbindAsync(queue, exchange, "");
    }

    /// <summary>Throws away what was put aside.</summary>
    public async Task EmptyParkingAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Queues)
            await channel.QueuePurgeAsync(queue + "_error");
    }

    private BasicProperties Properties(StoredEvent stored) =>
        new()
        {
            MessageId = Guid.CreateVersion7().ToString(),
            ContentType = "application/vnd.carbonplatform+json",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = platform.SignedBy(ProducerOf(stored.Type), stored.Type, stored.Body),
        };

    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}

/// <summary>An event as a service keeps it.</summary>
internal sealed record StoredEvent(string Type, byte[] Body);
