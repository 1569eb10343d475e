using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// Sees to it that everything accepted reaches the ledger, whatever happened to the broker, to other services or to any of
/// the databases: all the time what has no receipt, at every start and once a day the whole state.
/// </summary>
internal sealed partial class Reconciler(Resend resend, CompareWithLedger compare, DeliverySettings delivery, TimeProvider time, ILogger<Reconciler> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ResendAsync(stoppingToken), CompareAsync(stoppingToken));

    private async Task ResendAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(delivery.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await resend.DueAsync(stoppingToken) is var sent and > 0)
                    LogResent(sent);
            }
            catch (Exception away) when (IsAway(away))
            {
                LogAway("Sending again what has no receipt", away.GetBaseException().Message);
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
            catch (Exception away) when (IsAway(away))
            {
                LogAway("Comparing with the ledger", away.GetBaseException().Message);
                wait = delivery.ComparisonRetry;
            }
            await Task.Delay(wait, time, stoppingToken);
        }
    }

    // What another service or the database will get over by itself. Anything else is a fault of ours and ends the process.
    private static bool IsAway(Exception exception) =>
        exception is ServiceUnavailableException or HttpRequestException or NpgsqlException || DatabaseTrouble.IsIn(exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sent {Count} events again that have no receipt")]
    private partial void LogResent(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} is put off: {Reason}")]
    private partial void LogAway(string work, string reason);
}
