using System.Globalization;

namespace CarbonPlatform.Ledger;

/// <summary>Whole numbers in the query of a request: digits and nothing else.</summary>
internal static class Digits
{
    public static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
