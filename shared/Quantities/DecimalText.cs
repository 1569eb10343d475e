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

    /// <summary>What binary numbers of 64 bits err by, and a little more.</summary>
    private const decimal Noise = 0.000_000_000_000_001m;

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
    /// A number with an exponent, as programs write it (1e-05), in digits (0.00001): the same number, exactly. Null
    /// when the text is none, or has more digits than can be kept.
    /// </summary>
    public static string? InDigits(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        if (
            text.Length > 100
            || mark < 0
            || !int.TryParse(
                text.AsSpan(mark + 1),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var exponent
            )
            || Math.Abs(exponent) > 100
            || !TryDigits(text[..mark], out var sign, out var digits, out var point)
        )
            return null;
        point += exponent;
        var plain =
            point <= 0 ? "0." + new string('0', -point) + digits
            : point >= digits.Length ? digits + new string('0', point - digits.Length)
            : digits[..point] + "." + digits[point..];
        plain = Shortest(plain);
        return Find(plain, allowNegative: true, out _) is null ? sign + plain : null;
    }

    private static bool TryDigits(string text, out string sign, out string digits, out int point)
    {
        sign = text.StartsWith('-') ? "-" : "";
        var number = text.TrimStart('-', '+');
        var at = number.IndexOf('.', StringComparison.Ordinal);
        point = at < 0 ? number.Length : at;
        digits = at < 0 ? number : number.Remove(at, 1);
        return digits.Length > 0 && OnlyDigits(digits);
    }

    /// <summary>Without zeros that say nothing, before the number and behind the point.</summary>
    private static string Shortest(string plain)
    {
        if (plain.Contains('.', StringComparison.Ordinal))
            plain = plain.TrimEnd('0').TrimEnd('.');
        return plain.TrimStart('0') is { Length: > 0 } rest && char.IsAsciiDigit(rest[0])
            ? rest
            : "0" + plain.TrimStart('0');
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
            plain = InDigits(plain);
        if (plain is null || !plain.Any(char.IsAsciiDigit))
            return null;

        var sign = plain.StartsWith('-') ? "-" : "";
        plain = plain.TrimStart('+', '-');
        if (plain.StartsWith('.'))
            plain = "0" + plain;
        // Zeros that say nothing may go; digits that say something may not.
        return sign + (WithoutNoise(plain) ?? Shortest(plain));
    }

    /// <summary>
    /// A sum that a program made in binary (41250.370000000003): the shortest number within its fifteen digits, when it
    /// is shorter by four at least.
    /// </summary>
    private static string? WithoutNoise(string plain)
    {
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        if (
            point < 0
            || plain.Length - point - 1 <= MaxDigitsAfter
            || !decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        )
            return null;
        for (var digits = 0; digits <= MaxDigitsAfter; digits++)
        {
            var shorter = Math.Round(value, digits);
            if (shorter != 0 && Math.Abs(value - shorter) <= value * Noise && plain.Length - point - 1 - digits >= 4)
                return Plain(shorter);
        }
        return null;
    }

    /// <summary>
    /// Takes out thousands separators where every group after the first has three digits; where a comma stands
    /// elsewhere it may be a point; else null.
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
            return WithPointForComma(text);
        return (whole.StartsWith('-') ? "-" : "") + string.Concat(groups) + fraction;
    }

    /// <summary>41250,37 and 1.234,56: the comma stands where the point belongs.</summary>
    private static string? WithPointForComma(string text)
    {
        var comma = text.IndexOfAny([',', '，']);
        if (comma < 0 || text.LastIndexOfAny([',', '，']) != comma || comma == text.Length - 1)
            return null;
        var (whole, fraction) = (text[..comma], text[(comma + 1)..]);
        if (!OnlyDigits(fraction))
            return null;
        var groups = whole.TrimStart('-', '+').Split('.');
        return
            groups.Length == 1 || (groups[0].Length is > 0 and <= 3 && groups.Skip(1).All(group => group.Length == 3))
            ? whole.Replace(".", "", StringComparison.Ordinal) + "." + fraction
            : null;
    }
}
