using System.Globalization;

namespace CarbonPlatform.DemoGroup;

/// <summary>The <c>--name value</c> pairs and the plain words behind a verb.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> named = new(StringComparer.Ordinal);
    private readonly List<string> words = [];

    public Options(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                words.Add(arguments[i]);
            else if (i + 1 < arguments.Length)
                named[arguments[i][2..]] = arguments[++i];
            else
                throw new FormatException($"{arguments[i]} needs a value.");
        }
    }

    public string? this[string name] => named.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        named.TryGetValue(name, out var text)
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : otherwise;

    /// <summary>The first plain word, or null.</summary>
    public string? Word => words.Count > 0 ? words[0] : null;
}
