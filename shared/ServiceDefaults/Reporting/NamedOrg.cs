using CarbonPlatform.Quantities;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Reporting;

/// <summary>
/// A part of the group as a question names it: <c>GROUP</c>, <c>unit:CODE</c>, <c>plant:CODE</c>, or the code alone
/// where one thing has it. Nobody guesses which of two was meant.
/// </summary>
/// <param name="IsGroup">It is the group.</param>
/// <param name="Unit">The code of the unit that it may be; null where it cannot be one.</param>
/// <param name="Plant">The code of the plant that it may be; null where it cannot be one.</param>
public readonly record struct NamedOrg(bool IsGroup, string? Unit, PlantCode? Plant)
{
    private const string UnitPrefix = "unit:";
    private const string PlantPrefix = "plant:";

    /// <summary>What a text may name.</summary>
    /// <param name="text">As it came; nothing is the group.</param>
    public static NamedOrg Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || text == Code.Group)
            return new NamedOrg(IsGroup: true, null, null);
        if (text.StartsWith(UnitPrefix, StringComparison.Ordinal))
            return new NamedOrg(IsGroup: false, text[UnitPrefix.Length..], null);
        var isPlant = text.StartsWith(PlantPrefix, StringComparison.Ordinal);
        _ = PlantCode.TryParse(isPlant ? text[PlantPrefix.Length..] : text, out var plant);
        return new NamedOrg(IsGroup: false, isPlant ? null : text, plant);
    }

    /// <summary>A unit, in the spelling that is never ambiguous.</summary>
    public static string OfUnit(string unit) => UnitPrefix + unit;

    /// <summary>A plant, in the spelling that is never ambiguous.</summary>
    public static string OfPlant(PlantCode plant) => PlantPrefix + plant;

    /// <summary>The same for a unit or plant that does not exist and one that this caller may not see.</summary>
    public static Refusal Unknown(string org) =>
        new(
            "unknown-org",
            "There is no such part of the group",
            $"\"{org}\" is neither {Code.Group} nor the code of a unit or plant that you may see. "
                + $"Give {Code.Group}, {UnitPrefix}CODE or {PlantPrefix}CODE.",
            StatusCodes.Status404NotFound
        );

    /// <summary>From before codes were held against each other.</summary>
    public static Refusal Ambiguous(string org) =>
        new(
            "org-ambiguous",
            "A unit and a plant have this code",
            $"\"{org}\" is a unit and a plant. Give {UnitPrefix}{org} or {PlantPrefix}{org}.",
            StatusCodes.Status400BadRequest
        );
}
