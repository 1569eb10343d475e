using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>
/// What a change would do to figures of the past, asked before it is done: a proposal of factors, or a record of the
/// organisation. Members that belong to one of the two are left out by the other.
/// </summary>
public sealed record ChangePreview
{
    /// <summary>The proposal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Proposal { get; init; }

    /// <summary>The catalogue in force, which old amounts are by.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CatalogueVersion { get; init; }

    /// <summary>Plant-months that come out otherwise, or in another unit.</summary>
    public required int PlantMonthsAffected { get; init; }

    /// <summary>Plant-months that were calculated for this answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PlantMonthsLookedAt { get; init; }

    /// <summary>
    /// Plant-months that the catalogue in force has not come to yet; what it posts for them is not in this answer.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PlantMonthsWaiting { get; init; }

    /// <summary>
    /// Plant-months whose sheets would be calculated anew because their plant or sources are others than before: what
    /// that comes to is not in the sums of this answer, which is whole where there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PlantMonthsToCalculate { get; init; }

    /// <summary>
    /// The month that the call has to give as since, because a value without a date changes it and those after.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Month? SinceNeeded { get; init; }

    /// <summary>The first plant-month that is affected.</summary>
    public Month? FirstMonth { get; init; }

    /// <summary>The last one.</summary>
    public Month? LastMonth { get; init; }

    /// <summary>
    /// Lines of other amount, quantity, factor set, status or uncertainty; lines that come and go.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LinesChanged { get; init; }

    /// <summary>Gaps that there would be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GapsOpened { get; init; }

    /// <summary>Gaps that there would not be any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GapsClosed { get; init; }

    /// <summary>
    /// Sums over the affected plant-months, of the categories in which something changes; where amounts move from one
    /// part of the group to another, of each of these.
    /// </summary>
    public required IReadOnlyList<PreviewSum> Sums { get; init; }

    /// <summary>The affected plant-months, as many as asked for, in order of plant and month.</summary>
    public required IReadOnlyList<PreviewMonth> PlantMonths { get; init; }
}

/// <summary>A category, basis and measure before and after.</summary>
/// <param name="Category">Category.</param>
/// <param name="Basis">Basis, where the category has one.</param>
/// <param name="Measure">Measure.</param>
/// <param name="Unit">Unit of the amounts.</param>
/// <param name="Old">As it stands.</param>
/// <param name="New">With the change.</param>
/// <param name="Delta">New − old: what is posted, or moves.</param>
public sealed record PreviewSum(
    string Category,
    string? Basis,
    string Measure,
    string Unit,
    decimal Old,
    decimal New,
    decimal Delta
)
{
    /// <summary>The part of the group, as totals name it; left out where it is the affected plant-months.</summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Org { get; init; }

    /// <summary>
    /// What of the old amount rests on factors that were compared with their official texts, or on none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? OldOnVerifiedFactors { get; init; }

    /// <summary>What of the new one does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? NewOnVerifiedFactors { get; init; }

    /// <summary>
    /// The group in the affected months by the catalogue in force, transfers inside it cancelled.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? GroupTotal { get; init; }

    /// <summary>The delta's part of it, transfers cancelled too; none where the total is 0.</summary>
    public decimal? ShareOfGroup { get; init; }
}

/// <summary>A plant-month that comes out otherwise, or in another unit.</summary>
/// <param name="Plant">Plant.</param>
/// <param name="Month">Month.</param>
public sealed record PreviewMonth(PlantCode Plant, Month Month)
{
    /// <summary>Lines that change; left out where the month is yet to be calculated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LinesChanged { get; init; }

    /// <summary>Gaps that there would be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GapsOpened { get; init; }

    /// <summary>Gaps that there would not be any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GapsClosed { get; init; }

    /// <summary>Categories that change; left out where the month is yet to be calculated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PreviewChange>? Changes { get; init; }

    /// <summary>The unit that it leaves, with all that was posted for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FromUnit { get; init; }

    /// <summary>The unit that it comes to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ToUnit { get; init; }

    /// <summary>True where the sheet would be calculated anew; left out where it would not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ToCalculate { get; init; }
}

/// <summary>A category, basis and measure of a plant-month before and after.</summary>
/// <param name="Category">Category.</param>
/// <param name="Basis">Basis, where the category has one.</param>
/// <param name="Measure">Measure.</param>
/// <param name="Old">As it stands.</param>
/// <param name="New">With the change.</param>
/// <param name="Delta">New − old.</param>
public sealed record PreviewChange(
    string Category,
    string? Basis,
    string Measure,
    decimal Old,
    decimal New,
    decimal Delta
);
