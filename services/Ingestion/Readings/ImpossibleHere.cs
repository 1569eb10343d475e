using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Readings at a source that cannot have them: by its kind, or because it stood still. What is given so is refused, or
/// taken with an explanation; what stands so, from before the source's record said it, is remarked upon.
/// </summary>
internal static class ImpossibleHere
{
    private const string Stopped = "stopped";

    /// <summary>What a source has though nothing runs: what is bought, stored, counted or leaves by itself.</summary>
    private static readonly string[] s_atRest =
    [
        "electricity.grid",
        "electricity.hydro",
        "electricity.wind",
        "electricity.solar",
        "electricity.nuclear",
        "electricity.direct.",
        "use.",
        "heat.purchased",
        "fugitive.",
        "water.",
        "waste.",
        "media.",
        "output.value",
        "discharge.",
    ];

    public static IEnumerable<Finding> Find(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given,
        PlantRecord plant,
        Month month,
        ActivityVocabulary vocabulary
    )
    {
        var sources = plant.Sources.ToDictionary(source => source.Code, StringComparer.Ordinal);
        foreach (var reading in sheet)
        {
            if (!sources.TryGetValue(reading.Source, out var source))
                continue;
            var place = SheetRemarks.PlaceOf([reading], given);
            if (!vocabulary.Places.Allow(reading.Activity, source.Kind))
                yield return ReadingFindings.ActivityNotAtSource(
                    place,
                    source,
                    reading.Activity,
                    plant,
                    vocabulary
                ) with
                {
                    Severity = Severity.Note,
                    Reading = ReadingKey.Of(reading),
                };
            if (StoppedSince(source, reading, month) is { } since)
                yield return ReadingFindings.SourceStopped(place, source, reading.Activity, since) with
                {
                    Reading = ReadingKey.Of(reading),
                    Explanation = reading.Explanation,
                };
        }
    }

    /// <summary>
    /// The day since which the source stood still all through the days that a reading is for; null when it ran on one
    /// of them, or has the reading though it stands.
    /// </summary>
    public static DateOnly? StoppedSince(SourceRecord source, ReadingRecord reading, Month month) =>
        reading.Quantity == 0
            ? null
            : StoppedSince(source, reading.Activity, reading.From ?? month.FirstDay, reading.To ?? month.LastDay);

    /// <summary>The same of an activity and days, whether or not there is a reading.</summary>
    public static DateOnly? StoppedSince(SourceRecord source, string activity, DateOnly from, DateOnly to)
    {
        if (Array.Exists(s_atRest, rest => activity.StartsWith(rest, StringComparison.Ordinal)))
            return null;
        if (source.States.LastOrDefault(state => state.From <= from) is not { State: Stopped } stopped)
            return null;
        return source.States.Any(state => state.From > from && state.From <= to && state.State != Stopped)
            ? null
            // Stopped once and again is stopped since the first time.
            : source
                .States.Reverse()
                .SkipWhile(state => state.From > stopped.From)
                .TakeWhile(state => state.State == Stopped)
                .Last()
                .From;
    }
}
