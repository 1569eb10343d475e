namespace CarbonPlatform.Ingestion.Months;

/// <summary>How it stands with the month of a plant, in the order of a month's way.</summary>
internal static class PlantMonthStates
{
    /// <summary>It lies ahead: nobody expects it yet.</summary>
    public const string NotBegun = "not-begun";

    /// <summary>There is no sheet.</summary>
    public const string NotReported = "not-reported";

    /// <summary>There is a sheet, and every reading was taken out of it.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Readings were accepted, and the newest are on their way to the ledger.</summary>
    public const string Calculating = "calculating";

    /// <summary>The newest readings were put aside: they can never be applied as they are.</summary>
    public const string Parked = "parked";

    /// <summary>The readings stand on the ledger, and something is missing that keeps the month from closing.</summary>
    public const string PostedWithGaps = "posted-with-gaps";

    /// <summary>The readings stand on the ledger, nothing is missing, and all of them are zero.</summary>
    public const string Nil = "nil";

    /// <summary>The readings stand on the ledger, and nothing is missing.</summary>
    public const string Complete = "complete";

    public static IReadOnlyList<string> All { get; } =
    [NotBegun, NotReported, Withdrawn, Calculating, Parked, PostedWithGaps, Nil, Complete];
}
