using CarbonPlatform.Contracts;
using static CarbonPlatform.Ingestion.Readings.SheetRemarks;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Coke, anthracite or natural gas that one source reports as fuel and as reductant in the same quantity: as a whole,
/// or in a reading of the same meter and lot. Calculation counts it once, as reductant, and leaves the fuel a gap;
/// whoever posts it hears so at once.
/// </summary>
internal static class TwiceReported
{
    private static readonly (string Fuel, string Reductant)[] s_pairs =
    [
        ("fuel.coke", "reductant.coke"),
        ("fuel.anthracite", "reductant.anthracite"),
        ("fuel.natural-gas", "reductant.natural-gas"),
    ];

    /// <summary>
    /// A finding for each source and material; the sheet is accepted all the same, for both may be true.
    /// </summary>
    /// <param name="sheet">All readings of the month, as they stand now.</param>
    /// <param name="given">Those that the request gave.</param>
    public static IReadOnlyList<Finding> Find(IReadOnlyList<ReadingRecord> sheet, IReadOnlyList<GivenReading> given)
    {
        var findings = new List<Finding>();
        foreach (var (fuel, reductant) in s_pairs)
        {
            foreach (
                var reduced in sheet.Where(r => r.Activity == reductant).GroupBy(r => r.Source, StringComparer.Ordinal)
            )
            {
                var burnt = sheet.Where(r => r.Source == reduced.Key && r.Activity == fuel).ToList();
                if (First(burnt, [.. reduced]) is not { } same)
                    continue;
                // The request may have brought the fuel, or the reductant beside a fuel that stands.
                var place = SheetRemarks.PlaceOf([same, .. burnt, .. reduced], given);
                findings.Add(
                    SheetFindings.FuelAndReductant(place, reduced.Key, fuel, reductant) with
                    {
                        Reading = ReadingKey.Of(same),
                    }
                );
            }
        }
        return findings;
    }

    /// <summary>
    /// The reading of the fuel that stands there twice, the first where it is all of them; null when none does.
    /// </summary>
    private static ReadingRecord? First(List<ReadingRecord> burnt, List<ReadingRecord> reduced)
    {
        // Gas by heat is no amount to compare with Nm3.
        if (burnt.Count == 0 || !AreComparable(burnt.Concat(reduced)) || Sum(burnt).IsZero)
            return null;
        return Sum(burnt) == Sum(reduced)
            ? burnt[0]
            : burnt.Find(b =>
                !Amount(b).IsZero && reduced.Exists(r => r.Meter == b.Meter && r.Lot == b.Lot && Amount(r) == Amount(b))
            );
    }
}
