using System.Text;
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

    /// <summary>
    /// A meter as its people mean it: hyphens and underscores beside letters, and zeros that lead a number behind
    /// letters, make no difference besides. Two meters may be told apart by no more, which is for the plant to say.
    /// </summary>
    public static string Meant(string meter)
    {
        var seen = Folded(meter)!;
        var meant = new StringBuilder(seen.Length);
        for (var i = 0; i < seen.Length; i++)
        {
            var (before, next) = (meant.Length == 0 ? ' ' : meant[^1], i + 1 < seen.Length ? seen[i + 1] : ' ');
            var makesNoDifference = seen[i] switch
            {
                // Between digits they part two numbers: 1-11 is not 11-1.
                '-' or '_' => !char.IsAsciiDigit(before) || !char.IsAsciiDigit(next),
                '0' => char.IsLetter(before) && char.IsAsciiDigit(next),
                _ => false,
            };
            if (!makesNoDifference)
                meant.Append(seen[i] == '_' ? '-' : seen[i]);
        }
        return meant.ToString();
    }

    /// <summary>
    /// Meters that the request writes in another way than the plant's sheet before it did, or than other readings of
    /// the sheet do, at whatever source.
    /// </summary>
    /// <param name="sheet">All readings of the month, as they stand now.</param>
    /// <param name="given">The readings of the request.</param>
    /// <param name="before">The plant's last sheet before the month; null for none.</param>
    public static IEnumerable<Finding> Find(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given,
        ReadingsAcceptedEvent? before
    )
    {
        var ofBefore = Written(before?.Readings ?? []);
        // What stands comes before what is given.
        var keys = given.Select(reading => reading.Key).ToHashSet();
        var ofSheet = Written([
            .. sheet.Where(reading => !keys.Contains(ReadingKey.Of(reading))),
            .. given.Select(reading => reading.Reading),
        ]);
        foreach (var reading in given)
        {
            var key = reading.Key;
            if (key.Meter is null)
                continue;
            var meant = Meant(key.Meter);
            // As it was written before is how it is written; without that, as the sheet writes it first.
            var finding = ofBefore.TryGetValue(meant, out var ways)
                ? ways.Contains(key.Meter)
                    ? null
                    : SheetFindings.MeterSpelling(reading.Place.Of("meter"), key, ways[0], before!.Month)
                : ofSheet[meant] is [var first, _, ..] && first != key.Meter
                    ? SheetFindings.MetersAlike(reading.Place.Of("meter"), key, first)
                    : null;
            if (finding is not null)
                yield return finding with
                {
                    Reading = key,
                    Explanation = reading.Reading.Explanation,
                };
        }
    }

    /// <summary>The spellings of each meter that is meant, in order of the readings.</summary>
    private static Dictionary<string, List<string>> Written(IReadOnlyList<ReadingRecord> readings) =>
        readings
            .Select(reading => reading.Meter)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .GroupBy(Meant, StringComparer.Ordinal)
            .ToDictionary(ways => ways.Key, ways => ways.ToList(), StringComparer.Ordinal);
}
