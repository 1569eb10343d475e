using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Quantities;

/// <summary>
/// The code of a plant: 2 to 32 uppercase letters, digits and hyphens, beginning with a letter.
/// </summary>
/// <remarks>A reference type, so that there is no empty value to forget: no plant is null.</remarks>
[JsonConverter(typeof(TextJsonConverter<PlantCode>))]
public sealed record PlantCode : IComparable<PlantCode>, IParsable<PlantCode>
{
    private PlantCode(string value) => Value = value;

    /// <summary>The text, for example <c>NX-W1</c>.</summary>
    public string Value { get; }

    /// <summary>Reads a code; what is wrong comes as a fault with the codes of <see cref="Code.Check"/>.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out PlantCode? code,
        [NotNullWhen(false)] out InputFault? fault
    )
    {
        fault = Code.Check(text);
        code = fault is null ? new PlantCode(text!) : null;
        return fault is null;
    }

    /// <summary>Reads a code.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PlantCode? code) =>
        TryParse(text, out code, out _);

    /// <summary>Reads a code.</summary>
    /// <exception cref="FormatException">The text is no code; the message says why.</exception>
    public static PlantCode Parse(string text) =>
        TryParse(text, out var code, out var fault) ? code : throw new FormatException(fault.ToString());

    /// <summary>
    /// A code that is known to be one, as it comes from our own database or events; checked all the same.
    /// </summary>
    /// <exception cref="ArgumentException">It is none: what was stored is damaged.</exception>
    public static PlantCode Trusted(string text) =>
        Code.IsValid(text)
            ? new PlantCode(text)
            : throw new ArgumentException($"{InputFault.Quote(text)} was trusted to be a plant code.", nameof(text));

    static PlantCode IParsable<PlantCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<PlantCode>.TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out PlantCode result
    ) => TryParse(s, out result, out _);

    /// <summary>Ordinal order of the texts.</summary>
    public int CompareTo(PlantCode? other) => string.CompareOrdinal(Value, other?.Value);

    /// <summary>
    /// Equality of the texts. Said here because sums are kept by plant: a record would ask for the types too.
    /// </summary>
    public bool Equals(PlantCode? other) => ReferenceEquals(this, other) || string.Equals(Value, other?.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    /// <summary>Before, in ordinal order.</summary>
    public static bool operator <(PlantCode left, PlantCode right) => left.CompareTo(right) < 0;

    /// <summary>After, in ordinal order.</summary>
    public static bool operator >(PlantCode left, PlantCode right) => left.CompareTo(right) > 0;

    /// <summary>Not after, in ordinal order.</summary>
    public static bool operator <=(PlantCode left, PlantCode right) => left.CompareTo(right) <= 0;

    /// <summary>Not before, in ordinal order.</summary>
    public static bool operator >=(PlantCode left, PlantCode right) => left.CompareTo(right) >= 0;
}
