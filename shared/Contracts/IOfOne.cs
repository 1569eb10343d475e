using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>What an event says of one plant-month, or of one record of the organisation.</summary>
public interface IOfOne
{
    /// <summary>
    /// <see cref="EntryPostedEvent.PlantMonthKind"/> or <see cref="EntryPostedEvent.OrganisationKind"/>.
    /// </summary>
    string Kind { get; }

    /// <summary>Plant of the plant-month.</summary>
    PlantCode? Plant { get; }

    /// <summary>Month of the plant-month.</summary>
    Month? Month { get; }

    /// <summary>Revision of the plant-month.</summary>
    int? Revision { get; }

    /// <summary><c>unit</c> or <c>plant</c>.</summary>
    string? RecordKind { get; }

    /// <summary>Code of the unit or plant.</summary>
    string? RecordCode { get; }

    /// <summary>Version of the record.</summary>
    int? RecordVersion { get; }
}

/// <summary>The one of which an event speaks.</summary>
public static class OfOne
{
    /// <summary>Whether it names all that its kind needs.</summary>
    public static bool IsNamed(this IOfOne one) =>
        one
            is { Kind: EntryPostedEvent.PlantMonthKind, Plant: not null, Month: not null, Revision: not null }
                or {
                    Kind: EntryPostedEvent.OrganisationKind,
                    RecordKind: not null,
                    RecordCode: not null,
                    RecordVersion: not null
                };
}
