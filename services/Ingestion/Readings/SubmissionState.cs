namespace CarbonPlatform.Ingestion.Readings;

/// <summary>How far a revision has come.</summary>
internal static class SubmissionState
{
    public const string Received = "received";
    public const string Calculated = "calculated";
    public const string Posted = "posted";

    /// <summary>
    /// A receipt settles every revision up to the one it names, so an older revision is posted with a newer one.
    /// </summary>
    public static string Of(int revision, bool calculated, int appliedRevision) =>
        appliedRevision >= revision ? Posted
        : calculated ? Calculated
        : Received;
}
