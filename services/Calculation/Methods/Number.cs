namespace CarbonPlatform.Calculation.Methods;

/// <summary>Exact numbers in the calculation of a working.</summary>
internal static class Number
{
    /// <summary>A decimal where there is one, else a fraction in parentheses.</summary>
    public static string Text(Exact value) => value.TryToDecimal(out var plain) ? $"{plain}" : $"({value})";
}
