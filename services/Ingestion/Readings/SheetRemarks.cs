using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What is worth a look in a sheet by itself although it is taken: what stands in it twice, what contradicts itself,
/// and what its sources cannot have.
/// </summary>
internal static class SheetRemarks
{
    /// <summary>The findings, each at the reading that the request brought, else at the sheet.</summary>
    /// <param name="sheet">All readings of the month, as they stand now.</param>
    /// <param name="given">Those that the request gave.</param>
    /// <param name="plant">The plant as it is known now.</param>
    /// <param name="month">The month.</param>
    /// <param name="vocabulary">What readings may say.</param>
    public static IEnumerable<Finding> Find(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given,
        PlantRecord plant,
        Month month,
        ActivityVocabulary vocabulary
    ) =>
        [
            .. TwiceReported.Find(sheet, given),
            .. WholeAndParts.Find(sheet, given),
            .. CoveredTwice.Find(sheet, given, month),
            .. TwoStatements.Find(sheet, given),
            .. ImpossibleHere.Find(sheet, given, plant, month, vocabulary),
        ];

    /// <summary>
    /// Where a finding about several readings stands: at the first of them that the request brought, else at the sheet.
    /// </summary>
    public static Place PlaceOf(IEnumerable<ReadingRecord> concerned, IReadOnlyList<GivenReading> given)
    {
        foreach (var reading in concerned)
        {
            foreach (var brought in given)
            {
                if (brought.Key == ReadingKey.Of(reading))
                    return brought.Place.Whole;
            }
        }
        return Place.Sheet;
    }

    /// <summary>Whether readings can be held against each other: litres and tonnes cannot.</summary>
    public static bool AreComparable(IEnumerable<ReadingRecord> readings) =>
        !readings.Select(reading => Unit.Parse(reading.Unit).Dimension).Distinct().Skip(1).Any();

    /// <summary>What readings come to, in the base unit of their dimension.</summary>
    public static Exact Sum(IEnumerable<ReadingRecord> readings) =>
        readings.Aggregate(Exact.Zero, (sum, reading) => sum + Amount(reading));

    public static Exact Amount(ReadingRecord reading)
    {
        var unit = Unit.Parse(reading.Unit);
        return new Quantity(reading.Quantity, unit).In(unit.Dimension.Base);
    }
}
