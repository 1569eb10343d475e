using System.Runtime.CompilerServices;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What the files of methods declare in static fields: the factors, series, activities and attributes they ask for. A
/// new method declares its own and nothing else has to know them; a declaration is an index into the tables of a month.
/// </summary>
/// <typeparam name="T">What is declared.</typeparam>
internal sealed class Declared<T>
{
    private readonly List<T> _all = [];

    /// <summary>Everything that any method's file declares, in order of index.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            MethodFiles.Look();
            return _all;
        }
    }

    /// <summary>Declares one.</summary>
    /// <param name="make">Makes it of its index.</param>
    public TDeclared Add<TDeclared>(Func<int, TDeclared> make)
        where TDeclared : T
    {
        lock (_all)
        {
            var declared = make(_all.Count);
            _all.Add(declared);
            return declared;
        }
    }

    /// <summary>What was declared before under the same name, if anything.</summary>
    public T? Find(Predicate<T> isWanted)
    {
        lock (_all)
            return _all.Find(isWanted);
    }
}

/// <summary>The files of methods, looked at once: a static field is declared when somebody looks at its file.</summary>
internal static class MethodFiles
{
    /// <summary>What several methods share. That every file that declares something is seen is tested.</summary>
    private static readonly Type[] s_shared =
    [
        typeof(AnodeStreams),
        typeof(Avoided),
        typeof(AvoidedMargin),
        typeof(Certificates),
        typeof(Claims),
        typeof(CellFactors),
        typeof(CombinedMargin),
        typeof(FuelHeat),
        typeof(FuelQuantity),
        typeof(Given),
        typeof(HeatContent),
        typeof(Power),
        typeof(Stacks),
        typeof(Suppliers),
        typeof(Words),
    ];

    private static readonly Lazy<bool> s_seen = new(() =>
    {
        // The methods first, whoever asks: they are looked at in one order.
        RuntimeHelpers.RunClassConstructor(typeof(MethodList).TypeHandle);
        foreach (var type in s_shared)
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return true;
    });

    public static void Look() => _ = s_seen.Value;
}
