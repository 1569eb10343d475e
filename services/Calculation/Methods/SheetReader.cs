using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// The sheet says something that calculation does not know. Ingestion should have refused it, so nobody can calculate
/// it.
/// </summary>
internal sealed class UnreadableSheetException(string reason) : Exception(reason);

/// <summary>Turns the event, in words, into a sheet that the methods can trust.</summary>
internal static class SheetReader
{
    /// <summary>Reads the event of a plant-month.</summary>
    /// <param name="accepted">The event.</param>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="profile">In the place of every source's own, to compare; null in the ordinary course.</param>
    /// <exception cref="UnreadableSheetException">
    /// A source, activity, unit, attribute or profile is not known here.
    /// </exception>
    public static Sheet Read(ReadingsAcceptedEvent accepted, Catalogue catalogue, string? profile = null)
    {
        var ordered = Ordered(accepted);
        var claimed = ClaimedReadings.Of(accepted);
        var sources = new SourceMonth[accepted.Sources.Count];
        var position = 0;
        var next = 0;
        foreach (var snapshot in accepted.Sources.OrderBy(s => s.Code, StringComparer.Ordinal))
        {
            if (next > 0 && sources[next - 1].Code == snapshot.Code)
                throw new UnreadableSheetException($"Source {snapshot.Code} stands twice.");
            var first = position;
            while (position < ordered.Length && ordered[position].Source == snapshot.Code)
                position++;
            sources[next++] = Source(
                snapshot,
                ordered.AsSpan(first, position - first),
                accepted,
                claimed,
                catalogue,
                profile
            );
        }
        if (position < ordered.Length)
            throw new UnreadableSheetException(
                $"A reading names the source {ordered[position].Source}, which the plant does not have in the month."
            );

        var sheet = new Sheet
        {
            Plant = accepted.Plant,
            Month = accepted.Month,
            Place = catalogue.PlaceOf(accepted.Country, accepted.Province, accepted.SubRegion),
            Sources = sources,
            ReadingCount = accepted.Readings.Count,
            AskedProfile = profile,
        };
        Stacks.Resolve(sheet, accepted.Sources, catalogue.Activities);
        return sheet;
    }

    /// <summary>
    /// The event holds readings in order of key; a sheet that does not is put in order, so that nothing depends on it.
    /// </summary>
    private static ReadingRecord[] Ordered(ReadingsAcceptedEvent accepted)
    {
        var readings = accepted.Readings as ReadingRecord[] ?? [.. accepted.Readings];
        for (var i = 1; i < readings.Length; i++)
        {
            if (Compare(readings[i - 1], readings[i]) <= 0)
                continue;
            readings = [.. readings];
            Array.Sort(readings, Compare);
            break;
        }
        for (var i = 1; i < readings.Length; i++)
        {
            if (Compare(readings[i - 1], readings[i]) == 0)
                throw new UnreadableSheetException(
                    $"The reading {readings[i].Source}, {readings[i].Activity}, {readings[i].Meter}, "
                        + $"{readings[i].Lot} stands twice."
                );
        }
        return readings;
    }

    private static int Compare(ReadingRecord left, ReadingRecord right)
    {
        var by = string.CompareOrdinal(left.Source, right.Source);
        if (by == 0)
            by = string.CompareOrdinal(left.Activity, right.Activity);
        if (by == 0)
            by = string.CompareOrdinal(left.Meter, right.Meter);
        return by != 0 ? by : string.CompareOrdinal(left.Lot, right.Lot);
    }

    private static SourceMonth Source(
        SourceSnapshot snapshot,
        ReadOnlySpan<ReadingRecord> records,
        ReadingsAcceptedEvent accepted,
        ClaimedReadings? claimed,
        Catalogue catalogue,
        string? profile
    )
    {
        var groups = 0;
        for (var i = 0; i < records.Length; i++)
        {
            if (i == 0 || records[i].Activity != records[i - 1].Activity)
                groups++;
        }
        var own =
            catalogue.ProfileOf(profile ?? snapshot.Profile, snapshot.Kind, accepted.Month)
            ?? throw new UnreadableSheetException(
                $"Source {snapshot.Code} has the profile {snapshot.Profile}, which the catalogue "
                    + $"does not offer in {accepted.Month}."
            );
        var activities = new ActivityReadings[groups];
        for (int i = 0, group = 0; i < records.Length; group++)
        {
            var end = i + 1;
            while (end < records.Length && records[end].Activity == records[i].Activity)
                end++;
            var activity = Find(records[i].Activity, catalogue);
            var readings = new Reading[end - i];
            for (var j = i; j < end; j++)
                readings[j - i] = Reading(records[j], activity, accepted, catalogue, own);
            activities[group] = new ActivityReadings(activity, claimed?.Apart(activity, readings) ?? readings);
            i = end;
        }
        return new SourceMonth
        {
            Code = snapshot.Code,
            Process = snapshot.Process,
            Kind = SourceKinds.Of(snapshot.Kind),
            Technology = snapshot.Technology,
            CreditingStart = snapshot.CreditingStart,
            PowerDensity = snapshot.PowerDensity,
            Profile = own,
            HasOwnProfile = snapshot.Profile is not null,
            KindCode = snapshot.Kind,
            DischargesTo = snapshot.DischargesTo,
            Waived = Waived(snapshot.Waived),
            Activities = activities,
            Missing = Missing(snapshot, catalogue),
        };
    }

    private static Activity Find(string activity, Catalogue catalogue) =>
        catalogue.Activities.Find(activity)
        ?? throw new UnreadableSheetException($"The activity {activity} is not in the vocabulary of this calculation.");

    private static MissingActivity[] Missing(SourceSnapshot snapshot, Catalogue catalogue) =>
        snapshot is { NotReported: null, PartlyReported: null }
            ? []
            :
            [
                .. (snapshot.NotReported ?? [])
                    .Select(activity => new MissingActivity(Find(activity, catalogue), null))
                    .Concat(
                        (snapshot.PartlyReported ?? []).Select(partly => new MissingActivity(
                            Find(partly.Activity, catalogue),
                            partly.Days
                        ))
                    )
                    .OrderBy(missing => missing.Activity.Rank),
            ];

    private static Pollutants Waived(IReadOnlyList<WaivedMeasure> measures)
    {
        var waived = Pollutants.None;
        for (var i = 0; i < measures.Count; i++)
            waived |= Stacks.PollutantOf(measures[i].Measure);
        return waived;
    }

    private static Reading Reading(
        ReadingRecord record,
        Activity activity,
        ReadingsAcceptedEvent accepted,
        Catalogue catalogue,
        Profile profile
    )
    {
        if (
            !Unit.TryParse(record.Unit, out var unit)
            || (unit.Dimension != activity.Unit.Dimension && !activity.Others.Contains(unit.Dimension))
        )
            throw new UnreadableSheetException(
                $"The reading {record.Source}, {record.Activity} is in {record.Unit}, which does not "
                    + $"convert into {activity.Unit}."
            );
        if (record.Quantity < 0)
            throw new UnreadableSheetException($"The reading {record.Source}, {record.Activity} is below zero.");
        var facts = record.Attributes is { Count: > 0 }
            ? Facts.Read(record, accepted, catalogue.Activities.Informative)
            : null;
        Exact amount;
        FuelQuantity? read = null;
        string? lacks = null;
        if (unit.Dimension == activity.Unit.Dimension)
            amount = unit == activity.Unit ? record.Quantity : record.Quantity * unit.RatioTo(activity.Unit);
        else
            read = FuelQuantity.Of(
                record.Quantity * unit.RatioTo(FuelQuantity.UnitOf(activity.Fuel!)),
                activity.Fuel!,
                facts,
                catalogue.For(accepted.Month, accepted.Plant).At(record.Source).Fuel(profile, activity.Fuel!),
                out amount,
                out lacks
            );
        return new Reading
        {
            Amount = amount,
            Quantity = record.Quantity,
            Unit = unit,
            Quality = record.Quality,
            Meter = record.Meter,
            Lot = record.Lot,
            Facts = facts,
            Read = read,
            Lacks = lacks,
        };
    }
}
