using System.Reflection;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A factor that a method asks for by its id, declared as a static field of the method's file. Every month looks it up once;
/// after that it is an index.
/// </summary>
internal sealed class FactorNeed
{
    private static readonly List<FactorNeed> s_declared = [];
    private static readonly Lazy<FactorNeed[]> s_all = new(Collect);

    private FactorNeed(string id, string unit, bool required, int index) => (Id, Unit, IsRequired, Index) = (id, unit, required, index);

    /// <summary>All that the methods' files declare, in order of index.</summary>
    public static IReadOnlyList<FactorNeed> All => s_all.Value;

    public string Id { get; }

    public string Unit { get; }

    /// <summary>Without it nothing starts; without another the line is a gap, or is not written.</summary>
    public bool IsRequired { get; }

    public int Index { get; }

    public static FactorNeed Required(string id, string unit) => Add(id, unit, required: true);

    public static FactorNeed Optional(string id, string unit) => Add(id, unit, required: false);

    private static FactorNeed Add(string id, string unit, bool required)
    {
        lock (s_declared)
        {
            var need = new FactorNeed(id, unit, required, s_declared.Count);
            s_declared.Add(need);
            return need;
        }
    }

    /// <summary>Looking at a field makes its file declare what it needs.</summary>
    private static FactorNeed[] Collect() =>
    [
        .. typeof(FactorNeed).Assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FactorNeed)).Select(field => (FactorNeed)field.GetValue(null)!).OrderBy(need => need.Index),
    ];
}
