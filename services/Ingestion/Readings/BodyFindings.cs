using System.Text.Json;
using CarbonPlatform.Quantities;
using static CarbonPlatform.Ingestion.Readings.FindingText;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What can be wrong with the form of a body.</summary>
internal static class BodyFindings
{
    /// <summary>A member that is not known.</summary>
    public static bool IsUnknownMember(Finding finding) => finding.Code == SheetCodes.UnknownMember;

    /// <summary>The body cannot be read; else it can be read and not taken.</summary>
    public static bool IsForm(Finding finding) =>
        finding.Code
            is SheetCodes.UnknownMember
                or SheetCodes.MissingMember
                or SheetCodes.DuplicateMember
                or SheetCodes.WrongType;

    public static Finding MissingMember(Place place, string member) =>
        Error(place, SheetCodes.MissingMember, $"'{member}' is missing.", $"Give '{member}'.");

    public static Finding UnknownMember(Place place, string member, IReadOnlyList<string> known) =>
        NoneOf(known, place, SheetCodes.UnknownMember, $"'{Short(member)}' is not known here.", member);

    public static Finding DuplicateMember(Place place, string member) =>
        Error(place, SheetCodes.DuplicateMember, $"'{Short(member)}' is named twice.", "Name each member once.");

    public static Finding WrongType(Place place, JsonValueKind found, string expected) =>
        Error(place, SheetCodes.WrongType, $"{Kind(found)} stands here.", $"Here belongs {expected}.");

    /// <summary>It is told before any of them is looked at.</summary>
    public static Finding ListTooLong(Place place, string list, int count) =>
        Error(
            place,
            SheetCodes.SheetTooLong,
            $"'{list}' has {count} elements.",
            $"At most {SheetCheck.MaxReadings}; what a month has beyond them belongs together by meter or lot."
        );

    public static Finding QuantityNotDecimal(Place place, JsonValueKind found) =>
        Error(
            place,
            SheetCodes.QuantityNotDecimal,
            $"{Kind(found)} is no decimal number.",
            InputFault.Sentence(DecimalText.Expected)
        );

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "An object",
            JsonValueKind.Array => "An array",
            JsonValueKind.String => "A text",
            JsonValueKind.Number => "A number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
}
