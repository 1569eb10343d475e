using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Tables;

/// <summary>A factor, and whether it is the one of the year asked for.</summary>
internal sealed record Factor(Fraction Value, string? Status = null)
{
    public const string Provisional = "provisional-factor";
}

/// <summary>Emissions per kilowatt-hour of the Chinese grids, kgCO2/kWh.</summary>
internal static class Grid
{
    // By accounting year: which figure serves for reports on that year.
    private static readonly SortedDictionary<int, Fraction> National = new()
    {
        [2020] = 0.6101m,
        [2021] = 0.5810m,
        [2022] = 0.5703m,
        [2023] = 0.5568m,
        [2024] = 0.5366m,
        [2025] = 0.5306m,
    };

    private static readonly SortedDictionary<int, Fraction> WithoutTradedNonFossil = new() { [2023] = 0.5942m, [2024] = 0.5856m, [2025] = 0.6096m };

    private static readonly SortedDictionary<int, Fraction> FossilOnly = new() { [2023] = 0.8426m, [2024] = 0.8325m, [2025] = 0.8273m };

    // Data years 2021/2022/2023.
    private const string Provinces = """
        BJ .5688/.5580/.5554; TJ .7355/.7041/.6796; HE .7901/.7252/.6516; SX .7222/.7096/.6634; NM .7025/.6849/.6479;
        LN .5876/.5626/.4878; JL .5629/.4932/.4671; HL .6342/.5368/.5229; SH .5834/.5849/.5737; JS .6451/.5978/.5827;
        ZJ .5422/.5153/.4974; AH .7075/.6782/.6553; FJ .4711/.4092/.4211; JX .5835/.5752/.5836; SD .6838/.6410/.6191;
        HA .6369/.6058/.5897; HB .3672/.4364/.4044; HN .5138/.4900/.4976; GD .4715/.4403/.4419; GX .5154/.4044/.4476;
        HI .4524/.4184/.3648; CQ .4743/.5227/.5581; SC .1255/.1404/.1564; GZ .5182/.4989/.5683; YN .1235/.1073/.1333;
        SN .6336/.6558/.6335; GS .4955/.4772/.4471; QH .1326/.1567/.1796; NX .6546/.6423/.6187; XJ .6577/.6231/.6021
        """;

    private static readonly Dictionary<string, Fraction> SixGridsOf2012 = new(StringComparer.Ordinal)
    {
        ["North"] = 0.8843m,
        ["Northeast"] = 0.7769m,
        ["East"] = 0.7035m,
        ["Central"] = 0.5257m,
        ["Northwest"] = 0.6671m,
        ["South"] = 0.5271m,
    };

    // OM/BM, tCO2/MWh: the editions of 2017 and of 2019, which is the last.
    private static readonly Dictionary<string, (Fraction Operating, Fraction Build)> MarginsOf2017 = new(StringComparer.Ordinal)
    {
        ["North"] = (0.9680m, 0.4578m),
        ["Northeast"] = (1.1082m, 0.3310m),
        ["East"] = (0.8046m, 0.4923m),
        ["Central"] = (0.9014m, 0.3112m),
        ["Northwest"] = (0.9155m, 0.3232m),
        ["South"] = (0.8367m, 0.2476m),
    };

    private static readonly Dictionary<string, (Fraction Operating, Fraction Build)> MarginsOf2019 = new(StringComparer.Ordinal)
    {
        ["North"] = (0.9419m, 0.4819m),
        ["Northeast"] = (1.0826m, 0.2399m),
        ["East"] = (0.7921m, 0.3870m),
        ["Central"] = (0.8587m, 0.2854m),
        ["Northwest"] = (0.8922m, 0.4407m),
        ["South"] = (0.8042m, 0.2135m),
    };

    public static Factor NationalAverage(int year) => LatestOf(National, Math.Max(year, 2020))!;

    /// <summary>Before 2023 there is none and the average serves.</summary>
    public static Factor Residual(int year) => LatestOf(WithoutTradedNonFossil, year) ?? NationalAverage(year);

    public static Factor? Fossil(int year) => LatestOf(FossilOnly, year);

    public static Factor? Provincial(int year, Plant plant)
    {
        if (year < 2012) return NationalAverage(year);
        if (year < 2022) return Region(plant) is { } region ? new Factor(SixGridsOf2012[region]) : null;
        var row = Provinces.Split(';', StringSplitOptions.TrimEntries).SingleOrDefault(r => r.StartsWith(plant.Province + " ", StringComparison.Ordinal));
        if (row is null) return null;
        var dataYear = year == 2022 ? 2021 : Math.Min(year - 2, 2023);
        var cell = row.Split(' ')[1].Split('/')[dataYear - 2021];
        return new Factor(Fraction.Parse("0" + cell), year - 2 > 2023 ? Factor.Provisional : null);
    }

    /// <summary>w·OM + w·BM in tCO2/MWh; null where the plant lies in no grid that is known.</summary>
    public static Factor? CombinedMargin(int year, Plant plant, Fraction operatingWeight)
    {
        if (Region(plant) is not { } region || year < 2017) return null;
        var (operating, build) = (year < 2019 ? MarginsOf2017 : MarginsOf2019)[region];
        return new Factor(operatingWeight * operating + (1 - operatingWeight) * build, year is 2017 or 2019 ? null : "carried-forward");
    }

    private static string? Region(Plant plant) => plant.Province switch
    {
        "BJ" or "TJ" or "HE" or "SX" or "SD" => "North",
        "NM" when plant.SubRegion == "west" => "North",
        "LN" or "JL" or "HL" => "Northeast",
        "NM" when plant.SubRegion == "east" => "Northeast",
        "SH" or "JS" or "ZJ" or "AH" or "FJ" => "East",
        "HA" or "HB" or "HN" or "JX" or "SC" or "CQ" => "Central",
        "SN" or "GS" or "QH" or "NX" or "XJ" => "Northwest",
        "GD" or "GX" or "YN" or "GZ" or "HI" => "South",
        _ => null,
    };

    private static Factor? LatestOf(SortedDictionary<int, Fraction> years, int year)
    {
        var latest = years.Keys.LastOrDefault(known => known <= year);
        return latest == 0 ? null : new Factor(years[latest], latest < year ? Factor.Provisional : null);
    }
}

/// <summary>What a kilowatt-hour of the country's thermal power took and gave off in a year (statistics of the electricity council).</summary>
internal static class ThermalPower
{
    // Year; CO2 g/kWh; coal gce/kWh supplied; SO2, NOx, dust g/kWh.
    private const string Years = """
        2010 -    333    2.7    2.8    0.50
        2011 -    329    2.3    2.6    0.40
        2012 -    325    2.26   2.4    0.39
        2013 -    321    1.85   1.98   0.34
        2014 -    319    1.47   1.47   0.23
        2015 850  315    0.47   0.43   0.09
        2016 822  312    0.39   0.36   0.08
        2017 844  309    0.26   0.25   0.06
        2018 841  308    0.20   0.19   0.04
        2019 838  306.4  0.187  0.195  0.038
        2020 832  304.9  0.160  0.179  0.032
        2021 828  301.7  0.101  0.152  0.022
        2022 824  300.7  0.083  0.133  0.017
        2023 821  301.6  -      -      -
        2024 -    302    -      -      -
        """;

    public static Factor? Co2(int year) => Latest(1, year);

    /// <summary>kgce per kilowatt-hour supplied.</summary>
    public static Factor? Coal(int year) => Latest(2, year);

    public static Factor? So2(int year) => Latest(3, year);

    public static Factor? Nox(int year) => Latest(4, year);

    public static Factor? Dust(int year) => Latest(5, year);

    private static Factor? Latest(int column, int year)
    {
        var row = Years.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .LastOrDefault(cells => int.Parse(cells[0]) <= year && cells[column] != "-");
        return row is null ? null : new Factor(Fraction.Parse(row[column]) / 1000, int.Parse(row[0]) < year ? Factor.Provisional : null);
    }
}
