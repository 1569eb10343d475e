using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Tables;

internal enum FuelForm
{
    Coal,
    OtherSolid,
    Liquid,
    CoalGas,
    OtherGas,
    Biomass,
}

/// <summary>
/// NCV in GJ per t (gases per 10⁴ Nm3), carbon in tC/GJ, share oxidised; null where the set prints none.
/// </summary>
internal sealed record FuelDefaults(Fraction? Ncv, Fraction? Carbon, Fraction? Oxidised);

/// <summary>
/// Fuels: form; NCV / carbon × 10³ / oxidised % in the sets N (NDRC guidelines), E (emissions trading) and C
/// (GB/T 32151.34-2024 C.1); fixed coal equivalent in kgce per kg (gases per Nm3).
/// </summary>
internal static class Fuels
{
    private const string Table = """
        fuel.anthracite         | Coal       | 24.515/27.49/94   | 22.867/27.49/98  | 26.7/27.4/94      | -
        fuel.bituminous-coal    | Coal       | 23.204/26.18/93   | 23.076/26.18/98  | 19.570/26.1/93    | -
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

    private static readonly Dictionary<string, string[]> s_rows = Table
        .Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], StringComparer.Ordinal);

    public static FuelForm Form(string activity) => Enum.Parse<FuelForm>(s_rows[activity][1]);

    public static bool IsGas(string activity) => Form(activity) is FuelForm.CoalGas or FuelForm.OtherGas;

    /// <summary>What counts where the reading says nothing.</summary>
    public static FuelDefaults Defaults(MonthBook book, Source source, string activity)
    {
        // Of biomass nothing stands in any set: its heat comes with the reading.
        if (Form(activity) == FuelForm.Biomass)
            return new FuelDefaults(null, null, null);
        var column = Set(book, source) switch
        {
            "ets-2024" => 3,
            "gbt-32151-34-2024" => 4,
            _ => 2,
        };
        var printed =
            s_rows[activity][column] is { } cell && cell != "-"
                ? cell.Split('/').Select(text => (Fraction?)Fraction.Parse(text)).ToArray()
                // Of raw coal nothing is known but what share of its carbon burns.
                : [null, null, activity == "fuel.raw-coal" ? 93 : null];
        var row = $"fuel.{Set(book, source)}.{Name(activity)}";
        return new FuelDefaults(
            book.Find(NcvId(book, source, activity), source.Code, printed[0]),
            book.Find($"{row}.carbon-content", source.Code, printed[1] / 1000),
            book.Find($"{row}.oxidation", source.Code, printed[2]) / 100
        );
    }

    /// <summary>
    /// CH4 and N2O of combustion, kg per TJ of net heat: manufacturing, and power stations where they differ.
    /// </summary>
    public static (Fraction Methane, Fraction NitrousOxide) KgPerTerajoule(
        MonthBook book,
        Source source,
        string activity
    )
    {
        var row = $"combustion.ipcc-2006.{Name(activity)}";
        var (general, nitrousOxide) = Printed(activity, inPowerStation: false);
        var methane = book.Value($"{row}.ch4", source.Code, general);
        // Only of coals (and what is made of them) do power stations give off another amount.
        if (
            source.Kind == "thermal-unit"
            && Printed(activity, inPowerStation: true).Methane is var inPower
            && inPower != general
        )
            methane = book.Value($"{row}.ch4.energy-industries", source.Code, inPower);
        return (methane, book.Value($"{row}.n2o", source.Code, nitrousOxide));
    }

    private static (Fraction Methane, Fraction NitrousOxide) Printed(string activity, bool inPowerStation) =>
        activity switch
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

    /// <summary>Fixed coal equivalent, kgce per kg, for gases per Nm3; null where the fuel has none.</summary>
    public static Fraction? CoalEquivalent(MonthBook book, string source, string activity) =>
        s_rows[activity][5] is { } cell && cell != "-"
            ? book.Value(CoalEquivalentId(activity), source, Fraction.Parse(cell))
            : null;

    public static string NcvId(MonthBook book, Source source, string activity) =>
        $"fuel.{Set(book, source)}.{Name(activity)}.ncv";

    public static string CoalEquivalentId(string activity) => "energy." + activity.Split('.')[1];

    /// <summary>GJ (or MJ per kg) that make one tonne (one kilogram) of standard coal.</summary>
    public static Fraction StandardCoal(MonthBook book, string source) =>
        book.Value("energy.standard-coal", source, 29.3076m);

    /// <summary>The IPCC's profile counts fuels by the NDRC's set.</summary>
    private static string Set(MonthBook book, Source source) =>
        source.ProfileIn(book.Month) is "ets-2024" or "gbt-32151-34-2024" ? source.ProfileIn(book.Month) : "ndrc-2013";

    private static string Name(string activity) =>
        activity == "fuel.producer-gas" ? "other-gas" : activity.Split('.')[1];
}
