using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>A run to be written, unless its revision is not news: a revision calculated by a catalogue.</summary>
internal sealed record NewRun(
    PlantMonth Key,
    ReadingsAcceptedEvent Accepted,
    byte[] Body,
    Catalogue Catalogue,
    OutgoingEvent Result,
    byte[] LinesHash,
    DateTimeOffset CalculatedAt,
    int Lines,
    int Gaps
)
{
    /// <summary>Calculates a revision that has arrived.</summary>
    /// <exception cref="PoisonMessageException">It can never be calculated.</exception>
    public static NewRun Of(ReadOnlyMemory<byte> body, Catalogue catalogue, DateTimeOffset now)
    {
        var accepted = Read(body);
        return Of(accepted, body.ToArray(), accepted.Reason, catalogue, now);
    }

    /// <summary>Calculates what stands once more.</summary>
    /// <param name="body">The revision as it came.</param>
    /// <param name="standingCatalogue">The catalogue by which it stands.</param>
    /// <param name="catalogue">The one in force.</param>
    /// <param name="now">This instant, as PostgreSQL keeps it: event and run say the same.</param>
    /// <exception cref="PoisonMessageException">It can no longer be calculated.</exception>
    public static NewRun Again(byte[] body, int standingCatalogue, Catalogue catalogue, DateTimeOffset now) =>
        Of(Read(body), body, standingCatalogue < catalogue.Version ? Reasons.Factor : Reasons.Method, catalogue, now);

    /// <summary>The same by another catalogue.</summary>
    public NewRun By(Catalogue catalogue, DateTimeOffset now) => Of(Accepted, Body, Accepted.Reason, catalogue, now);

    private static NewRun Of(
        ReadingsAcceptedEvent accepted,
        byte[] body,
        string reason,
        Catalogue catalogue,
        DateTimeOffset now
    )
    {
        try
        {
            var month = CalculatedMonth.Of(accepted, catalogue);
            var result = new OutgoingEvent(
                EventTypes.EmissionsCalculated,
                EventJson.Serialize(month.ToEvent(reason, now))
            );
            return new NewRun(
                new PlantMonth(accepted.Plant, accepted.Month),
                accepted,
                body,
                catalogue,
                result,
                month.Hash(),
                now,
                month.Lines.All.Length,
                month.Lines.Gaps.Count
            );
        }
        catch (UnreadableSheetException unreadable)
        {
            throw new PoisonMessageException(
                $"{accepted.Plant} {accepted.Month} revision {accepted.Revision}: {unreadable.Message}",
                unreadable
            );
        }
        catch (OverflowException tooLarge)
        {
            throw new PoisonMessageException(
                $"{accepted.Plant} {accepted.Month} revision {accepted.Revision}: an amount is too large. "
                    + $"{tooLarge.Message}",
                tooLarge
            );
        }
    }

    private static ReadingsAcceptedEvent Read(ReadOnlyMemory<byte> body)
    {
        var accepted = IncomingEvent.Read(EventTypes.ReadingsAccepted, body, EventJson.ReadingsAccepted);
        return accepted.Revision >= 1
            ? accepted
            : throw new PoisonMessageException(
                $"{accepted.Plant} {accepted.Month}: revisions count from 1, not {accepted.Revision}."
            );
    }
}
