using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What one reading was before a revision and is since.</summary>
/// <param name="Old">Null when it came with the revision.</param>
/// <param name="New">Null when it was withdrawn.</param>
/// <param name="Delta">
/// New quantity less old, a missing one counting as zero; in <paramref name="DeltaUnit"/>. Null between litres and
/// tonnes, Nm3 and GJ: neither is so much of the other.
/// </param>
/// <param name="DeltaUnit">
/// The unit of both, or the one that the newer is in where they differ; null where there is no delta.
/// </param>
internal sealed record RevisionDelta(
    string Source,
    string Activity,
    string? Meter,
    string? Lot,
    ReadingValue? Old,
    ReadingValue? New,
    decimal? Delta,
    string? DeltaUnit
)
{
    /// <summary>The readings that differ between two sheets, in order of key.</summary>
    public static IReadOnlyList<RevisionDelta> Between(
        IReadOnlyList<ReadingRecord> before,
        IReadOnlyList<ReadingRecord> after
    )
    {
        var old = before.ToDictionary(ReadingKey.Of);
        var now = after.ToDictionary(ReadingKey.Of);
        return
        [
            .. old
                .Keys.Union(now.Keys)
                .Order()
                .Select(key => Of(key, old.GetValueOrDefault(key), now.GetValueOrDefault(key)))
                .OfType<RevisionDelta>(),
        ];
    }

    private static RevisionDelta? Of(ReadingKey key, ReadingRecord? old, ReadingRecord? now)
    {
        if (old is not null && now is not null && SheetMerge.Same(old, now))
            return null;
        var unit = Unit.Parse((now ?? old)!.Unit);
        var isComparable = Unit.Parse((old ?? now)!.Unit).Dimension == unit.Dimension;
        return new RevisionDelta(
            key.Source,
            key.Activity,
            key.Meter,
            key.Lot,
            ReadingValue.Of(old),
            ReadingValue.Of(now),
            isComparable ? In(now, unit) - In(old, unit) : null,
            isComparable ? unit.Symbol : null
        );
    }

    private static decimal In(ReadingRecord? reading, Unit unit) =>
        reading is null ? 0 : new Quantity(reading.Quantity, Unit.Parse(reading.Unit)).To(unit).Value;
}

/// <summary>What a reading says beside its key.</summary>
internal sealed record ReadingValue(
    decimal Quantity,
    string Unit,
    Quality Quality,
    IReadOnlyDictionary<string, string>? Attributes,
    ReadingPeriod? Period,
    string? Explanation
)
{
    public static ReadingValue? Of(ReadingRecord? reading) =>
        reading is null
            ? null
            : new(
                reading.Quantity,
                reading.Unit,
                reading.Quality,
                reading.Attributes,
                ReadingPeriod.Of(reading),
                reading.Explanation
            );
}

/// <summary>The days that a reading covers, both included.</summary>
internal sealed record ReadingPeriod(DateOnly From, DateOnly To)
{
    public static ReadingPeriod? Of(ReadingRecord reading) =>
        reading is { From: { } from, To: { } to } ? new(from, to) : null;
}
