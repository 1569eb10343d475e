using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// A revision was calculated: what is new in it goes onto the ledger. Checks the message alone, hands it to the one writer and
/// returns when it is committed, so that the broker's acknowledgement follows the commit.
/// </summary>
internal sealed class OnEmissionsCalculated(LedgerWriter writer, CodeTable codes) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var applied = await writer.WriteAsync(
            CalculatedMonth.From(message.Read(EventJson.EmissionsCalculated), codes),
            cancellationToken
        );
        if (!applied.IsNew)
            MessagingTelemetry.CountDuplicate(message.Type);
    }
}
