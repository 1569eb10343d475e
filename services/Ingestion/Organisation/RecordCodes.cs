namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// Every code by which a record of the organisation is refused; those of a code of a plant, unit or source come from
/// <c>Quantities.Code</c>. They are part of the API.
/// </summary>
internal static class RecordCodes
{
    // ---- The record ----

    public const string OrganisationRefused = "organisation-refused";
    public const string TooMany = "too-many";
    public const string NoVersionLeft = "no-version-left";

    public const string MemberLeftOut = "member-left-out";
    public const string RewritesPast = "rewrites-past";
    public const string RecordInUse = "record-in-use";

    // ---- A member by itself ----

    public const string NameText = "name-text";
    public const string Text = "text";
    public const string NotAMonth = "not-a-month";
    public const string NotADate = "not-a-date";
    public const string FromAfterTo = "from-after-to";
    public const string OutOfRange = "out-of-range";

    // ---- Members beside each other ----

    public const string OneOf = "one-of";
    public const string DuplicateEntry = "duplicate-entry";

    public const string CodeTaken = "code-taken";

    // ---- Plants ----

    public const string NotACountry = "not-a-country";
    public const string UnknownProvince = "unknown-province";
    public const string UnknownSubRegion = "unknown-sub-region";
    public const string UnknownUnitOfOrganisation = "unknown-unit-of-organisation";
    public const string NoUnitAtFirst = "no-unit-at-first";

    // ---- Sources ----

    public const string UnknownKind = "unknown-kind";
    public const string UnknownProcess = "unknown-process";
    public const string UnknownTechnology = "unknown-technology";
    public const string UnknownActivity = "unknown-activity";
    public const string UnknownSource = "unknown-source";
    public const string UnknownProfile = "unknown-profile";
    public const string UnknownState = "unknown-state";

    // ---- Waivers ----

    public const string UnknownMeasure = "unknown-measure";
    public const string UnknownWaiver = "unknown-waiver";
    public const string WaiversOverlap = "waivers-overlap";

    // ---- Supplies ----

    public const string UnknownPlant = "unknown-plant";
    public const string SupplyToItself = "supply-to-itself";
    public const string UnknownCarrier = "unknown-carrier";
    public const string UnknownSupplyState = "unknown-supply-state";
    public const string TooManyStatements = "too-many-statements";
    public const string RefusedByDepartment = "refused-by-department";

    // ---- What has been posted already ----

    public const string PlantHasReadings = "plant-has-readings";
    public const string SourceHasReadings = "source-has-readings";
    public const string NoRevisionLeft = "no-revision-left";
}
