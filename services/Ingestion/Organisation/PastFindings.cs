using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>Collects why a change of a plant's record cannot be, from the sheets that there are.</summary>
internal sealed class PastFindings(PastQuestion question, ActivityVocabulary activities)
{
    private const int MonthsShown = 6;

    private readonly List<Month> _orphanedMonths = [];
    private readonly List<Month> _spentMonths = [];
    private readonly SortedSet<Month> _rewritten = [];
    private readonly SortedDictionary<string, SortedSet<string>> _misplaced = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<Month>> _orphanedSources = new(StringComparer.Ordinal);

    /// <summary>The first month that a value without a date would change.</summary>
    public Month? SinceNeeded => question.Undated.Count > 0 && _rewritten.Count > 0 ? _rewritten.Min : null;

    /// <summary>A sheet of the plant itself that has readings.</summary>
    /// <param name="sheet">The sheet as it stands.</param>
    /// <param name="renewed">As it would be.</param>
    public void Look(ReadingsAcceptedEvent sheet, ReadingsAcceptedEvent renewed)
    {
        if (!question.After.ReportsIn(sheet.Month))
            _orphanedMonths.Add(sheet.Month);
        foreach (
            var source in sheet
                .Readings.Select(reading => reading.Source)
                .Distinct(StringComparer.Ordinal)
                .Except(renewed.Sources.Select(source => source.Code), StringComparer.Ordinal)
        )
        {
            if (!_orphanedSources.TryGetValue(source, out var months))
                _orphanedSources.Add(source, months = []);
            months.Add(sheet.Month);
        }
        Misplace(sheet);
    }

    /// <summary>The month comes out otherwise, or elsewhere.</summary>
    public void Rewrite(Month month) => _rewritten.Add(month);

    /// <summary>A sheet that takes no more revisions.</summary>
    public void Spend(Month month) => _spentMonths.Add(month);

    public IReadOnlyList<RefusalItem> All()
    {
        var after = question.After;
        var findings = new List<RefusalItem>();
        if (_orphanedMonths.Count > 0)
            findings.Add(
                new RefusalItem(
                    null,
                    "from",
                    RecordCodes.PlantHasReadings,
                    $"There are readings of {after.Code} in {Shown(_orphanedMonths)}, "
                        + "outside the span that it would report for.",
                    "A span that holds every month with readings; or withdraw those readings first."
                )
            );
        if (_spentMonths.Count > 0)
            findings.Add(
                new RefusalItem(
                    null,
                    "from",
                    RecordCodes.NoRevisionLeft,
                    $"Sheets that it changes, in {Shown(_spentMonths)}, take no more revisions: the ledger holds one "
                        + "that nobody has accepted.",
                    "Whoever runs the platform looks at GET /reconciliation, 'beyond'."
                )
            );
        findings.AddRange(
            _orphanedSources.Select(o => new RefusalItem(
                null,
                "from",
                RecordCodes.SourceHasReadings,
                $"There are readings of {o.Key} in {Shown(o.Value)}, where it would not exist.",
                "A span of the source that holds every month with readings; or withdraw those readings first."
            ))
        );
        findings.AddRange(
            _misplaced.Select(m => new RefusalItem(
                null,
                "kind",
                SheetCodes.ActivityNotAtSource,
                $"{m.Key} has reported {string.Join(", ", m.Value)}, which the new kind cannot have.",
                "A kind that can have what was reported; or withdraw those readings first."
            ))
        );
        if (
            findings.Count == 0
            && SinceNeeded is { } first
            && !question.Terms.IsPreview
            && !(question.Terms.Since <= first)
        )
            findings.AddRange(question.Undated.Select(change => Undated(change, first)));
        return findings;
    }

    /// <summary>Nobody is taken to have meant the past who only said what is so now.</summary>
    private RefusalItem Undated(UndatedChange change, Month first) =>
        new(
            null,
            change.Member,
            RecordCodes.RewritesPast,
            $"'{change.Member}' has no date: it would change {Shown(_rewritten)}, too.",
            change.Right + $" Or since={first}, if it was so from the beginning; preview=true shows what that moves."
        );

    /// <summary>What a source of another kind than before has reported and cannot have.</summary>
    private void Misplace(ReadingsAcceptedEvent sheet)
    {
        foreach (var reading in sheet.Readings)
        {
            var was = KindOf(question.Before, reading.Source);
            var kind = KindOf(question.After, reading.Source);
            if (was is null || kind is null || was == kind || activities.Places.Allow(reading.Activity, kind))
                continue;
            if (!_misplaced.TryGetValue(reading.Source, out var reported))
                _misplaced.Add(reading.Source, reported = new SortedSet<string>(StringComparer.Ordinal));
            reported.Add(reading.Activity);
        }
    }

    private static string? KindOf(PlantRecord? plant, string source) =>
        plant?.Sources.FirstOrDefault(known => known.Code == source)?.Kind;

    private static string Shown(IReadOnlyCollection<Month> months) =>
        string.Join(", ", months.Take(MonthsShown))
        + (months.Count > MonthsShown ? $" and {months.Count - MonthsShown} more months" : "");
}
