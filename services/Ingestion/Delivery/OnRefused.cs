using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Takes it that Calculation or the ledger has put something aside for good.</summary>
internal sealed class OnRefused(NoteProgress progress) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var refused = message.Read(EventJson.Refused);
        if (!refused.IsNamed())
            throw new PoisonMessageException($"A refusal of kind '{refused.Kind}' lacks what it is for.");
        await progress.NoteAsync(new Refusal(refused, EventTypes.Producers[message.Type]), cancellationToken);
    }
}
