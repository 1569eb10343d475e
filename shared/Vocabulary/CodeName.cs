using System.Collections.Frozen;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>What a code is called: a row of <c>choices.csv</c> or <c>measures.csv</c>.</summary>
/// <param name="Code">The code.</param>
/// <param name="Zh">Its name in Chinese.</param>
/// <param name="En">Its name in English.</param>
public sealed record CodeName(string Code, string Zh, string En)
{
    private const string OfChoices = "choices.csv";
    private const string OfMeasures = "measures.csv";

    /// <summary>The measures by mass, by code: each has its name.</summary>
    internal static FrozenDictionary<string, CodeName> ReadMeasures(string folder)
    {
        var names = new Dictionary<string, CodeName>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, OfMeasures, "measure", "zh", "en", "source"))
        {
            var code = row.Required("measure");
            if (!Measure.TryParse(code, out var measure) || measure.Unit != Unit.Kilogram)
                throw row.Fault($"'{code}' is no measure by mass");
            if (!names.TryAdd(code, new CodeName(code, row.Required("zh"), row.Required("en"))))
                throw row.Fault($"the measure '{code}' stands in the file already");
        }
        if (Measure.All.FirstOrDefault(m => m.Unit == Unit.Kilogram && !names.ContainsKey(m.Code)) is { } nameless)
            throw new DataFileException(OfMeasures, 0, $"there is no row of {nameless.Code}");
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The choices of attributes, by attribute and in its order: each has its name.</summary>
    internal static FrozenDictionary<string, IReadOnlyList<CodeName>> ReadChoices(
        string folder,
        FrozenDictionary<string, AttributeDefinition> attributes,
        FrozenDictionary<string, CodeName> measures
    )
    {
        var names = new Dictionary<(string Attribute, string Choice), CodeName>();
        foreach (var row in DataFile.Read(folder, OfChoices, "attribute", "choice", "zh", "en", "source"))
        {
            var (attribute, choice) = (row.Required("attribute"), row.Required("choice"));
            if (!attributes.TryGetValue(attribute, out var known) || !known.Choices.Contains(choice))
                throw row.Fault($"'{choice}' is no choice of '{attribute}' in attributes.csv");
            if (measures.ContainsKey(choice))
                throw row.Fault($"the name of '{choice}' stands in {OfMeasures}");
            if (!names.TryAdd((attribute, choice), new CodeName(choice, row.Required("zh"), row.Required("en"))))
                throw row.Fault($"the choice '{choice}' of '{attribute}' stands in the file already");
        }
        return attributes.Values.ToFrozenDictionary(
            attribute => attribute.Name,
            attribute => (IReadOnlyList<CodeName>)[.. attribute.Choices.Select(choice => NameOf(attribute, choice))],
            StringComparer.Ordinal
        );

        CodeName NameOf(AttributeDefinition attribute, string choice) =>
            names.GetValueOrDefault((attribute.Name, choice))
            ?? measures.GetValueOrDefault(choice)
            ?? throw new DataFileException(OfChoices, 0, $"there is no row of '{choice}' of '{attribute.Name}'");
    }
}
