using System.Globalization;
using CarbonPlatform.Quantities;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>
/// The activities and attributes that plants may report, read from the files that the services go by.
/// </summary>
internal sealed class Vocabulary
{
    public Vocabulary(string folder)
    {
        foreach (var row in CsvTable.ReadNamed(Path.Combine(folder, "activities.csv")))
        {
            var attributes = row["attributes"].Split(';', StringSplitOptions.RemoveEmptyEntries);
            Activities[row["activity"]] = new Activity(
                Dimension.Parse(row["dimension"]),
                [.. attributes.Select(a => a.TrimEnd('!'))],
                [.. attributes.Where(a => a.EndsWith('!')).Select(a => a.TrimEnd('!'))]
            );
        }

        foreach (var row in CsvTable.ReadNamed(Path.Combine(folder, "attributes.csv")))
        {
            Attributes[row["attribute"]] = new Attribute(
                row["type"],
                Bound(row["low"]),
                Bound(row["high"]),
                row["choices"].Split(';', StringSplitOptions.RemoveEmptyEntries)
            );
        }
    }

    public Dictionary<string, Activity> Activities { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Attribute> Attributes { get; } = new(StringComparer.Ordinal);

    internal sealed record Activity(
        Dimension Dimension,
        IReadOnlySet<string> Attributes,
        IReadOnlyList<string> Required
    )
    {
        public Activity(Dimension dimension, IEnumerable<string> attributes, IReadOnlyList<string> required)
            : this(dimension, attributes.ToHashSet(StringComparer.Ordinal), required) { }
    }

    internal sealed record Attribute(string Type, decimal? Low, decimal? High, string[] Choices);

    // ">0" is read as 0: the group's figures stay well off the bounds.
    private static decimal? Bound(string text) =>
        text.Length == 0
            ? null
            : decimal.Parse(text.TrimStart('>', '<'), NumberStyles.Float, CultureInfo.InvariantCulture);
}
