namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// What totals can be grouped by. Category, basis and measure always part rows, asked for or not: amounts of two
/// categories or measures have no sum.
/// </summary>
[Flags]
internal enum Dimensions
{
    None = 0,
    Month = 1,
    OrgUnit = 2,
    Plant = 4,
    Source = 8,
    Process = 16,
    Activity = 32,

    /// <summary>What lines alone can tell.</summary>
    FinerThanUnits = Plant | Source | Process | Activity,

    /// <summary>
    /// What a line says of the plant that received a transfer: the supplier, with whom it is taken off, has no such
    /// source or process.
    /// </summary>
    OfReceiver = Source | Process,
}

/// <summary>The dimensions by the names a question uses.</summary>
internal static class DimensionNames
{
    public static IReadOnlyDictionary<string, Dimensions> All { get; } =
        new Dictionary<string, Dimensions>(StringComparer.Ordinal)
        {
            ["category"] = Dimensions.None,
            ["basis"] = Dimensions.None,
            ["measure"] = Dimensions.None,
            ["month"] = Dimensions.Month,
            ["orgUnit"] = Dimensions.OrgUnit,
            ["plant"] = Dimensions.Plant,
            ["source"] = Dimensions.Source,
            ["process"] = Dimensions.Process,
            ["activity"] = Dimensions.Activity,
        };
}
