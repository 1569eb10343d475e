namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Ties a method's file to the activities that start it: the word in the column <c>method</c> of activities.csv. All of
/// them stand in <see cref="MethodList"/>. A method is written once and compiled twice: for numbers alone, and for
/// numbers with their texts.
/// </summary>
internal sealed class MethodEntry
{
    private ReadingsMethod? _calculate;
    private ReadingsMethod? _explain;
    private SourceMethod? _calculateSource;
    private SourceMethod? _explainSource;

    private MethodEntry(MethodCard[] cards, string[] words) => (Cards, Words) = (cards, words);

    /// <summary>The cards of all methods, in order of name.</summary>
    public static IReadOnlyList<MethodCard> AllCards => MethodList.Cards;

    /// <summary>What the lines it writes may name as their method.</summary>
    public IReadOnlyList<MethodCard> Cards { get; }

    /// <summary>By which activities start it.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>It takes every activity for itself; else those of a source are taken together.</summary>
    public bool IsOfActivity => _calculate is not null;

    /// <summary>Of those that take activities together: the bit by which it runs once for a source.</summary>
    public ulong Bit { get; set; }

    /// <summary>A method that takes every activity for itself.</summary>
    public static MethodEntry OfActivity(
        MethodCard card,
        ReadingsMethod calculate,
        ReadingsMethod explain,
        params string[] words
    ) => new([card], words) { _calculate = calculate, _explain = explain };

    /// <summary>A method that takes several activities of a source together.</summary>
    public static MethodEntry OfSource(
        MethodCard[] cards,
        SourceMethod calculate,
        SourceMethod explain,
        params string[] words
    ) => new(cards, words) { _calculateSource = calculate, _explainSource = explain };

    /// <summary>What a word of activities.csv starts; null when it is no word.</summary>
    public static MethodEntry[]? Find(string word) => MethodList.Find(word);

    /// <summary>Writes what an activity makes, with its working where one was asked for.</summary>
    public void Write(in MethodCase source, ActivityReadings readings) =>
        (source.Lines.Working is null ? _calculate : _explain)!(source, readings);

    /// <summary>Writes what a source makes, with its working where one was asked for.</summary>
    public void Write(in MethodCase source) =>
        (source.Lines.Working is null ? _calculateSource : _explainSource)!(source);
}
