using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Takes the ledger's receipt.</summary>
internal sealed class OnEntryPosted(NoteProgress progress) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var receipt = message.Read(EventJson.EntryPosted);
        if (!receipt.IsNamed())
            throw new PoisonMessageException($"A receipt of kind '{receipt.Kind}' lacks what it is for.");
        await progress.NoteAsync(receipt, cancellationToken);
    }
}
