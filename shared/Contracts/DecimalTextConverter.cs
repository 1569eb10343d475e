using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Contracts;

/// <summary>
/// Decimals travel as strings in plain notation with the digits they have: <c>"8123.40"</c> stays so. Only strings are
/// read, so that nobody sends a number that another reader would round.
/// </summary>
internal sealed class DecimalTextConverter : JsonConverter<decimal>
{
    private const int LongestDecimal = 31;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("A decimal travels as a string.");
        }

        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            return
                Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var consumed)
                && consumed == reader.ValueSpan.Length
                ? value
                : throw new JsonException("The string is no decimal.");
        }

        return decimal.TryParse(
            reader.GetString(),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var slow
        )
            ? slow
            : throw new JsonException("The string is no decimal.");
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[LongestDecimal];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
