using System.Globalization;
using CarbonPlatform.Messaging.Broker;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Consuming;

/// <summary>
/// Puts a message that cannot be applied into the parking queue, with the reason and its bytes as they were. Done
/// through the publishing connection:
/// a broker that blocks publishers must not stop acknowledgements. Only when the broker has confirmed is the original
/// acknowledged.
/// </summary>
internal sealed partial class Parking(
    PublishBus publisher,
    MessagingBuilder messaging,
    TimeProvider clock,
    ILogger<Parking> log
)
{
    private const int LongestHeader = 8000;

    public async Task ParkAsync(
        QueueBuilder queue,
        Received message,
        string reason,
        int attempts,
        Exception failure,
        CancellationToken draining
    )
    {
        var envelope = new Envelope(message.EventType, message.Body, message.TraceParent)
        {
            Signature = message.Signature,
            MessageId = Guid.TryParse(message.Id, out var id) ? id : null,
            Extra = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [EventHeaders.ParkedReason] = Shortened(reason),
                [EventHeaders.ParkedAttempts] = attempts,
                [EventHeaders.ParkedAt] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
                [EventHeaders.ParkedFailure] = Shortened(
                    (
                        failure.InnerException is not null && failure is PoisonMessageException
                            ? failure.InnerException
                            : failure
                    ).ToString()
                ),
            },
        };
        for (var failures = 0; ; failures++)
        {
            try
            {
                using var abandon = CancellationTokenSource.CreateLinkedTokenSource(draining);
                abandon.CancelAfter(messaging.Tuning.PublishTimeout);
                await publisher.PublishAsync(queue.ParkingName, envelope, abandon.Token);
                return;
            }
            catch (Exception e) when (!draining.IsCancellationRequested)
            {
                LogFailure(queue.ParkingName, e.Message);
                await Task.Delay(
                    Tuning.Growing(
                        messaging.Tuning.FirstFailureDelay,
                        failures,
                        messaging.Tuning.LongestUnansweredDelay
                    ),
                    clock,
                    draining
                );
            }
        }
    }

    private static string Shortened(string text) => text.Length <= LongestHeader ? text : text[..LongestHeader];

    [LoggerMessage(LogLevel.Warning, "Nothing could be put into {Queue}, trying again: {Reason}")]
    private partial void LogFailure(string queue, string reason);
}
