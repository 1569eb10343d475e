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
}
