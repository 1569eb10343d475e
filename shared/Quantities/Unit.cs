using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Quantities;

/// <summary>
/// A unit of measurement as plants write it. There are no others than the instances here; symbols are exact and
/// case-sensitive, and beside them those spellings are read that meters and bills bear and that can mean one unit only
/// (<c>度</c>, <c>万吨</c>, <c>标方</c>): a quantity keeps the spelling it was typed with. <see cref="Factor"/> is exact by
/// definition of the unit: 1 kWh = 3,600 kJ; 万 = 10^4 and 亿 = 10^8;
/// a trade cubic metre of gas at 20 °C is 0.9318 Nm3 (0 °C, 101.325 kPa).
/// </summary>
[JsonConverter(typeof(TextJsonConverter<Unit>))]
public sealed class Unit : IParsable<Unit>
{
    private static readonly Dictionary<string, Unit> s_bySymbol = new(StringComparer.Ordinal);
    private static readonly List<Unit> s_all = [];

    private Unit(string symbol, Dimension dimension, decimal factor)
    {
        Symbol = symbol;
        Dimension = dimension;
        Factor = factor;
        Canonical = this;
        s_bySymbol.Add(symbol, this);
        s_all.Add(this);
    }

    private Unit(string spelling, Unit canonical)
    {
        Symbol = spelling;
        Dimension = canonical.Dimension;
        Factor = canonical.Factor;
        Canonical = canonical;
    }

    /// <summary>What meters and bills say besides the symbols is a unit of its own, as large as the one it
    /// names.</summary>
    static Unit()
    {
        foreach (var (spelling, canonical) in UsualSpellings.All)
            s_bySymbol.Add(spelling, new Unit(spelling, canonical));
    }

    /// <summary>Wh.</summary>
    public static Unit WattHour { get; } = new("Wh", Dimension.Energy, 3.6m);

    /// <summary>kWh, in which electricity is stored.</summary>
    public static Unit KilowattHour { get; } = new("kWh", Dimension.Energy, 3_600m);

    /// <summary>MWh.</summary>
    public static Unit MegawattHour { get; } = new("MWh", Dimension.Energy, 3_600_000m);

    /// <summary>GWh.</summary>
    public static Unit GigawattHour { get; } = new("GWh", Dimension.Energy, 3_600_000_000m);

    /// <summary>TWh.</summary>
    public static Unit TerawattHour { get; } = new("TWh", Dimension.Energy, 3_600_000_000_000m);

    /// <summary>万kWh, 10^4 kWh.</summary>
    public static Unit TenThousandKilowattHours { get; } = new("万kWh", Dimension.Energy, 36_000_000m);

    /// <summary>亿kWh, 10^8 kWh.</summary>
    public static Unit HundredMillionKilowattHours { get; } = new("亿kWh", Dimension.Energy, 360_000_000_000m);

    /// <summary>kJ, the base of energy: every other energy unit is a finite decimal of it.</summary>
    public static Unit Kilojoule { get; } = new("kJ", Dimension.Energy, 1m);

    /// <summary>MJ.</summary>
    public static Unit Megajoule { get; } = new("MJ", Dimension.Energy, 1_000m);

    /// <summary>GJ, in which heat is stored.</summary>
    public static Unit Gigajoule { get; } = new("GJ", Dimension.Energy, 1_000_000m);

    /// <summary>TJ.</summary>
    public static Unit Terajoule { get; } = new("TJ", Dimension.Energy, 1_000_000_000m);

    /// <summary>mg.</summary>
    public static Unit Milligram { get; } = new("mg", Dimension.Mass, 0.000001m);

    /// <summary>g.</summary>
    public static Unit Gram { get; } = new("g", Dimension.Mass, 0.001m);

    /// <summary>kg, in which masses are stored.</summary>
    public static Unit Kilogram { get; } = new("kg", Dimension.Mass, 1m);

    /// <summary>t, metric tonne.</summary>
    public static Unit Tonne { get; } = new("t", Dimension.Mass, 1_000m);

    /// <summary>kt.</summary>
    public static Unit Kilotonne { get; } = new("kt", Dimension.Mass, 1_000_000m);

    /// <summary>万t, 10^4 t.</summary>
    public static Unit TenThousandTonnes { get; } = new("万t", Dimension.Mass, 10_000_000m);

    /// <summary>Nm3, gas at 0 °C and 101.325 kPa.</summary>
    public static Unit NormalCubicMetre { get; } = new("Nm3", Dimension.GasVolume, 1m);

    /// <summary>万Nm3, 10^4 Nm3.</summary>
    public static Unit TenThousandNormalCubicMetres { get; } = new("万Nm3", Dimension.GasVolume, 10_000m);

    /// <summary>千Nm3, 10^3 Nm3.</summary>
    public static Unit ThousandNormalCubicMetres { get; } = new("千Nm3", Dimension.GasVolume, 1_000m);

    /// <summary>m3@20C, gas at 20 °C and 101.325 kPa, in which gas is traded.</summary>
    public static Unit CubicMetreAt20C { get; } = new("m3@20C", Dimension.GasVolume, 0.9318m);

    /// <summary>千m3@20C, 10^3 m3@20C.</summary>
    public static Unit ThousandCubicMetresAt20C { get; } = new("千m3@20C", Dimension.GasVolume, 931.8m);

    /// <summary>万m3@20C, 10^4 m3@20C.</summary>
    public static Unit TenThousandCubicMetresAt20C { get; } = new("万m3@20C", Dimension.GasVolume, 9_318m);

    /// <summary>m3 of a liquid. For gas the bare cubic metre does not say its state and is refused.</summary>
    public static Unit CubicMetre { get; } = new("m3", Dimension.LiquidVolume, 1m);

    /// <summary>千m3, 10^3 m3 of a liquid.</summary>
    public static Unit ThousandCubicMetres { get; } = new("千m3", Dimension.LiquidVolume, 1_000m);

    /// <summary>万m3, 10^4 m3 of a liquid.</summary>
    public static Unit TenThousandCubicMetres { get; } = new("万m3", Dimension.LiquidVolume, 10_000m);

    /// <summary>L.</summary>
    public static Unit Litre { get; } = new("L", Dimension.LiquidVolume, 0.001m);

    /// <summary>gce, as supply rates are given (gce/kWh).</summary>
    public static Unit GramCoalEquivalent { get; } = new("gce", Dimension.CoalEquivalent, 0.001m);

    /// <summary>kgce, kilogram of standard coal, in which ENERGY is stored.</summary>
    public static Unit KilogramCoalEquivalent { get; } = new("kgce", Dimension.CoalEquivalent, 1m);

    /// <summary>tce.</summary>
    public static Unit TonneCoalEquivalent { get; } = new("tce", Dimension.CoalEquivalent, 1_000m);

    /// <summary>万tce, 10^4 tce.</summary>
    public static Unit TenThousandTonnesCoalEquivalent { get; } = new("万tce", Dimension.CoalEquivalent, 10_000_000m);

    /// <summary>mg/Nm3, in dry gas as measured.</summary>
    public static Unit MilligramPerNormalCubicMetre { get; } = new("mg/Nm3", Dimension.GasConcentration, 1m);

    /// <summary>mg/L.</summary>
    public static Unit MilligramPerLitre { get; } = new("mg/L", Dimension.LiquidConcentration, 1m);

    /// <summary>min/cell-day, anode effect minutes.</summary>
    public static Unit MinutePerCellDay { get; } = new("min/cell-day", Dimension.AnodeEffect, 1m);

    /// <summary>mV.</summary>
    public static Unit Millivolt { get; } = new("mV", Dimension.Voltage, 1m);

    /// <summary>V.</summary>
    public static Unit Volt { get; } = new("V", Dimension.Voltage, 1_000m);

    /// <summary>h.</summary>
    public static Unit Hour { get; } = new("h", Dimension.Time, 1m);

    /// <summary>kW.</summary>
    public static Unit Kilowatt { get; } = new("kW", Dimension.Power, 1m);

    /// <summary>MW.</summary>
    public static Unit Megawatt { get; } = new("MW", Dimension.Power, 1_000m);

    /// <summary>yuan.</summary>
    public static Unit Yuan { get; } = new("yuan", Dimension.Money, 1m);

    /// <summary>万元, 10^4 yuan.</summary>
    public static Unit TenThousandYuan { get; } = new("万元", Dimension.Money, 10_000m);

    /// <summary>亿元, 10^8 yuan.</summary>
    public static Unit HundredMillionYuan { get; } = new("亿元", Dimension.Money, 100_000_000m);

    /// <summary>%.</summary>
    public static Unit Percent { get; } = new("%", Dimension.Ratio, 1m);

    /// <summary>Every unit by its symbol, in the order of the table; without further spellings.</summary>
    public static IReadOnlyCollection<Unit> All => s_all;

    /// <summary>How the unit is written, exactly.</summary>
    public string Symbol { get; }

    /// <summary>The unit by its symbol: kWh of what was written 度; itself for all of <see cref="All"/>.</summary>
    public Unit Canonical { get; }

    /// <summary>Further spellings that are read, in the order of the table.</summary>
    public IEnumerable<string> Spellings =>
        s_bySymbol.Values.Where(unit => unit != this && unit.Canonical == this).Select(unit => unit.Symbol);

    /// <summary>What it measures.</summary>
    public Dimension Dimension { get; }

    /// <summary>How many of the dimension's base unit it is; exact.</summary>
    public decimal Factor { get; }

    /// <summary>How many of another unit one of this is; exact (kWh to GJ is 0.0036, GJ to kWh 2500/9).</summary>
    /// <exception cref="DimensionMismatchException">The other unit is of another dimension.</exception>
    public Exact RatioTo(Unit other)
    {
        if (Dimension != other.Dimension)
            throw new DimensionMismatchException(this, other);
        return Exact.Ratio(Factor, other.Factor);
    }

    /// <summary>Reads the exact symbol, case-sensitively, or one of the usual spellings.</summary>
    public static bool TryParse([NotNullWhen(true)] string? symbol, [NotNullWhen(true)] out Unit? unit)
    {
        unit = null;
        return symbol is not null && s_bySymbol.TryGetValue(symbol, out unit);
    }

    /// <summary>
    /// Reads the unit of a quantity whose dimension is known. Faults: <c>unit-missing</c>;
    /// <c>unit-ambiguous</c> (bare cubic metres for gas: "Nm3 or m3@20C?"); <c>unknown-unit</c>;
    /// <c>unit-of-another-dimension</c>. The proposal is the right symbol where one is evident.
    /// </summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? symbol,
        Dimension dimension,
        [NotNullWhen(true)] out Unit? unit,
        [NotNullWhen(false)] out InputFault? fault
    )
    {
        fault = null;
        if (TryParse(symbol, out unit) && unit.Dimension == dimension)
            return true;

        var found = unit;
        unit = null;
        var expected = "one of " + string.Join(", ", dimension.Units.Select(u => u.Symbol));
        if (string.IsNullOrWhiteSpace(symbol))
        {
            fault = new InputFault("unit-missing", "The unit is missing.", expected);
            return false;
        }

        var meant = found ?? UnitSpelling.Find(symbol);
        if (dimension == Dimension.GasVolume && UnitSpelling.IsBareCubicMetre(symbol))
            fault = new InputFault(
                "unit-ambiguous",
                $"{InputFault.Quote(symbol)} does not say the state of the gas. Nm3 or m3@20C?",
                expected
            );
        else if (meant is not null && meant.Dimension != dimension)
            fault = new InputFault(
                "unit-of-another-dimension",
                $"{InputFault.Quote(symbol)} is a unit of {meant.Dimension.Name}, not of {dimension.Name}.",
                expected
            );
        else
            fault = new InputFault("unknown-unit", $"{InputFault.Quote(symbol)} is no unit.", expected, meant?.Symbol);
        return false;
    }

    /// <summary>
    /// The unit, by its symbol, that a text evidently means (<c>mwh</c> → MWh, <c>吨</c> → t, <c>度</c> → kWh), or null.
    /// It is a proposal to the one who wrote it, never taken in their place.
    /// </summary>
    public static Unit? Suggest(string? text) =>
        TryParse(text, out var unit) ? unit.Canonical
        : text is null ? null
        : UnitSpelling.Find(text);

    /// <summary>Reads the exact symbol, case-sensitively.</summary>
    /// <exception cref="FormatException">No unit has the symbol; the message proposes one where evident.</exception>
    public static Unit Parse(string symbol)
    {
        if (TryParse(symbol, out var unit))
            return unit;
        var proposal = Suggest(symbol) is { } meant ? $" Did you mean \"{meant.Symbol}\"?" : "";
        throw new FormatException($"{InputFault.Quote(symbol)} is no unit.{proposal}");
    }

    static Unit IParsable<Unit>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Unit>.TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out Unit result
    ) => TryParse(s, out result);

    /// <summary>The symbol.</summary>
    public override string ToString() => Symbol;
}
