using System.Globalization;
using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>What would have Ingestion refuse a sheet.</summary>
internal static class Acceptance
{
    private static readonly string[] s_qualities = ["measured", "settled", "own-meter", "estimated", "default"];

    public static IEnumerable<string> Check(
        IReadOnlyList<Plant> plants,
        IReadOnlyList<(string Plant, Source Source)> sources,
        IReadOnlyList<Reading> readings,
        Vocabulary vocabulary
    )
    {
        var plantsByCode = plants.ToDictionary(p => p.Code, StringComparer.Ordinal);
        var sourceCodes = sources.Select(s => (s.Plant, s.Source.Code)).ToHashSet();
        foreach (var (plant, source) in sources)
        {
            foreach (var stack in source.DischargesTo.Where(stack => !sourceCodes.Contains((plant, stack))))
                yield return $"{plant} {source.Code} discharges to {stack}, which is not there.";
        }

        var keys = new HashSet<(string Plant, string Month, string Source, string Activity, string Meter)>();
        foreach (var reading in readings)
        {
            var where = $"{reading.Plant} {reading.Month} {reading.Source} {reading.Activity}";
            if (!keys.Add((reading.Plant, reading.Month, reading.Source, reading.Activity, reading.Meter)))
                yield return $"{where}: reported twice.";
            if (
                !plantsByCode.TryGetValue(reading.Plant, out var plant)
                || !sourceCodes.Contains((reading.Plant, reading.Source))
            )
                yield return $"{where}: no such source.";
            else if (
                string.CompareOrdinal(reading.Month, plant.From) < 0
                || (plant.To.Length > 0 && string.CompareOrdinal(reading.Month, plant.To) > 0)
            )
                yield return $"{where}: the plant does not run.";
            if (!s_qualities.Contains(reading.Quality))
                yield return $"{where}: {reading.Quality} is no quality.";
            foreach (var fault in Reading(reading, vocabulary, plantsByCode))
                yield return $"{where}: {fault}";
        }
    }

    private static IEnumerable<string> Reading(Reading reading, Vocabulary vocabulary, Dictionary<string, Plant> plants)
    {
        if (!DecimalText.TryParse(reading.Quantity, out _, out var fault))
            yield return fault.ToString();
        if (!vocabulary.Activities.TryGetValue(reading.Activity, out var activity))
        {
            yield return "no such activity.";
            yield break;
        }

        if (!Unit.TryParse(reading.Unit, out var unit) || unit.Dimension != activity.Dimension)
            yield return $"{reading.Unit} is no unit of {activity.Dimension}.";
        var given = GroupFiles.Pairs(reading.Attributes).ToList();
        foreach (var name in activity.Required.Where(name => given.TrueForAll(g => g.Key != name)))
            yield return $"{name} is missing.";
        foreach (var (name, value) in given)
        {
            if (!activity.Attributes.Contains(name))
            {
                yield return $"{name} is no attribute of it.";
                continue;
            }

            var attribute = vocabulary.Attributes[name];
            var right = attribute.Type switch
            {
                "decimal" or "whole" => decimal.TryParse(
                    value,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    && (attribute.Low is not { } low || number >= low)
                    && (attribute.High is not { } high || number <= high),
                "choice" => attribute.Choices.Contains(value),
                "plant" => plants.ContainsKey(value),
                _ => value.Length <= 200,
            };
            if (!right)
                yield return $"{name} cannot be {value}.";
        }
    }
}
