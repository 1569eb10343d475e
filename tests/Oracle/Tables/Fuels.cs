using CarbonPlatform.Oracle.Exact;

namespace CarbonPlatform.Oracle.Tables;

internal enum FuelForm { Coal, OtherSolid, Liquid, CoalGas, OtherGas, Biomass }

/// <summary>NCV in GJ per t (gases per 10⁴ Nm3), carbon in tC/GJ, share oxidised.</summary>
internal sealed record FuelDefaults(Fraction Ncv, Fraction Carbon, Fraction Oxidised);

/// <summary>
/// Fuels: form; NCV / carbon × 10³ / oxidised % in the sets N (NDRC guidelines), E (emissions trading) and C
/// (GB/T 32151.34-2024 C.1); fixed coal equivalent in kgce per kg (gases per Nm3).
/// </summary>
internal static class Fuels
{
    private const string Table = """
        fuel.anthracite         | Coal       | 24.515/27.49/94   | 22.867/27.49/98  | 26.7/27.4/94      | -
        fuel.bituminous-coal    | Coal       | 23.204/26.18/93   | 23.076/23.08/98  | 19.570/26.1/93    | -
        fuel.lignite            | Coal       | 14.449/28.00/96   | 14.759/27.97/98  | 11.9/28/96        | -
        fuel.raw-coal           | Coal       | -                 | -                | -                 | 0.7143
        fuel.washed-coal        | Coal       | 26.344/25.40/93   | -                | 26.334/25.41/90   | 0.9000
        fuel.other-washed-coal  | Coal       | 15.373/25.40/90   | 12.545/25.41/98  | 12.545/25.41/90   | -
        fuel.briquette          | Coal       | 17.46/33.60/90    | -                | 17.460/33.6/90    | -
        fuel.coke               | OtherSolid | 28.446/29.40/93   | 28.435/29.42/98  | 28.435/29.5/93    | 0.9714
        fuel.petroleum-coke     | OtherSolid | 31.00/27.50/98    | 32.5/27.50/98    | 32.5/27.50/98     | 1.0918
        fuel.coal-tar           | Liquid     | 33.453/22.00/98   | 33.453/22.00/98  | 33.453/22.0/98    | -
        fuel.crude-oil          | Liquid     | 42.62/20.10/98    | 41.816/20.08/98  | 41.816/20.1/98    | 1.4286
        fuel.fuel-oil           | Liquid     | 40.19/21.10/98    | 41.816/21.10/98  | 41.816/21.1/98    | 1.4286
        fuel.gasoline           | Liquid     | 44.80/18.90/98    | 43.070/18.90/98  | 43.070/18.9/98    | 1.4714
        fuel.diesel             | Liquid     | 43.33/20.20/98    | 42.652/20.20/98  | 42.652/20.2/98    | 1.4571
        fuel.kerosene           | Liquid     | 44.75/19.60/98    | 43.070/19.60/98  | 43.070/19.6/98    | 1.4714
        fuel.lpg                | Liquid     | 47.31/17.20/99    | 50.179/17.20/98  | 50.179/17.2/98    | 1.7143
        fuel.lng                | Liquid     | 41.868/15.30/99   | 51.498/17.20/98  | 51.498/15.3/98    | 1.7572
        fuel.refinery-gas       | Liquid     | 46.05/18.20/99    | 45.998/18.20/98  | 45.998/18.2/99    | 1.5714
        fuel.natural-gas        | OtherGas   | 389.31/15.30/99   | 389.31/15.32/99  | 389.31/15.3/99    | 1.3300
        fuel.coke-oven-gas      | CoalGas    | 173.854/13.60/99  | 173.854/12.10/99 | 179.81/13.58/99   | 0.6143
        fuel.blast-furnace-gas  | CoalGas    | 37.69/70.80/99    | 33.00/70.80/99   | 33.00/70.80/99    | -
        fuel.converter-gas      | CoalGas    | 79.54/49.60/99    | 84.00/49.60/99   | 84.00/49.60/99    | -
        fuel.producer-gas       | CoalGas    | 52.34/12.20/99    | -                | 52.270/12.2/99    | 0.1786
        fuel.biomass            | Biomass    | -                 | -                | -                 | -
        """;

    private static readonly Dictionary<string, string[]> Rows = Table.Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], StringComparer.Ordinal);

    public static FuelForm Form(string activity) => Enum.Parse<FuelForm>(Rows[activity][1]);

    public static bool IsGas(string activity) => Form(activity) is FuelForm.CoalGas or FuelForm.OtherGas;

    public static FuelDefaults? Defaults(string activity, string profile)
    {
        var cell = Rows[activity][profile switch { "ets-2024" => 3, "gbt-32151-34-2024" => 4, _ => 2 }];
        if (cell == "-") return null;
        var numbers = cell.Split('/').Select(Fraction.Parse).ToArray();
        return new FuelDefaults(numbers[0], numbers[1] / 1000, numbers[2] / 100);
    }

    /// <summary>CH4 and N2O of combustion, kg per TJ of net heat: manufacturing, and power stations where they differ.</summary>
    public static (Fraction Methane, Fraction NitrousOxide) KgPerTerajoule(string activity, bool inPowerStation) => activity switch
    {
        "fuel.petroleum-coke" => (3, 0.6m),
        "fuel.lpg" or "fuel.lng" or "fuel.refinery-gas" => (1, 0.1m),
        "fuel.biomass" => (30, 4),
        _ => Form(activity) switch
        {
            FuelForm.CoalGas or FuelForm.OtherGas => (1, 0.1m),
            FuelForm.Liquid when activity != "fuel.coal-tar" => (3, 0.6m),
            // Coals, coke, and the tar of coal.
            _ => (inPowerStation ? 1 : 10, 1.5m),
        },
    };

    /// <summary>kgce per kg, for gases per Nm3; null where the fuel has no fixed coefficient.</summary>
    public static Fraction? CoalEquivalent(string activity) => Rows[activity][5] is { } cell && cell != "-" ? Fraction.Parse(cell) : null;

    /// <summary>GJ (or MJ per kg) that make one tonne (one kilogram) of standard coal.</summary>
    public static Fraction StandardCoal => 29.3076m;

    /// <summary>Share of carbon that burns where the fuel has no default of its own: raw coal.</summary>
    public static Fraction RawCoalOxidised => 0.93m;
}
