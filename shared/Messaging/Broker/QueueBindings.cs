using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>
/// Binds the service's queues to the exchanges of what they are to hear, anew with each session of the broker.
/// Exchanges belong to those who publish to them: here they are read and never declared, which would need the right to
/// delete them too. One that is not there yet, because its service has never started, is waited for.
/// </summary>
internal sealed partial class QueueBindings(
    BrokerConnection broker,
    MessagingBuilder messaging,
    TimeProvider clock,
    ILogger<QueueBindings> log
) : BackgroundService
{
    private volatile bool _areMade;

    /// <summary>Nothing that is published passes a queue by.</summary>
    public bool AreMade => _areMade;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = messaging
            .Queues.SelectMany(queue =>
                queue.Consumers.Keys.Select(exchange => (Exchange: exchange, Queue: queue.Name))
            )
            .ToList();
        while (true)
        {
            var session = await broker.SessionAsync(stoppingToken);
            // The session ends after this has stopped.
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, session.Lost);
            try
            {
                await BindAsync(all, session.Connection, over.Token);
                _areMade = true;
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, over.Token);
            }
            catch (Exception) when (over.IsCancellationRequested)
            {
                // Whatever a connection says that is lost in the middle of it.
                _areMade = false;
                // For a moment yet the session that was lost is the one that there is.
                await Task.Delay(messaging.Tuning.ReconnectInterval, clock, stoppingToken);
            }
        }
    }

    /// <summary>Returns when every queue is bound.</summary>
    private async Task BindAsync(
        IEnumerable<(string Exchange, string Queue)> all,
        IConnection connection,
        CancellationToken over
    )
    {
        var missing = new Queue<(string Exchange, string Queue)>(all);
        var told = false;
        while (missing.TryPeek(out var next))
        {
            try
            {
                await BindAsync(next.Exchange, next.Queue, connection, over);
                missing.Dequeue();
            }
            catch (Exception refused) when (!over.IsCancellationRequested)
            {
                // The others are not to wait for it.
                missing.Enqueue(missing.Dequeue());
                if (!told)
                    LogMissing(next.Queue, next.Exchange, refused.Message);
                told = true;
                await Task.Delay(messaging.Tuning.ReconnectInterval, clock, over);
            }
        }
    }

    private static async Task BindAsync(string exchange, string queue, IConnection connection, CancellationToken over)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: over);
        // MassTransit puts an exchange of its name before each queue.
        await BrokerConnection.DeclareAsync(channel, queue, over);
        await channel.ExchangeBindAsync(destination: queue, source: exchange, "", cancellationToken: over);
    }

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} does not hear {Exchange} yet, trying again: {Reason}")]
    private partial void LogMissing(string queue, string exchange, string reason);
}
