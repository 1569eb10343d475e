using System.Collections.Frozen;
using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Judges the readings of a request by the vocabulary and by the plant as it is in that month. It knows nothing of the
/// sheet that stands: that is for <see cref="SheetMerge"/>.
/// </summary>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class SheetCheck(
    ActivityVocabulary vocabulary,
    IReadOnlyList<CodeName> qualities,
    PlantRecord plant,
    Month month,
    List<Finding> findings
)
{
    /// <summary>A year of hourly lots would be a quarter of a million; a sheet is a month's meters.</summary>
    public const int MaxReadings = 5_000;

    /// <summary>
    /// So much of anything no plant has in a month, by one reading or by all of a source and activity. What they make,
    /// by whatever factor, is below <see cref="Amounts.Limit"/>, and sums over the group can be written.
    /// </summary>
    public const decimal CanonicalLimit = 1_000_000_000_000m;

    private const int KeyTextLength = 64;
    private const int ExplanationLength = 1_000;

    private readonly FrozenDictionary<string, SourceRecord> _sources = plant.Sources.ToFrozenDictionary(
        source => source.Code,
        StringComparer.Ordinal
    );

    private readonly AttributeCheck _attributes = new(vocabulary, PlantCode.Trusted(plant.Code), findings);

    /// <summary>Whether the plant reports for the month at all.</summary>
    /// <param name="current">The month it is now in the group's time zone.</param>
    public void Month(Month current)
    {
        if (month > current)
            findings.Add(SheetFindings.MonthInFuture(month, current));
        if (month < plant.From)
            findings.Add(SheetFindings.MonthBeforePlant(month, plant));
        if (plant.To is { } to && month > to)
            findings.Add(SheetFindings.MonthAfterPlant(month, plant));
    }

    /// <summary>The readings that are right, and a finding for everything that is not.</summary>
    public List<GivenReading> Readings(IReadOnlyList<ReadingInput> inputs)
    {
        var readings = new List<GivenReading>(inputs.Count);
        var places = new Dictionary<ReadingKey, Place>(inputs.Count);
        foreach (var input in inputs)
        {
            var before = findings.Count;
            var reading = Reading(input);
            if (input.Source is { } source && input.Activity is { } activity)
            {
                var key = new ReadingKey(source, activity, input.Meter, input.Lot);
                if (!places.TryAdd(key, input.Place.Whole))
                    findings.Add(SheetFindings.DuplicateReading(input.Place.Whole, places[key], key));
                for (var i = before; i < findings.Count; i++)
                    findings[i] = findings[i] with { Reading = key };
            }
            if (reading is not null && findings.Count == before)
                readings.Add(new GivenReading(input.Place, reading));
        }
        return readings;
    }

    /// <summary>What several readings of a source and activity come to is one quantity.</summary>
    /// <param name="sheet">The sheet as it would be.</param>
    /// <param name="given">The readings of the request.</param>
    public void Sums(IReadOnlyList<ReadingRecord> sheet, IReadOnlyList<GivenReading> given)
    {
        var last = given
            .GroupBy(reading => (reading.Key.Source, reading.Key.Activity))
            .ToDictionary(g => g.Key, g => g.Last());
        foreach (
            var together in sheet.GroupBy(reading =>
                (reading.Source, reading.Activity, Unit.Parse(reading.Unit).Dimension)
            )
        )
        {
            if (
                !together.Skip(1).Any()
                || !last.TryGetValue((together.Key.Source, together.Key.Activity), out var reading)
                || !vocabulary.Activities.TryGetValue(together.Key.Activity, out var activity)
            )
                continue;
            var unit = activity.UnitOf(together.Key.Dimension);
            var sum = together.Aggregate(
                Exact.Zero,
                (all, one) => all + new Quantity(one.Quantity, Unit.Parse(one.Unit)).In(unit)
            );
            if (sum >= CanonicalLimit)
                findings.Add(
                    ReadingFindings.SumOutOfRange(
                        reading.Place.Of("quantity"),
                        reading.Key,
                        together.Count(),
                        sum.RoundToFit(9),
                        unit
                    ) with
                    {
                        Reading = reading.Key,
                    }
                );
        }
    }

    /// <summary>The keys to be withdrawn.</summary>
    public List<GivenWithdrawal> Withdrawals(IReadOnlyList<KeyInput> inputs)
    {
        var withdrawals = new List<GivenWithdrawal>(inputs.Count);
        var seen = new HashSet<ReadingKey>();
        foreach (var input in inputs)
        {
            if (input.Source is not { } source || input.Activity is not { } activity)
                continue;
            var key = new ReadingKey(source, activity, input.Meter, input.Lot);
            if (seen.Add(key))
                withdrawals.Add(new GivenWithdrawal(input.Place, key));
            else
                findings.Add(SheetFindings.DuplicateWithdrawal(input.Place.Whole, key) with { Reading = key });
        }
        return withdrawals;
    }

    /// <summary>
    /// The reading; null when something it needs could not be read, and not to be used when it made a finding.
    /// </summary>
    private ReadingRecord? Reading(ReadingInput input)
    {
        ActivityDefinition? activity = null;
        if (input.Activity is { } named)
            vocabulary.Activities.TryGetValue(named, out activity);
        var source = Source(input, activity);
        if (input.Activity is { } unknown && activity is null)
            findings.Add(
                ReadingFindings.UnknownActivity(input.Place.Of("activity"), unknown, vocabulary, source?.Kind)
            );
        else if (source is not null && activity is not null && !vocabulary.Places.Allow(activity.Code, source.Kind))
            findings.Add(
                ReadingFindings.ActivityNotAtSource(
                    input.Place.Of("activity"),
                    source,
                    activity.Code,
                    plant,
                    vocabulary
                )
            );
        KeyText(input.Meter, "meter", input);
        KeyText(input.Lot, "lot", input);

        var quantity = Quantity(input, activity, out var unit);
        var quality = ReadQuality(input);
        var attributes = activity is null ? null : _attributes.Check(input, activity, unit);
        var (from, to) = Period(input);
        Explanation(input);

        if (input.Source is null || activity is null || input.Unit is null)
            return null;
        var reading = new ReadingRecord
        {
            Source = input.Source,
            Activity = activity.Code,
            Meter = input.Meter,
            Lot = input.Lot,
            Quantity = quantity,
            Unit = input.Unit,
            Quality = quality,
            Attributes = attributes,
            From = from,
            To = to,
            Explanation = input.Explanation,
        };
        if (
            source is not null
            && reading.Explanation is null
            && ImpossibleHere.StoppedSince(source, reading, month) is { } since
        )
            findings.Add(ReadingFindings.SourceStopped(input.Place.Of("source"), source, reading.Activity, since));
        return reading;
    }

    private SourceRecord? Source(ReadingInput input, ActivityDefinition? activity)
    {
        if (input.Source is not { } code)
            return null;
        var place = input.Place.Of("source");
        if (!_sources.TryGetValue(code, out var source))
        {
            findings.Add(
                ReadingFindings.UnknownSource(
                    place,
                    code,
                    plant,
                    canBe: other =>
                        other.ExistsIn(month)
                        && (activity is null || vocabulary.Places.Allow(activity.Code, other.Kind))
                )
            );
        }
        else if (!source.ExistsIn(month))
        {
            findings.Add(ReadingFindings.SourceNotActive(place, source, month));
        }
        return source;
    }

    private void KeyText(string? text, string member, ReadingInput input)
    {
        if (
            text is not null
            && (
                text.Length is 0 or > KeyTextLength
                || text.Trim().Length != text.Length
                || text.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            )
        )
            findings.Add(ReadingFindings.KeyText(input.Place.Of(member), member, text, KeyTextLength));
    }

    /// <summary>The quantity, and its unit where that could be read and is one of the activity.</summary>
    private decimal Quantity(ReadingInput input, ActivityDefinition? activity, out Unit? unit)
    {
        unit = null;
        if (input.Unit is { } symbol)
        {
            if (activity is not null)
            {
                if (!activity.TryParseUnit(symbol, out unit, out var fault))
                    findings.Add(ReadingFindings.WrongUnit(input.Place.Of("unit"), fault, symbol, activity));
            }
            else if (!Unit.TryParse(symbol, out _))
            {
                findings.Add(ReadingFindings.UnknownUnit(input.Place.Of("unit"), symbol));
            }
        }

        if (input.Quantity is not { } text)
            return 0;
        var place = input.Place.Of("quantity");
        if (!DecimalText.TryParse(text, out var value, out var wrong))
            findings.Add(ReadingFindings.Quantity(place, wrong, input.Activity));
        else if (
            unit is not null
            && activity!.UnitOf(unit.Dimension) is var counted
            && new Quantity(value, unit).In(counted) >= CanonicalLimit
        )
            findings.Add(ReadingFindings.QuantityOutOfRange(place, text, unit, counted));
        return value;
    }

    private Quality ReadQuality(ReadingInput input)
    {
        switch (input.Quality)
        {
            case null or "measured":
                return Quality.Measured;
            case "own-meter":
                return Quality.OwnMeter;
            case "settled":
                return Quality.Settled;
            case "estimated":
                return Quality.Estimated;
            case "default":
                return Quality.Default;
            default:
                findings.Add(ReadingFindings.UnknownQuality(input.Place.Of("quality"), input.Quality, qualities));
                return Quality.Measured;
        }
    }

    private (DateOnly? From, DateOnly? To) Period(ReadingInput input)
    {
        if (Date(input.From, "period.from") is not { } from || Date(input.To, "period.to") is not { } to)
            return (null, null);
        if (!month.Contains(from) || !month.Contains(to) || from > to)
            findings.Add(ReadingFindings.PeriodOutsideMonth(input.Place.Of("period"), from, to, month));
        // The whole month said in days is the whole month.
        return from == month.FirstDay && to == month.LastDay ? (null, null) : (from, to);

        DateOnly? Date(string? text, string member)
        {
            if (text is null)
                return null;
            if (TryDate(text, out var date))
                return date;
            findings.Add(ReadingFindings.PeriodNotDate(input.Place.Of(member), text));
            return null;
        }
    }

    private void Explanation(ReadingInput input)
    {
        if (
            input.Explanation is { } explanation
            && (
                explanation.Length > ExplanationLength
                || string.IsNullOrWhiteSpace(explanation)
                || explanation.Any(c => char.IsControl(c) && c is not '\n')
            )
        )
            findings.Add(
                ReadingFindings.ExplanationText(input.Place.Of("explanation"), explanation, ExplanationLength)
            );
    }

    internal static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
