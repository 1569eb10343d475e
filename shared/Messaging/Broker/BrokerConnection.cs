using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>
/// Knows whether the broker is there. Holds one plain connection, tried again every second while it is lost; each time
/// it is made anew a new
/// <see cref="Session"/> begins, and whatever was under way in the old one is given up at once instead of waiting for
/// time-outs.
/// </summary>
internal sealed partial class BrokerConnection(
    BrokerAddress address,
    MessagingBuilder messaging,
    TimeProvider clock,
    ILogger<BrokerConnection> log
) : BackgroundService
{
    private int _connections;
    private volatile TaskCompletionSource<Session> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One unbroken connection.</summary>
    /// <param name="Number">Counts the connections made by this process.</param>
    /// <param name="Connection">The connection.</param>
    /// <param name="Lost">Cancelled when it is lost.</param>
    public sealed record Session(int Number, IConnection Connection, CancellationToken Lost);

    public bool IsOpen => _open.Task.IsCompletedSuccessfully;

    /// <summary>Waits until the broker is there.</summary>
    public Task<Session> SessionAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);

    /// <summary>A channel of one's own.</summary>
    /// <exception cref="BrokerAwayException">The broker is not there.</exception>
    public async Task<IChannel> OpenChannelAsync(bool confirms, CancellationToken cancellationToken)
    {
        var open = _open.Task;
        if (!open.IsCompletedSuccessfully)
            throw new BrokerAwayException();
        var session = await open;
        return await session.Connection.CreateChannelAsync(
            new CreateChannelOptions(confirms, confirms),
            cancellationToken
        );
    }

    /// <summary>
    /// Has the broker confirm messages on a connection made for it. False while it is away, blocks publishers or does
    /// not answer: then nobody here is to
    /// blame for a full outbox.
    /// </summary>
    public async Task<bool> TakesMessagesAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(within);
        IConnection? connection = null;
        try
        {
            connection = await address.ConnectAsync(patience.Token);
            var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), patience.Token);
            // A broker that blocks publishers takes the first message of a connection and stops reading after it, so
            // one proves nothing.
            // They go to an exchange that leads nowhere: confirmed, then dropped. The default exchange leads to every
            // queue, so no service may publish to it.
            await DeclareAsync(channel, messaging.ProbeExchange, patience.Token);
            for (var probe = 0; probe < 2; probe++)
                await channel.BasicPublishAsync(
                    exchange: messaging.ProbeExchange,
                    routingKey: "",
                    mandatory: false,
                    body: ReadOnlyMemory<byte>.Empty,
                    patience.Token
                );
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            // Whoever is not read from cannot say goodbye either. The channel goes with the connection.
            if (connection is not null)
                await connection.CloseAsync(
                    Constants.ReplySuccess,
                    "probed",
                    TimeSpan.FromSeconds(1),
                    abort: true,
                    CancellationToken.None
                );
        }
    }

    /// <summary>Declares an exchange of this service, as MassTransit does.</summary>
    public static Task DeclareAsync(IChannel channel, string exchange, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(
            exchange,
            ExchangeType.Fanout,
            durable: true,
            autoDelete: false,
            cancellationToken: cancellationToken
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = false;
        while (true)
        {
            try
            {
                await HoldOneAsync(stoppingToken);
                told = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Once an outage, not once a second.
                if (!told)
                    LogAway(e.GetBaseException().Message);
                told = true;
                await Task.Delay(messaging.Tuning.ReconnectInterval, clock, stoppingToken);
            }
        }
    }

    /// <summary>Connects, and returns when the connection is lost.</summary>
    private async Task HoldOneAsync(CancellationToken stoppingToken)
    {
        await using var connection = await address.ConnectAsync(stoppingToken);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        connection.ConnectionShutdownAsync += (_, _) => lost.CancelAsync();
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken))
        {
            foreach (var exchange in messaging.Published)
                await DeclareAsync(channel, exchange, stoppingToken);
        }

        if (!connection.IsOpen)
            await lost.CancelAsync();
        var session = new Session(++_connections, connection, lost.Token);
        LogOpen(session.Number);
        _open.TrySetResult(session);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, lost.Token);
        }
        catch (OperationCanceledException)
        {
            stoppingToken.ThrowIfCancellationRequested();
            LogLost(connection.CloseReason?.ReplyText ?? "");
        }
        finally
        {
            _open = new TaskCompletionSource<Session>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    [LoggerMessage(LogLevel.Information, "Connected to the broker ({Number})")]
    private partial void LogOpen(int number);

    [LoggerMessage(LogLevel.Warning, "The broker is away: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker was lost: {Reason}")]
    private partial void LogLost(string reason);
}

/// <summary>The broker is not there at the moment.</summary>
internal sealed class BrokerAwayException() : Exception("The broker cannot be reached at the moment.");
