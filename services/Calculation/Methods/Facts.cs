using System.Collections.Frozen;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>What came with a reading. Percentages are of 100; what is null was not given.</summary>
internal sealed class Facts
{
    private readonly decimal?[] _numbers = new decimal?[AttributeNeed.All.Count];
    private string?[]? _texts;

    /// <summary>The supplier, when it is a plant of the group in that month and is not unconfirmed.</summary>
    public string? GroupSupplier { get; private set; }

    /// <summary>The supplier, when it is a plant of the group in that month and nobody has confirmed it.</summary>
    public string? UnconfirmedSupplier { get; private set; }

    /// <summary>Whether the customer is a plant of the group in that month.</summary>
    public bool IsForGroup { get; private set; }

    public decimal? this[NumberAttribute attribute] => _numbers[attribute.Index];

    public string? this[TextAttribute attribute] => _texts?[attribute.Index];

    /// <summary>Reads the attributes of a reading.</summary>
    /// <param name="record">The reading.</param>
    /// <param name="accepted">The sheet it is of.</param>
    /// <param name="informative">Attributes that inform people; no method reads them.</param>
    /// <exception cref="UnreadableSheetException">
    /// An attribute says nothing that a method could read, or is known to none: left out quietly it would make another
    /// figure.
    /// </exception>
    public static Facts Read(ReadingRecord record, ReadingsAcceptedEvent accepted, IReadOnlySet<string> informative)
    {
        var facts = new Facts();
        foreach (var (name, text) in record.Attributes!)
        {
            if (AttributeNeed.Find(name) is { } attribute)
            {
                if (attribute.Read(facts, text) is { } expected)
                    throw new UnreadableSheetException(
                        $"The reading {record.Source}, {record.Activity} has {name} = \"{text}\"; expected {expected}."
                    );
            }
            else if (name == "supplierPlant")
                facts.Supply(text, Carriers.Of(record.Activity), accepted);
            else if (name == "customerPlant")
                facts.IsForGroup = accepted.GroupPlants.Contains(text, StringComparer.Ordinal);
            else if (!informative.Contains(name))
                throw new UnreadableSheetException(
                    $"The reading {record.Source}, {record.Activity} has the attribute {name}, which no method knows."
                );
        }
        return facts;
    }

    private void Supply(string plant, string carrier, ReadingsAcceptedEvent accepted)
    {
        if (!accepted.GroupPlants.Contains(plant, StringComparer.Ordinal))
            return;
        if (accepted.UnconfirmedSuppliers?.Contains(new UnconfirmedSupplier(plant, carrier)) == true)
            UnconfirmedSupplier = plant;
        else
            GroupSupplier = plant;
    }

    /// <summary>Writes a number.</summary>
    public void Set(NumberAttribute attribute, decimal value) => _numbers[attribute.Index] = value;

    /// <summary>Writes a word.</summary>
    public void Set(TextAttribute attribute, string text) =>
        (_texts ??= new string?[_numbers.Length])[attribute.Index] = text;
}

/// <summary>
/// An attribute that methods read, declared by its name as a static field of a method's file; several may declare the
/// same.
/// </summary>
internal abstract class AttributeNeed(string name, int index)
{
    private static readonly Declared<AttributeNeed> s_declared = new();
    private static readonly Lazy<FrozenDictionary<string, AttributeNeed>> s_byName = new(() =>
        s_declared.All.ToFrozenDictionary(attribute => attribute.Name, StringComparer.Ordinal)
    );

    /// <summary>All that the methods' files declare, in order of index.</summary>
    public static IReadOnlyList<AttributeNeed> All => s_declared.All;

    public string Name { get; } = name;

    public int Index { get; } = index;

    public static AttributeNeed? Find(string name) => s_byName.Value.GetValueOrDefault(name);

    /// <summary>A decimal number, zero or more.</summary>
    public static NumberAttribute Number(string name) =>
        Declare(name, index => new NumberAttribute(name, index, least: 0, most: null));

    /// <summary>0 to 100.</summary>
    public static NumberAttribute Percent(string name) =>
        Declare(name, index => new NumberAttribute(name, index, least: 0, most: 100));

    /// <summary>A decimal number that may be below zero.</summary>
    public static NumberAttribute Signed(string name) =>
        Declare(name, index => new NumberAttribute(name, index, least: null, most: null));

    /// <summary>A word; where some are named, one of them.</summary>
    public static TextAttribute Text(string name, params string[] words) =>
        Declare(name, index => new TextAttribute(name, index, words));

    /// <summary>Writes what a text says into the facts.</summary>
    /// <returns>What would have been right, where it says nothing.</returns>
    public abstract string? Read(Facts facts, string text);

    private static T Declare<T>(string name, Func<int, T> make)
        where T : AttributeNeed => (T?)s_declared.Find(attribute => attribute.Name == name) ?? s_declared.Add(make);
}

/// <summary>An attribute that is a number.</summary>
internal sealed class NumberAttribute(string name, int index, decimal? least, decimal? most)
    : AttributeNeed(name, index)
{
    public override string? Read(Facts facts, string text)
    {
        if (!DecimalText.TryParse(text, out var value, out _, allowNegative: least is null))
            return least is null ? "a decimal number" : "a decimal number, zero or more";
        if (value > most)
            return $"at most {most}";
        facts.Set(this, value);
        return null;
    }
}

/// <summary>An attribute that is a word.</summary>
internal sealed class TextAttribute(string name, int index, string[] words) : AttributeNeed(name, index)
{
    public override string? Read(Facts facts, string text)
    {
        if (words.Length > 0 && !words.Contains(text, StringComparer.Ordinal))
            return string.Join(" or ", words);
        facts.Set(this, text);
        return null;
    }
}
