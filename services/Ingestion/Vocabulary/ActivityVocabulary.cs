using System.Collections.Frozen;
using System.Globalization;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>An activity a reading may name.</summary>
/// <param name="Attributes">What a reading of it may carry, by name.</param>
/// <param name="Required">Those it must carry.</param>
internal sealed record Activity(
    string Code,
    string En,
    string Zh,
    Dimension Dimension,
    Unit CanonicalUnit,
    FrozenDictionary<string, AttributeDefinition> Attributes,
    IReadOnlyList<AttributeDefinition> Required
)
{
    /// <summary>What a generating station reports of its generation.</summary>
    public bool IsGeneration => Code.StartsWith("generation.", StringComparison.Ordinal);

    public bool IsElectricityExport => Code == "electricity.exported";
}

internal enum AttributeType
{
    Decimal,
    Whole,
    Choice,
    Text,
    Plant,
    Date,
}

/// <summary>What a value of an attribute may be.</summary>
/// <param name="Needs">By value of this attribute: the attributes that must stand beside it.</param>
internal sealed record AttributeDefinition(
    string Name,
    AttributeType Type,
    string Unit,
    Bound? Low,
    Bound? High,
    IReadOnlyList<string> Choices,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Needs,
    string En,
    string Zh
)
{
    /// <summary>What would be right, for messages.</summary>
    public string Expected =>
        Type switch
        {
            AttributeType.Choice => "one of " + string.Join(", ", Choices),
            AttributeType.Text => "a text of 1 to 200 characters",
            AttributeType.Plant => "the code of a plant: " + Quantities.Code.Expected,
            AttributeType.Date => "a date written yyyy-MM-dd",
            _ => (Type == AttributeType.Whole ? "a whole number" : "a decimal number")
                + Range
                + (Unit.Length > 0 ? $", in {Unit}" : ""),
        };

    private string Range =>
        (Low, High) switch
        {
            ({ } low, { } high) => $" {low.AsLow} and {high.AsHigh}",
            ({ } low, null) => $" {low.AsLow}",
            (null, { } high) => $" {high.AsHigh}",
            _ => "",
        };
}

/// <summary>A limit of what can be physically so.</summary>
internal sealed record Bound(decimal Value, bool Excluded)
{
    public string AsLow => (Excluded ? "above " : "from ") + Value.ToString(CultureInfo.InvariantCulture);

    public string AsHigh => (Excluded ? "below " : "up to ") + Value.ToString(CultureInfo.InvariantCulture);

    public bool AllowsFrom(decimal value) => Excluded ? value > Value : value >= Value;

    public bool AllowsUpTo(decimal value) => Excluded ? value < Value : value <= Value;
}

/// <summary>What a reading may say: activities with their dimensions and attributes. Loaded from the service's data files at start.</summary>
internal sealed class ActivityVocabulary
{
    private ActivityVocabulary(
        FrozenDictionary<string, Activity> activities,
        FrozenDictionary<string, AttributeDefinition> attributes
    )
    {
        Activities = activities;
        Attributes = attributes;
    }

    /// <summary>By code.</summary>
    public FrozenDictionary<string, Activity> Activities { get; }

    /// <summary>By name.</summary>
    public FrozenDictionary<string, AttributeDefinition> Attributes { get; }

    /// <summary>Reads the files of a directory.</summary>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static ActivityVocabulary Load(string directory)
    {
        var attributes = LoadAttributes(directory);
        return new ActivityVocabulary(LoadActivities(directory, attributes), attributes);
    }

    private static FrozenDictionary<string, AttributeDefinition> LoadAttributes(string directory)
    {
        Dictionary<string, AttributeDefinition> attributes = new(StringComparer.Ordinal);
        List<(DataRow Row, IReadOnlyList<string> Needed)> needs = [];
        foreach (
            var row in DataFile.Read(
                directory,
                "attributes.csv",
                "attribute",
                "type",
                "unit",
                "low",
                "high",
                "choices",
                "needs",
                "zh",
                "en"
            )
        )
        {
            var name = row.Required("attribute");
            var type =
                Enum.TryParse<AttributeType>(row["type"], ignoreCase: true, out var known)
                && row["type"].All(char.IsAsciiLetterLower)
                    ? known
                    : throw row.Fault(
                        $"'{row["type"]}' is no type; expected decimal, whole, choice, text, plant or date"
                    );
            var numeric = type is AttributeType.Decimal or AttributeType.Whole;
            var low = Bound(row, "low", '>');
            var high = Bound(row, "high", '<');
            if (!numeric && (low ?? high) is not null)
                throw row.Fault("only a number has a least and a greatest value");
            if (low is not null && high is not null && low.Value >= high.Value)
                throw row.Fault("the least value is not below the greatest");
            var choices = row.List("choices");
            if (type == AttributeType.Choice != choices.Count > 0)
                throw row.Fault("choices stand exactly where the type is choice");

            Dictionary<string, IReadOnlyList<string>> needed = new(StringComparer.Ordinal);
            foreach (var need in row.List("needs"))
            {
                var parts = need.Split(':');
                if (parts.Length != 2 || !choices.Contains(parts[0]) || parts[1].Length == 0)
                    throw row.Fault($"'{need}' is not 'value:attribute attribute' with one of the choices");
                needed.Add(parts[0], parts[1].Split(' '));
                needs.Add((row, needed[parts[0]]));
            }
            if (
                !attributes.TryAdd(
                    name,
                    new AttributeDefinition(
                        name,
                        type,
                        row["unit"],
                        low,
                        high,
                        choices,
                        needed,
                        row.Required("en"),
                        row.Required("zh")
                    )
                )
            )
                throw row.Fault($"the attribute '{name}' stands in the file already");
        }
        foreach (var (row, needed) in needs)
        {
            if (needed.FirstOrDefault(n => !attributes.ContainsKey(n)) is { } missing)
                throw row.Fault($"'{missing}' is no attribute of the file");
        }
        return attributes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Bound? Bound(DataRow row, string column, char excludes)
    {
        var text = row[column];
        if (text.Length == 0)
            return null;
        var excluded = text[0] == excludes;
        return DecimalText.TryParse(excluded ? text[1..] : text, out var value, out _, allowNegative: true)
            ? new Bound(value, excluded)
            : throw row.Fault($"'{text}' in '{column}' is no number");
    }

    private static FrozenDictionary<string, Activity> LoadActivities(
        string directory,
        FrozenDictionary<string, AttributeDefinition> attributes
    )
    {
        Dictionary<string, Activity> activities = new(StringComparer.Ordinal);
        foreach (
            var row in DataFile.Read(
                directory,
                "activities.csv",
                "activity",
                "zh",
                "en",
                "dimension",
                "canonical_unit",
                "method",
                "gives",
                "attributes",
                "source_needs",
                "note"
            )
        )
        {
            var code = row.Required("activity");
            if (code.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-')))
                throw row.Fault($"'{code}' is no code: lowercase letters, digits, '.' and '-'");
            if (!Dimension.TryParse(row["dimension"], out var dimension))
                throw row.Fault($"'{row["dimension"]}' is no dimension");
            if (!Unit.TryParse(row["canonical_unit"], dimension, out var unit, out var fault))
                throw row.Fault($"canonical unit: {fault}");
            _ = row.Required("method");

            Dictionary<string, AttributeDefinition> allowed = new(StringComparer.Ordinal);
            List<AttributeDefinition> required = [];
            foreach (var entry in row.List("attributes"))
            {
                var name = entry.TrimEnd('!');
                if (!attributes.TryGetValue(name, out var attribute))
                    throw row.Fault($"'{name}' does not stand in attributes.csv");
                allowed.Add(name, attribute);
                if (entry.EndsWith('!'))
                    required.Add(attribute);
            }
            var orphan = allowed
                .Values.SelectMany(a => a.Needs.Values)
                .SelectMany(n => n)
                .FirstOrDefault(n => !allowed.ContainsKey(n));
            if (orphan is not null)
                throw row.Fault($"an attribute needs '{orphan}', which the activity does not take");
            if (
                !activities.TryAdd(
                    code,
                    new Activity(
                        code,
                        row.Required("en"),
                        row.Required("zh"),
                        dimension,
                        unit,
                        allowed.ToFrozenDictionary(StringComparer.Ordinal),
                        required
                    )
                )
            )
                throw row.Fault($"the activity '{code}' stands in the file already");
        }
        return activities.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
