using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>How findings are worded.</summary>
internal static class FindingText
{
    private const int Listed = 20;
    private const int Shown = 60;

    /// <summary>An error. What was evidently meant is proposed.</summary>
    public static Finding Error(Place place, string code, string message, string expected, string? proposal = null) =>
        new(Severity.Error, place, code, message, expected) { Proposal = proposal };

    /// <summary>What was given is none of those known; the nearest is proposed.</summary>
    public static Finding NoneOf(IReadOnlyList<string> known, Place place, string code, string message, string given) =>
        Error(
            place,
            code,
            message,
            known.Count is > 0 and <= Listed
                ? $"One of {string.Join(", ", known)}."
                : $"One of the {known.Count} that are known.",
            Nearest.To(given, known)
        );

    /// <summary>What the value itself says is wrong with it.</summary>
    public static Finding Of(InputFault fault, Place place, string code) =>
        Error(place, code, fault.Message, InputFault.Sentence(fault.Expected), fault.Proposal);

    /// <summary>What somebody sent, fit to be shown: short and without control characters.</summary>
    public static string Short(string text)
    {
        var shown = text.Length <= Shown ? text : text[..Shown] + "…";
        return PlainText.Shown(shown);
    }

    /// <summary>
    /// A blank of a code that is not seen, as a sentence: "It has a tab at position 8." Empty when it has none.
    /// </summary>
    /// <param name="atEndsOnly">A common blank between words is nothing to speak of.</param>
    public static string Blank(string text, bool atEndsOnly = true)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isAtEnd = text[..i].All(char.IsWhiteSpace) || text[i..].All(char.IsWhiteSpace);
            if (text[i] == ' ' ? atEndsOnly && isAtEnd : char.IsControl(text[i]) || char.IsWhiteSpace(text[i]))
                return $" It has {InputFault.NameOfBlank(text[i])} at position {i + 1}.";
        }
        return "";
    }
}
