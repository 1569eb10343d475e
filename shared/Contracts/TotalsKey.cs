using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Contracts;

/// <summary>
/// The value of a dimension that totals were grouped by. It is written as a plain string or null; that there is one
/// at all says that the dimension was asked for, so that a row without a value differs from a row without the
/// dimension.
/// </summary>
/// <param name="Value">The value; null for what has none.</param>
[JsonConverter(typeof(TotalsKeyConverter))]
public sealed record TotalsKey(string? Value) : IParsable<TotalsKey>
{
    /// <inheritdoc/>
    public static TotalsKey Parse(string s, IFormatProvider? provider) => new(s);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out TotalsKey result)
    {
        result = new TotalsKey(s);
        return true;
    }
}

internal sealed class TotalsKeyConverter : JsonConverter<TotalsKey>
{
    // A null is a key without a value, not the absence of a key.
    public override bool HandleNull => true;

    public override TotalsKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString());

    public override void Write(Utf8JsonWriter writer, TotalsKey value, JsonSerializerOptions options)
    {
        if (value.Value is null)
            writer.WriteNullValue();
        else
            writer.WriteStringValue(value.Value);
    }
}
