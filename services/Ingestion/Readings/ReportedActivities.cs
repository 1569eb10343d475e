using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What a sheet reports, source by source, as a text that stands beside it: so months are held against each other
/// without reading their sheets. Months that report the same have the same text.
/// </summary>
internal static class ReportedActivities
{
    /// <summary>So many months before a month say what is expected in it.</summary>
    public const int MonthsBefore = 12;

    /// <summary>"BOILER-1 fuel.diesel fuel.lignite;GRID-1 electricity.grid"; null for no reading.</summary>
    /// <param name="readings">In order of key.</param>
    public static string? Write(IReadOnlyList<ReadingRecord> readings) =>
        readings.Count == 0
            ? null
            : string.Join(
                ';',
                readings
                    .GroupBy(reading => reading.Source, StringComparer.Ordinal)
                    .Select(source =>
                        string.Join(
                            ' ',
                            source
                                .Select(reading => reading.Activity)
                                .Distinct(StringComparer.Ordinal)
                                .Prepend(source.Key)
                        )
                    )
            );

    /// <summary>SQL for the texts of the months before a sheet's, each once; null where there are none.</summary>
    /// <param name="sheet">What names the sheet: has plant and month.</param>
    public static string Before(string sheet) =>
        $"""
            (SELECT array_agg(DISTINCT earlier.reported) FROM sheet earlier
             WHERE earlier.plant = {sheet}.plant AND earlier.reported IS NOT NULL
                AND earlier.month BETWEEN {sheet}.month - {MonthsBefore} AND {sheet}.month - 1)
            """;
}

/// <summary>What the sources of a plant have reported in the months before one.</summary>
internal sealed class ReportedBefore
{
    private readonly Dictionary<string, HashSet<string>> _bySource = new(StringComparer.Ordinal);

    private ReportedBefore() { }

    public static ReportedBefore Nothing { get; } = new();

    /// <summary>Of some months together.</summary>
    /// <param name="texts">As <see cref="ReportedActivities.Write"/> writes them.</param>
    public static ReportedBefore Of(IEnumerable<string> texts)
    {
        var before = new ReportedBefore();
        foreach (var source in texts.SelectMany(text => text.Split(';')))
        {
            var words = source.Split(' ');
            if (!before._bySource.TryGetValue(words[0], out var activities))
                before._bySource.Add(words[0], activities = new HashSet<string>(StringComparer.Ordinal));
            activities.UnionWith(words.Skip(1));
        }
        return before;
    }

    /// <summary>What a source has reported.</summary>
    public IEnumerable<string> At(string source) => _bySource.TryGetValue(source, out var activities) ? activities : [];
}
