using System.Text.Json;
using CarbonPlatform.Quantities;
using static CarbonPlatform.Ingestion.Readings.FindingText;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What can be wrong with the form of a body.</summary>
internal static class BodyFindings
{
    private const string UnknownMemberCode = "unknown-member";

    /// <summary>A member that is not known.</summary>
    public static bool IsUnknownMember(Finding finding) => finding.Code == UnknownMemberCode;

    /// <summary>The body cannot be read; else it can be read and not taken.</summary>
    public static bool IsForm(Finding finding) =>
        finding.Code is UnknownMemberCode or "missing-member" or "duplicate-member" or "wrong-type";

    public static Finding MissingMember(Place place, string member) =>
        Error(place, "missing-member", $"'{member}' is missing.", $"Give '{member}'.");

    public static Finding UnknownMember(Place place, string member, IReadOnlyList<string> known) =>
        NoneOf(known, place, UnknownMemberCode, $"'{Short(member)}' is not known here.", member);

    public static Finding DuplicateMember(Place place, string member) =>
        Error(place, "duplicate-member", $"'{Short(member)}' is named twice.", "Name each member once.");

    public static Finding WrongType(Place place, JsonValueKind found, string expected) =>
        Error(place, "wrong-type", $"{Kind(found)} stands here.", $"Here belongs {expected}.");

    public static Finding QuantityNotDecimal(Place place, JsonValueKind found) =>
        Error(place, "quantity-not-decimal", $"{Kind(found)} is no decimal number.", Sentence(DecimalText.Expected));

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
