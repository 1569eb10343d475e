namespace CarbonPlatform.Ingestion.Readings;

/// <summary>How far a revision has come.</summary>
internal static class SubmissionState
{
    public const string Received = "received";
    public const string Calculated = "calculated";
    public const string Posted = "posted";

    /// <summary>Put aside because it can never be applied; not sent again.</summary>
    public const string Parked = "parked";

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<string> All { get; } = [Received, Calculated, Posted, Parked];

    /// <summary>
    /// A receipt settles every revision up to the one it names, so an older revision is posted with a newer one.
    /// </summary>
    /// <param name="revision">The revision.</param>
    /// <param name="calculated">Whether Calculation has told what it comes to.</param>
    /// <param name="appliedRevision">The highest that the ledger holds.</param>
    /// <param name="refusedRevision">The highest that was put aside; 0 for none.</param>
    public static string Of(int revision, bool calculated, int appliedRevision, int refusedRevision) =>
        appliedRevision >= revision ? Posted
        : refusedRevision == revision ? Parked
        : calculated ? Calculated
        : Received;
}
