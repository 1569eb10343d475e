using System.Diagnostics.CodeAnalysis;

namespace CarbonPlatform.Quantities;

/// <summary>
/// What a unit measures. Units convert within a dimension only; to cross from one to another takes a named factor
/// (tonnes of coal to kgce, for example). The names are those of the activity vocabulary.
/// </summary>
public sealed class Dimension
{
    private static readonly Dictionary<string, Dimension> s_byName = new(StringComparer.Ordinal);

    private Dimension(string name)
    {
        Name = name;
        s_byName.Add(name, this);
    }

    /// <summary>Electricity and heat; base kJ.</summary>
    public static Dimension Energy { get; } = new("energy");

    /// <summary>Mass; base kg.</summary>
    public static Dimension Mass { get; } = new("mass");

    /// <summary>Gas at the reference state 0 °C, 101.325 kPa; base Nm3.</summary>
    public static Dimension GasVolume { get; } = new("gas volume");

    /// <summary>Volume of liquids; base m3.</summary>
    public static Dimension LiquidVolume { get; } = new("liquid volume");

    /// <summary>
    /// Standard coal; base kgce. Not energy: which coefficient converts is a matter of method (equivalent or equal).
    /// </summary>
    public static Dimension CoalEquivalent { get; } = new("coal equivalent");

    /// <summary>Mass in dry gas at the reference state; base mg/Nm3.</summary>
    public static Dimension GasConcentration { get; } = new("gas concentration");

    /// <summary>Mass in a liquid; base mg/L.</summary>
    public static Dimension LiquidConcentration { get; } = new("liquid concentration");

    /// <summary>Anode effect duration; base min/cell-day.</summary>
    public static Dimension AnodeEffect { get; } = new("anode effect");

    /// <summary>Anode effect overvoltage; base mV.</summary>
    public static Dimension Voltage { get; } = new("voltage");

    /// <summary>Hours of operation; base h.</summary>
    public static Dimension Time { get; } = new("time");

    /// <summary>Capacity; base kW.</summary>
    public static Dimension Power { get; } = new("power");

    /// <summary>Output value; base yuan.</summary>
    public static Dimension Money { get; } = new("money");

    /// <summary>Shares; base %.</summary>
    public static Dimension Ratio { get; } = new("ratio");

    /// <summary>Every dimension.</summary>
    public static IReadOnlyCollection<Dimension> All => s_byName.Values;

    /// <summary>The name in the vocabulary, for example <c>gas volume</c>.</summary>
    public string Name { get; }

    /// <summary>Every unit of the dimension, in the order of <see cref="Unit.All"/>.</summary>
    public IEnumerable<Unit> Units => Unit.All.Where(unit => unit.Dimension == this);

    /// <summary>The unit whose <see cref="Unit.Factor"/> is 1.</summary>
    public Unit Base => Units.Single(unit => unit.Factor == 1m);

    /// <summary>Reads the exact name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, [NotNullWhen(true)] out Dimension? dimension)
    {
        dimension = null;
        return name is not null && s_byName.TryGetValue(name, out dimension);
    }

    /// <summary>Reads the exact name.</summary>
    /// <exception cref="FormatException">No dimension has the name.</exception>
    public static Dimension Parse(string name) =>
        TryParse(name, out var dimension)
            ? dimension
            : throw new FormatException(
                $"{InputFault.Quote(name)} is no dimension. Expected: one of {string.Join(", ", s_byName.Keys)}."
            );

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
