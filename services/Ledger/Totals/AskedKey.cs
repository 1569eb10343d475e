using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// The value of a dimension that was asked for. It is written as a plain string or null; that there is one at all says that the
/// dimension was asked for, so that a row without a value differs from a row without the dimension.
/// </summary>
[JsonConverter(typeof(AskedKeyConverter))]
internal sealed record AskedKey(string? Value) : IParsable<AskedKey>
{
    public static AskedKey Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out AskedKey result)
    {
        result = new AskedKey(s);
        return true;
    }
}

internal sealed class AskedKeyConverter : JsonConverter<AskedKey>
{
    public override AskedKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString());

    public override void Write(Utf8JsonWriter writer, AskedKey value, JsonSerializerOptions options)
    {
        if (value.Value is null)
            writer.WriteNullValue();
        else
            writer.WriteStringValue(value.Value);
    }
}
