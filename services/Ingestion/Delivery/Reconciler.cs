using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// Sees to it that everything accepted reaches the ledger, whatever happened to the broker, to other services or to any
/// of the databases: all the time what has no receipt, at every start and once an hour the whole state. And
/// that nothing is on the ledger that was never accepted.
/// </summary>
internal sealed partial class Reconciler(
    Resend resend,
    CompareWithLedger compare,
    BeyondAlarm alarm,
    DeliverySettings delivery,
    TimeProvider time,
    ILogger<Reconciler> log
) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ResendAsync(stoppingToken), CompareAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task ResendAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(delivery.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await resend.DueAsync(stoppingToken) is var sent and > 0)
                    LogResent(sent);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                PutOff("Sending again what has no receipt", fault);
            }
        }
    }

    private async Task CompareAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = delivery.ComparisonInterval;
            try
            {
                await compare.ExecuteAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                PutOff("Comparing with the ledger", fault);
                wait = delivery.ComparisonRetry;
            }
            await Task.Delay(wait, time, stoppingToken);
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(delivery.Interval, time);
        do
        {
            try
            {
                await alarm.LookAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                PutOff("Looking for what was never accepted", fault);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// Whatever is wrong here, plants must be able to hand in their sheets: it is told, and tried again. What others
    /// get over by themselves is worth a line only.
    /// </summary>
    private void PutOff(string work, Exception fault)
    {
        if (fault is ServiceUnavailableException or HttpRequestException || DatabaseTrouble.IsIn(fault))
            LogAway(work, fault.GetBaseException().Message);
        else
            LogFault(fault, work);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sent {Count} events again that have no receipt")]
    private partial void LogResent(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} is put off: {Reason}")]
    private partial void LogAway(string work, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} failed and is tried again")]
    private partial void LogFault(Exception fault, string work);
}
