using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>A revision of a sheet was accepted: calculate it, or send again what stands.</summary>
internal sealed class OnReadingsAccepted(PlantMonthRuns runs) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        if (!await runs.CalculateAsync(message.Body, cancellationToken))
            MessagingTelemetry.CountDuplicate(message.Type);
    }

    public OutgoingEvent? RefusalOf(IncomingEvent message, string reason, DateTimeOffset at) =>
        RefusedEvent.OfPlantMonth(message.Body, reason, at) is { } refused
            ? new OutgoingEvent(EventTypes.CalculationRefused, EventJson.Serialize(refused))
            : null;
}
