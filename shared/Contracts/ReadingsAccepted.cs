using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>
/// A revision of a plant-month's sheet, whole: every reading, and the plant and its sources as they were in that month.
/// Its stored bytes are the revision's record; nobody asks another service for what it needs to calculate it.
/// </summary>
public sealed record ReadingsAcceptedEvent
{
    /// <summary>Code of the plant.</summary>
    public required PlantCode Plant { get; init; }

    /// <summary>The month the readings concern.</summary>
    public required Month Month { get; init; }

    /// <summary>Counts the accepted changes of this plant-month from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Id of the submission that made the revision.</summary>
    public required Guid SubmissionId { get; init; }

    /// <summary>Why the revision came: one of <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code of the plant's country.</summary>
    public required string Country { get; init; }

    /// <summary>Province of the plant; null abroad.</summary>
    public string? Province { get; init; }

    /// <summary>Part of a province that belongs to another grid.</summary>
    public string? SubRegion { get; init; }

    /// <summary>All sources the plant had in the month, in order of code.</summary>
    public required IReadOnlyList<SourceSnapshot> Sources { get; init; }

    /// <summary>
    /// Of the plants that the readings name as supplier or customer, those that are of the group in the month.
    /// </summary>
    public IReadOnlyList<string> GroupPlants { get; init; } = [];

    /// <summary>
    /// Of the plants of the group that the readings name as supplier, those whose word for it is missing; in order of
    /// plant and carrier. Null when none is: each supplier counts as named. So do those of sheets from before suppliers
    /// were asked.
    /// </summary>
    public IReadOnlyList<UnconfirmedSupplier>? UnconfirmedSuppliers { get; init; }

    /// <summary>
    /// What the sheet holds of the hydro, wind and solar power that it claims from plants of the group; in order of
    /// power and supplier. A claim that is not listed is held as it is made, and so are all where this is null: those
    /// of sheets from before claims were weighed.
    /// </summary>
    public IReadOnlyList<ClaimShare>? Claims { get; init; }

    /// <summary>All readings of the sheet, in order of key.</summary>
    public required IReadOnlyList<ReadingRecord> Readings { get; init; }
}

/// <summary>A plant of the group that is named as supplier and was not confirmed for the month.</summary>
/// <param name="Plant">The plant that is named.</param>
/// <param name="Carrier">What it is said to supply, see <see cref="Carriers"/>.</param>
public sealed record UnconfirmedSupplier(string Plant, string Carrier);

/// <summary>
/// What a plant holds of the power that it claims from a plant of the group: of each kWh that it claims
/// <see cref="Delivered"/> ÷ <see cref="Claimed"/>, and all of it where no more is claimed than was delivered.
/// </summary>
public sealed record ClaimShare
{
    /// <summary><c>hydro</c>, <c>wind</c> or <c>solar</c>.</summary>
    public required string Power { get; init; }

    /// <summary>The plant that is to have generated it or passed it on.</summary>
    public required string Supplier { get; init; }

    /// <summary>
    /// kWh that it generated or passed on for those who claim, less what it sold the certificates or credits of; null,
    /// as is <see cref="Claimed"/>, while it has not reported the month.
    /// </summary>
    public decimal? Delivered { get; init; }

    /// <summary>kWh that is claimed of it.</summary>
    public decimal? Claimed { get; init; }

    /// <summary>
    /// kWh of claims that name no plant of the group and are claims from the supplier all the same, because it names
    /// this plant as its customer; null for none.
    /// </summary>
    public decimal? Unnamed { get; init; }
}

/// <summary>A source as it was in the month of the sheet.</summary>
public sealed record SourceSnapshot
{
    /// <summary>Code of the source.</summary>
    public required string Code { get; init; }

    /// <summary>Kind of the source.</summary>
    public required string Kind { get; init; }

    /// <summary>Process of the source.</summary>
    public required string Process { get; init; }

    /// <summary>Technology, where known.</summary>
    public string? Technology { get; init; }

    /// <summary>Capacity weighted by the days of the month, MW.</summary>
    public decimal? CapacityMegawatts { get; init; }

    /// <summary>Stacks it discharges to.</summary>
    public IReadOnlyList<string> DischargesTo { get; init; } = [];

    /// <summary>Begin of the first crediting period.</summary>
    public DateOnly? CreditingStart { get; init; }

    /// <summary>Reservoir power density, W/m2.</summary>
    public decimal? PowerDensity { get; init; }

    /// <summary>Profile of its own in that month; null means the default of its kind.</summary>
    public string? Profile { get; init; }

    /// <summary>State in that month, when not <c>running</c>.</summary>
    public string? State { get; init; }

    /// <summary>
    /// Measures that the source does not report in that month, and by whose word; in order of measure.
    /// </summary>
    public IReadOnlyList<WaivedMeasure> Waived { get; init; } = [];

    /// <summary>
    /// Activities that the source was to report in that month, and of which the sheet has no reading; in order of code.
    /// What is waived, or stood still, is not among them. Null when nothing is missing; sheets from before this was
    /// asked say so, too.
    /// </summary>
    public IReadOnlyList<string>? NotReported { get; init; }

    /// <summary>
    /// Activities whose readings cover too few days of the month without a word why; in order of code. Null for none.
    /// </summary>
    public IReadOnlyList<PartlyReported>? PartlyReported { get; init; }
}

/// <summary>An activity of a source of which a part of the month is missing.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Days">How many days of the month its readings cover.</param>
public sealed record PartlyReported(string Activity, int Days);

/// <summary>A measure that a source need not report in a month.</summary>
public sealed record WaivedMeasure
{
    /// <summary><c>SO2</c>, <c>NOx</c> or <c>PM</c>.</summary>
    public required string Measure { get; init; }

    /// <summary><c>not-applicable</c> or <c>measured-quarterly</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Who stated it: the caller's id.</summary>
    public required string SignedBy { get; init; }

    /// <summary>Who held that key; null in what is from before this was kept.</summary>
    public string? SignedBySubject { get; init; }

    /// <summary>When it was stated.</summary>
    public required DateTimeOffset SignedAt { get; init; }
}

/// <summary>A reading as it was given. Its key within the sheet is (source, activity, meter, lot).</summary>
public sealed record ReadingRecord
{
    /// <summary>Code of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Code of the activity in the vocabulary.</summary>
    public required string Activity { get; init; }

    /// <summary>Code of the meter, where a source has several.</summary>
    public string? Meter { get; init; }

    /// <summary>Lot or delivery, where quality differs by lot.</summary>
    public string? Lot { get; init; }

    /// <summary>Quantity in <see cref="Unit"/>, not negative.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Unit as written, of the activity's dimension.</summary>
    public required string Unit { get; init; }

    /// <summary>How the quantity was obtained.</summary>
    public required Quality Quality { get; init; }

    /// <summary>
    /// Further facts by name, decimals in plain notation: <c>ncv</c>, <c>sulphurPercent</c>, <c>proof</c>,
    /// <c>supplierPlant</c> ….
    /// </summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>First day, when the reading does not cover the whole month.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, when the reading does not cover the whole month.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The plant's explanation of something that was asked about.</summary>
    public string? Explanation { get; init; }
}
