namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Validities have open ends: inside they are the first and the last month there is, outside nothing.
/// </summary>
internal static class OpenEnds
{
    /// <summary>The month; nothing where it is the open end.</summary>
    public static Month? OpenAt(this Month month, Month end) => month == end ? null : month;
}
