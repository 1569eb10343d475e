using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What a source was to report in a month and has not, or for a part of the month only. Expected is what its record
/// names, else what it reported in any of the twelve months before; not what is waived, nor what cannot be while it
/// stands still. That there was none of it says a reading of zero.
/// </summary>
internal static class ExpectedReadings
{
    // A month counts as covered when so much of it is: meters are read within a day or so.
    private const int CoveredPercent = 95;

    /// <summary>Refills: who needed one last spring need not have needed one since.</summary>
    private static readonly string[] s_occasional = ["fugitive.refrigerant", "fugitive.sf6"];

    /// <summary>The snapshot of a source with what is missing of it.</summary>
    /// <param name="snapshot">The source as it was in the month.</param>
    /// <param name="source">Its record.</param>
    /// <param name="month">The month.</param>
    /// <param name="readings">Its readings.</param>
    /// <param name="before">What the plant reported before.</param>
    public static SourceSnapshot HeldAgainst(
        this SourceSnapshot snapshot,
        SourceRecord source,
        Month month,
        IEnumerable<ReadingRecord> readings,
        ReportedBefore before
    )
    {
        List<IGrouping<string, ReadingRecord>> reported =
        [
            .. readings.GroupBy(reading => reading.Activity, StringComparer.Ordinal),
        ];
        List<string> missing =
        [
            .. (
                source.Expects.Count > 0
                    ? source.Expects
                    : before.At(source.Code).Except(s_occasional, StringComparer.Ordinal)
            )
                .Except(reported.Select(activity => activity.Key), StringComparer.Ordinal)
                .Where(activity =>
                    !source.Waivers.Any(waiver => waiver.Activity == activity && waiver.HoldsIn(month))
                    && ImpossibleHere.StoppedSince(source, activity, month.FirstDay, month.LastDay) is null
                )
                .Order(StringComparer.Ordinal),
        ];
        List<PartlyReported> partly =
        [
            .. reported
                .Where(activity => activity.All(reading => reading.Explanation is null))
                .Select(activity => (activity.Key, Days: DaysOfPart(source, activity, month)))
                .Where(activity => activity.Days is not null)
                .Select(activity => new PartlyReported(activity.Key, activity.Days!.Value))
                .OrderBy(activity => activity.Activity, StringComparer.Ordinal),
        ];
        return snapshot with
        {
            NotReported = missing.Count == 0 ? null : missing,
            PartlyReported = partly.Count == 0 ? null : partly,
        };
    }

    /// <summary>
    /// A sheet after a change of records. What is missing of it stays as it was said unless the record of the source
    /// says something else of it now: a better name opens no gap in sheets from before anybody asked.
    /// </summary>
    /// <param name="renewed">The sheet with the records put in as they are now.</param>
    /// <param name="sheet">The sheet as it stands.</param>
    /// <param name="before">Its plant before the change; null when it was not there.</param>
    /// <param name="after">Its plant now.</param>
    public static ReadingsAcceptedEvent WithMissingOf(
        this ReadingsAcceptedEvent renewed,
        ReadingsAcceptedEvent sheet,
        PlantRecord? before,
        PlantRecord after
    )
    {
        if (before is null || before.ReportsIn(sheet.Month) != after.ReportsIn(sheet.Month))
            return renewed;
        var standing = sheet.Sources.ToDictionary(source => source.Code, StringComparer.Ordinal);
        return renewed with
        {
            Sources =
            [
                .. renewed.Sources.Select(source =>
                    standing.TryGetValue(source.Code, out var stands) && ExpectsTheSame(source.Code, before, after)
                        ? source with
                        {
                            NotReported = stands.NotReported,
                            PartlyReported = stands.PartlyReported,
                        }
                        : source
                ),
            ],
        };
    }

    private static bool ExpectsTheSame(string source, PlantRecord before, PlantRecord after) =>
        before.Sources.FirstOrDefault(known => known.Code == source) is { } was
        && after.Sources.FirstOrDefault(known => known.Code == source) is { } now
        && was.Expects.SequenceEqual(now.Expects, StringComparer.Ordinal)
        && was.Waivers.SequenceEqual(now.Waivers)
        && was.States.SequenceEqual(now.States);

    /// <summary>What is missing of a sheet, as it is told with it.</summary>
    /// <param name="sheet">The sheet as it stands now.</param>
    /// <param name="given">Those of its readings that the request gave.</param>
    /// <param name="plant">The plant as it is known now.</param>
    public static IEnumerable<Finding> Find(
        ReadingsAcceptedEvent sheet,
        IReadOnlyList<GivenReading> given,
        PlantRecord plant
    )
    {
        foreach (var source in sheet.Sources)
        {
            foreach (var activity in source.NotReported ?? [])
                yield return SheetFindings.NotReported(source.Code, activity, sheet.Month) with
                {
                    Reading = new ReadingKey(source.Code, activity, null, null),
                };
        }
        var sources = plant.Sources.ToDictionary(source => source.Code, StringComparer.Ordinal);
        foreach (var together in sheet.Readings.GroupBy(reading => (reading.Source, reading.Activity)))
        {
            if (
                !sources.TryGetValue(together.Key.Source, out var source)
                || DaysOfPart(source, together, sheet.Month) is not { } days
            )
                continue;
            yield return SheetFindings.PartOfMonth(
                SheetRemarks.PlaceOf(together, given),
                together.Key.Source,
                together.Key.Activity,
                days,
                sheet.Month
            ) with
            {
                Reading = ReadingKey.Of(together.First()),
                Explanation = together.Select(reading => reading.Explanation).FirstOrDefault(text => text is not null),
            };
        }
    }

    /// <summary>
    /// How many days the readings of an activity cover, where these are too few; null where they cover the month. On
    /// days on which the source stood still there is nothing to read.
    /// </summary>
    private static int? DaysOfPart(SourceRecord source, IEnumerable<ReadingRecord> readings, Month month)
    {
        List<ReadingRecord> all = [.. readings];
        if (all.Exists(reading => reading.From is null))
            return null;
        var (read, covered) = (0, 0);
        for (var day = month.FirstDay; day <= month.LastDay; day = day.AddDays(1))
        {
            if (all.Exists(reading => reading.From <= day && day <= reading.To))
                read++;
            else if (ImpossibleHere.StoppedSince(source, all[0].Activity, day, day) is null)
                continue;
            covered++;
        }
        return covered * 100 >= month.Days * CoveredPercent ? null : read;
    }
}
