using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Days that two readings of one source and activity cover both, each for a part of the month: the old meter and the
/// new one ran side by side, or the days between were read twice.
/// </summary>
internal static class CoveredTwice
{
    public static IEnumerable<Finding> Find(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given,
        Month month
    )
    {
        foreach (var together in sheet.GroupBy(reading => (reading.Source, reading.Activity)))
        {
            List<ReadingRecord> parts = [.. together.Where(reading => reading.From is not null)];
            for (var i = 0; i < parts.Count; i++)
            {
                foreach (var other in parts.Skip(i + 1))
                {
                    if (Common(parts[i], other) is not { } common)
                        continue;
                    yield return SheetFindings.CoveredTwice(
                        SheetRemarks.PlaceOf([other, parts[i]], given),
                        parts[i],
                        other,
                        common
                    ) with
                    {
                        Reading = ReadingKey.Of(other),
                        Explanation = other.Explanation ?? parts[i].Explanation,
                    };
                }
            }
            // A meter that covers the month, and covers a part of it once more under another lot.
            foreach (var part in parts.Where(part => part.Meter is not null))
            {
                if (together.FirstOrDefault(whole => whole.From is null && whole.Meter == part.Meter) is { } whole)
                    yield return SheetFindings.CoveredTwice(
                        SheetRemarks.PlaceOf([part, whole], given),
                        whole,
                        part,
                        (part.From ?? month.FirstDay, part.To ?? month.LastDay)
                    ) with
                    {
                        Reading = ReadingKey.Of(part),
                        Explanation = part.Explanation,
                    };
            }
        }
    }

    /// <summary>The days of both; null for none, and for meters that were read over the very same days.</summary>
    private static (DateOnly From, DateOnly To)? Common(ReadingRecord one, ReadingRecord other)
    {
        if ((one.From, one.To, other.From, other.To) is not ({ } from, { } to, { } otherFrom, { } otherTo))
            return null;
        if (from == otherFrom && to == otherTo && one.Meter != other.Meter)
            return null;
        var common = (From: from > otherFrom ? from : otherFrom, To: to < otherTo ? to : otherTo);
        return common.From <= common.To ? common : null;
    }
}
