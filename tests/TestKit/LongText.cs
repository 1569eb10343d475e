namespace CarbonPlatform.TestKit;

/// <summary>Long texts without line breaks, such as the JSON of an answer, written over several lines.</summary>
public static class LongText
{
    /// <summary>The lines one behind the other, with nothing between them.</summary>
    public static string Joined(this string lines) => string.Concat(lines.Split('\n', StringSplitOptions.TrimEntries));
}
