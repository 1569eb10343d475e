using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.OpenApi;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>A decimal as <see cref="ExactDecimalConverter"/> reads and writes it.</summary>
internal static class ExactText
{
    private const string Pattern = "^-?[0-9]+([.][0-9]+)?$";

    /// <summary>Members that are decimals although their type in C# is a text: they are made by hand.</summary>
    private static readonly FrozenSet<string> s_madeByHand = new[]
    {
        "quantity",
        "onVerifiedFactors",
        "onDisputedFactors",
        "onProvisionalFactors",
        "onCarriedForwardFactors",
        "measuredShare",
        "lowerPercent",
        "upperPercent",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static OpenApiSchema Schema() =>
        new()
        {
            Type = JsonSchemaType.String,
            Format = "decimal",
            Pattern = Pattern,
            Description = "Exact decimal; taken as a number or a string, given as a string.",
        };

    /// <summary>Whether a member of this name, a text in C#, is one.</summary>
    public static bool IsNamed(string member) => s_madeByHand.Contains(member);

    /// <summary>Makes a text one.</summary>
    public static void Become(OpenApiSchema text) => (text.Format, text.Pattern) = ("decimal", Pattern);
}
