namespace CarbonPlatform.Contracts;

/// <summary>
/// What is said of whether the green certificates or carbon credits of power were sold. What was sold avoids nothing
/// and is in no amount; it still has to be said.
/// </summary>
/// <param name="AreSold">Some were.</param>
/// <param name="AreKept">Of some it is said that they were not.</param>
/// <param name="AreUnknown">Of some that counts as avoided nothing is said.</param>
public readonly record struct SoldCertificates(bool AreSold, bool AreKept, bool AreUnknown)
{
    /// <summary>Some were sold; of all the rest it is said that they were not.</summary>
    public const string Yes = "yes";

    /// <summary>Some were sold; of some of the rest nothing is said.</summary>
    public const string YesPartlyUnknown = "yes-partly-unknown";

    /// <summary>It is said of all that they were not sold.</summary>
    public const string No = "no";

    /// <summary>It is said of some that they were not sold; of the rest nothing is said.</summary>
    public const string NoPartlyUnknown = "no-partly-unknown";

    /// <summary>Nothing is said of any.</summary>
    public const string Unknown = "unknown";

    /// <summary>All words for it.</summary>
    public static IReadOnlyList<string> All { get; } = [Yes, YesPartlyUnknown, No, NoPartlyUnknown, Unknown];

    /// <summary>What stands behind a total.</summary>
    /// <param name="lines">Lines.</param>
    /// <param name="soldLines">Those that say that something was sold.</param>
    /// <param name="keptLines">Those that count nothing but what is said to be kept.</param>
    public static SoldCertificates Of(long lines, long soldLines, long keptLines) =>
        new(soldLines != 0, keptLines != 0, keptLines != lines);

    /// <summary>What a word says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of <see cref="All"/>.</exception>
    public static SoldCertificates Of(string word) =>
        word switch
        {
            Yes => new(AreSold: true, AreKept: false, AreUnknown: false),
            YesPartlyUnknown => new(AreSold: true, AreKept: false, AreUnknown: true),
            No => new(AreSold: false, AreKept: true, AreUnknown: false),
            NoPartlyUnknown => new(AreSold: false, AreKept: true, AreUnknown: true),
            Unknown => new(AreSold: false, AreKept: false, AreUnknown: true),
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, "It says nothing of certificates."),
        };

    /// <summary>The word for it; of no power at all nothing is known.</summary>
    public string Word =>
        this switch
        {
            { AreSold: true } => AreUnknown ? YesPartlyUnknown : Yes,
            { AreKept: true } => AreUnknown ? NoPartlyUnknown : No,
            _ => Unknown,
        };

    /// <summary>Of both together.</summary>
    public SoldCertificates And(SoldCertificates other) =>
        new(AreSold || other.AreSold, AreKept || other.AreKept, AreUnknown || other.AreUnknown);

    internal string Text =>
        Word switch
        {
            Yes => "yes, and not counted; of all the rest: no",
            YesPartlyUnknown => "yes, and not counted; of some or all of the rest: unknown",
            No => "no",
            NoPartlyUnknown => "of some no, of the rest unknown",
            _ => "unknown",
        };

    internal string TextZh =>
        Word switch
        {
            Yes => "是（已出售部分不计，其余均未出售）",
            YesPartlyUnknown => "是（已出售部分不计，其余部分或全部未知）",
            No => "否",
            NoPartlyUnknown => "部分未出售，其余未知",
            _ => "未知",
        };
}
