using System.Collections.Frozen;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What the phrases say: <c>Data/wordings.csv</c>. No figure depends on it, so it is not of the catalogue and its hash.
/// </summary>
internal static class Wordings
{
    public const string File = "wordings.csv";

    private static FrozenDictionary<string, Wording>? s_all;

    public static Wording Of(Phrase phrase) =>
        (s_all ?? Load(Path.Combine(AppContext.BaseDirectory, "Data")))[phrase.Key];

    /// <summary>Reads the table at start; what was read first is what this process says.</summary>
    public static FrozenDictionary<string, Wording> Load(string folder)
    {
        var read = Read(folder, Phrase.All);
        return Interlocked.CompareExchange(ref s_all, read, null) ?? read;
    }

    /// <summary>Reads the table and holds it to what the methods ask for.</summary>
    /// <exception cref="DataFileException">
    /// A key is missing, stands twice or is asked for by nobody; the places of a text are not those that the method
    /// fills.
    /// </exception>
    public static FrozenDictionary<string, Wording> Read(string folder, IReadOnlyList<Phrase> phrases)
    {
        var asked = phrases.ToDictionary(phrase => phrase.Key, StringComparer.Ordinal);
        var all = new Dictionary<string, Wording>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, File, "key", "en", "zh"))
        {
            var key = row.Required("key");
            if (!asked.TryGetValue(key, out var phrase))
                throw row.Fault($"{key} is asked for by no method");
            if (!all.TryAdd(key, new Wording(row.Required("en"), row.Required("zh"))))
                throw row.Fault($"{key} stands twice");
            foreach (var column in (ReadOnlySpan<string>)["en", "zh"])
            {
                if (!HasPlaces(row[column], phrase.Places))
                    throw row.Fault($"{column} of {key} has not the {phrase.Places} places that the method fills");
            }
        }
        foreach (var phrase in phrases)
        {
            if (!all.ContainsKey(phrase.Key))
                throw new DataFileException(File, 0, $"{phrase.Key} is missing; a method says it");
        }
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Each place at least once, and no other brace.</summary>
    private static bool HasPlaces(string text, int places)
    {
        for (var i = 0; i < places; i++)
        {
            var place = $"{{{i}}}";
            if (!text.Contains(place, StringComparison.Ordinal))
                return false;
            text = text.Replace(place, "", StringComparison.Ordinal);
        }
        return text.AsSpan().IndexOfAny('{', '}') < 0;
    }
}
