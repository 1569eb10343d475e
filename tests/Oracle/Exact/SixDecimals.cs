using System.Globalization;

namespace CarbonPlatform.Oracle.Exact;

/// <summary>Numbers as text with exactly six decimals, so that equal numbers are equal texts.</summary>
internal static class SixDecimals
{
    private const int Places = 6;

    public static string Of(Int128 millionths)
    {
        var digits = Int128.Abs(millionths).ToString(CultureInfo.InvariantCulture).PadLeft(Places + 1, '0');
        return (millionths < 0 ? "-" : "") + digits[..^Places] + "." + digits[^Places..];
    }

    /// <summary>
    /// A number as an answer has it. None has more decimals than six; one that has is left as it is, to be seen.
    /// </summary>
    public static string Of(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
            return number + ".000000";
        return number.Length - point - 1 > Places ? number : number.PadRight(point + 1 + Places, '0');
    }
}
