using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>
/// Closer bounds of an attribute at one activity: the rows of <c>attribute-ranges.csv</c>, whose head says what each
/// column means.
/// </summary>
internal static class AttributeRanges
{
    private const string File = "attribute-ranges.csv";

    private static readonly string[] s_columns = ["activity", "attribute", "low", "high", "note"];

    /// <summary>The activities, each with the attributes as they may be there.</summary>
    public static List<ActivityDefinition> In(string folder, IEnumerable<ActivityDefinition> activities)
    {
        var closer = new Dictionary<(string Activity, string Attribute), DataRow>();
        foreach (var row in DataFile.Read(folder, File, s_columns))
        {
            _ = row.Required("note");
            if (!closer.TryAdd((row.Required("activity"), row.Required("attribute")), row))
                throw row.Fault($"'{row["attribute"]}' of '{row["activity"]}' stands in the file already");
        }
        var all = activities.Select(activity => With(activity, closer)).ToList();
        return closer.Values.FirstOrDefault() is { } idle
            ? throw idle.Fault($"'{idle["activity"]}' does not take '{idle["attribute"]}'")
            : all;
    }

    /// <summary>What was found of the rows is taken out of them.</summary>
    private static ActivityDefinition With(
        ActivityDefinition activity,
        Dictionary<(string Activity, string Attribute), DataRow> closer
    )
    {
        if (!activity.Attributes.Keys.Any(name => closer.ContainsKey((activity.Code, name))))
            return activity;
        return activity with
        {
            Attributes = activity.Attributes.Values.ToFrozenDictionary(
                attribute => attribute.Name,
                attribute =>
                    closer.Remove((activity.Code, attribute.Name), out var row)
                        ? attribute with
                        {
                            Low = AttributeRows.BoundIn(row, "low", '>'),
                            High = AttributeRows.BoundIn(row, "high", '<'),
                        }
                        : attribute,
                StringComparer.Ordinal
            ),
        };
    }
}
