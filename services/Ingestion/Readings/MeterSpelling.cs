using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>One meter under several spellings: to the eye they are the same, and to sums they are two.</summary>
internal static class MeterSpelling
{
    /// <summary>
    /// A meter or lot as everybody reads it: case, width, blanks and alphabets that look alike make no difference.
    /// </summary>
    public static string? Folded(string? text) =>
        text is null ? null : LookAlike.Appearance(text).ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Meters that the request writes in another way than the plant's sheet before it did.</summary>
    /// <param name="given">The readings of the request.</param>
    /// <param name="before">The plant's last sheet before the month; null for none.</param>
    public static IEnumerable<Finding> Find(IReadOnlyList<GivenReading> given, ReadingsAcceptedEvent? before)
    {
        if (before is null)
            yield break;
        foreach (var reading in given)
        {
            var key = reading.Key;
            if (key.Meter is null)
                continue;
            List<string> meters =
            [
                .. before
                    .Readings.Where(r => r.Source == key.Source && r.Activity == key.Activity)
                    .Select(r => r.Meter)
                    .OfType<string>(),
            ];
            if (
                !meters.Contains(key.Meter, StringComparer.Ordinal)
                && meters.Find(meter => Folded(meter) == Folded(key.Meter)) is { } written
            )
                yield return SheetFindings.MeterSpelling(reading.Place.Of("meter"), key, written, before.Month) with
                {
                    Reading = key,
                    Explanation = reading.Reading.Explanation,
                };
        }
    }
}
