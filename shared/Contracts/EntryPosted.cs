using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>
/// The ledger's receipt: "applied up to revision r, version v", with or without an entry of its own. It settles every
/// revision up to <see cref="Revision"/> of the plant-month, or every version up to <see cref="RecordVersion"/> of the
/// organisation's record.
/// </summary>
public sealed record EntryPostedEvent : IOfOne
{
    /// <summary><see cref="PlantMonthKind"/> or <see cref="OrganisationKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Plant of the plant-month; null for the organisation.</summary>
    public PlantCode? Plant { get; init; }

    /// <summary>Month of the plant-month; null for the organisation.</summary>
    public Month? Month { get; init; }

    /// <summary>Highest revision applied.</summary>
    public int? Revision { get; init; }

    /// <summary>Version of the factor catalogue applied.</summary>
    public int? CatalogueVersion { get; init; }

    /// <summary>Version of the set of methods applied.</summary>
    public int? MethodsVersion { get; init; }

    /// <summary>SHA-256 over the plant-month's current lines, hexadecimal.</summary>
    public string? LinesHash { get; init; }

    /// <summary><c>unit</c> or <c>plant</c>, for the organisation.</summary>
    public string? RecordKind { get; init; }

    /// <summary>Code of the unit or plant, for the organisation.</summary>
    public string? RecordCode { get; init; }

    /// <summary>Highest version of the record applied.</summary>
    public int? RecordVersion { get; init; }

    /// <summary>Sequence of the newest entry of this plant-month or record.</summary>
    public required long Sequence { get; init; }

    /// <summary>When that entry was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Ledger position (sequence after the batch) at which the receipt was given.</summary>
    public required long Position { get; init; }

    /// <summary>Root of the ledger at that position, hexadecimal.</summary>
    public required string RootHash { get; init; }

    /// <summary>
    /// Postings written by the entry that applied the revision, reversals among them; 0 when nothing changed.
    /// </summary>
    public required int Postings { get; init; }

    /// <summary>Gaps open for the plant-month that keep it from closing.</summary>
    public required int OpenGaps { get; init; }

    /// <summary>The receipt concerns a plant-month.</summary>
    public const string PlantMonthKind = "plant-month";

    /// <summary>The receipt concerns a record of the organisation.</summary>
    public const string OrganisationKind = "organisation";
}
