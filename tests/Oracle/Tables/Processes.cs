using CarbonPlatform.Oracle.Exact;

namespace CarbonPlatform.Oracle.Tables;

internal static class Processes
{
    /// <summary>tCO2 per t of the pure carbonate.</summary>
    public static readonly Dictionary<string, Fraction> Carbonates = new(StringComparer.Ordinal)
    {
        ["carbonate.limestone"] = 0.440m,
        ["carbonate.magnesite"] = 0.522m,
        ["carbonate.soda-ash"] = 0.415m,
        ["carbonate.sodium-bicarbonate"] = 0.524m,
        ["carbonate.siderite"] = 0.380m,
        ["carbonate.manganese-carbonate"] = 0.383m,
        ["carbonate.barium-carbonate"] = 0.223m,
        ["carbonate.lithium-carbonate"] = 0.595m,
        ["carbonate.potassium-carbonate"] = 0.318m,
        ["carbonate.strontium-carbonate"] = 0.298m,
        ["carbonate.dolomite"] = 0.477m,
    };

    /// <summary>tCO2 per t, natural gas per 10⁴ Nm3.</summary>
    public static readonly Dictionary<string, Fraction> Reductants = new(StringComparer.Ordinal)
    {
        ["reductant.semi-coke"] = 2.853m,
        ["reductant.coke"] = 2.862m,
        ["reductant.anthracite"] = 1.924m,
        ["reductant.natural-gas"] = 21.622m,
    };

    /// <summary>tce per t, natural gas per 10³ Nm3 (kgce per Nm3); anthracite goes by its heat.</summary>
    public static readonly Dictionary<string, Fraction> ReductantCoalEquivalents = new(StringComparer.Ordinal)
    {
        ["reductant.semi-coke"] = 0.9714m,
        ["reductant.coke"] = 0.9714m,
        ["reductant.natural-gas"] = 1.3300m,
    };

    /// <summary>
    /// Slope (kg CF4 per t for a minute per cell-day), share of C2F6, and kg per t where there is nothing better;
    /// IPCC 2019 and 2006.
    /// </summary>
    public static readonly Dictionary<
        string,
        (Fraction Slope, Fraction Share, (Fraction Cf4, Fraction C2f6)? Plain)
    > Cells = new(StringComparer.Ordinal)
    {
        ["CWPB"] = (0.143m, 0.121m, (0.4m, 0.04m)),
        ["SWPB"] = (0.233m, 0.280m, (1.6m, 0.4m)),
        ["VSS"] = (0.058m, 0.086m, (0.8m, 0.04m)),
        ["HSS"] = (0.165m, 0.077m, (0.4m, 0.03m)),
        ["PFPB-L"] = (0.122m, 0.097m, null),
        ["PFPB-M"] = (0.104m, 0.057m, null),
    };

    /// <summary>
    /// Overvoltage: kg CF4 per t for a millivolt and a percent of current efficiency (95, not 0.95), and share of C2F6;
    /// IPCC 2006.
    /// </summary>
    public static readonly Dictionary<string, (Fraction Overvoltage, Fraction Share)> OvervoltageCells = new(
        StringComparer.Ordinal
    )
    {
        ["CWPB"] = (1.16m, 0.121m),
        ["SWPB"] = (3.65m, 0.252m),
    };

    /// <summary>NOx of gas burners, kg per 10⁴ Nm3.</summary>
    public static readonly Dictionary<string, Fraction> Burners = new(StringComparer.Ordinal)
    {
        ["domestic-typical"] = 15.87m,
        ["domestic-leading"] = 6.97m,
        ["international-leading"] = 3.03m,
    };

    /// <summary>NOx of coal on a grate, kg per t.</summary>
    public static Fraction CoalOnGrate => 2.94m;

    /// <summary>kg CO2e per kg: SAR, AR4, AR5, AR6.</summary>
    public static readonly Dictionary<string, Fraction[]> Warming = new(StringComparer.Ordinal)
    {
        ["CO2"] = [1, 1, 1, 1],
        ["CH4"] = [21, 25, 28, 27.9m],
        ["N2O"] = [310, 298, 265, 273],
        ["CF4"] = [6500, 7390, 6630, 7380],
        ["C2F6"] = [9200, 12200, 11100, 12400],
        ["SF6"] = [23900, 22800, 23500, 24300],
        ["HFC-23"] = [11700, 14800, 12400, 14600],
        ["HFC-32"] = [650, 675, 677, 771],
        ["HFC-125"] = [2800, 3500, 3170, 3740],
        ["HFC-134a"] = [1300, 1430, 1300, 1530],
        ["HFC-143a"] = [3800, 4470, 4800, 5810],
    };

    /// <summary>What a refrigerant consists of, by mass. R-22 warms too, and stands in no basket.</summary>
    public static readonly Dictionary<string, (string Gas, Fraction Share)[]> Refrigerants = new(StringComparer.Ordinal)
    {
        ["HFC-134a"] = [("HFC-134a", 1)],
        ["R-32"] = [("HFC-32", 1)],
        ["R-22"] = [("HCFC-22", 1)],
        ["R-404A"] = [("HFC-125", 0.44m), ("HFC-143a", 0.52m), ("HFC-134a", 0.04m)],
        ["R-407C"] = [("HFC-32", 0.23m), ("HFC-125", 0.25m), ("HFC-134a", 0.52m)],
        ["R-410A"] = [("HFC-32", 0.5m), ("HFC-125", 0.5m)],
        ["R-507A"] = [("HFC-125", 0.5m), ("HFC-143a", 0.5m)],
    };
}
