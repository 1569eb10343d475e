using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// A record of the organisation changed: it goes onto the ledger as an entry, so that totals as of then use the organisation as
/// it was known then, and the roll-up moves to the units the plants belong to.
/// </summary>
internal sealed class OnOrganisationChanged(LedgerWriter writer) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var changed = ChangedRecord.From(message.Read(EventJson.OrganisationChanged), message.Body);
        var applied = await writer.WriteAsync(changed, cancellationToken);
        if (!applied.IsNew)
            MessagingTelemetry.CountDuplicate(message.Type);
    }
}

/// <summary>A checked record of the organisation, with the bytes it came in: these are what the ledger keeps and hashes.</summary>
internal sealed record ChangedRecord
{
    public required string Kind { get; init; }

    public required string Code { get; init; }

    public required int Version { get; init; }

    /// <summary>The plant; null when the record is a unit.</summary>
    public PlantRecord? Plant { get; init; }

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Checks an event.</summary>
    /// <exception cref="PoisonMessageException">The record can never be applied; the reason says why.</exception>
    public static ChangedRecord From(OrganisationChangedEvent changed, ReadOnlyMemory<byte> bytes)
    {
        var fault = changed switch
        {
            { Kind: not (OrganisationChangedEvent.UnitKind or OrganisationChangedEvent.PlantKind) } =>
                $"kind \"{changed.Kind}\" is neither unit nor plant",
            { Version: < 1 } => $"version {changed.Version} is below 1",
            { Kind: OrganisationChangedEvent.UnitKind }
                when changed.Unit?.Code != changed.Code || changed.Plant is not null =>
                "a unit's record must hold that unit and nothing else",
            { Kind: OrganisationChangedEvent.PlantKind }
                when changed.Plant?.Code != changed.Code || changed.Unit is not null =>
                "a plant's record must hold that plant and nothing else",
            _ when !Quantities.Code.IsValid(changed.Code) => $"\"{changed.Code}\" is no code",
            _ when changed.Plant is { } plant => FaultOf(plant.Memberships),
            _ => null,
        };
        if (fault is not null)
            throw new PoisonMessageException(fault);
        return new ChangedRecord
        {
            Kind = changed.Kind,
            Code = changed.Code,
            Version = changed.Version,
            Plant = changed.Plant,
            Bytes = bytes,
        };
    }

    private static string? FaultOf(IReadOnlyList<MembershipRecord> memberships)
    {
        Month? before = null;
        foreach (var membership in memberships)
        {
            if (!Quantities.Code.IsValid(membership.Unit))
                return $"unit \"{membership.Unit}\" is no code";
            if (before >= membership.From)
                return $"the memberships are not in order of month: {membership.From} follows {before}";
            before = membership.From;
        }
        return null;
    }
}
