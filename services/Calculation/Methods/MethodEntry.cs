using System.Collections.Frozen;
using System.Reflection;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Ties a method's file to the activities that start it: the word in the column <c>method</c> of activities.csv. A method is
/// found by its entry, a static field of its file, and is named nowhere else.
/// </summary>
internal sealed class MethodEntry
{
    // Words that start nothing: base serves the methods of its source, none gives no line.
    private static readonly string[] s_silent = ["base", "none"];

    private static readonly MethodEntry[] s_all = Collect();

    private static readonly FrozenDictionary<string, MethodEntry[]> s_byWord = s_all
        .SelectMany(entry => entry._words.Select(word => (word, entry)))
        .GroupBy(pair => pair.word, pair => pair.entry, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private readonly string[] _words;

    private MethodEntry(MethodCard[] cards, string[] words) => (Cards, _words) = (cards, words);

    /// <summary>The cards of all methods, in order of name.</summary>
    public static IReadOnlyList<MethodCard> AllCards { get; } =
    [.. s_all.SelectMany(entry => entry.Cards).OrderBy(card => card.Name, StringComparer.Ordinal)];

    /// <summary>What the lines it writes may name as their method.</summary>
    public IReadOnlyList<MethodCard> Cards { get; }

    /// <summary>Null where the source's activities are taken together.</summary>
    public ReadingsMethod? Write { get; private init; }

    /// <summary>Null where every activity is taken for itself.</summary>
    public SourceMethod? WriteSource { get; private init; }

    /// <summary>Of those that take activities together: the bit by which it runs once for a source.</summary>
    public ulong Bit { get; private set; }

    /// <summary>A method that takes every activity for itself.</summary>
    public static MethodEntry OfActivity(MethodCard card, ReadingsMethod write, params string[] words) =>
        new([card], words) { Write = write };

    /// <summary>A method that takes several activities of a source together.</summary>
    public static MethodEntry OfSource(MethodCard[] cards, SourceMethod write, params string[] words) =>
        new(cards, words) { WriteSource = write };

    /// <summary>What a word of activities.csv starts; null when it is no word.</summary>
    public static MethodEntry[]? Find(string word) =>
        Array.IndexOf(s_silent, word) >= 0 ? [] : s_byWord.GetValueOrDefault(word);

    private static MethodEntry[] Collect()
    {
        // In the order of what they write, so that lines come nearly sorted.
        MethodEntry[] entries =
        [
            .. typeof(MethodEntry)
                .Assembly.GetTypes()
                .Where(type => type.Namespace == typeof(MethodEntry).Namespace)
                .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
                .Where(field => field.FieldType == typeof(MethodEntry))
                .Select(field => (MethodEntry)field.GetValue(null)!)
                .OrderBy(entry => entry.Cards[0].Gives[0], StringComparer.Ordinal)
                .ThenBy(entry => entry.Cards[0].Name, StringComparer.Ordinal),
        ];
        var bit = 1UL;
        foreach (var entry in entries)
        {
            if (entry.WriteSource is null)
                continue;
            entry.Bit = bit;
            bit <<= 1;
        }
        return entries;
    }
}
