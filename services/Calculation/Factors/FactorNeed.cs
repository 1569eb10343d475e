using CarbonPlatform.Calculation.Methods;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A factor that a method asks for by its id, declared as a static field of the method's file. Every month looks it up
/// once; after that it is an index.
/// </summary>
internal abstract class FactorNeed
{
    private static readonly Declared<FactorNeed> s_declared = new();

    protected FactorNeed(string id, string unit, bool ownable, int? longestOwnMonths, int index) =>
        (Id, Unit, IsOwnable, LongestOwnMonths, Index) = (id, unit, ownable, longestOwnMonths, index);

    /// <summary>All that the methods' files declare, in order of index.</summary>
    public static IReadOnlyList<FactorNeed> All => s_declared.All;

    public string Id { get; }

    public string Unit { get; }

    /// <summary>
    /// Whether a plant can measure it for itself: of a fuel or an anode a laboratory can, of a grid nobody.
    /// </summary>
    public bool IsOwnable { get; }

    /// <summary>For how many months a measurement may serve; null where nothing limits it.</summary>
    public int? LongestOwnMonths { get; }

    public int Index { get; }

    /// <summary>One without which nothing starts.</summary>
    public static RequiredFactor Required(string id, string unit, bool ownable = false, int? longestOwnMonths = null) =>
        s_declared.Add(index => new RequiredFactor(id, unit, ownable, longestOwnMonths, index));

    /// <summary>One that the catalogue may lack: the line is then a gap, or is not written.</summary>
    public static OptionalFactor Optional(string id, string unit, bool ownable = false, int? longestOwnMonths = null) =>
        s_declared.Add(index => new OptionalFactor(id, unit, ownable, longestOwnMonths, index));

    /// <summary>For how many months a plant's own factor of that id may serve; null where nothing limits it.</summary>
    public static int? LongestOwn(string id) => s_declared.Find(need => need.Id == id)?.LongestOwnMonths;
}

/// <inheritdoc cref="FactorNeed.Required"/>
internal sealed class RequiredFactor(string id, string unit, bool ownable, int? longestOwnMonths, int index)
    : FactorNeed(id, unit, ownable, longestOwnMonths, index);

/// <inheritdoc cref="FactorNeed.Optional"/>
internal sealed class OptionalFactor(string id, string unit, bool ownable, int? longestOwnMonths, int index)
    : FactorNeed(id, unit, ownable, longestOwnMonths, index);

/// <summary>
/// A series of factors by accounting year (factor-years.csv) that a method asks for, the same for the whole country.
/// </summary>
internal sealed class SeriesNeed
{
    private static readonly Declared<SeriesNeed> s_declared = new();

    private SeriesNeed(string series, string unit, int index) => (Series, Unit, Index) = (series, unit, index);

    public static IReadOnlyList<SeriesNeed> All => s_declared.All;

    public string Series { get; }

    public string Unit { get; }

    public int Index { get; }

    public static SeriesNeed Of(string series, string unit) =>
        s_declared.Add(index => new SeriesNeed(series, unit, index));
}

/// <summary>A series that a method asks for by the place of the plant: its province or its grid.</summary>
internal sealed class PlaceSeriesNeed
{
    private static readonly Declared<PlaceSeriesNeed> s_declared = new();

    private PlaceSeriesNeed(string series, string unit, int index) => (Series, Unit, Index) = (series, unit, index);

    public static IReadOnlyList<PlaceSeriesNeed> All => s_declared.All;

    public string Series { get; }

    public string Unit { get; }

    public int Index { get; }

    public static PlaceSeriesNeed Of(string series, string unit) =>
        s_declared.Add(index => new PlaceSeriesNeed(series, unit, index));
}
