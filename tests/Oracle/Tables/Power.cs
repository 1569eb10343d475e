using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Tables;

/// <summary>
/// A factor, and what a line must say that rests on it because it is not the one of the year asked for.
/// </summary>
internal sealed record Factor(Fraction Value, params string?[] Statuses)
{
    public const string Provisional = "provisional-factor";
    public const string Carried = "carried-forward";

    /// <summary>
    /// What serves a series in the year of a book: what was published of it last, else what the guidelines name.
    /// </summary>
    public static Factor? Serving(MonthBook book, string series, (string Id, string? Status)? named)
    {
        if (book.Group.Published.Years(series, book.Year) is { } years)
        {
            var id = years.Factor;
            if (id.Contains("{province}", StringComparison.Ordinal) && book.Plant.Province is null)
                return null;
            if (id.Contains("{six-grid}", StringComparison.Ordinal) && Grid.Region(book.Plant) is null)
                return null;
            named = (
                id.Replace("{province}", book.Plant.Province, StringComparison.Ordinal)
                    .Replace("{six-grid}", Grid.Region(book.Plant), StringComparison.Ordinal),
                years.Status
            );
        }

        return
            named is var (factor, status)
            && book.FindForEverybody(factor, Grid.Printed(factor) ?? ThermalPower.Printed(factor)) is { } value
            ? new Factor(value, status, book.DisputeOf(factor, ""))
            : null;
    }
}

/// <summary>Emissions per kilowatt-hour of the Chinese grids, kgCO2/kWh.</summary>
internal static class Grid
{
    private static readonly Dictionary<string, Fraction> s_national = new(StringComparer.Ordinal)
    {
        ["2015"] = 0.6101m,
        ["for-2021"] = 0.5810m,
        ["for-2022"] = 0.5703m,
        ["2021"] = 0.5568m,
        ["2022"] = 0.5366m,
        ["2023"] = 0.5306m,
    };

    private static readonly Dictionary<string, Fraction> s_withoutTradedNonFossil = new(StringComparer.Ordinal)
    {
        ["2021"] = 0.5942m,
        ["2022"] = 0.5856m,
        ["2023"] = 0.6096m,
    };

    private static readonly Dictionary<string, Fraction> s_fossilOnly = new(StringComparer.Ordinal)
    {
        ["2021"] = 0.8426m,
        ["2022"] = 0.8325m,
        ["2023"] = 0.8273m,
    };

    // Data years 2021/2022/2023.
    private const string Provinces = """
        BJ .5688/.5580/.5554; TJ .7355/.7041/.6796; HE .7901/.7252/.6516; SX .7222/.7096/.6634; NM .7025/.6849/.6479;
        LN .5876/.5626/.4878; JL .5629/.4932/.4671; HL .6342/.5368/.5229; SH .5834/.5849/.5737; JS .6451/.5978/.5827;
        ZJ .5422/.5153/.4974; AH .7075/.6782/.6553; FJ .4711/.4092/.4211; JX .5835/.5752/.5836; SD .6838/.6410/.6191;
        HA .6369/.6058/.5897; HB .3672/.4364/.4044; HN .5138/.4900/.4976; GD .4715/.4403/.4419; GX .5154/.4044/.4476;
        HI .4524/.4184/.3648; CQ .4743/.5227/.5581; SC .1255/.1404/.1564; GZ .5182/.4989/.5683; YN .1235/.1073/.1333;
        SN .6336/.6558/.6335; GS .4955/.4772/.4471; QH .1326/.1567/.1796; NX .6546/.6423/.6187; XJ .6577/.6231/.6021
        """;

    private static readonly Dictionary<string, Fraction> s_sixGridsOf2012 = new(StringComparer.Ordinal)
    {
        ["north"] = 0.8843m,
        ["northeast"] = 0.7769m,
        ["east"] = 0.7035m,
        ["central"] = 0.5257m,
        ["northwest"] = 0.6671m,
        ["south"] = 0.5271m,
    };

    // OM/BM, tCO2/MWh: the editions of 2017 and of 2019, which is the last.
    private static readonly Dictionary<
        (string Region, string Edition),
        (Fraction Operating, Fraction Build)
    > s_margins = new()
    {
        [("north", "2017")] = (0.9680m, 0.4578m),
        [("northeast", "2017")] = (1.1082m, 0.3310m),
        [("east", "2017")] = (0.8046m, 0.4923m),
        [("central", "2017")] = (0.9014m, 0.3112m),
        [("northwest", "2017")] = (0.9155m, 0.3232m),
        [("south", "2017")] = (0.8367m, 0.2476m),
        [("north", "2019")] = (0.9419m, 0.4819m),
        [("northeast", "2019")] = (1.0826m, 0.2399m),
        [("east", "2019")] = (0.7921m, 0.3870m),
        [("central", "2019")] = (0.8587m, 0.2854m),
        [("northwest", "2019")] = (0.8922m, 0.4407m),
        [("south", "2019")] = (0.8042m, 0.2135m),
    };

    // Part of the operating margin; the build margin has the rest.
    private static readonly Dictionary<string, Fraction> s_operatingWeights = new(StringComparer.Ordinal)
    {
        ["wind"] = 0.75m,
        ["solar"] = 0.75m,
        ["hydro-first"] = 0.5m,
        ["hydro-later"] = 0.25m,
    };

    public static Factor? NationalAverage(MonthBook book) =>
        Factor.Serving(book, "national-average", NationalOf(book.Year));

    /// <summary>Before 2023 there is none and the average serves.</summary>
    public static Factor? Residual(MonthBook book) =>
        Factor.Serving(
            book,
            "national-residual",
            book.Year < 2023 ? NationalOf(book.Year) : ByDataYear("grid.residual.CN", book.Year)
        );

    public static Factor? Fossil(MonthBook book) =>
        Factor.Serving(book, "national-fossil", book.Year < 2023 ? null : ByDataYear("grid.fossil.CN", book.Year));

    public static Factor? Provincial(MonthBook book) =>
        Factor.Serving(
            book,
            "provincial-average",
            book.Year switch
            {
                < 2012 => NationalOf(book.Year),
                < 2022 => Region(book.Plant) is { } region ? ($"grid.average.six-{region}.2012", null) : null,
                2022 => ($"grid.average.{book.Plant.Province}.2021", null),
                _ => ByDataYear($"grid.average.{book.Plant.Province}", book.Year),
            }
        );

    /// <summary>w·OM + w·BM in tCO2/MWh; null where the plant lies in no grid that is known.</summary>
    public static Factor? CombinedMargin(MonthBook book, string weighting)
    {
        var operating = Factor.Serving(book, "operating-margin", Edition("operating"));
        var build = Factor.Serving(book, "build-margin", Edition("build"));
        if (operating is null || build is null)
            return null;
        var weight = s_operatingWeights[weighting];
        return new Factor(
            book.FindForEverybody($"cdm.operating-weight.{weighting}", weight)!.Value * operating.Value
                + book.FindForEverybody($"cdm.build-weight.{weighting}", 1 - weight)!.Value * build.Value,
            [.. operating.Statuses, .. build.Statuses]
        );

        (string, string?)? Edition(string margin) =>
            Region(book.Plant) is not { } region || book.Year < 2017
                ? null
                : (
                    $"cdm.{margin}-margin.{region}.{(book.Year < 2019 ? 2017 : 2019)}",
                    book.Year is 2017 or 2019 ? null : Factor.Carried
                );
    }

    /// <summary>What the tables print under an id of the catalogue.</summary>
    public static Fraction? Printed(string id) =>
        id.Split('.') switch
        {
            ["grid", "average", "CN", var year] => s_national.TryGetValue(year, out var value) ? value : null,
            ["grid", "residual", "CN", var year] => s_withoutTradedNonFossil.TryGetValue(year, out var value)
                ? value
                : null,
            ["grid", "fossil", "CN", var year] => s_fossilOnly.TryGetValue(year, out var value) ? value : null,
            ["grid", "average", var grid, "2012"] => s_sixGridsOf2012.TryGetValue(grid["six-".Length..], out var value)
                ? value
                : null,
            ["grid", "average", var province, "2021" or "2022" or "2023"] => Provinces
                .Split(';', StringSplitOptions.TrimEntries)
                .SingleOrDefault(row => row.StartsWith(province + " ", StringComparison.Ordinal))
                is { } row
                ? Fraction.Parse("0" + row.Split(' ')[1].Split('/')[id[^1] - '1'])
                : null,
            ["cdm", "operating-margin", var region, var edition] => s_margins.TryGetValue(
                (region, edition),
                out var margins
            )
                ? margins.Operating
                : null,
            ["cdm", "build-margin", var region, var edition] => s_margins.TryGetValue(
                (region, edition),
                out var margins
            )
                ? margins.Build
                : null,
            _ => null,
        };

    public static string? Region(Plant plant) =>
        plant.Province switch
        {
            "BJ" or "TJ" or "HE" or "SX" or "SD" => "north",
            "NM" when plant.SubRegion == "west" => "north",
            "LN" or "JL" or "HL" => "northeast",
            "NM" when plant.SubRegion == "east" => "northeast",
            "SH" or "JS" or "ZJ" or "AH" or "FJ" => "east",
            "HA" or "HB" or "HN" or "JX" or "SC" or "CQ" => "central",
            "SN" or "GS" or "QH" or "NX" or "XJ" => "northwest",
            "GD" or "GX" or "YN" or "GZ" or "HI" => "south",
            _ => null,
        };

    private static (string Id, string? Status) NationalOf(int year) =>
        year switch
        {
            <= 2020 => ("grid.average.CN.2015", null),
            2021 or 2022 => ($"grid.average.CN.for-{year}", null),
            _ => ByDataYear("grid.average.CN", year),
        };

    /// <summary>From accounting year 2023 on: the data are two years older; the last of 2023.</summary>
    private static (string Id, string? Status) ByDataYear(string row, int year) =>
        ($"{row}.{Math.Min(year - 2, 2023)}", year - 2 > 2023 ? Factor.Provisional : null);
}

/// <summary>
/// What a kilowatt-hour of the country's thermal power took and gave off in a year
/// (statistics of the electricity council).
/// </summary>
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
        2018 841  307.6  0.20   0.19   0.04
        2019 838  306.4  0.187  0.195  0.038
        2020 832  304.9  0.160  0.179  0.032
        2021 828  301.7  0.101  0.152  0.022
        2022 824  300.7  0.083  0.133  0.017
        2023 821  301.9  -      -      -
        2024 -    302.4  -      -      -
        """;

    private static readonly string[] s_columns = ["year", "co2", "supply-rate", "so2", "nox", "pm"];

    public static Factor? Co2(MonthBook book) => Latest(book, "thermal-co2", "co2");

    /// <summary>kgce per kilowatt-hour supplied.</summary>
    public static Factor? Coal(MonthBook book) => Latest(book, "supply-rate", "supply-rate");

    public static Factor? So2(MonthBook book) => Latest(book, "thermal-so2", "so2");

    public static Factor? Nox(MonthBook book) => Latest(book, "thermal-nox", "nox");

    public static Factor? Dust(MonthBook book) => Latest(book, "thermal-pm", "pm");

    /// <summary>What the table prints under an id of the catalogue, g per kWh.</summary>
    public static Fraction? Printed(string id) =>
        id.Split('.') is ["cec", var column, var year]
        && Years.Split('\n').Select(Cells).SingleOrDefault(cells => cells[0] == year)?[Array.IndexOf(s_columns, column)]
            is { } cell
        && cell != "-"
            ? Fraction.Parse(cell)
            : null;

    /// <summary>kg per kWh by the last year that is printed.</summary>
    private static Factor? Latest(MonthBook book, string series, string column)
    {
        var row = Years
            .Split('\n')
            .Select(Cells)
            .LastOrDefault(cells => int.Parse(cells[0]) <= book.Year && cells[Array.IndexOf(s_columns, column)] != "-");
        var served = Factor.Serving(
            book,
            series,
            row is null ? null : ($"cec.{column}.{row[0]}", int.Parse(row[0]) < book.Year ? Factor.Provisional : null)
        );
        return served is null ? null : served with { Value = served.Value / 1000 };
    }

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
