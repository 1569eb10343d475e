using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CarbonPlatform.Faults.Rig;

/// <summary>What lies in the queues, seen from outside the platform.</summary>
internal sealed class BrokerView(Uri broker)
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
        foreach (var queue in Queues) parked += await WaitingAsync(queue + "_error");
        return parked;
    }

    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}
