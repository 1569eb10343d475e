using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using static CarbonPlatform.Ingestion.Readings.SheetRemarks;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// A whole that stands beside its parts: the sum of the meters beside the meters, a bill beside its green part, what
/// was
/// used in the plant beside the same as delivered. They are added; the sheet is taken all the same, for both may be
/// true.
/// </summary>
internal static class WholeAndParts
{
    private const string Grid = "electricity.grid";

    /// <summary>Meters at either end of a station differ by so much.</summary>
    private static readonly Exact s_allowance = Exact.Ratio(102, 100);

    private static readonly string[] s_contracts =
    [
        "electricity.hydro",
        "electricity.wind",
        "electricity.solar",
        "electricity.nuclear",
        "electricity.direct.hydro",
        "electricity.direct.wind",
        "electricity.direct.solar",
        "electricity.direct.fossil",
    ];

    private static readonly string[] s_generated = ["hydro", "wind", "solar"];

    public static IEnumerable<Finding> Find(IReadOnlyList<ReadingRecord> sheet, IReadOnlyList<GivenReading> given) =>
        [.. WithoutMeter(sheet, given), .. BillAndPart(sheet, given), .. UsedAndDelivered(sheet, given)];

    /// <summary>A reading that names no meter and no lot beside readings of meters or lots.</summary>
    private static IEnumerable<Finding> WithoutMeter(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given
    )
    {
        foreach (var together in sheet.GroupBy(reading => (reading.Source, reading.Activity)))
        {
            var whole = together.FirstOrDefault(reading => reading.Meter is null && reading.Lot is null);
            List<ReadingRecord> parts = [.. together.Where(reading => reading != whole)];
            if (whole is null || parts.Count == 0 || whole.Quantity == 0)
                continue;
            yield return SheetFindings.WholeBesideParts(
                PlaceOf([whole, .. parts], given),
                whole,
                parts,
                isTheirSum: AreComparable(together) && Amount(whole) == Sum(parts)
            ) with
            {
                Reading = ReadingKey.Of(whole),
                Explanation = whole.Explanation,
            };
        }
    }

    /// <summary>What one connection took from the grid is as much as what it took under contract.</summary>
    private static IEnumerable<Finding> BillAndPart(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given
    )
    {
        foreach (var source in sheet.GroupBy(reading => reading.Source, StringComparer.Ordinal))
        {
            List<ReadingRecord> bill = [.. source.Where(reading => reading.Activity == Grid)];
            List<ReadingRecord> contracts =
            [
                .. source.Where(reading => s_contracts.Contains(reading.Activity, StringComparer.Ordinal)),
            ];
            if (bill.Count == 0 || contracts.Count == 0)
                continue;
            var same =
                contracts
                    .GroupBy(reading => reading.Activity, StringComparer.Ordinal)
                    .Select(part => part.ToList())
                    .FirstOrDefault(part => IsSame(bill, part))
                ?? (IsSame(bill, contracts) ? contracts : null)
                ?? contracts
                    .Where(part => bill.Exists(b => b.Meter == part.Meter && IsSame([b], [part])))
                    .Select(part => (List<ReadingRecord>)[part])
                    .FirstOrDefault();
            if (same is null)
                continue;
            yield return SheetFindings.BillAndPart(
                PlaceOf([.. same, .. bill], given),
                source.Key,
                string.Join(", ", same.Select(part => part.Activity).Distinct(StringComparer.Ordinal))
            ) with
            {
                Reading = ReadingKey.Of(same[0]),
                Explanation = same[0].Explanation,
            };
        }
    }

    /// <summary>What a station delivered is as much as what was used of it, or both are more than it
    /// generated.</summary>
    private static IEnumerable<Finding> UsedAndDelivered(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given
    )
    {
        foreach (var kind in s_generated)
        {
            var delivered = Of($"generation.{kind}");
            var used = Of($"electricity.self.{kind}");
            if (Sum(delivered).IsZero || Sum(used).IsZero)
                continue;
            var gross = Sum(Of($"generation.{kind}.gross"));
            var same = used.Find(u => delivered.Exists(d => d.Source == u.Source && Amount(d) == Amount(u)));
            var isMore = !gross.IsZero && Sum(delivered) + Sum(used) > gross * s_allowance;
            if (same is null && !IsSame(delivered, used) && !isMore)
                continue;
            yield return SheetFindings.UsedAndDelivered(
                PlaceOf([same ?? used[0], .. used, .. delivered], given),
                (same ?? used[0]).Source,
                kind,
                isMore
            ) with
            {
                Reading = ReadingKey.Of(same ?? used[0]),
                Explanation = (same ?? used[0]).Explanation,
            };
        }

        List<ReadingRecord> Of(string activity) => [.. sheet.Where(reading => reading.Activity == activity)];
    }

    private static bool IsSame(List<ReadingRecord> one, List<ReadingRecord> other) =>
        !Sum(one).IsZero && Sum(one) == Sum(other);
}
