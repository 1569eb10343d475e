using System.Globalization;

namespace CarbonPlatform.Ledger;

/// <summary>Whole numbers in the query of a request: digits and nothing else.</summary>
internal static class Digits
{
    public static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>How many may be answered: 1 to the largest, the default unless given.</summary>
    public static bool TryReadLimit(string? text, int otherwise, int largest, out int limit)
    {
        limit = otherwise;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!TryRead(text, out var number) || number < 1 || number > largest)
            return false;
        limit = (int)number;
        return true;
    }
}
