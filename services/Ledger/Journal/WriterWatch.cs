using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// Knows whether the ledger can be written to. Where no batch was committed since the last look, because nobody has
/// anything to write or because writing fails, an entry is tried and rolled back. So a ledger that takes nothing is
/// told before the next sheet comes, and a message that fails alone is not taken for it. Whoever holds the head for
/// longer than a statement may last keeps the writer from writing, too.
/// </summary>
internal sealed partial class WriterWatch(
    LedgerWriter writer,
    NpgsqlDataSource database,
    CodeTable codes,
    TimeProvider time,
    ILogger<WriterWatch> log
) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private long _batchesSeen = -1;
    private volatile string? _fault;

    /// <summary>What keeps the writer from writing; null when nothing does.</summary>
    public string? Fault => _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            do await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    /// <summary>Looks whether an entry could be appended now.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var batches = writer.BatchesWritten;
        Exception? fault = null;
        if (batches == Interlocked.Exchange(ref _batchesSeen, batches) || batches == 0)
            fault = await TryAsync().WaitAsync(cancellationToken);
        Tell(fault);
    }

    private async Task<Exception?> TryAsync()
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync();
            await new AppendTransaction(connection, codes, time).TryAsync();
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    private void Tell(Exception? fault)
    {
        var before = _fault;
        _fault = fault?.Message;
        LedgerTelemetry.WriterFailing.Record(fault is null ? 0 : 1);
        if (fault is not null && before is null)
            LogFailing(fault);
        else if (fault is null && before is not null)
            LogWell();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing can be appended to the ledger")]
    private partial void LogFailing(Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger can be appended to again")]
    private partial void LogWell();
}

/// <summary>A ledger that cannot be written to is not ready.</summary>
internal sealed class WriterHealth(WriterWatch watch) : IHealthCheck
{
    public const string Name = "ledger-writer";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            watch.Fault is { } fault
                ? HealthCheckResult.Unhealthy($"Nothing can be appended to the ledger: {fault}")
                : HealthCheckResult.Healthy()
        );
}
