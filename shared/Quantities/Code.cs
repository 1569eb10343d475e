namespace CarbonPlatform.Quantities;

/// <summary>
/// The one pattern of codes that people give to plants, units of the organisation and sources: 2 to 32 characters,
/// uppercase ASCII letters, digits and hyphens, beginning with a letter. Such a code can stand in a URL,
/// a file name and a spreadsheet cell without quoting, and two codes never differ by case alone.
/// </summary>
public static class Code
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 2;

    /// <summary>Most characters.</summary>
    public const int MaxLength = 32;

    /// <summary>
    /// Names the whole group wherever a plant or a unit may be named; so nothing else has it as its code.
    /// </summary>
    public const string Group = "GROUP";

    /// <summary>What a code must look like, for messages.</summary>
    public static string Expected => "2 to 32 uppercase letters, digits and hyphens, beginning with a letter";

    /// <summary>Whether a text is a code.</summary>
    public static bool IsValid(string? text) => Check(text) is null;

    /// <summary>
    /// What is wrong with a text as a code, or null when it is one. Codes of the fault, in this order:
    /// <c>code-missing</c>, <c>code-character</c>, <c>code-start</c>, <c>code-too-short</c>, <c>code-too-long</c>,
    /// <c>code-reserved</c>.
    /// </summary>
    public static InputFault? Check(string? text)
    {
        var fault = Find(text);
        if (fault is null || text is null)
            return fault;
        var proposal = InputFault
            .Narrow(text)
            .ToUpperInvariant()
            .Replace('_', '-')
            .Replace(' ', '-')
            .Replace('.', '-')
            .Replace('/', '-');
        return Find(proposal) is null ? fault with { Proposal = proposal } : fault;
    }

    private static InputFault? Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new InputFault("code-missing", "The code is missing.", Expected);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-')
                continue;
            var what =
                char.IsAsciiLetterLower(c) ? $"the lowercase letter {InputFault.Quote(text[i..(i + 1)])}"
                : char.IsWhiteSpace(c) ? InputFault.NameOfBlank(c)
                : $"the character {InputFault.Quote(text[i..(i + 1)])}";
            return new InputFault(
                "code-character",
                $"{InputFault.Quote(text)} has {what} at position {i + 1}.",
                Expected
            );
        }
        if (!char.IsAsciiLetterUpper(text[0]))
            return new InputFault(
                "code-start",
                $"{InputFault.Quote(text)} begins with {InputFault.Quote(text[..1])}, not with a letter.",
                Expected
            );
        if (text.Length < MinLength)
            return new InputFault("code-too-short", $"{InputFault.Quote(text)} has {text.Length} character.", Expected);
        if (text.Length > MaxLength)
            return new InputFault("code-too-long", $"{InputFault.Quote(text)} has {text.Length} characters.", Expected);
        if (text == Group)
            return new InputFault(
                "code-reserved",
                $"\"{Group}\" names the whole group.",
                $"{Expected}, and not {Group}"
            );
        return null;
    }
}
