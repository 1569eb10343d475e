using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CarbonPlatform.Quantities;

/// <summary>
/// Decimal numbers as people and systems write them into a sheet: ASCII digits, a point, an optional sign;
/// at most 15 digits before and 9 after the point, counted as written. No thousands separators, no exponent, no spaces:
/// a text that could be meant in two ways is refused, with a proposal where the meaning is evident.
/// </summary>
public static class DecimalText
{
    /// <summary>Most digits before the point.</summary>
    public const int MaxDigitsBefore = 15;

    /// <summary>Most digits after the point.</summary>
    public const int MaxDigitsAfter = 9;

    /// <summary>Fault code: the text is no decimal number.</summary>
    public const string NotDecimal = "not-decimal";

    /// <summary>Fault code: the number is below zero where that has no meaning.</summary>
    public const string Negative = "negative";

    /// <summary>Fault code: more digits than can be kept exactly.</summary>
    public const string TooLong = "too-long";

    /// <summary>What a number must look like, for messages.</summary>
    public static string Expected =>
        "a decimal number such as 41250.37, at most 15 digits before and 9 after the point, "
        + "without thousands separators or exponent";

    /// <summary>
    /// Reads a number exactly; the value keeps the decimals as written. Faults, in this order:
    /// <see cref="NotDecimal"/>, <see cref="Negative"/> (unless allowed; minus zero is zero), <see cref="TooLong"/>.
    /// </summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        out decimal value,
        [NotNullWhen(false)] out InputFault? fault,
        bool allowNegative = false
    )
    {
        fault = Find(text, allowNegative, out value);
        if (fault is null)
            return true;
        if (text is not null && Propose(text) is { } proposal && Find(proposal, allowNegative, out _) is null)
            fault = fault with { Proposal = proposal };
        return false;
    }

    /// <summary>
    /// The number without zeros at the end: 20.90 and 20.9 are the same value and are written the same.
    /// </summary>
    public static string Plain(decimal value) => Trimmed(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>The same number without zeros at the end.</summary>
    public static decimal Trimmed(decimal value) => value / 1.000000000000000000000000000000m;

    private static InputFault? Find(string? text, bool allowNegative, out decimal value)
    {
        value = 0;
        if (string.IsNullOrWhiteSpace(text))
            return new InputFault(NotDecimal, "The number is missing.", Expected);

        var signed = text[0] is '-' or '+';
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = text.AsSpan(signed ? 1 : 0, (point < 0 ? text.Length : point) - (signed ? 1 : 0));
        var fraction = point < 0 ? default : text.AsSpan(point + 1);
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || !OnlyDigits(whole) || !OnlyDigits(fraction))
            return new InputFault(NotDecimal, $"{InputFault.Quote(text)} is no decimal number.", Expected);

        if (text[0] == '-' && !allowNegative && (whole.ContainsAnyExcept('0') || fraction.ContainsAnyExcept('0')))
            return new InputFault(Negative, $"{InputFault.Quote(text)} is below zero.", "zero or more");
        if (whole.Length > MaxDigitsBefore)
            return new InputFault(
                TooLong,
                $"{InputFault.Quote(text)} has {whole.Length} digits before the point.",
                Expected
            );
        if (fraction.Length > MaxDigitsAfter)
            return new InputFault(
                TooLong,
                $"{InputFault.Quote(text)} has {fraction.Length} digits after the point.",
                Expected
            );

        value = decimal.Parse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture
        );
        if (value == 0)
            value = decimal.Abs(value);
        return null;
    }

    private static bool OnlyDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>The number that is evidently meant; the caller checks that it is one.</summary>
    private static string? Propose(string text)
    {
        if (text.Length > 100)
            return null;
        var plain = WithoutGroups(InputFault.Narrow(text));
        if (plain is null)
            return null;
        if (plain.Contains('e', StringComparison.OrdinalIgnoreCase))
            plain = WithoutExponent(plain);
        if (plain is null || !plain.Any(char.IsAsciiDigit))
            return null;

        var sign = plain.StartsWith('-') ? "-" : "";
        plain = plain.TrimStart('+', '-');
        if (plain.StartsWith('.'))
            plain = "0" + plain;
        // Zeros that say nothing may go; digits that say something may not.
        if (plain.Contains('.', StringComparison.Ordinal))
            plain = plain.TrimEnd('0').TrimEnd('.');
        plain =
            plain.TrimStart('0') is { Length: > 0 } rest && char.IsAsciiDigit(rest[0])
                ? rest
                : "0" + plain.TrimStart('0');
        return sign + plain;
    }

    /// <summary>
    /// Takes out thousands separators where every group after the first has three digits;
    /// null where a separator stands elsewhere.
    /// </summary>
    private static string? WithoutGroups(string text)
    {
        var separator = text.FirstOrDefault(c => c is ',' or ' ' or '\'' or '_' or '’' or '，');
        if (separator == default)
            return text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[point..];
        var groups = whole.TrimStart('-', '+').Split(separator);
        if (
            groups[0].Length is 0 or > 3
            || groups.Skip(1).Any(group => group.Length != 3)
            || fraction.Contains(separator, StringComparison.Ordinal)
        )
            return null;
        return (whole.StartsWith('-') ? "-" : "") + string.Concat(groups) + fraction;
    }

    private static string? WithoutExponent(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value != 0
            ? value.ToString(CultureInfo.InvariantCulture)
            : null;
}
