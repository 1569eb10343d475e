using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What tells the readings of a sheet apart. Ordered ordinally by source, activity, meter, lot; without comes first.
/// </summary>
internal readonly record struct ReadingKey(string Source, string Activity, string? Meter, string? Lot)
    : IComparable<ReadingKey>
{
    public static ReadingKey Of(ReadingRecord reading) =>
        new(reading.Source, reading.Activity, reading.Meter, reading.Lot);

    public int CompareTo(ReadingKey other)
    {
        var order = string.CompareOrdinal(Source, other.Source);
        if (order == 0)
            order = string.CompareOrdinal(Activity, other.Activity);
        if (order == 0)
            order = string.CompareOrdinal(Meter, other.Meter);
        return order != 0 ? order : string.CompareOrdinal(Lot, other.Lot);
    }

    public override string ToString() =>
        $"{Source} {Activity}" + (Meter is null ? "" : $" meter {Meter}") + (Lot is null ? "" : $" lot {Lot}");

    public static bool operator <(ReadingKey left, ReadingKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ReadingKey left, ReadingKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReadingKey left, ReadingKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReadingKey left, ReadingKey right) => left.CompareTo(right) >= 0;
}
