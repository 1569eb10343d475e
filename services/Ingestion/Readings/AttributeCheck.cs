using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>Judges what a reading says beside its quantity.</summary>
/// <param name="vocabulary">What choices are called.</param>
/// <param name="plant">The plant that reports.</param>
/// <param name="findings">Takes what is wrong.</param>
internal sealed class AttributeCheck(ActivityVocabulary vocabulary, PlantCode plant, List<Finding> findings)
{
    private const int TextLength = 200;

    /// <summary>The attributes as events carry them; null for none.</summary>
    /// <param name="input">The reading.</param>
    /// <param name="activity">What it is of.</param>
    /// <param name="unit">The unit of its quantity; null where that is wrong itself.</param>
    public SortedDictionary<string, string>? Check(ReadingInput input, ActivityDefinition activity, Unit? unit)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in input.Attributes)
        {
            var place = PlaceOf(input, attribute.Name);
            if (!activity.Attributes.TryGetValue(attribute.Name, out var definition))
                findings.Add(ReadingFindings.UnknownAttribute(place, attribute.Name, activity));
            else if (unit is not null && definition.Beside is { } beside && unit.Dimension != beside)
                findings.Add(ReadingFindings.AttributeNotOfUnit(place, definition, unit, beside));
            else if (Value(attribute, definition, place) is { } value)
                values[attribute.Name] = value;
        }

        foreach (var required in activity.Required.Where(required => !Has(input, required.Name)))
            findings.Add(ReadingFindings.MissingAttribute(PlaceOf(input, required.Name), activity, required));
        foreach (
            var required in activity.Attributes.Values.Where(a =>
                a.IsRequiredBeside && a.Beside == unit?.Dimension && !Has(input, a.Name)
            )
        )
            findings.Add(ReadingFindings.UnitNeeds(PlaceOf(input, required.Name), required, unit!));
        foreach (var (name, value) in values)
        {
            if (!activity.Attributes[name].Needs.TryGetValue(value, out var needs))
                continue;
            foreach (var needed in needs.Where(needed => !Has(input, needed)))
                findings.Add(
                    ReadingFindings.AttributeNeeds(PlaceOf(input, needed), activity.Attributes[name], value, needed)
                );
        }
        return values.Count == 0 ? null : values;
    }

    private static Place PlaceOf(ReadingInput input, string attribute) => input.Place.Of($"attributes.{attribute}");

    private static bool Has(ReadingInput input, string attribute) =>
        input.Attributes.Exists(given => given.Name == attribute);

    /// <summary>The value in the one way it is written in events, or null with a finding.</summary>
    private string? Value(AttributeInput input, AttributeDefinition definition, Place place)
    {
        var (value, fault) = definition.Type switch
        {
            AttributeType.Decimal or AttributeType.Whole => Number(input.Text, definition, place),
            AttributeType.Plant => Plant(input.Text, definition, place),
            AttributeType.Choice when !input.IsNumber && definition.Choices.Contains(input.Text) => Taken(input.Text),
            AttributeType.Choice => WrongType(MeantCode.Of(input.Text, vocabulary.Choices[definition.Name])),
            AttributeType.Date when !input.IsNumber && SheetCheck.TryDate(input.Text, out _) => Taken(input.Text),
            AttributeType.Text when !input.IsNumber && IsText(input.Text) => Taken(input.Text),
            _ => WrongType(null),
        };
        if (fault is not null)
            findings.Add(fault);
        return value;

        (string?, Finding?) WrongType(string? proposal) =>
            (null, ReadingFindings.AttributeWrongType(place, input.Text, definition, proposal));
    }

    private static (string?, Finding?) Taken(string value) => (value, null);

    private static (string?, Finding?) Number(string text, AttributeDefinition definition, Place place)
    {
        if (!DecimalText.TryParse(text, out var number, out var fault, allowNegative: true))
            return (null, ReadingFindings.AttributeWrongType(place, text, definition, fault.Proposal));
        if (definition.Type == AttributeType.Whole && number != decimal.Truncate(number))
            return (null, ReadingFindings.AttributeWrongType(place, text, definition));
        return definition.Low?.AllowsFrom(number) == false || definition.High?.AllowsUpTo(number) == false
            ? (null, ReadingFindings.AttributeOutOfRange(place, text, definition))
            // 20.90 and 20.9 are the same value and must not make a correction.
            : Taken(DecimalText.Plain(number));
    }

    private (string?, Finding?) Plant(string text, AttributeDefinition definition, Place place)
    {
        if (!PlantCode.TryParse(text, out var named, out var wrong))
            return (null, ReadingFindings.AttributeWrongType(place, text, definition, wrong.Proposal));
        return named == plant ? (null, ReadingFindings.AttributeOwnPlant(place, plant, definition)) : Taken(text);
    }

    private static bool IsText(string text) =>
        text.Length <= TextLength && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
