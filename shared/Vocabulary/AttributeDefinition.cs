using System.Globalization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Vocabulary;

/// <summary>What kind of value an attribute takes.</summary>
public enum AttributeType
{
    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>One of a list of words.</summary>
    Choice,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>The code of a plant.</summary>
    Plant,

    /// <summary>A day.</summary>
    Date,
}

/// <summary>
/// What a value of an attribute may be: a row of <c>attributes.csv</c>, whose head says what each column means.
/// </summary>
/// <param name="Name">As plants write it.</param>
/// <param name="Type">What kind of value it takes.</param>
/// <param name="Unit">The unit a number is read in; empty for none.</param>
/// <param name="Low">The least value that can be physically so.</param>
/// <param name="High">The greatest.</param>
/// <param name="Choices">The words a choice may take; else none.</param>
/// <param name="Needs">By value of this attribute: the attributes that must stand beside it.</param>
/// <param name="En">What it means, in English.</param>
/// <param name="Zh">What it means, in Chinese.</param>
/// <param name="Beside">
/// The dimension of the unit that it stands beside; null where the unit is nothing to it.
/// </param>
/// <param name="IsRequiredBeside">It must stand beside a unit of that dimension.</param>
public sealed record AttributeDefinition(
    string Name,
    AttributeType Type,
    string Unit,
    Bound? Low,
    Bound? High,
    IReadOnlyList<string> Choices,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Needs,
    string En,
    string Zh,
    Dimension? Beside,
    bool IsRequiredBeside
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
/// <param name="Value">In the unit of the attribute.</param>
/// <param name="Excluded">The limit itself cannot be.</param>
public sealed record Bound(decimal Value, bool Excluded)
{
    /// <summary>For messages, as a lower limit.</summary>
    public string AsLow => (Excluded ? "above " : "from ") + Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>For messages, as an upper limit.</summary>
    public string AsHigh => (Excluded ? "below " : "up to ") + Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a value may be, with this as the least.</summary>
    public bool AllowsFrom(decimal value) => Excluded ? value > Value : value >= Value;

    /// <summary>Whether a value may be, with this as the greatest.</summary>
    public bool AllowsUpTo(decimal value) => Excluded ? value < Value : value <= Value;
}
