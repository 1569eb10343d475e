using System.Collections.Frozen;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>Reads <c>attributes.csv</c>.</summary>
internal static class AttributeRows
{
    private const string File = "attributes.csv";

    private static readonly string[] s_columns =
    [
        "attribute",
        "type",
        "unit",
        "low",
        "high",
        "choices",
        "needs",
        "zh",
        "en",
        "beside",
    ];

    public static FrozenDictionary<string, AttributeDefinition> Read(string folder)
    {
        var attributes = new Dictionary<string, AttributeDefinition>(StringComparer.Ordinal);
        List<DataRow> rows = [.. DataFile.Read(folder, File, s_columns)];
        foreach (var row in rows)
        {
            var attribute = Definition(row);
            if (!attributes.TryAdd(attribute.Name, attribute))
                throw row.Fault($"the attribute '{attribute.Name}' stands in the file already");
        }
        foreach (var row in rows)
        {
            var needed = attributes[row["attribute"]].Needs.Values.SelectMany(names => names);
            if (needed.FirstOrDefault(name => !attributes.ContainsKey(name)) is { } missing)
                throw row.Fault($"'{missing}' is no attribute of the file");
        }
        return attributes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static AttributeDefinition Definition(DataRow row)
    {
        var type =
            Enum.TryParse<AttributeType>(row["type"], ignoreCase: true, out var known)
            && row["type"].All(char.IsAsciiLetterLower)
                ? known
                : throw row.Fault($"'{row["type"]}' is no type; expected decimal, whole, choice, text, plant or date");
        var numeric = type is AttributeType.Decimal or AttributeType.Whole;
        var low = BoundIn(row, "low", '>');
        var high = BoundIn(row, "high", '<');
        if (!numeric && (low ?? high) is not null)
            throw row.Fault("only a number has a least and a greatest value");
        if (low is not null && high is not null && low.Value >= high.Value)
            throw row.Fault("the least value is not below the greatest");
        var choices = row.List("choices");
        if (type == AttributeType.Choice != choices.Count > 0)
            throw row.Fault("choices stand exactly where the type is choice");
        return new AttributeDefinition(
            row.Required("attribute"),
            type,
            row["unit"],
            low,
            high,
            choices,
            NeedsIn(row, choices),
            row.Required("en"),
            row.Required("zh"),
            BesideIn(row),
            row["beside"].EndsWith('!')
        );
    }

    private static Dictionary<string, IReadOnlyList<string>> NeedsIn(DataRow row, IReadOnlyList<string> choices)
    {
        var needs = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var need in row.List("needs"))
        {
            var parts = need.Split(':');
            if (parts.Length != 2 || !choices.Contains(parts[0]) || parts[1].Length == 0)
                throw row.Fault($"'{need}' is not 'value:attribute attribute' with one of the choices");
            needs.Add(parts[0], parts[1].Split(' '));
        }
        return needs;
    }

    private static Dimension? BesideIn(DataRow row)
    {
        if (row["beside"].Length == 0)
            return null;
        return Dimension.TryParse(row["beside"].TrimEnd('!'), out var dimension)
            ? dimension
            : throw row.Fault($"'{row["beside"]}' in 'beside' is no dimension");
    }

    /// <summary>A least or greatest value.</summary>
    public static Bound? BoundIn(DataRow row, string column, char excludes)
    {
        var text = row[column];
        if (text.Length == 0)
            return null;
        var excluded = text[0] == excludes;
        return DecimalText.TryParse(excluded ? text[1..] : text, out var value, out _, allowNegative: true)
            ? new Bound(value, excluded)
            : throw row.Fault($"'{text}' in '{column}' is no number");
    }
}
