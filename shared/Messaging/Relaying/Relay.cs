using System.Diagnostics;
using CarbonPlatform.Messaging.Broker;
using CarbonPlatform.Messaging.Signing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Relaying;

/// <summary>
/// Sends what was committed to the outbox: claims rows by a short lease, publishes them concurrently, removes those the
/// broker confirmed. A relay that dies
/// in between leaves rows whose lease runs out, and the next one sends them again; a consumer may therefore see an
/// event twice, never not at all.
/// Any number of replicas may relay at once.
/// </summary>
internal sealed partial class Relay(
    OutboxRows rows,
    OutboxSignal signal,
    PublishBus publisher,
    BrokerConnection broker,
    EventSigner signer,
    MessagingBuilder messaging,
    TimeProvider clock,
    ILogger<Relay> log
) : BackgroundService
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);

    private readonly Tuning _tuning = messaging.Tuning;
    private long? _told;

    /// <summary>
    /// While nothing is answered one row at a time is enough to learn that the broker answers again; a broker that
    /// blocks publishers for long would
    /// otherwise fill this process with what it does not read.
    /// </summary>
    private int BatchSize => publisher.Unanswered > TimeSpan.Zero ? 1 : _tuning.BatchSize;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var session = await broker.SessionAsync(stoppingToken);
                var sent = await RelayBatchAsync(session, stoppingToken);
                failures = 0;
                if (sent == _tuning.BatchSize)
                    continue;
                await signal.WaitAsync(_tuning.PollInterval, stoppingToken);
                // While there is a crowd, the next batch waits a moment for its own; a lone event goes at once.
                if (sent > 1)
                    await Task.Delay(_tuning.Moment, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailure(e);
                await Task.Delay(
                        Tuning.Growing(_tuning.FirstFailureDelay, failures++, _tuning.LongestUnansweredDelay),
                        clock,
                        stoppingToken
                    )
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Claims, publishes and settles one batch.</summary>
    /// <returns>How many events the broker took.</returns>
    private async Task<int> RelayBatchAsync(BrokerConnection.Session session, CancellationToken stoppingToken)
    {
        var (events, lease) = await rows.ClaimAsync(BatchSize, _tuning.Lease, stoppingToken);
        if (events.Count == 0)
            return 0;

        // From here on the process's wish to end does not interrupt: what is claimed is sent and settled, or given up
        // when the broker does not answer.
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(session.Lost);
        abandon.CancelAfter(_tuning.PublishTimeout);
        var failed = new List<FailedEvent>();
        var confirmed = new List<long>(events.Count);
        await foreach (var sent in Task.WhenEach(events.Select(e => PublishAsync(e, abandon.Token))))
        {
            var (id, failure) = await sent;
            if (failure is null)
                confirmed.Add(id);
            else
                failed.Add(failure);
        }

        if (confirmed.Count > 0)
            await rows.ConfirmAsync(confirmed, lease, CancellationToken.None);
        if (failed.Count > 0)
        {
            await rows.PostponeAsync(failed, lease, CancellationToken.None);
            Tell(failed, events.First(e => e.Id == failed[0].Id).Event.TraceParent);
        }

        return confirmed.Count;
    }

    private async Task<(long Id, FailedEvent? Failure)> PublishAsync(ClaimedEvent claimed, CancellationToken abandon)
    {
        var (type, body, traceParent) = claimed.Event;
        var tag = MessagingTelemetry.EventTag(type);
        using var activity = MessagingTelemetry.Continue($"{type} publish", ActivityKind.Producer, traceParent);
        activity
            ?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.destination.name", type)
            .SetTag("event.id", claimed.Id);
        try
        {
            // What travels is what was stored, whoever records spans: the same message however often it is sent.
            var envelope = new Envelope(type, body, traceParent) { Signature = signer.Sign(type, body) };
            await publisher.PublishAsync(type, envelope, abandon);
            MessagingTelemetry.Published.Add(1, tag);
            return (claimed.Id, null);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            MessagingTelemetry.PublishFailed.Add(1, tag);
            var longest = e is RefusedException ? _tuning.LongestRefusedDelay : _tuning.LongestUnansweredDelay;
            return (
                claimed.Id,
                new FailedEvent(
                    claimed.Id,
                    e.Message,
                    Tuning.Growing(_tuning.FirstFailureDelay, claimed.Attempts, longest)
                )
            );
        }
    }

    /// <summary>Rows that keep failing come by again and again; the log needs to hear of them now and then.</summary>
    private void Tell(List<FailedEvent> failed, string? traceOfFirst)
    {
        if (_told is { } told && clock.GetElapsedTime(told) < s_silence)
            return;
        _told = clock.GetTimestamp();
        using var trace = MessagingTelemetry.Continue("put off", ActivityKind.Internal, traceOfFirst);
        LogPostponed(failed.Count, failed[0].Error);
    }

    [LoggerMessage(LogLevel.Error, "The relay could not read or settle the outbox and tries again")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} events could not be published and are put off, the first because: {Reason}"
    )]
    private partial void LogPostponed(int count, string reason);
}
