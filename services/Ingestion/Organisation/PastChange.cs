using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>A change of a plant's record, asked what it does to sheets of the past.</summary>
/// <param name="Before">The record that stands; null for a new one.</param>
/// <param name="After">The record as it shall be.</param>
/// <param name="Known">The organisation as it stands.</param>
/// <param name="Organisation">The organisation with the change.</param>
/// <param name="Undated">What it changes without a date.</param>
/// <param name="Terms">On what terms it is written.</param>
internal sealed record PastQuestion(
    PlantRecord? Before,
    PlantRecord After,
    OrganisationState Known,
    OrganisationState Organisation,
    IReadOnlyList<UndatedChange> Undated,
    WriteTerms Terms
)
{
    public PlantCode Plant { get; } = PlantCode.Trusted(After.Code);

    /// <summary>Whether the plant belongs to another unit in a month, or by another share.</summary>
    public bool MovesIn(Month month) => Before is not null && MembershipIn(Before, month) != MembershipIn(After, month);

    private static (string?, decimal?) MembershipIn(PlantRecord plant, Month month)
    {
        var holds = plant.Memberships.LastOrDefault(membership => membership.From <= month);
        return (holds?.Unit, holds?.OwnershipSharePercent);
    }
}

/// <summary>A month with readings in which a plant belongs to another unit than before.</summary>
internal sealed record MovedMonth(Month Month, string? From, string? To);

/// <summary>What a change of a plant's record does to sheets of the past.</summary>
/// <param name="Findings">Why it cannot be.</param>
/// <param name="Revised">Sheets that get a new revision, of this plant and others, in order.</param>
/// <param name="Moved">Months that move to another unit with what was posted for them.</param>
/// <param name="SinceNeeded">
/// The month that the call has to say, because a value without a date changes it and those after; null for none.
/// </param>
internal sealed record PastChange(
    IReadOnlyList<RefusalItem> Findings,
    IReadOnlyList<(PlantCode Plant, Month Month)> Revised,
    IReadOnlyList<MovedMonth> Moved,
    Month? SinceNeeded
)
{
    public static PastChange None { get; } = new([], [], [], null);
}
