using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// The plant and its sources as they were in a month, as a sheet carries them to whoever calculates it.
/// </summary>
internal static class SheetSnapshot
{
    private static readonly Comparer<(string Plant, string Carrier)> s_ordinal = Comparer<(
        string Plant,
        string Carrier
    )>.Create(
        (left, right) =>
            string.CompareOrdinal(left.Plant, right.Plant) is var by and not 0
                ? by
                : string.CompareOrdinal(left.Carrier, right.Carrier)
    );

    /// <summary>The sheet with the organisation put in as it is known now.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="plant">Its plant.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="asNamed">It is from before suppliers were asked.</param>
    /// <param name="before">What the plant reported in the months before.</param>
    public static ReadingsAcceptedEvent With(
        this ReadingsAcceptedEvent sheet,
        PlantRecord plant,
        OrganisationState organisation,
        bool asNamed,
        ReportedBefore before
    ) =>
        (
            sheet with
            {
                Country = plant.Country,
                Province = plant.Province,
                SubRegion = plant.SubRegion,
                Sources = [.. plant.Sources.Where(s => s.ExistsIn(sheet.Month)).Select(s => Of(s, sheet.Month))],
                GroupPlants =
                [
                    .. Mentioned(sheet.Readings)
                        .Where(p => organisation.IsInGroup(p, sheet.Month))
                        .Select(p => p.Value),
                ],
                UnconfirmedSuppliers = Unconfirmed(sheet, organisation, asNamed),
            }
        ).WithMissing(plant, before);

    /// <summary>The sheet as a revision that nobody handed in: something else made it another one.</summary>
    /// <param name="sheet">The sheet as it is now.</param>
    /// <param name="revision">Its number.</param>
    /// <param name="reason">Why there is one, of <see cref="Reasons"/>.</param>
    /// <param name="now">When it is made.</param>
    public static ReadingsAcceptedEvent AsRevision(
        this ReadingsAcceptedEvent sheet,
        int revision,
        string reason,
        DateTimeOffset now
    ) => sheet with { Revision = revision, Reason = reason, SubmissionId = Guid.CreateVersion7(now), AcceptedAt = now };

    /// <summary>The sheet with what is missing of it: nothing in a month that the plant does not report for.</summary>
    public static ReadingsAcceptedEvent WithMissing(
        this ReadingsAcceptedEvent sheet,
        PlantRecord plant,
        ReportedBefore before
    )
    {
        if (!plant.ReportsIn(sheet.Month))
            return sheet;
        var readings = sheet.Readings.ToLookup(reading => reading.Source, StringComparer.Ordinal);
        var sources = plant.Sources.ToDictionary(source => source.Code, StringComparer.Ordinal);
        return sheet with
        {
            Sources =
            [
                .. sheet.Sources.Select(snapshot =>
                    sources.TryGetValue(snapshot.Code, out var source)
                        ? snapshot.HeldAgainst(source, sheet.Month, readings[snapshot.Code], before)
                        : snapshot
                ),
            ],
        };
    }

    private static List<UnconfirmedSupplier>? Unconfirmed(
        ReadingsAcceptedEvent sheet,
        OrganisationState organisation,
        bool asNamed
    )
    {
        SortedSet<(string Plant, string Carrier)>? unconfirmed = null;
        foreach (var reading in sheet.Readings)
        {
            if (
                reading.Attributes?.TryGetValue("supplierPlant", out var supplier) == true
                && Carriers.Of(reading.Activity) is var carrier
                && organisation.IsUnconfirmed(supplier, sheet.Plant.Value, carrier, sheet.Month, asNamed)
            )
                (unconfirmed ??= new(s_ordinal)).Add((supplier, carrier));
        }
        return unconfirmed?.Select(u => new UnconfirmedSupplier(u.Plant, u.Carrier)).ToList();
    }

    /// <summary>The plants that readings name as supplier or customer, each once, in order of code.</summary>
    public static IReadOnlyList<PlantCode> Mentioned(IReadOnlyList<ReadingRecord> readings)
    {
        SortedSet<PlantCode>? plants = null;
        foreach (var reading in readings)
        {
            if (reading.Attributes is not { } attributes)
                continue;
            foreach (var role in (ReadOnlySpan<string>)["supplierPlant", "customerPlant"])
            {
                if (attributes.TryGetValue(role, out var plant))
                    (plants ??= []).Add(PlantCode.Trusted(plant));
            }
        }
        return plants is null ? [] : [.. plants];
    }

    public static SourceSnapshot Of(SourceRecord source, Month month) =>
        new()
        {
            Code = source.Code,
            Kind = source.Kind,
            Process = source.Process,
            Technology = source.Technology,
            CapacityMegawatts = Capacity(source.Capacities, month),
            DischargesTo = source.DischargesTo,
            CreditingStart = source.CreditingStart,
            PowerDensity = source.PowerDensity,
            Profile = source.Profiles.LastOrDefault(p => p.From <= month)?.Profile,
            // The state at the end of the month speaks for it; a month does not carry two.
            State = source.States.LastOrDefault(s => s.From <= month.LastDay)?.State is { } state and not "running"
                ? state
                : null,
            Waived =
            [
                .. source
                    .Waivers.Where(w => w.Measure is not null && w.HoldsIn(month))
                    .OrderBy(w => w.Measure, StringComparer.Ordinal)
                    .Select(w => new WaivedMeasure
                    {
                        Measure = w.Measure!,
                        Kind = w.Kind,
                        Reason = w.Reason,
                        SignedBy = w.SignedBy,
                        SignedBySubject = w.SignedBySubject,
                        SignedAt = w.SignedAt,
                    }),
            ],
        };

    /// <summary>
    /// MW weighted by the days of the month, rounded half-even to the watt; null where no capacity has begun.
    /// </summary>
    private static decimal? Capacity(IReadOnlyList<CapacityRecord> capacities, Month month)
    {
        decimal megawattDays = 0;
        var begun = false;
        for (var i = 0; i < capacities.Count; i++)
        {
            var from = capacities[i].From > month.FirstDay ? capacities[i].From : month.FirstDay;
            var until =
                i + 1 < capacities.Count && capacities[i + 1].From <= month.LastDay
                    ? capacities[i + 1].From.AddDays(-1)
                    : month.LastDay;
            if (until < from)
                continue;
            begun = true;
            megawattDays += capacities[i].Megawatts * (until.DayNumber - from.DayNumber + 1);
        }
        return begun ? DecimalText.Trimmed(decimal.Round(megawattDays / month.Days, 6, MidpointRounding.ToEven)) : null;
    }
}
