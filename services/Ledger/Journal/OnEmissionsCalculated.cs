using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal.Kinds;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// A revision was calculated: what is new in it goes onto the ledger. Checks the message alone, hands it to the one
/// writer and returns when it is committed, so that the broker's acknowledgement follows the commit.
/// </summary>
internal sealed class OnEmissionsCalculated(LedgerWriter writer, CodeTable codes) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var result = SheetResult.From(message.Read(EventJson.EmissionsCalculated), codes);
        var applied = await writer.WriteAsync(new SheetResultWork(result), cancellationToken);
        if (!applied.IsNew)
            MessagingTelemetry.CountDuplicate(message.Type);
    }

    public OutgoingEvent? RefusalOf(IncomingEvent message, string reason, DateTimeOffset at) =>
        RefusedEvent.OfPlantMonth(message.Body, reason, at) is { } refused
            ? new OutgoingEvent(EventTypes.PostingRefused, EventJson.Serialize(refused))
            : null;
}
