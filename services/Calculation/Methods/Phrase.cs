namespace CarbonPlatform.Calculation.Methods;

/// <summary>A wording in the two languages in which figures are explained.</summary>
internal readonly record struct Wording(string En, string Zh)
{
    /// <summary>One sentence after the other.</summary>
    public static Wording operator +(Wording left, Wording right) => new($"{left.En} {right.En}", left.Zh + right.Zh);

    /// <summary>A name, a code, a number: the same in every language.</summary>
    public static implicit operator Wording(string text) => new(text, text);
}

/// <summary>
/// A wording that explanations use, declared by its key as a static field of a method's file; several may declare the
/// same. What it says stands in <c>Data/wordings.csv</c>, where who knows the language better corrects it.
/// </summary>
internal sealed class Phrase
{
    private static readonly Declared<Phrase> s_declared = new();

    private Phrase(string key, int places) => (Key, Places) = (key, places);

    /// <summary>All that the methods' files declare.</summary>
    public static IReadOnlyList<Phrase> All => s_declared.All;

    public string Key { get; }

    /// <summary>How many other texts it takes in, at {0}, {1}.</summary>
    public int Places { get; }

    /// <summary>What it says.</summary>
    public Wording Text => Wordings.Of(this);

    public static Phrase Of(string key, int places = 0) =>
        s_declared.Find(phrase => phrase.Key == key) ?? s_declared.Add(_ => new Phrase(key, places));

    public static implicit operator Wording(Phrase phrase) => phrase.Text;

    /// <summary>What it says with other texts in its places.</summary>
    public Wording With(params Wording[] texts)
    {
        var (en, zh) = Text;
        return new(
            string.Format(null, en, [.. texts.Select(text => text.En)]),
            string.Format(null, zh, [.. texts.Select(text => text.Zh)])
        );
    }
}
