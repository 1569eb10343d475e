using System.Text.Json;
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
        var work = new SheetResultWork(SheetResult.From(Read(message.Body), codes));
        var applied = await writer.WriteAsync(work, cancellationToken);
        if (!applied.IsNew)
            MessagingTelemetry.CountDuplicate(message.Type);
    }

    private static EmissionsCalculatedEvent Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return EventJson.EmissionsCalculated(body.Span);
        }
        catch (JsonException wrong)
        {
            throw new PoisonMessageException($"The event cannot be read: {wrong.Message}", wrong);
        }
    }
}
