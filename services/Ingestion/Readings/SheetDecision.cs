using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A plant-month as it stands.</summary>
/// <param name="Revision">0 when there is no sheet.</param>
/// <param name="Applied">The highest revision that the ledger has said it holds.</param>
/// <param name="Sheet">The sheet that stands.</param>
/// <param name="SubmissionId">Of the revision that stands.</param>
/// <param name="State">How far that revision has come.</param>
internal sealed record StandingSheet(
    int Revision,
    int Applied,
    ReadingsAcceptedEvent? Sheet,
    Guid SubmissionId,
    string State
)
{
    public static StandingSheet None { get; } = new(0, 0, null, Guid.Empty, SubmissionState.Received);

    /// <summary>
    /// One more than anybody has seen: this database may have been set back behind what the ledger holds. Null when
    /// there is no number left.
    /// </summary>
    public int? NextRevision => Counting.Next(Math.Max(Revision, Applied));

    /// <summary>The plant's last sheet before the month; null where the request names no meter.</summary>
    public ReadingsAcceptedEvent? Before { get; init; }

    /// <summary>It is from before suppliers were asked, and no plant has changed it since.</summary>
    public bool SuppliersAsNamed { get; init; }

    /// <summary>What the plant reported in the months before.</summary>
    public ReportedBefore ReportedBefore { get; init; } = ReportedBefore.Nothing;

    /// <summary>The plant has sheets of months of which this one says what is expected.</summary>
    public bool HasLater { get; init; }
}

/// <summary>A sheet that is taken.</summary>
/// <param name="Answer">What the plant is told.</param>
/// <param name="Made">The new revision; null when nothing changes.</param>
internal sealed record DecidedSheet(SheetAccepted Answer, ReadingsAcceptedEvent? Made);

/// <summary>
/// What becomes of a sheet: the next revision, or everything that is wrong with it. It is decided of what is given here
/// and of nothing else, whatever the sheet came in.
/// </summary>
/// <param name="vocabulary">What readings may say.</param>
/// <param name="qualities">How quantities are obtained, with what people call it.</param>
/// <param name="organisation">The plants of the group, at one version of the whole.</param>
/// <param name="current">The month it is now in the group's time zone.</param>
/// <param name="now">When the revision is made.</param>
internal sealed class SheetDecision(
    ActivityVocabulary vocabulary,
    IReadOnlyList<CodeName> qualities,
    OrganisationState organisation,
    Month current,
    DateTimeOffset now
)
{
    /// <summary>Decides.</summary>
    /// <param name="input">What was handed in.</param>
    /// <param name="caller">By whom: what others have is not told to everybody.</param>
    /// <param name="standing">The sheet that stands.</param>
    /// <param name="around">Sheets of others that speak of the same supplies.</param>
    public Answer<DecidedSheet> Of(
        SheetInput input,
        Caller caller,
        StandingSheet standing,
        IReadOnlyList<NamingSheet> around
    )
    {
        if (!organisation.Plants.TryGetValue(input.Plant, out var known))
            return Refusals.NotFound($"There is no plant '{input.Plant}'.");
        if (input.Expected.Against(standing.Revision, required: input.Replaces, Tagged.Sheet) is { } precondition)
            return precondition;

        List<Finding> findings = [.. input.Findings];
        var check = new SheetCheck(vocabulary, qualities, known.Record, input.Month, findings);
        check.Month(current);
        var given = check.Readings(input.Readings);
        var merged = SheetMerge.Merge(
            standing.Sheet?.Readings,
            given,
            check.Withdrawals(input.Withdrawals),
            input.Replaces,
            findings
        );
        if (findings.Count == 0)
            check.Sums(merged.Readings, given);
        if (findings.Count > 0)
            return SheetRefusal.Of(findings);

        // What changes nothing makes no revision and no event: the answer names the revision that stands and how far it
        // has come.
        var changes = standing.Sheet is null || merged.Changed;
        if (changes && standing.NextRevision is null)
            return SheetRefusal.NoRevisionLeft(input.Plant, input.Month);
        var made = changes
            ? Next(input, standing.NextRevision!.Value, merged, known.Record, standing.ReportedBefore)
            : null;
        return new DecidedSheet(
            new SheetAccepted(
                made?.SubmissionId ?? standing.SubmissionId,
                input.Plant,
                input.Month,
                made?.Revision ?? standing.Revision,
                made is null ? standing.State : SubmissionState.Received,
                [
                    .. SheetRemarks
                        .Find(merged.Readings, given, known.Record, input.Month, vocabulary)
                        .Concat(MeterSpelling.Find(merged.Readings, given, standing.Before))
                        .Concat(ExpectedReadings.Find(made ?? standing.Sheet!, given, known.Record))
                        .Concat(
                            SupplyFindings.Find(
                                made ?? standing.Sheet!,
                                asNamed: made is null && standing.SuppliersAsNamed,
                                given,
                                around,
                                organisation
                            )
                        )
                        .Concat(ClaimFindings.Find(made ?? standing.Sheet!, given, around, organisation))
                        .Concat(UnknownPlants.Find(made ?? standing.Sheet!, given, organisation, caller))
                        .Select(finding => finding.ToView(input.InChinese)),
                ]
            ),
            made
        );
    }

    private ReadingsAcceptedEvent Next(
        SheetInput input,
        int revision,
        MergedSheet merged,
        PlantRecord plant,
        ReportedBefore before
    ) =>
        new ReadingsAcceptedEvent
        {
            Plant = input.Plant,
            Month = input.Month,
            Revision = revision,
            SubmissionId = Guid.CreateVersion7(now),
            Reason = merged.Reason,
            AcceptedAt = now,
            Country = plant.Country,
            Sources = [],
            Readings = merged.Readings,
        }.With(plant, organisation, asNamed: false, before);
}
