using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonPlatform.Calculation.Runs;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// An auditor with nothing but the answer: works out the calculation on paper,
/// and asks of every number in it where it comes from: an input that is named there, or a constant of the formula.
/// </summary>
internal static class WorkingAudit
{
    private static readonly Regex s_number = new(
        "[0-9]+(?:\\.[0-9]+)?",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    // In its parentheses, as a converted amount may be.
    private static readonly Regex s_fraction = new(
        "\\([0-9]+/[0-9]+\\)",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    private static readonly string[] s_origins = ["given", "record", "rule", "default", "own"];

    /// <summary>What the auditor has to object to; nothing, if the figure stands.</summary>
    public static IReadOnlyList<string> Holds(decimal amount, Explanation working) =>
        Holds(amount, JsonSerializer.SerializeToElement(working, JsonSerializerOptions.Web));

    /// <summary>The same from the JSON of an answer.</summary>
    public static IReadOnlyList<string> Holds(decimal amount, JsonElement working)
    {
        var objections = new List<string>();
        var calculation = Text(working, "calculation");
        if (Arithmetic.Evaluate(calculation) is var paper && paper != amount)
            objections.Add($"on paper it is {paper}");

        foreach (var name in (ReadOnlySpan<string>)["formula", "formulaZh", "choice", "choiceZh"])
        {
            if (Text(working, name).Length == 0)
                objections.Add($"{name} says nothing");
        }
        foreach (var name in (ReadOnlySpan<string>)["formulaZh", "choiceZh"])
        {
            if (!Text(working, name).Any(c => c is >= '\u4e00' and <= '\u9fff'))
                objections.Add($"{name} is not Chinese: {Text(working, name)}");
        }

        var used = s_number
            .Matches(calculation)
            .Select(match => Plain(match.Value))
            .Concat(s_fraction.Matches(calculation).Select(match => match.Value))
            .ToHashSet(StringComparer.Ordinal);
        var known = s_number
            .Matches(Text(working, "formula"))
            .Select(match => Plain(match.Value))
            .ToHashSet(StringComparer.Ordinal);
        var factors = working
            .GetProperty("factors")
            .EnumerateArray()
            .ToDictionary(
                factor => $"{Text(factor, "id")}/{factor.GetProperty("version")} {Text(factor, "name")}",
                StringComparer.Ordinal
            );
        foreach (var input in working.GetProperty("inputs").EnumerateArray())
        {
            var name = Text(input, "name");
            if (!s_origins.Contains(Text(input, "origin"), StringComparer.Ordinal))
                objections.Add($"{name}: origin {Text(input, "origin")}");
            if (name.Length == 0 || !Text(input, "nameZh").Any(c => c > 127))
                objections.Add($"{name} has no name in both languages");
            var isDefault = Text(input, "origin") is "default" or "own";
            if (isDefault != (Text(input, "factor").Length > 0))
                objections.Add($"{name}: a default names its factor, and nothing else does");
            if (isDefault && !factors.ContainsKey($"{Text(input, "factor")} {name}"))
                objections.Add($"{name}: {Text(input, "factor")} is not among the factors");
            known.Add(Plain(Text(input, "value")));
            // A number that is shown is a number that is used; the record of a source also says why.
            var shown = Text(input, "converted") is { Length: > 0 } inMethod ? inMethod : Text(input, "value");
            if (
                Text(input, "origin") != "record"
                && decimal.TryParse(Text(input, "value"), out _)
                && name != "carries the uncertainty only"
                && !used.Contains(Plain(shown))
            )
                objections.Add($"{name} {shown} is not in the calculation");
            if (Text(input, "converted") is { Length: > 0 } converted)
                known.Add(Plain(converted));
        }
        foreach (var (id, factor) in factors)
        {
            foreach (
                var member in (ReadOnlySpan<string>)
                    ["id", "unit", "set", "source", "standing", "status", "validFrom", "validTo"]
            )
            {
                if (Text(factor, member).Length == 0)
                    objections.Add($"{id} does not say its {member}");
            }
        }

        foreach (
            var number in s_fraction
                .Matches(calculation)
                .Select(match => match.Value)
                .Where(fraction => !known.Contains(fraction))
        )
            objections.Add($"{number} is not among the inputs");
        foreach (
            var number in s_number
                .Matches(s_fraction.Replace(calculation, ""))
                .Select(match => Plain(match.Value))
                .Where(number => !known.Contains(number))
        )
            objections.Add($"{number} is neither among the inputs nor in the formula");
        return objections;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member.ToString()
            : "";

    /// <summary>A number without the zeros that say nothing: what was written 10.00 may be worked with as 10.</summary>
    private static string Plain(string text) =>
        decimal.TryParse(text, out var number) ? $"{number:0.############################}" : text;
}
