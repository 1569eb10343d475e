using CarbonPlatform.Messaging.Broker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Relaying;

/// <summary>
/// Measures the outbox, and steps in when publishing is stuck although the broker takes messages: first the bus is
/// replaced; if that does not help, and
/// no other bus is answered either, the process ends, for its supervisor to start it again. Broker clients have had
/// faults that only this cured.
/// </summary>
internal sealed partial class RelayWatchdog(
    OutboxRows rows,
    PublishBus publisher,
    BrokerConnection broker,
    OutboxState state,
    IProcessEnd end,
    MessagingBuilder messaging,
    TimeProvider clock,
    ILogger<RelayWatchdog> log
) : BackgroundService
{
    private readonly Tuning _tuning = messaging.Tuning;
    private long? _rebuilt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_tuning.WatchInterval, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var standing = await rows.MeasureAsync(cancellationToken);
        state.Record(standing);
        if (!IsStuck(standing))
        {
            if (standing.Depth == 0 || publisher.SinceAnswer < _tuning.StuckAfter)
                _rebuilt = null;
            return;
        }

        if (!await broker.TakesMessagesAsync(_tuning.PublishTimeout, cancellationToken))
            return;

        if (_rebuilt is not { } rebuilt)
        {
            LogRebuild(standing.Depth, standing.OldestAge);
            publisher.Rebuild();
            _rebuilt = clock.GetTimestamp();
        }
        else if (clock.GetElapsedTime(rebuilt) > _tuning.StuckAfter)
        {
            // The relay tries, and another bus is answered: a queue is silent, and a new process would fare no better.
            if (
                publisher.SinceTry < _tuning.StuckAfter
                && await publisher.CanPublishAsync(_tuning.PublishTimeout, cancellationToken)
            )
            {
                LogSilentQueue(standing.Depth, standing.OldestAge);
                _rebuilt = null;
                return;
            }
            end.End(
                $"The outbox holds {standing.Depth} events, the oldest for {standing.OldestAge}; "
                    + "the broker takes messages, but this process cannot publish, even with a new bus."
            );
        }
    }

    /// <summary>
    /// Publishes go unanswered, or rows that are due are claimed by nobody while nothing is answered.
    /// </summary>
    private bool IsStuck(OutboxStanding standing) =>
        standing.Depth > 0
        && (
            publisher.Unanswered > _tuning.StuckAfter
            || (standing.LongestDue > _tuning.StuckAfter && publisher.SinceAnswer > _tuning.StuckAfter)
        );

    [LoggerMessage(
        LogLevel.Error,
        "Publishing is stuck with {Depth} events waiting, the oldest for {Oldest}; the publishing bus is replaced"
    )]
    private partial void LogRebuild(long depth, TimeSpan oldest);

    [LoggerMessage(
        LogLevel.Error,
        "A queue does not answer although the broker does: most of its nodes are away, or it is blocked. "
            + "{Depth} events wait, the oldest for {Oldest}"
    )]
    private partial void LogSilentQueue(long depth, TimeSpan oldest);

    [LoggerMessage(LogLevel.Warning, "The outbox could not be measured: {Reason}")]
    private partial void LogFailure(string reason);
}

/// <summary>What the watchdog last saw.</summary>
internal sealed class OutboxState
{
    public OutboxStanding Last { get; private set; } = new(0, TimeSpan.Zero, TimeSpan.Zero);

    public void Record(OutboxStanding standing)
    {
        Last = standing;
        MessagingTelemetry.OutboxDepth.Record(standing.Depth);
        MessagingTelemetry.OutboxOldest.Record(standing.OldestAge.TotalSeconds);
    }
}

/// <summary>Ends the process when it cannot help itself.</summary>
internal interface IProcessEnd
{
    void End(string reason);
}

/// <summary>
/// Asks the host to stop, with an exit code that has the supervisor start it again; insists if it does not.
/// </summary>
internal sealed partial class ProcessEnd(IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ProcessEnd> log)
    : IProcessEnd
{
    /// <summary>EX_SOFTWARE of sysexits.h.</summary>
    private const int ExitCode = 70;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    private int _asked;

    public void End(string reason)
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1)
            return;
        LogEnd(reason);
        Environment.ExitCode = ExitCode;
        lifetime.StopApplication();
        _ = InsistAsync(reason);
    }

    private async Task InsistAsync(string reason)
    {
        await Task.Delay(s_patience, clock);
        Environment.FailFast(reason);
    }

    [LoggerMessage(LogLevel.Critical, "This process ends to be started again: {Reason}")]
    private partial void LogEnd(string reason);
}
