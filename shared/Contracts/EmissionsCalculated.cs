using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>
/// The emission lines and gaps of a revision. Columnar: codes stand once, columns hold their indexes, so that a month
/// with two hundred lines is some ten kilobytes. Line n is the n-th element of every column; lines are in order of
/// key (source, activity, category, basis, measure, counterparty; ordinal), each key once.
/// </summary>
public sealed record EmissionsCalculatedEvent
{
    /// <summary>Code of the plant.</summary>
    public required PlantCode Plant { get; init; }

    /// <summary>The month.</summary>
    public required Month Month { get; init; }

    /// <summary>Revision of the sheet that was calculated.</summary>
    public required int Revision { get; init; }

    /// <summary>Version of the factor catalogue used.</summary>
    public required int CatalogueVersion { get; init; }

    /// <summary>Version of the set of methods used.</summary>
    public required int MethodsVersion { get; init; }

    /// <summary>Submission that made the revision.</summary>
    public required Guid SubmissionId { get; init; }

    /// <summary>Why the lines may differ from those before: one of <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was calculated.</summary>
    public required DateTimeOffset CalculatedAt { get; init; }

    /// <summary>Number of readings the revision holds.</summary>
    public required int ReadingCount { get; init; }

    /// <summary>Sources that have lines, with the process they belonged to.</summary>
    public required IReadOnlyList<SourceProcess> Sources { get; init; }

    /// <summary>Every other code the columns refer to.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>How figures were arrived at; each combination once.</summary>
    public required IReadOnlyList<Provenance> Provenances { get; init; }

    /// <summary>The lines.</summary>
    public required LineColumns Lines { get; init; }

    /// <summary>The gaps: where a figure is missing, and why.</summary>
    public IReadOnlyList<GapRecord> Gaps { get; init; } = [];
}

/// <summary>A source and the process it belonged to in the month.</summary>
public sealed record SourceProcess(string Code, string Process);

/// <summary>
/// How a figure was arrived at. Two lines with equal amounts but different provenance are different lines.
/// </summary>
public sealed record Provenance
{
    /// <summary>What stands in the place of a factor set when every value came with the readings.</summary>
    public const string Given = "given";

    /// <summary>The worst quality among the readings the line rests on.</summary>
    public required Quality Quality { get; init; }

    /// <summary>Method and its version, as <c>fuel-combustion/1</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Factor set or factor with version, as <c>ndrc-2013/1</c>; null where no factor was used.</summary>
    public string? FactorSet { get; init; }

    /// <summary>What a reader must know of the figure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LineStatuses Statuses { get; init; }

    /// <summary>Uncertainty of the activity, percent, half-width at 95 %.</summary>
    public decimal? ActivityUncertaintyPercent { get; init; }

    /// <summary>Uncertainty of the factor, percent, half-width at 95 %.</summary>
    public decimal? FactorUncertaintyPercent { get; init; }
}

/// <summary>The columns; all of the same length.</summary>
public sealed record LineColumns
{
    /// <summary>Index into <see cref="EmissionsCalculatedEvent.Sources"/>.</summary>
    public required IReadOnlyList<int> Source { get; init; }

    /// <summary>Index into <see cref="EmissionsCalculatedEvent.Codes"/>: activity.</summary>
    public required IReadOnlyList<int> Activity { get; init; }

    /// <summary>
    /// Index into <see cref="EmissionsCalculatedEvent.Codes"/>: category, see <see cref="Categories"/>.
    /// </summary>
    public required IReadOnlyList<int> Category { get; init; }

    /// <summary>
    /// Index into <see cref="EmissionsCalculatedEvent.Codes"/>: basis, see <see cref="Bases"/>;
    /// -1 where the category has none.
    /// </summary>
    public required IReadOnlyList<int> Basis { get; init; }

    /// <summary>Index into <see cref="EmissionsCalculatedEvent.Codes"/>: measure.</summary>
    public required IReadOnlyList<int> Measure { get; init; }

    /// <summary>
    /// Index into <see cref="EmissionsCalculatedEvent.Codes"/>: plant of the group on the other side;
    /// -1 where there is none.
    /// </summary>
    public required IReadOnlyList<int> Counterparty { get; init; }

    /// <summary>Amounts in the measure's unit, six decimals.</summary>
    public required IReadOnlyList<decimal> Amount { get; init; }

    /// <summary>Activity quantities in the activity's canonical unit.</summary>
    public required IReadOnlyList<decimal> ActivityQuantity { get; init; }

    /// <summary>Index into <see cref="EmissionsCalculatedEvent.Provenances"/>.</summary>
    public required IReadOnlyList<int> Provenance { get; init; }
}

/// <summary>A typed "no result". It blocks closing and is never a zero.</summary>
public sealed record GapRecord
{
    /// <summary>Code of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Activity it concerns; null when it concerns the source as a whole.</summary>
    public string? Activity { get; init; }

    /// <summary>Category that has no figure.</summary>
    public required string Category { get; init; }

    /// <summary>Basis that has no figure; null where the category has none.</summary>
    public string? Basis { get; init; }

    /// <summary>Measure that has no figure.</summary>
    public required string Measure { get; init; }

    /// <summary>
    /// Which kind of gap it is: <c>no-factor</c>, <c>not-reported</c>, <c>not-computable</c> or <c>claim-not-held</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What is missing and what would close the gap, for people.</summary>
    public required string Detail { get; init; }
}
