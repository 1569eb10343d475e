using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.ServiceDefaults.Json;

/// <summary>
/// A text of a body holds nothing that is not seen, and each letter in one way (<see cref="PlainText"/>).
/// </summary>
internal sealed class PlainTextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Another kind of value is told as the serializer would tell it.
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var text = reader.GetString()!;
        return PlainText.Check(text) is { } fault ? throw new NotPlainTextException(fault) : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>A text of a body cannot be taken.</summary>
/// <param name="fault">What is wrong with it.</param>
internal sealed class NotPlainTextException(InputFault fault) : JsonException(fault.ToString())
{
    public InputFault Fault => fault;
}
