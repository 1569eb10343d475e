using CarbonPlatform.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// Checks once a day what must hold of the ledger at any moment, and raises the alarm where it does not: nobody who
/// changes figures by hand will ask for it.
/// </summary>
internal sealed partial class InvariantsWatch(
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<InvariantsWatch> log
) : BackgroundService
{
    // The whole record is read: not at each start of a service that starts again and again.
    private static readonly TimeSpan s_first = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    private volatile IReadOnlyList<string> _faults = [];

    /// <summary>What did not hold when it was checked last.</summary>
    public IReadOnlyList<string> Faults => _faults;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = s_first; ; wait = s_interval)
            {
                await Task.Delay(wait, time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    /// <summary>Checks now.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await Invariants.CheckAsync(database, cancellationToken);
            _faults = found.Faults;
            if (found.Holds)
                LogSound(found.Sequence);
            else
                LogBroken(string.Join("; ", found.Faults));
        }
        catch (Exception fault) when (DatabaseTrouble.IsIn(fault))
        {
            LogNotChecked(fault);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _faults = [$"the ledger cannot be read: {fault.Message}"];
            LogBroken(fault.ToString());
        }
        LedgerTelemetry.InvariantFaults.Record(_faults.Count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger is sound at {Sequence}")]
    private partial void LogSound(long sequence);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The ledger is not what its record says: somebody has changed it by hand, or the service has a "
            + "fault: {Faults}"
    )]
    private partial void LogBroken(string faults);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger could not be checked; it is tried again in a day")]
    private partial void LogNotChecked(Exception fault);
}

/// <summary>The service goes on, and says that somebody has to look at the ledger.</summary>
internal sealed class InvariantsHealth(InvariantsWatch watch) : IHealthCheck
{
    public const string Name = "ledger-invariants";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            watch.Faults is [_, ..] faults
                ? HealthCheckResult.Degraded($"The ledger is not what its record says: {string.Join("; ", faults)}")
                : HealthCheckResult.Healthy()
        );
}
