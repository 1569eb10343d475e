using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Quantities;

/// <summary>
/// What an emission line counts, and the unit its amount is stored in. Amounts of one measure add up;
/// amounts of two never do. CO2e is no measure: it is computed on the way out with the warming potentials asked for.
/// </summary>
[JsonConverter(typeof(TextJsonConverter<Measure>))]
public sealed class Measure : IParsable<Measure>
{
    private static readonly Dictionary<string, Measure> s_byCode = new(StringComparer.Ordinal);

    private Measure(string code, Unit unit, bool isGreenhouseGas)
    {
        Code = code;
        Unit = unit;
        IsGreenhouseGas = isGreenhouseGas;
        s_byCode.Add(code, this);
    }

    /// <summary>Carbon dioxide, kg.</summary>
    public static Measure CO2 { get; } = new("CO2", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Methane, kg.</summary>
    public static Measure CH4 { get; } = new("CH4", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Nitrous oxide, kg.</summary>
    public static Measure N2O { get; } = new("N2O", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Tetrafluoromethane, kg.</summary>
    public static Measure CF4 { get; } = new("CF4", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Hexafluoroethane, kg.</summary>
    public static Measure C2F6 { get; } = new("C2F6", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Sulphur hexafluoride, kg.</summary>
    public static Measure SF6 { get; } = new("SF6", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Nitrogen trifluoride, kg.</summary>
    public static Measure NF3 { get; } = new("NF3", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Trifluoromethane, kg. The code is <c>HFC-23</c>.</summary>
    public static Measure Hfc23 { get; } = new("HFC-23", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Difluoromethane, kg. The code is <c>HFC-32</c>.</summary>
    public static Measure Hfc32 { get; } = new("HFC-32", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>Pentafluoroethane, kg. The code is <c>HFC-125</c>.</summary>
    public static Measure Hfc125 { get; } = new("HFC-125", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>1,1,1,2-tetrafluoroethane, kg. The code is <c>HFC-134a</c>.</summary>
    public static Measure Hfc134a { get; } = new("HFC-134a", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>1,1,1-trifluoroethane, kg. The code is <c>HFC-143a</c>.</summary>
    public static Measure Hfc143a { get; } = new("HFC-143a", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>1,1-difluoroethane, kg. The code is <c>HFC-152a</c>.</summary>
    public static Measure Hfc152a { get; } = new("HFC-152a", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>1,1,1,2,3,3,3-heptafluoropropane, kg. The code is <c>HFC-227ea</c>.</summary>
    public static Measure Hfc227ea { get; } = new("HFC-227ea", Unit.Kilogram, isGreenhouseGas: true);

    /// <summary>
    /// Chlorodifluoromethane (R-22), kg. The Montreal Protocol has it and the Kyoto basket has not: it never enters
    /// CO2e. The code is <c>HCFC-22</c>.
    /// </summary>
    public static Measure Hcfc22 { get; } =
        new("HCFC-22", Unit.Kilogram, isGreenhouseGas: false) { IsOutsideKyoto = true };

    /// <summary>Sulphur dioxide, kg.</summary>
    public static Measure SO2 { get; } = new("SO2", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Nitrogen oxides as NO2, kg. The code is <c>NOx</c>.</summary>
    public static Measure NOx { get; } = new("NOx", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Particulate matter, kg.</summary>
    public static Measure PM { get; } = new("PM", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Fluoride as F, kg.</summary>
    public static Measure F { get; } = new("F", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Chemical oxygen demand, kg.</summary>
    public static Measure COD { get; } = new("COD", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Ammonia nitrogen, kg. The code is <c>NH3N</c>.</summary>
    public static Measure NH3N { get; } = new("NH3N", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Standard coal, kgce.</summary>
    public static Measure Energy { get; } = new("ENERGY", Unit.KilogramCoalEquivalent, isGreenhouseGas: false);

    /// <summary>Electricity, kWh.</summary>
    public static Measure Electricity { get; } = new("ELECTRICITY", Unit.KilowattHour, isGreenhouseGas: false);

    /// <summary>Heat, GJ.</summary>
    public static Measure Heat { get; } = new("HEAT", Unit.Gigajoule, isGreenhouseGas: false);

    /// <summary>Product made, kg. Never summed across products.</summary>
    public static Measure Output { get; } = new("OUTPUT", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Output value, yuan.</summary>
    public static Measure Value { get; } = new("VALUE", Unit.Yuan, isGreenhouseGas: false);

    /// <summary>Water, m3.</summary>
    public static Measure Water { get; } = new("WATER", Unit.CubicMetre, isGreenhouseGas: false);

    /// <summary>Solid waste, kg.</summary>
    public static Measure Waste { get; } = new("WASTE", Unit.Kilogram, isGreenhouseGas: false);

    /// <summary>Technical gases, Nm3.</summary>
    public static Measure Gas { get; } = new("GAS", Unit.NormalCubicMetre, isGreenhouseGas: false);

    /// <summary>Hours, h.</summary>
    public static Measure Hours { get; } = new("HOURS", Unit.Hour, isGreenhouseGas: false);

    /// <summary>Every measure, in the order of the table.</summary>
    public static IReadOnlyCollection<Measure> All => s_byCode.Values;

    /// <summary>The code in events, databases and the API, for example <c>NOx</c>.</summary>
    public string Code { get; }

    /// <summary>The unit amounts are stored in.</summary>
    public Unit Unit { get; }

    /// <summary>Whether the mass enters CO2e.</summary>
    public bool IsGreenhouseGas { get; }

    /// <summary>Whether it warms and is not in the Kyoto basket: answers in CO2e name it and leave it out.</summary>
    public bool IsOutsideKyoto { get; private init; }

    /// <summary>Reads the exact code, case-sensitively.</summary>
    public static bool TryParse([NotNullWhen(true)] string? code, [NotNullWhen(true)] out Measure? measure)
    {
        measure = null;
        return code is not null && s_byCode.TryGetValue(code, out measure);
    }

    /// <summary>Reads the exact code, case-sensitively.</summary>
    /// <exception cref="FormatException">No measure has the code; the message lists those that are.</exception>
    public static Measure Parse(string code) =>
        TryParse(code, out var measure)
            ? measure
            : throw new FormatException(
                $"{InputFault.Quote(code)} is no measure. Expected: one of {string.Join(", ", s_byCode.Keys)}."
            );

    static Measure IParsable<Measure>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Measure>.TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out Measure result
    ) => TryParse(s, out result);

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
