using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>The answer to a sheet that is refused; nothing of it is stored.</summary>
internal static class SheetRefusal
{
    /// <summary>What a sheet is refused with, one of each code, as the API's document shows it.</summary>
    public static IReadOnlyList<Refusal> OfSheets { get; } =
    [
        RevisionTag.Malformed,
        RevisionTag.Stale(3, "revision 2", Tagged.Sheet),
        Refusals.NotFound("There is no plant 'SX-A9'."),
        Of([BodyFindings.MissingMember(new Place(0, "readings[0]"), "quality")]),
        Of([BodyFindings.UnknownMember(new Place(0, "readings[0].quantitiy"), "quantitiy", ["quantity"])]),
        Of([BodyFindings.QuantityNotDecimal(new Place(0, "readings[0].quantity"), JsonValueKind.String)]),
        NoRevisionLeft(PlantCode.Trusted("SX-A1"), new Month(2024, 3)),
    ];

    /// <summary>
    /// What cannot be read is a bad request (400); what can be read but not taken is unprocessable (422).
    /// </summary>
    public static Refusal Of(IReadOnlyList<Finding> findings)
    {
        var ordered = findings.OrderBy(finding => finding.Place.Position ?? -1).ToList();
        var items = ordered.ConvertAll(finding => finding.ToRefusalItem());
        var detail =
            items.Count == 1
                ? "One thing is wrong; nothing of the sheet is stored."
                : $"{items.Count} things are wrong; nothing of the sheet is stored.";
        if (!ordered.Exists(BodyFindings.IsForm))
            return new Refusal(
                SheetCodes.SheetRefused,
                "The sheet is refused",
                detail,
                StatusCodes.Status422UnprocessableEntity,
                items
            );
        return new Refusal(
            ordered.Exists(BodyFindings.IsUnknownMember) ? SheetCodes.UnknownMember : SheetCodes.MalformedSheet,
            "The sheet cannot be read",
            detail,
            StatusCodes.Status400BadRequest,
            items
        );
    }

    /// <summary>
    /// The ledger says that it holds a revision above which there is no number: somebody else has written it.
    /// </summary>
    public static Refusal NoRevisionLeft(PlantCode plant, Month month) =>
        new(
            SheetCodes.NoRevisionLeft,
            "The month takes no more revisions",
            $"The ledger holds a revision of {plant} for {month} that nobody has accepted, and none of up to "
                + $"{Counting.Highest} is left above it. Whoever runs the platform has to look at GET /reconciliation, "
                + "'beyond'.",
            StatusCodes.Status409Conflict
        );
}
