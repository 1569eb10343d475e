using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Every code by which a sheet is refused, or remarked upon, in the order in which it is looked at. Codes are part of
/// the API: whoever posts sheets tells faults apart by them. Those of a unit come from <c>Quantities</c>.
/// </summary>
internal static class SheetCodes
{
    // ---- The call ----

    public const string RevisionMalformed = "revision-malformed";
    public const string RevisionRequired = "revision-required";
    public const string RevisionStale = "revision-stale";
    public const string MalformedSheet = "malformed-sheet";
    public const string SheetRefused = "sheet-refused";

    // ---- The form of the body ----

    public const string MissingMember = "missing-member";
    public const string UnknownMember = "unknown-member";
    public const string DuplicateMember = "duplicate-member";
    public const string WrongType = "wrong-type";

    // What is wrong with any text, by the words that PlainText has for it.
    public const string TextCharacter = "text-character";
    public const string TextNotComposed = "text-not-composed";
    public const string QuantityNotDecimal = "quantity-not-decimal";

    // ---- The month ----

    public const string MonthInFuture = "month-in-future";
    public const string MonthBeforePlant = "month-before-plant";
    public const string MonthAfterPlant = "month-after-plant";

    // ---- Source, activity, key ----

    public const string UnknownSource = "unknown-source";
    public const string SourceNotActive = "source-not-active";
    public const string UnknownActivity = "unknown-activity";
    public const string ActivityNotAtSource = "activity-not-at-source";
    public const string SourceStopped = "source-stopped";
    public const string KeyText = "key-text";

    // ---- Quantity, unit, quality ----

    /// <summary>
    /// What is wrong with the text of a quantity, by the word that <see cref="DecimalText"/> has for it.
    /// </summary>
    public static string QuantityText(InputFault fault) => "quantity-" + fault.Code;

    public const string QuantityOutOfRange = "quantity-out-of-range";
    public const string UnknownUnit = "unknown-unit";
    public const string UnknownQuality = "unknown-quality";

    // ---- Attributes ----

    public const string UnknownAttribute = "unknown-attribute";
    public const string MissingAttribute = "missing-attribute";
    public const string AttributeWrongType = "attribute-wrong-type";
    public const string AttributeOutOfRange = "attribute-out-of-range";
    public const string AttributeNotOfUnit = "attribute-not-of-unit";
    public const string AttributeOwnPlant = "attribute-own-plant";

    // ---- The rest of a reading ----

    public const string PeriodNotDate = "period-not-date";
    public const string PeriodOutsideMonth = "period-outside-month";
    public const string ExplanationText = "explanation-text";

    // ---- Readings beside each other ----

    public const string DuplicateReading = "duplicate-reading";
    public const string DuplicateWithdrawal = "duplicate-withdrawal";
    public const string WithdrawnAndGiven = "withdrawn-and-given";
    public const string UnknownWithdrawal = "unknown-withdrawal";
    public const string LookAlike = "look-alike";
    public const string ExportOnGeneratingSource = "export-on-generating-source";
    public const string FuelAndReductant = "fuel-and-reductant";
    public const string WholeAndParts = "whole-and-parts";
    public const string BillAndPart = "bill-and-part";
    public const string UsedAndDelivered = "used-and-delivered";
    public const string CoveredTwice = "covered-twice";
    public const string MassDiffers = "mass-differs";
    public const string HeatDiffers = "heat-differs";
    public const string MeterSpelling = "meter-spelling";
    public const string NotReported = "not-reported";
    public const string PartOfMonth = "part-of-month";

    // ---- Sheets beside each other ----

    public const string SupplierUnknown = "supplier-unknown";
    public const string CustomerUnknown = "customer-unknown";
    public const string SupplierUnconfirmed = "supplier-unconfirmed";
    public const string SupplyUnconfirmed = "supply-unconfirmed";
    public const string MoreReceivedThanSupplied = "more-received-than-supplied";
    public const string NamedAsCustomer = "named-as-customer";
    public const string SupplierFactorByReceiver = "supplier-factor-by-receiver";

    // ---- The whole ----

    public const string EmptySheet = "empty-sheet";
    public const string SheetTooLong = "sheet-too-long";
    public const string NoRevisionLeft = "no-revision-left";
}
