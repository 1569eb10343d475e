namespace CarbonPlatform.Contracts;

/// <summary>
/// The names under which events travel; each is the name of the exchange that carries it. The number behind the
/// dot is the version of the shape: a shape that old readers could not read gets a new number beside the old one.
/// </summary>
public static class EventTypes
{
    /// <summary>
    /// A unit, or a plant with its sources, as it stands after a change: <see cref="OrganisationChangedEvent"/>.
    /// </summary>
    public const string OrganisationChanged = "organisation-changed.v1";

    /// <summary>A revision of a plant-month's sheet was accepted: <see cref="ReadingsAcceptedEvent"/>.</summary>
    public const string ReadingsAccepted = "readings-accepted.v1";

    /// <summary>A revision was calculated: <see cref="EmissionsCalculatedEvent"/>.</summary>
    public const string EmissionsCalculated = "emissions-calculated.v1";

    /// <summary>The ledger's receipt: <see cref="EntryPostedEvent"/>.</summary>
    public const string EntryPosted = "entry-posted.v1";

    /// <summary>Calculation can never calculate a revision: <see cref="RefusedEvent"/>.</summary>
    public const string CalculationRefused = "calculation-refused.v1";

    /// <summary>The ledger can never post a result or a record: <see cref="RefusedEvent"/>.</summary>
    public const string PostingRefused = "posting-refused.v1";

    /// <summary>
    /// For every event the one service that publishes it, with whose keys it is signed. Nobody else is believed.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Producers { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [OrganisationChanged] = "ingestion",
            [ReadingsAccepted] = "ingestion",
            [EmissionsCalculated] = "calculation",
            [CalculationRefused] = "calculation",
            [EntryPosted] = "ledger",
            [PostingRefused] = "ledger",
        };
}
