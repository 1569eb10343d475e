using System.Collections.Frozen;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>
/// What a reading may say: activities with their dimensions and attributes, and what is worked out of them. Whoever
/// takes readings and whoever calculates goes by the same files.
/// </summary>
public sealed class ActivityVocabulary
{
    private const string File = "activities.csv";

    private static readonly string[] s_columns =
    [
        "activity",
        "zh",
        "en",
        "dimension",
        "canonical_unit",
        "method",
        "gives",
        "attributes",
        "source_needs",
        "starts",
        "subject",
        "category",
        "measure",
        "note",
    ];

    private ActivityVocabulary(
        IReadOnlyList<ActivityDefinition> all,
        FrozenDictionary<string, AttributeDefinition> attributes,
        string folder
    )
    {
        Places = ActivityPlaces.Read(folder, [.. all.Select(activity => activity.Code)]);
        Names = ActivityNames.Read(folder, all);
        All = all;
        Activities = all.ToFrozenDictionary(activity => activity.Code, StringComparer.Ordinal);
        Attributes = attributes;
        Measures = CodeName.ReadMeasures(folder);
        Choices = CodeName.ReadChoices(folder, attributes, Measures);
    }

    /// <summary>The activities in the order of the file.</summary>
    public IReadOnlyList<ActivityDefinition> All { get; }

    /// <summary>The activities by code.</summary>
    public FrozenDictionary<string, ActivityDefinition> Activities { get; }

    /// <summary>The attributes by name.</summary>
    public FrozenDictionary<string, AttributeDefinition> Attributes { get; }

    /// <summary>At which kinds of source they can be read.</summary>
    public ActivityPlaces Places { get; }

    /// <summary>Measures by mass, by code.</summary>
    public FrozenDictionary<string, CodeName> Measures { get; }

    /// <summary>The choices of each attribute, in its order; none where it is no choice.</summary>
    public FrozenDictionary<string, IReadOnlyList<CodeName>> Choices { get; }

    /// <summary>What people call them.</summary>
    public ActivityNames Names { get; }

    /// <summary>Where the files lie in a folder of data files.</summary>
    public static string FolderIn(string data) => Path.Combine(data, "vocabulary");

    /// <summary>Reads the files beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static ActivityVocabulary Read() => Read(FolderIn(Path.Combine(AppContext.BaseDirectory, "Data")));

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static ActivityVocabulary Read(string folder)
    {
        var attributes = AttributeRows.Read(folder);
        return new ActivityVocabulary(
            AttributeRanges.In(folder, ReadActivities(folder, attributes)),
            attributes,
            folder
        );
    }

    private static List<ActivityDefinition> ReadActivities(
        string folder,
        FrozenDictionary<string, AttributeDefinition> attributes
    )
    {
        var activities = new List<ActivityDefinition>();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, File, s_columns))
        {
            var code = row.Required("activity");
            if (code.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-')))
                throw row.Fault($"'{code}' is no code: lowercase letters, digits, '.' and '-'");
            if (!codes.Add(code))
                throw row.Fault($"the activity '{code}' stands in the file already");
            activities.Add(ReadActivity(code, row, attributes));
        }
        return activities;
    }

    private static ActivityDefinition ReadActivity(
        string code,
        DataRow row,
        FrozenDictionary<string, AttributeDefinition> attributes
    )
    {
        if (!Dimension.TryParse(row["dimension"], out var dimension))
            throw row.Fault($"'{row["dimension"]}' is no dimension");
        if (!Unit.TryParse(row["canonical_unit"], dimension, out var unit, out var fault))
            throw row.Fault($"canonical unit: {fault}");

        var allowed = new Dictionary<string, AttributeDefinition>(StringComparer.Ordinal);
        var required = new List<AttributeDefinition>();
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
            .Values.SelectMany(attribute => attribute.Needs.Values)
            .SelectMany(needed => needed)
            .FirstOrDefault(needed => !allowed.ContainsKey(needed));
        if (orphan is not null)
            throw row.Fault($"an attribute needs '{orphan}', which the activity does not take");

        return new ActivityDefinition
        {
            Others =
            [
                .. allowed
                    .Values.Select(attribute => attribute.Beside)
                    .OfType<Dimension>()
                    .Where(other => other != dimension)
                    .Distinct(),
            ],
            Code = code,
            En = row.Required("en"),
            Zh = row.Required("zh"),
            Dimension = dimension,
            CanonicalUnit = unit,
            Method = row.Required("method"),
            Attributes = allowed.ToFrozenDictionary(StringComparer.Ordinal),
            Required = required,
            Starts = row.Required("starts"),
            Subject = row["subject"],
            Category = row["category"],
            Measure = row["measure"],
            Row = row,
        };
    }
}
