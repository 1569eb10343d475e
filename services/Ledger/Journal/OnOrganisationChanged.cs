using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal.Kinds;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// A record of the organisation changed: it goes onto the ledger as an entry, so that totals as of then use the
/// organisation as it was known then, and the roll-up moves to the units the plants belong to.
/// </summary>
internal sealed class OnOrganisationChanged(LedgerWriter writer) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var changed = ChangedRecord.From(message.Read(EventJson.OrganisationChanged), message.Body);
        var applied = await writer.WriteAsync(new OrganisationRecordWork(changed), cancellationToken);
        if (!applied.IsNew)
            MessagingTelemetry.CountDuplicate(message.Type);
    }

    public OutgoingEvent? RefusalOf(IncomingEvent message, string reason, DateTimeOffset at) =>
        RefusedEvent.OfRecord(message.Body, reason, at) is { } refused
            ? new OutgoingEvent(EventTypes.PostingRefused, EventJson.Serialize(refused))
            : null;
}
