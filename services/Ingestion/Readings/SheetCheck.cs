using System.Collections.Frozen;
using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Judges the readings of a request by the vocabulary and by the plant as it is in that month. It knows nothing of the
/// sheet that stands: that is for <see cref="SheetMerge"/>.
/// </summary>
internal sealed class SheetCheck(
    ActivityVocabulary vocabulary,
    PlantRecord plant,
    Month month,
    List<RefusalItem> findings
)
{
    /// <summary>A year of hourly lots would be a quarter of a million; a sheet is a month's meters.</summary>
    public const int MaxReadings = 5_000;

    /// <summary>So much of anything no plant has in a month. The limit leaves room for sums over the group.</summary>
    public const decimal CanonicalLimit = 1_000_000_000_000_000m;

    private const int KeyTextLength = 64;
    private const int AttributeTextLength = 200;
    private const int ExplanationLength = 1_000;

    private static readonly FrozenDictionary<string, Quality> Qualities = new Dictionary<string, Quality>(
        StringComparer.Ordinal
    )
    {
        ["measured"] = Quality.Measured,
        ["own-meter"] = Quality.OwnMeter,
        ["settled"] = Quality.Settled,
        ["estimated"] = Quality.Estimated,
        ["default"] = Quality.Default,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] QualityNames = ["measured", "own-meter", "settled", "estimated", "default"];

    private readonly FrozenDictionary<string, SourceRecord> sources = plant.Sources.ToFrozenDictionary(
        s => s.Code,
        StringComparer.Ordinal
    );

    /// <summary>Whether the plant reports for the month at all.</summary>
    /// <param name="current">The month it is now in the group's time zone.</param>
    public void Month(Month current)
    {
        if (month > current)
            findings.Add(SheetFindings.MonthInFuture(month, current));
        if (month < plant.From)
            findings.Add(SheetFindings.MonthBeforePlant(month, plant));
        if (plant.To is { } to && month > to)
            findings.Add(SheetFindings.MonthAfterPlant(month, plant));
    }

    /// <summary>The readings that are right, with their position, and a finding for everything that is not.</summary>
    public List<(int Position, ReadingRecord Reading)> Readings(IReadOnlyList<ReadingInput> inputs)
    {
        List<(int, ReadingRecord)> readings = new(inputs.Count);
        Dictionary<ReadingKey, int> positions = new(inputs.Count);
        foreach (var input in inputs)
        {
            var before = findings.Count;
            var reading = Reading(input);
            if (input.Source is { } source && input.Activity is { } activity)
            {
                ReadingKey key = new(source, activity, input.Meter, input.Lot);
                if (!positions.TryAdd(key, input.Position))
                    findings.Add(SheetFindings.DuplicateReading(input.Position, positions[key], key));
            }
            if (reading is not null && findings.Count == before)
                readings.Add((input.Position, reading));
        }
        return readings;
    }

    /// <summary>The keys to be withdrawn, with their index in the request.</summary>
    public List<(int Index, ReadingKey Key)> Withdrawals(IReadOnlyList<KeyInput> inputs)
    {
        List<(int, ReadingKey)> keys = new(inputs.Count);
        HashSet<ReadingKey> seen = [];
        foreach (var input in inputs)
        {
            if (input.Source is not { } source || input.Activity is not { } activity)
                continue;
            ReadingKey key = new(source, activity, input.Meter, input.Lot);
            if (seen.Add(key))
                keys.Add((input.Index, key));
            else
                findings.Add(SheetFindings.DuplicateWithdrawal(input.Path, key));
        }
        return keys;
    }

    /// <summary>The reading; null when something it needs could not be read, and not to be used when it made a finding.</summary>
    private ReadingRecord? Reading(ReadingInput input)
    {
        var position = input.Position;
        if (input.Source is { } code)
        {
            if (!sources.TryGetValue(code, out var source))
                findings.Add(SheetFindings.UnknownSource(position, $"{input.Path}.source", code, plant));
            else if (!source.ExistsIn(month))
                findings.Add(SheetFindings.SourceNotActive(position, $"{input.Path}.source", source, month));
        }
        Activity? activity = null;
        if (input.Activity is { } named && !vocabulary.Activities.TryGetValue(named, out activity))
            findings.Add(SheetFindings.UnknownActivity(position, $"{input.Path}.activity", named, vocabulary));
        KeyText(input.Meter, position, input.Path, "meter");
        KeyText(input.Lot, position, input.Path, "lot");

        var quantity = Quantity(input, activity);
        var quality = Quality.Measured;
        if (input.Quality is { } stated && !Qualities.TryGetValue(stated, out quality))
            findings.Add(SheetFindings.UnknownQuality(position, $"{input.Path}.quality", stated, QualityNames));
        var attributes = activity is null ? null : Attributes(input, activity);
        var (from, to) = Period(input);
        if (
            input.Explanation is { } explanation
            && (
                explanation.Length > ExplanationLength
                || string.IsNullOrWhiteSpace(explanation)
                || explanation.Any(c => char.IsControl(c) && c is not '\n')
            )
        )
            findings.Add(SheetFindings.ExplanationText(position, $"{input.Path}.explanation"));

        return input.Source is null || activity is null || input.Unit is null
            ? null
            : new ReadingRecord
            {
                Source = input.Source,
                Activity = activity.Code,
                Meter = input.Meter,
                Lot = input.Lot,
                Quantity = quantity,
                Unit = input.Unit,
                Quality = quality,
                Attributes = attributes,
                From = from,
                To = to,
                Explanation = input.Explanation,
            };
    }

    private void KeyText(string? text, int position, string path, string member)
    {
        if (
            text is not null
            && (
                text.Length is 0 or > KeyTextLength
                || text.Trim().Length != text.Length
                || text.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            )
        )
            findings.Add(SheetFindings.KeyText(position, $"{path}.{member}", member, text));
    }

    private decimal Quantity(ReadingInput input, Activity? activity)
    {
        var position = input.Position;
        Unit? unit = null;
        if (input.Unit is { } symbol)
        {
            if (activity is not null)
            {
                if (!Unit.TryParse(symbol, activity.Dimension, out unit, out var fault))
                    findings.Add(SheetFindings.WrongUnit(position, $"{input.Path}.unit", fault));
            }
            else if (!Unit.TryParse(symbol, out _))
            {
                findings.Add(SheetFindings.UnknownUnit(position, $"{input.Path}.unit", symbol));
            }
        }

        if (input.Quantity is not { } text)
            return 0;
        if (!DecimalText.TryParse(text, out var value, out var wrong))
            findings.Add(SheetFindings.Quantity(position, $"{input.Path}.quantity", wrong));
        else if (unit is not null && new Quantity(value, unit).In(activity!.CanonicalUnit) >= CanonicalLimit)
            findings.Add(
                SheetFindings.QuantityOutOfRange(position, $"{input.Path}.quantity", text, unit, activity.CanonicalUnit)
            );
        return value;
    }

    private SortedDictionary<string, string>? Attributes(ReadingInput input, Activity activity)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var attribute in input.Attributes)
        {
            var path = $"{input.Path}.attributes.{attribute.Name}";
            if (!activity.Attributes.TryGetValue(attribute.Name, out var definition))
                findings.Add(SheetFindings.UnknownAttribute(input.Position, path, attribute.Name, activity));
            else if (Value(attribute, definition, input.Position, path) is { } value)
                values[attribute.Name] = value;
        }

        foreach (var required in activity.Required)
        {
            if (!input.Attributes.Exists(a => a.Name == required.Name))
                findings.Add(
                    SheetFindings.MissingAttribute(
                        input.Position,
                        $"{input.Path}.attributes.{required.Name}",
                        activity,
                        required
                    )
                );
        }
        foreach (var (name, value) in values)
        {
            if (!activity.Attributes[name].Needs.TryGetValue(value, out var needs))
                continue;
            foreach (var needed in needs.Where(n => !input.Attributes.Exists(a => a.Name == n)))
                findings.Add(
                    SheetFindings.AttributeNeeds(
                        input.Position,
                        $"{input.Path}.attributes.{needed}",
                        activity.Attributes[name],
                        value,
                        needed
                    )
                );
        }
        return values.Count == 0 ? null : values;
    }

    /// <summary>The value in the one way it is written in events, or null with a finding.</summary>
    private string? Value(AttributeInput input, AttributeDefinition definition, int position, string path)
    {
        switch (definition.Type)
        {
            case AttributeType.Decimal or AttributeType.Whole:
                if (!DecimalText.TryParse(input.Text, out var number, out var fault, allowNegative: true))
                {
                    findings.Add(
                        SheetFindings.AttributeWrongType(position, path, input.Text, definition, fault.Proposal)
                    );
                    return null;
                }
                if (definition.Type == AttributeType.Whole && number != decimal.Truncate(number))
                {
                    findings.Add(SheetFindings.AttributeWrongType(position, path, input.Text, definition));
                    return null;
                }
                if (definition.Low?.AllowsFrom(number) == false || definition.High?.AllowsUpTo(number) == false)
                {
                    findings.Add(SheetFindings.AttributeOutOfRange(position, path, input.Text, definition));
                    return null;
                }
                return Plain(number);
            case AttributeType.Choice when !input.IsNumber && definition.Choices.Contains(input.Text):
                return input.Text;
            case AttributeType.Choice:
                findings.Add(
                    SheetFindings.AttributeWrongType(
                        position,
                        path,
                        input.Text,
                        definition,
                        Nearest.To(input.Text, definition.Choices)
                    )
                );
                return null;
            case AttributeType.Plant:
                if (Code.Check(input.Text) is { } wrong)
                {
                    findings.Add(
                        SheetFindings.AttributeWrongType(position, path, input.Text, definition, wrong.Proposal)
                    );
                    return null;
                }
                if (input.Text == plant.Code)
                {
                    findings.Add(SheetFindings.AttributeOwnPlant(position, path, input.Text, definition));
                    return null;
                }
                return input.Text;
            case AttributeType.Date when !input.IsNumber && TryDate(input.Text, out _):
            case AttributeType.Text
                when !input.IsNumber
                    && input.Text.Length <= AttributeTextLength
                    && !string.IsNullOrWhiteSpace(input.Text)
                    && !input.Text.Any(char.IsControl):
                return input.Text;
            default:
                findings.Add(SheetFindings.AttributeWrongType(position, path, input.Text, definition));
                return null;
        }
    }

    private (DateOnly? From, DateOnly? To) Period(ReadingInput input)
    {
        if (Date(input.From, "from") is not { } from || Date(input.To, "to") is not { } to)
            return (null, null);
        if (!month.Contains(from) || !month.Contains(to) || from > to)
            findings.Add(SheetFindings.PeriodOutsideMonth(input.Position, $"{input.Path}.period", from, to, month));
        // The whole month said in days is the whole month.
        return from == month.FirstDay && to == month.LastDay ? (null, null) : (from, to);

        DateOnly? Date(string? text, string member)
        {
            if (text is null)
                return null;
            if (TryDate(text, out var date))
                return date;
            findings.Add(SheetFindings.PeriodNotDate(input.Position, $"{input.Path}.period.{member}", text));
            return null;
        }
    }

    internal static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Without the zeros at the end: 20.90 and 20.9 are the same value and must not make a correction.</summary>
    private static string Plain(decimal value) =>
        (value / 1.000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
