using System.Globalization;

namespace CarbonPlatform.DemoGroup;

/// <summary>The <c>--name value</c> pairs and the plain words behind a verb.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    public Options(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                _words.Add(arguments[i]);
            else if (i + 1 < arguments.Length)
                _named[arguments[i][2..]] = arguments[++i];
            else
                throw new FormatException($"{arguments[i]} needs a value.");
        }
    }

    public string? this[string name] => _named.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        _named.TryGetValue(name, out var text)
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : otherwise;

    /// <summary>The first plain word, or null.</summary>
    public string? Word => _words.Count > 0 ? _words[0] : null;
}
