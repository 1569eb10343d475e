using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>The sheet as it will stand.</summary>
/// <param name="Readings">All readings in order of key.</param>
/// <param name="Changed">Anything differs from the sheet that stands.</param>
/// <param name="Reason"><see cref="Reasons.Reading"/> when readings only came to it, <see cref="Reasons.Correction"/>
/// when any was changed or withdrawn.</param>
internal sealed record MergedSheet(IReadOnlyList<ReadingRecord> Readings, bool Changed, string Reason);

/// <summary>Brings the readings of a request together with the sheet that stands.</summary>
internal static class SheetMerge
{
    /// <summary>The sheet after the request.</summary>
    /// <param name="standing">The sheet that stands; null when there is none.</param>
    /// <param name="given">Readings of the request.</param>
    /// <param name="withdrawals">Keys to take out.</param>
    /// <param name="replaces">The request is the whole sheet: what it does not give is withdrawn.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static MergedSheet Merge(
        IReadOnlyList<ReadingRecord>? standing,
        IReadOnlyList<GivenReading> given,
        IReadOnlyList<GivenWithdrawal> withdrawals,
        bool replaces,
        List<Finding> findings
    )
    {
        var before = (standing ?? []).ToDictionary(ReadingKey.Of);
        Dictionary<ReadingKey, ReadingRecord> after = replaces ? [] : new(before);
        var places = new Dictionary<ReadingKey, RowPlace>();
        foreach (var reading in given)
        {
            after[reading.Key] = reading.Reading;
            places.TryAdd(reading.Key, reading.Place);
        }
        foreach (var (row, key) in withdrawals)
        {
            if (places.TryGetValue(key, out var place))
                findings.Add(SheetFindings.WithdrawnAndGiven(row.Whole, place.Whole, key) with { Reading = key });
            else if (!after.Remove(key))
                findings.Add(SheetFindings.UnknownWithdrawal(row.Whole, key, standing ?? []) with { Reading = key });
        }

        RefuseLookAlikes(after.Keys, places, findings);
        RefuseExportsOfGeneratingSources(after.Keys, places, findings);
        if (after.Count > SheetCheck.MaxReadings)
            findings.Add(SheetFindings.SheetTooLong(after.Count));
        if (after.Count == 0 && standing is null && findings.Count == 0)
            findings.Add(SheetFindings.EmptySheet());

        var corrected = before.Any(b => !after.TryGetValue(b.Key, out var now) || !Same(b.Value, now));
        return new MergedSheet(
            [.. after.OrderBy(a => a.Key).Select(a => a.Value)],
            corrected || after.Count != before.Count,
            corrected ? Reasons.Correction : Reasons.Reading
        );
    }

    /// <summary>Whether two readings of one key say the same; 8123.40 and 8123.4 do.</summary>
    public static bool Same(ReadingRecord a, ReadingRecord b) =>
        a.Quantity == b.Quantity
        && a.Unit == b.Unit
        && a.Quality == b.Quality
        && a.From == b.From
        && a.To == b.To
        && a.Explanation == b.Explanation
        && SameAttributes(a.Attributes, b.Attributes);

    private static bool SameAttributes(
        IReadOnlyDictionary<string, string>? a,
        IReadOnlyDictionary<string, string>? b
    ) =>
        (a?.Count ?? 0) == (b?.Count ?? 0)
        && (a is null || a.All(x => b!.TryGetValue(x.Key, out var other) && other == x.Value));

    /// <summary>One meter, or lot, written in two ways would be counted twice.</summary>
    private static void RefuseLookAlikes(
        IEnumerable<ReadingKey> keys,
        Dictionary<ReadingKey, RowPlace> places,
        List<Finding> findings
    )
    {
        var alike = keys.GroupBy(AppearanceOf);
        foreach (var (first, others) in alike.Where(g => g.Count() > 1).Select(g => (FirstOf(g), g)))
        {
            foreach (var other in others.Where(key => key != first && places.ContainsKey(key)).Order())
                findings.Add(SheetFindings.LookAlike(places[other], other, first) with { Reading = other });
        }

        static ReadingKey AppearanceOf(ReadingKey key) =>
            key with
            {
                Meter = MeterSpelling.Folded(key.Meter),
                Lot = MeterSpelling.Folded(key.Lot),
            };

        // What stands already is what is meant; and what is written simply rather than what looks like it.
        ReadingKey FirstOf(IEnumerable<ReadingKey> group) =>
            group.OrderBy(places.ContainsKey).ThenBy(key => key != AppearanceOf(key)).ThenBy(key => key).First();
    }

    /// <summary>What a station delivers is its generation; the same kWh as an export would count twice.</summary>
    private static void RefuseExportsOfGeneratingSources(
        IEnumerable<ReadingKey> keys,
        Dictionary<ReadingKey, RowPlace> places,
        List<Finding> findings
    )
    {
        foreach (var source in keys.GroupBy(key => key.Source, StringComparer.Ordinal))
        {
            if (!source.Any(key => key.Activity.StartsWith("generation.", StringComparison.Ordinal)))
                continue;
            foreach (var export in source.Where(key => key.Activity == "electricity.exported"))
            {
                // The request may have brought the export, or the generation beside an export that stands.
                var cause = places.ContainsKey(export) ? export : source.FirstOrDefault(places.ContainsKey, export);
                var place = places.TryGetValue(cause, out var row) ? row.Of("activity") : Place.Sheet;
                findings.Add(SheetFindings.ExportOnGeneratingSource(place, source.Key) with { Reading = export });
            }
        }
    }
}
