using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Takes what Calculation made of a revision.</summary>
internal sealed class OnEmissionsCalculated(NoteProgress progress) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken) =>
        await progress.NoteAsync(Read(message), cancellationToken);

    private static EmissionsCalculatedEvent Read(IncomingEvent message)
    {
        try
        {
            return EventJson.EmissionsCalculated(message.Body.Span);
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException("The event is not of the shape of emissions-calculated.v1.", unreadable);
        }
    }
}
