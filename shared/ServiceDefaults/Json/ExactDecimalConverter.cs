using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonPlatform.ServiceDefaults.Json;

/// <summary>
/// A decimal comes as a JSON number or a string and is taken digit by digit or refused, never rounded; it goes out as a
/// string, so that no client loses digits to a binary floating point number.
/// </summary>
public sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.ASCII.GetString(
                reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan
            ),
            _ => throw new JsonException("A decimal number is expected, as a number or as a string."),
        };
        return TryParse(text, out var value)
            ? value
            : throw new JsonException(
                "A decimal number is expected, with digits and at most one point, "
                    + "and no more than 28 significant digits."
            );
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>
    /// Reads digits with at most one point and an optional minus: no exponent, no plus, no blanks, no separators of
    /// thousands. False too when a decimal could hold the number only by rounding it.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        var digits = text.StartsWith('-') ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (
            whole.IsEmpty
            || whole.ContainsAnyExceptInRange('0', '9')
            || fraction.ContainsAnyExceptInRange('0', '9')
            || (point >= 0 && fraction.IsEmpty)
        )
            return false;
        var significant = whole.TrimStart('0').Length + fraction.TrimEnd('0').Length;
        return significant <= 28
            && fraction.TrimEnd('0').Length <= 28
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out value
            );
    }
}
