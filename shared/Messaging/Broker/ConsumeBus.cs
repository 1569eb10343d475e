using CarbonPlatform.Messaging.Consuming;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>
/// Consumes the service's queues. Starting does not wait for the broker. MassTransit 8.5.12 finds its way back to a
/// broker that returned, but looks for it with pauses that grow from 3 to 30 seconds and cannot be set; so a bus that
/// is not healthy some seconds after the broker is there again is replaced. One that has yet to start gets longer: on a
/// busy machine the first look at the queues takes its time.
/// </summary>
internal sealed partial class ConsumeBus(
    BrokerAddress address,
    BrokerConnection broker,
    QueueBindings bindings,
    MessagingBuilder messaging,
    DeliveryFactory deliveries,
    TimeProvider clock,
    ILogger<ConsumeBus> log
) : BackgroundService
{
    /// <summary>
    /// RabbitMQ 4 drops what was handed out more than 20 times unless told otherwise; a consumer may be restarted far
    /// more often than that.
    /// </summary>
    private const int DeliveryLimit = 1_000_000;

    private static readonly TimeSpan s_lookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan s_longestPatience = TimeSpan.FromSeconds(30);

    private volatile IBusControl? _bus;

    /// <summary>Every queue is being consumed, and hears what it is to hear.</summary>
    public bool IsHealthy => messaging.Queues.Count == 0 || (IsConsuming && bindings.AreMade);

    private bool IsConsuming => _bus?.CheckHealth().Status == BusHealthStatus.Healthy;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (messaging.Queues.Count == 0)
            return;
        var patience = s_startPatience;
        try
        {
            while (true)
            {
                await broker.SessionAsync(stoppingToken);
                var lived = await RunOneAsync(patience, stoppingToken);
                patience = lived ? s_startPatience : Tuning.Growing(patience, 1, s_longestPatience);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    /// <summary>Runs one bus until it has been ill for too long, or the process ends.</summary>
    /// <param name="patience">How long it may take to start.</param>
    /// <param name="stoppingToken">The process ends.</param>
    /// <returns>Whether it was ever healthy.</returns>
    private async Task<bool> RunOneAsync(TimeSpan patience, CancellationToken stoppingToken)
    {
        using var draining = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var abandon = new CancellationTokenSource();
        var bus = address.CreateBus("consume", configure => Configure(configure, draining.Token, abandon.Token));
        var starting = bus.StartAsync(abandon.Token);
        _bus = bus;
        var lived = false;
        try
        {
            var illSince = clock.GetTimestamp();
            while (true)
            {
                await Task.Delay(s_lookInterval, clock, stoppingToken);
                if (!broker.IsOpen)
                    illSince = clock.GetTimestamp();
                if (IsConsuming)
                {
                    lived = true;
                    patience = s_patience;
                    illSince = clock.GetTimestamp();
                }

                if (clock.GetElapsedTime(illSince) <= patience)
                    continue;
                var health = bus.CheckHealth();
                LogIll(health.Description, health.Exception?.GetBaseException().Message ?? "no exception");
                return lived;
            }
        }
        finally
        {
            _bus = null;
            await draining.CancelAsync();
            if (stoppingToken.IsCancellationRequested)
            {
                abandon.CancelAfter(messaging.Tuning.DrainTimeout);
                await StopAsync(bus, starting);
            }
            else
            {
                // A bus that is ill has nothing to finish: what it holds comes back from the broker. Nor does the next
                // one wait until it has stopped, which may take long.
                await abandon.CancelAsync();
                _ = StopAsync(bus, starting);
            }
        }
    }

    private void Configure(IRabbitMqBusFactoryConfigurator bus, CancellationToken draining, CancellationToken abandon)
    {
        foreach (var queue in messaging.Queues)
        {
            bus.ReceiveEndpoint(
                queue.Name,
                endpoint =>
                {
                    endpoint.ConfigureConsumeTopology = false;
                    endpoint.SetQuorumQueue();
                    endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                    if (queue.SingleActiveConsumer)
                        endpoint.SingleActiveConsumer = true;
                    endpoint.PrefetchCount = queue.Prefetch;
                    endpoint.BindDeadLetterQueue(
                        queue.ParkingName,
                        queue.ParkingName,
                        parking =>
                        {
                            parking.SetQuorumQueue();
                            parking.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                        }
                    );
                    // The bytes go to our own delivery before any of MassTransit's message handling: there is no
                    // envelope to open.
                    endpoint.ConfigureReceive(pipe => pipe.UseFilter(deliveries.For(queue, draining, abandon)));
                }
            );
        }
    }

    private async Task StopAsync(IBusControl bus, Task starting)
    {
        try
        {
            using var patience = new CancellationTokenSource(
                messaging.Tuning.DrainTimeout + TimeSpan.FromSeconds(2),
                clock
            );
            await starting.WaitAsync(patience.Token);
            await bus.StopAsync(patience.Token);
        }
        catch (Exception e)
        {
            LogStop(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Consuming is replaced by a new bus: {Reason} ({Cause})")]
    private partial void LogIll(string reason, string cause);

    [LoggerMessage(LogLevel.Debug, "The consuming bus did not stop cleanly: {Reason}")]
    private partial void LogStop(string reason);
}
