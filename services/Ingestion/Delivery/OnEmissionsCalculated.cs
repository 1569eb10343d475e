using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Takes what Calculation made of a revision.</summary>
internal sealed class OnEmissionsCalculated(NoteProgress progress) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken) =>
        await progress.NoteAsync(message.Read(EventJson.EmissionsCalculated), cancellationToken);
}
