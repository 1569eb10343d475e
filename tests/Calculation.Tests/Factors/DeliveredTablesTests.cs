using System.Text.RegularExpressions;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// The delivered tables: that each has its rows, that key figures stand as they are transcribed (the ones that are
/// easily mistaken among them), and that every row says where it comes from and how well that is vouched for.
/// </summary>
[Tier(Tier.Pure)]
public sealed partial class DeliveredTablesTests
{
    private static readonly IReadOnlyList<Factor> s_all = [.. Sheets.Catalogue.Factors];

    /// <summary>Table, beginning of the ids, rows.</summary>
    [Theory]
    [InlineData("coefficients to standard coal", "energy.", 26)]
    [InlineData("fuels, guidelines of 2013 to 2015: 22 fuels, three values each, and raw coal", "fuel.ndrc-2013.", 67)]
    [InlineData("fuels, carbon market: 20 fuels, and raw coal", "fuel.ets-2024.", 61)]
    [InlineData("fuels, GB/T 32151.34-2024: 22 fuels, and raw coal", "fuel.gbt-32151-34-2024.", 67)]
    [InlineData("small captive units", "fuel.power-sector.", 2)]
    [InlineData("perfluorocarbons, China", "pfc.ndrc-2013.", 4)]
    [InlineData("perfluorocarbons, carbon market", "pfc.ets-2024.", 2)]
    [InlineData("perfluorocarbons, IPCC 2006: four technologies, two of them with overvoltage", "pfc.ipcc-2006.", 18)]
    [InlineData("perfluorocarbons, IPCC 2019: six technologies, none for PFPB MW", "pfc.ipcc-2019.", 12)]
    [InlineData("carbonates: eleven, limestone without purity, desulphurisation", "carbonate.", 14)]
    [InlineData("reductants", "reductant.", 7)]
    [InlineData("anode plants: share of volatile matter", "anode-plant.volatile-share.", 3)]
    [InlineData("lead by product", "lead.", 4)]
    [InlineData("zinc by product", "zinc.", 3)]
    [InlineData("national grid average", "grid.average.CN.", 7)]
    [InlineData("without market-traded non-fossil power", "grid.residual.CN.", 3)]
    [InlineData("fossil power", "grid.fossil.CN.", 3)]
    [InlineData("six grids of 2012", "grid.average.six-", 6)]
    [InlineData("seven regions, three years", "grid.average.seven-", 21)]
    [InlineData(
        "provinces: 30, three years, and with the national and regional ones all averages",
        "grid.average.",
        124
    )]
    [InlineData("displaced CO2, 2015 to 2023", "cec.co2.", 9)]
    [InlineData("CO2 of all power, 2017 to 2023", "cec.co2-all-power.", 7)]
    [InlineData("supply rate, 2010 to 2024", "cec.supply-rate.", 15)]
    [InlineData("displaced SO2, 2010 to 2022", "cec.so2.", 13)]
    [InlineData("displaced NOx, 2010 to 2022", "cec.nox.", 13)]
    [InlineData("displaced dust, 2010 to 2022", "cec.pm.", 13)]
    [InlineData("operating margins: six grids, two editions", "cdm.operating-margin.", 12)]
    [InlineData("build margins: six grids, two editions", "cdm.build-margin.", 12)]
    [InlineData("NOx of boilers", "air.nox.", 4)]
    [InlineData("sulphur that turns into SO2", "air.sulphur-conversion.", 4)]
    [InlineData("limits of concentrations, and their reference oxygen", "limit.", 39)]
    [InlineData("grades of aluminium", "benchmark.gb21346.", 12)]
    [InlineData("grades of alumina", "benchmark.alumina.", 12)]
    [InlineData("grades of anodes: four steps", "benchmark.gb25324.", 12)]
    [InlineData("full-load hours of two years", "benchmark.full-load-hours.", 8)]
    [InlineData("ranges of a well-kept plant", "range.", 39)]
    public void A_table_is_whole(string table, string beginning, int rows) =>
        s_all.Count(factor => factor.Id.StartsWith(beginning, StringComparison.Ordinal)).ShouldBe(rows, table);

    [Theory]
    // 2021 and 2022 are swapped in some public files.
    [InlineData("grid.average.CN.2021", "0.5568", "kgCO2/kWh", "T")]
    [InlineData("grid.average.CN.2022", "0.5366", "kgCO2/kWh", "T")]
    [InlineData("grid.average.CN.2023", "0.5306", "kgCO2/kWh", "copy")]
    [InlineData("grid.average.CN.2015", "0.6101", "kgCO2/kWh", "copy")]
    [InlineData("grid.average.CN.for-2021", "0.5810", "kgCO2/kWh", "GK-H")]
    [InlineData("grid.average.CN.for-2022", "0.5703", "kgCO2/kWh", "GK-M")]
    [InlineData("grid.residual.CN.2023", "0.6096", "kgCO2/kWh", "copy")]
    [InlineData("grid.residual.CN.2022", "0.5856", "kgCO2/kWh", "GK-H")]
    [InlineData("grid.fossil.CN.2021", "0.8426", "kgCO2/kWh", "GK-H")]
    [InlineData("grid.average.SX.2022", "0.7096", "kgCO2/kWh", "T")]
    [InlineData("grid.average.YN.2023", "0.1333", "kgCO2/kWh", "copy")]
    [InlineData("grid.average.six-northwest.2012", "0.6671", "kgCO2/kWh", "T")]
    [InlineData("grid.average.seven-southwest.2023", "0.2472", "kgCO2/kWh", "T")]
    [InlineData("heat.default", "0.11", "tCO2/GJ", "copy")]
    [InlineData("cec.co2.2022", "824", "g/kWh", "T")]
    [InlineData("cec.co2.2016", "822", "g/kWh", "GK-L")]
    [InlineData("cec.supply-rate.2021", "301.7", "gce/kWh", "T")]
    [InlineData("cec.supply-rate.2024", "302.4", "gce/kWh", "T")]
    [InlineData("cec.supply-rate.2018", "307.6", "gce/kWh", "T")]
    [InlineData("anode.ets-2024.net-consumption", "0.411", "t/tAl", "T")]
    [InlineData("cec.so2.2014", "1.47", "g/kWh", "GK-M")]
    [InlineData("cec.so2.2015", "0.47", "g/kWh", "GK-M")]
    [InlineData("cdm.operating-margin.northeast.2019", "1.0826", "tCO2/MWh", "T")]
    [InlineData("cdm.build-margin.south.2017", "0.2476", "tCO2/MWh", "GK-M")]
    // 0.405 is limestone as bought, 0.440 the pure carbonate.
    [InlineData("carbonate.limestone.default", "0.405", "tCO2/t", "T")]
    [InlineData("carbonate.limestone", "0.440", "tCO2/t", "copy")]
    [InlineData("carbonate.soda-ash", "0.415", "tCO2/t", "copy")]
    // Sometimes mistyped 0.034.
    [InlineData("pfc.ndrc-2013.c2f6", "0.0034", "kg/tAl", "T")]
    [InlineData("pfc.ndrc-2013.cf4", "0.034", "kg/tAl", "T")]
    [InlineData("pfc.ets-2024.c2f6", "0.0011", "kg/tAl", "T")]
    [InlineData("pfc.ipcc-2006.SWPB.overvoltage", "3.65", "kg/tAl per mV", "copy")]
    [InlineData("pfc.ipcc-2019.PFPB-M.slope", "0.104", "kg/tAl per min/cell-day", "copy")]
    [InlineData("anode.net-consumption", "0.42", "t/tAl", "T")]
    [InlineData("anode.loss", "15.18", "%", "T")]
    [InlineData("fuel.ndrc-2013.anthracite.ncv", "24.515", "GJ/t", "T")]
    [InlineData("fuel.ets-2024.bituminous-coal.carbon-content", "0.02618", "tC/GJ", "T")]
    [InlineData("fuel.diesel.density", "0.84", "kg/L", "T")]
    [InlineData("fuel.natural-gas.lower-heat", "90", "%", "T")]
    [InlineData("fuel.gbt-32151-34-2024.coke-oven-gas.ncv", "179.81", "GJ/10^4Nm3", "copy")]
    // The reductant's own calorific value, not that of the fuel table.
    [InlineData("reductant.anthracite.ncv", "20.304", "GJ/t", "T")]
    [InlineData("reductant.anthracite", "1.924", "tCO2/t", "T")]
    [InlineData("energy.natural-gas", "1.3300", "kgce/Nm3", "GK-M")]
    [InlineData("energy.petroleum-coke", "1.0918", "kgce/kg", "GK-M")]
    [InlineData("energy.electricity", "0.1229", "kgce/kWh", "T")]
    [InlineData("energy.heat", "34.12", "kgce/GJ", "T")]
    [InlineData("zinc.ipcc-2006.waelz-kiln", "3.66", "tCO2/t", "GK-H")]
    [InlineData("limit.gb25466-25467.special.nox", "100", "mg/Nm3", "GK-M")]
    [InlineData("limit.ultra-low.pm.some-provinces", "5", "mg/Nm3", "T")]
    [InlineData("benchmark.gb21346.liquid-ac.grade-1", "12950", "kWh/t", "T")]
    [InlineData("benchmark.gb25324.rodding.grade-3", "15", "kgce/t", "T")]
    [InlineData("range.net-anode.least", "334", "kg/t", "GK-H")]
    [InlineData("range.co2-per-coal.high", "3.35", "g/gce", "GK-M")]
    [InlineData("limit.gb25465.electrolysis.f", "3.0", "mg/Nm3", "T")]
    [InlineData("grid.footprint.CN.2024", "0.5777", "kgCO2e/kWh", "GK-M")]
    public void A_figure_stands_as_it_is_transcribed(string id, string value, string unit, string standing)
    {
        var factor = s_all.Single(f => f.Id == id);
        ($"{factor.Value}", factor.Unit, factor.Standing).ShouldBe((value, unit, standing));
    }

    [Fact]
    public void Every_row_says_where_it_comes_from()
    {
        s_all.ShouldAllBe(factor =>
            factor.Version == (IsCorrected(factor.Id) ? 2 : 1)
            && factor.Source.Length > 0
            && Vouching.StandingsOf(factor.Status).Contains(factor.Standing)
        );
        // What describes a year says which; two factors were published for a year of accounts and not for one of data.
        s_all.Where(IsOfAYear).Count().ShouldBe(70 + 24 + 127);
        s_all.Where(IsOfAYear).ShouldAllBe(factor => factor.Set.EndsWith($"-{factor.DataYear}"));
        s_all
            .Where(factor =>
                factor.What
                    is not (
                        "operating-weight"
                        or "build-weight"
                        or "operating-weight-other"
                        or "build-weight-other"
                        or "emission-limit"
                        or "reference-oxygen"
                        or "energy-grade"
                        or "plausible-range"
                        or "plausible-identity"
                        or "full-load-hours"
                        or "oxidation"
                        or "first-period-months"
                        or "crediting-periods"
                        or "clean-power-density"
                        or "minimum-power-density"
                        or "pfc-limit"
                        or "cbam-default"
                        or "cbam-benchmark"
                        or "certificate-energy"
                    )
                && !factor.Id.StartsWith("energy.", StringComparison.Ordinal)
                && !factor.Id.StartsWith("heat.", StringComparison.Ordinal)
            )
            .ShouldAllBe(factor => factor.UncertaintyPercent > 0);
    }

    /// <summary>Verified is what was compared with the text itself or with a verbatim copy, and which.</summary>
    [Theory]
    [InlineData("fuel.gbt-32151-34-2024.", 66)]
    [InlineData("grid.", 40)]
    [InlineData("pfc.ipcc-2006.", 18)]
    [InlineData("pfc.ipcc-2019.", 12)]
    [InlineData("carbonate.", 13)]
    [InlineData("cdm.", 4)]
    [InlineData("", 158)]
    public void What_was_compared_is_verified_and_says_with_what(string beginning, int rows)
    {
        var verified = s_all
            .Where(factor => factor.Status == "verified" && factor.Id.StartsWith(beginning, StringComparison.Ordinal))
            .ToList();
        verified.Count.ShouldBe(rows);
        foreach (var factor in verified)
        {
            var text = Title().Match(factor.Source).Value;
            factor.Standing.ShouldBe("copy", factor.Id);
            factor.Reference!.ShouldStartWith($"Verbatim copy: {text}", Case.Sensitive, factor.Id);
            Year().IsMatch(factor.Reference).ShouldBeTrue($"{factor.Id} without a date: {factor.Reference}");
        }
    }

    /// <summary>What a source says before it says where: the text.</summary>
    [GeneratedRegex("^[^,:;]+", RegexOptions.NonBacktracking)]
    private static partial Regex Title();

    [GeneratedRegex(@"\b(?:19|20)[0-9]{2}\b|〔20[0-9]{2}〕|20[0-9]{2}年", RegexOptions.NonBacktracking)]
    private static partial Regex Year();

    /// <summary>The baseline that prints no weights is what they make of its margins, and only for these two.</summary>
    [Theory]
    [InlineData("wind", "verified", "0.4329")]
    [InlineData("solar", "verified", "0.4329")]
    [InlineData("hydro-first", "provisional", "0.4038")]
    [InlineData("hydro-later", "provisional", "0.3747")]
    public void A_weight_is_verified_where_the_text_that_it_names_comes_out_at_it(
        string power,
        string status,
        string margin
    )
    {
        var operating = s_all.Single(factor => factor.Id == $"cdm.operating-weight.{power}");
        var build = s_all.Single(factor => factor.Id == $"cdm.build-weight.{power}");
        Math.Round((operating.Value * 0.4620m) + (build.Value * 0.3456m), 4).ShouldBe(decimal.Parse(margin));
        foreach (var weight in new[] { operating, build })
        {
            weight.Status.ShouldBe(status);
            (weight.Reference?.Contains(margin, StringComparison.Ordinal) == true).ShouldBe(status == "verified");
        }
    }

    [Fact]
    public void What_is_measured_rests_on_no_factor() =>
        s_all
            .Where(factor => factor.Status == "by-definition")
            .Select(factor => $"{factor.Id} {factor.Value} {factor.Standing} {factor.Statuses}")
            .ShouldBe(["air.monitoring 1 definition None", "water.monitoring 1 definition None"], ignoreOrder: true);

    [Fact]
    public void What_is_not_verified_says_what_it_rests_on()
    {
        s_all.Where(factor => factor.Status == "provisional").ShouldAllBe(factor => factor.Reference == null);
        s_all
            .Where(factor =>
                factor.Status == "provisional"
                && !IsCorrected(factor.Id)
                && factor.Rivals.Count == 0
                && factor.Note?.Contains("Rests on", StringComparison.Ordinal) != true
                && factor.Note?.Contains("Not found in print", StringComparison.Ordinal) != true
            )
            .Select(factor => factor.Id)
            .ShouldBe(["gec.energy", "limit.pfc.cf4"]);
    }

    [Fact]
    public void The_defaults_of_the_border_adjustment_stand_for_comparison() =>
        s_all.Count(factor => factor.Id.StartsWith("cbam.default.CN.", StringComparison.Ordinal)).ShouldBe(15);

    private static bool IsCorrected(string id) =>
        id
            is "fuel.ets-2024.bituminous-coal.carbon-content"
                or "cec.supply-rate.2018"
                or "cec.supply-rate.2023"
                or "cec.supply-rate.2024";

    /// <summary>Where two values are in print for the same, both stand here, each with its source.</summary>
    [Fact]
    public void What_is_disputed_names_its_rival()
    {
        s_all
            .Where(factor => factor.Rivals.Count > 0)
            .Select(factor => $"{factor.Id} {factor.Value} {factor.Rivals.Single().Value}")
            .ShouldBe(
                [
                    "pfc.ets-2024.cf4 0.020 0.034",
                    "pfc.ets-2024.c2f6 0.0011 0.0034",
                    "anode.ets-2024.net-consumption 0.411 0.42",
                    "cec.supply-rate.2015 315 315.4",
                    "cec.supply-rate.2020 304.9 305.5",
                ],
                ignoreOrder: true
            );
        s_all.Where(factor => factor.Rivals.Count > 0).ShouldAllBe(factor => factor.Status == "provisional");
    }

    [Theory]
    [InlineData(
        "pfc.ets-2024.cf4,1,0.034,",
        "pfc.ets-2024.cf4,2,0.034,x,T,",
        "there is no factor pfc.ets-2024.cf4 of version 2"
    )]
    [InlineData(
        "pfc.ets-2024.cf4,1,0.034,",
        "pfc.ets-2024.cf4,1,0.02,x,T,",
        "0.02 is what pfc.ets-2024.cf4 says: no rival"
    )]
    [InlineData("pfc.ets-2024.cf4,1,0.034,", "pfc.ets-2024.cf4,1,0.034,,T,", "source is empty")]
    public void A_rival_that_disputes_nothing_stops_the_start(string row, string other, string reason) =>
        DataFolder.ShouldRefuse("rivals.csv", row, other, reason);

    private static bool IsOfAYear(Factor factor) =>
        factor.Set.StartsWith("cec-", StringComparison.Ordinal)
        || factor.Set.StartsWith("cdm-", StringComparison.Ordinal)
        || factor.Set.StartsWith("grid-2", StringComparison.Ordinal);

    [Fact]
    public void Tibet_has_no_value_and_none_is_made_up() =>
        s_all.ShouldNotContain(factor =>
            factor.AppliesTo == "XZ" || factor.Id.Contains(".XZ.", StringComparison.Ordinal)
        );
}
