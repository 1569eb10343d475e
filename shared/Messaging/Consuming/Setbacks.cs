using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Consuming;

/// <summary>
/// Knows which queues apply nothing any more: one try after the other has failed for a while, whatever the message, and
/// none has succeeded. A message that fails alone is parked sooner; one that is poison, or not believed, says nothing
/// of what would become of others.
/// </summary>
internal sealed partial class Setbacks(MessagingBuilder messaging, TimeProvider clock, ILogger<Setbacks> log)
{
    private readonly ConcurrentDictionary<string, Run> _runs = new(StringComparer.Ordinal);

    /// <summary>Queues that apply nothing any more, each with what failed last.</summary>
    public IReadOnlyList<string> Failing =>
        [.. _runs.Where(run => IsLong(run.Value)).Select(run => $"{run.Key}: {run.Value.Reason}")];

    /// <summary>A message was applied.</summary>
    public void Applied(string queue)
    {
        if (!_runs.ContainsKey(queue) || !_runs.TryRemove(queue, out var run))
            return;
        MessagingTelemetry.Failing.Record(0, MessagingTelemetry.QueueTag(queue));
        if (IsLong(run))
            LogWell(queue, run.Tries);
    }

    /// <summary>A try failed, for whatever reason but the message itself.</summary>
    public void Failed(string queue, Exception failure)
    {
        var now = clock.GetTimestamp();
        var run = _runs.AddOrUpdate(
            queue,
            _ => new Run(now, now, 1, failure.Message),
            (_, before) => before with { Last = now, Tries = before.Tries + 1, Reason = failure.Message }
        );
        MessagingTelemetry.Failing.Record(run.Tries, MessagingTelemetry.QueueTag(queue));
        if (IsLong(run) && !run.IsTold && _runs.TryUpdate(queue, run with { IsTold = true }, run))
            LogFailing(failure, queue, run.Tries, clock.GetElapsedTime(run.First, run.Last));
    }

    private bool IsLong(Run run) => clock.GetElapsedTime(run.First, run.Last) >= messaging.Tuning.FailingAfter;

    [LoggerMessage(LogLevel.Error, "{Queue} applies nothing any more: all of {Tries} tries in {Time} have failed")]
    private partial void LogFailing(Exception failure, string queue, int tries, TimeSpan time);

    [LoggerMessage(LogLevel.Information, "{Queue} is applied again, after {Tries} tries that failed")]
    private partial void LogWell(string queue, int tries);

    /// <summary>Tries that failed one after the other.</summary>
    private sealed record Run(long First, long Last, int Tries, string Reason)
    {
        public bool IsTold { get; init; }
    }
}

/// <summary>
/// Never unhealthy: a service whose queue stands still goes on answering and accepting, and says that somebody has to
/// look.
/// </summary>
internal sealed class ConsumingHealth(Setbacks setbacks) : IHealthCheck
{
    public const string Name = "consuming";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            setbacks.Failing is [_, ..] failing
                ? HealthCheckResult.Degraded($"Nothing is applied any more. {string.Join("; ", failing)}")
                : HealthCheckResult.Healthy()
        );
}
