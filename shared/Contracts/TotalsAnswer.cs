using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>The ledger's answer to <c>GET /api/v1/totals</c>.</summary>
/// <param name="From">First month.</param>
/// <param name="To">Last month.</param>
/// <param name="Org">The part of the group: <c>GROUP</c>, <c>unit:CODE</c> or <c>plant:CODE</c>.</param>
/// <param name="AsOf">The position the answer is of.</param>
/// <param name="Coverage">On how much of what is expected it rests.</param>
/// <param name="Rows">The totals, in order of their keys.</param>
/// <param name="Co2e">The greenhouse gases among them, as CO2e.</param>
public sealed record TotalsAnswer(
    Month From,
    Month To,
    string Org,
    [property: JsonPropertyOrder(2)] TotalsPosition AsOf,
    [property: JsonPropertyOrder(2)] TotalsCoverage Coverage,
    [property: JsonPropertyOrder(2)] IReadOnlyList<TotalsRow> Rows,
    [property: JsonPropertyOrder(2)] TotalsCo2e Co2e
)
{
    /// <summary>
    /// The boundary of reporting, when one was asked for. No parameter: readers hold an answer to all of those,
    /// and this is left out of most.
    /// </summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Boundary { get; init; }

    /// <summary>
    /// What must be said beside avoided amounts, where the answer has any: own generation stands in avoided.hydro,
    /// avoided.wind and avoided.solar, power bought from outside the group in the same with .bought.
    /// </summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AvoidedCaveat>? Caveats { get; init; }

    /// <summary>
    /// The gaps that coverage counts, by what has no figure for them, in whatever basis; absent where there is none.
    /// </summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TotalsGap>? Gaps { get; init; }
}

/// <summary>Results that are missing for one reason.</summary>
/// <param name="Category">Category that has no figure.</param>
/// <param name="Basis">Basis that has no figure; null where the category has none.</param>
/// <param name="Measure">Measure that has no figure.</param>
/// <param name="Kind">
/// no-factor, not-reported, not-computable, claim-not-held; crediting-ended, density-unknown, density-too-low, which
/// keep no month from closing.
/// </param>
/// <param name="Count">How many: one for each plant-month, source and activity.</param>
public sealed record TotalsGap(string Category, string? Basis, string Measure, string Kind, int Count);

/// <summary>The position of the ledger that an answer is of.</summary>
/// <param name="Sequence">Of the last entry that is counted; 0 is the empty ledger.</param>
/// <param name="RecordedAt">When it was recorded; null for the empty ledger.</param>
/// <param name="RootHash">Root over all entries up to it, hexadecimal.</param>
/// <param name="Sealed">Whether a checkpoint published outside of the database covers it.</param>
public sealed record TotalsPosition(long Sequence, DateTimeOffset? RecordedAt, string RootHash, bool Sealed);

/// <summary>On how much of what is expected an answer rests.</summary>
/// <param name="PlantMonthsExpected">
/// Plants times months for which they report, up to the month in which the position was recorded, and what was posted
/// beyond that.
/// </param>
/// <param name="PlantMonthsPosted">Of these, how many stand on the ledger with readings.</param>
/// <param name="OpenGaps">
/// Results that are missing and keep their months from closing, each with its reason in its entry.
/// </param>
/// <param name="Closed">Whether every month is closed.</param>
/// <param name="SourcesUnplaced">
/// Where a boundary was asked for: sources with lines that it may hold, of which no record has come that says what
/// they are. Their lines are in no boundary but enterprise; 0 when nothing is missing for that reason.
/// </param>
/// <param name="GapsNotBlocking">
/// What is not counted and keeps no month from closing: crediting-ended, density-unknown, density-too-low.
/// </param>
/// <param name="PlantMonthsNotReported">Of those expected, how many have no sheet on the ledger.</param>
/// <param name="PlantMonthsWithdrawn">Of those expected, how many have a sheet from which every reading was taken out.
/// </param>
/// <param name="PlantMonthsNotBegun">
/// Plants times months for which they report that had not begun when the position was recorded; nobody expects them.
/// </param>
public sealed record TotalsCoverage(
    int PlantMonthsExpected,
    int PlantMonthsPosted,
    int OpenGaps,
    bool Closed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SourcesUnplaced = null,
    int GapsNotBlocking = 0,
    int PlantMonthsNotReported = 0,
    int PlantMonthsWithdrawn = 0,
    int PlantMonthsNotBegun = 0
)
{
    /// <summary>Nothing is missing: every month asked for has begun and is posted, and no gap is open.</summary>
    [JsonIgnore]
    public bool IsWhole =>
        OpenGaps == 0
        && PlantMonthsNotBegun == 0
        && PlantMonthsPosted == PlantMonthsExpected
        && SourcesUnplaced is null or 0;

    /// <summary>What part of the months asked for is posted, 0 to 1; 0 where there are none.</summary>
    [JsonIgnore]
    public decimal PostedShare =>
        PlantMonthsExpected + PlantMonthsNotBegun == 0
            ? 0
            : (decimal)PlantMonthsPosted / (PlantMonthsExpected + PlantMonthsNotBegun);
}

/// <summary>Between which bounds a total lies with 95 %, in percent of its amount, and how they were found.</summary>
/// <param name="LowerPercent">How far below, not negative.</param>
/// <param name="UpperPercent">How far above, not negative.</param>
/// <param name="Method">
/// propagation: the root of the sum of squares; monte-carlo: drawn, because a part is too uncertain, or too skew, for
/// it.
/// </param>
public sealed record TotalsBounds(string LowerPercent, string UpperPercent, string Method);
