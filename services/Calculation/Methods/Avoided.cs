using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What a kWh of hydro, wind or solar power avoids, in three bases that are never added: displacement of the year's thermal power
/// (CO2, SO2, NOx, dust per kWh generated, coal per kWh supplied: the denominators differ), the combined margin of the grid
/// (ACM0002, TOOL07; CO2 only), the national average (CO2 only). Avoided is never netted against emissions.
/// </summary>
internal static class Avoided
{
    private static readonly SeriesNeed s_thermalCo2 = SeriesNeed.Of("thermal-co2", "g/kWh");
    private static readonly SeriesNeed s_thermalSo2 = SeriesNeed.Of("thermal-so2", "g/kWh");
    private static readonly SeriesNeed s_thermalNox = SeriesNeed.Of("thermal-nox", "g/kWh");
    private static readonly SeriesNeed s_thermalPm = SeriesNeed.Of("thermal-pm", "g/kWh");
    private static readonly RequiredFactor s_firstPeriod = FactorNeed.Required("cdm.first-period-months", "months");
    private static readonly RequiredFactor s_leastPowerDensity = FactorNeed.Required(
        "cdm.minimum-power-density",
        "W/m2"
    );

    private static readonly Wording s_displaced = new(
        "avoided (kg) = electricity × g per kWh of the year / 1000",
        "减排量 (kg) = 电量 × 当年每千瓦时克数 / 1000"
    );
    private static readonly Wording s_margin = new(
        "avoided CO2 (kg) = electricity × (operating weight × operating margin + build weight × build margin)",
        "减排量 CO2 (kg) = 电量 × (电量边际权重 × 电量边际 + 容量边际权重 × 容量边际)"
    );
    private static readonly Wording s_average = new(
        "avoided CO2 (kg) = electricity × national average",
        "减排量 CO2 (kg) = 电量 × 全国电力平均排放因子"
    );

    private static readonly Wording s_ofDisplacement = new(
        "Displacement basis: the thermal power of the year that the kWh stand in for. Emissions are per kWh generated, coal per kWh supplied.",
        "替代口径：替代当年火电。污染物按发电量计，煤耗按供电量计。"
    );
    private static readonly Wording s_ofAverage = new(
        "Grid-average basis: the national average of the accounting year.",
        "电网平均口径：核算年度全国平均。"
    );

    /// <summary>Null: the combined margin does not apply (a reservoir of 4 W/m2 or less).</summary>
    public static MarginWeighting? WeightingOf(in MethodCase source, string power)
    {
        switch (power)
        {
            case "wind":
                return MarginWeighting.Wind;
            case "solar":
                return MarginWeighting.Solar;
        }
        if (source.Source.PowerDensity is { } density && density <= source.Factors[s_leastPowerDensity].Value)
            return null;
        // The month of the start is the first of the first period; without a start it is the first.
        var months = source.Source.CreditingStart is { } start ? source.Month - Month.Of(start) : 0;
        return months < FirstPeriodMonths(source) ? MarginWeighting.HydroFirst : MarginWeighting.HydroLater;
    }

    /// <summary>Contract power: nothing is known of the station.</summary>
    public static MarginWeighting WeightingWithoutStation(string power) =>
        power switch
        {
            "wind" => MarginWeighting.Wind,
            "solar" => MarginWeighting.Solar,
            _ => MarginWeighting.HydroFirst,
        };

    public static void Write(
        in MethodCase source,
        in Part part,
        AvoidedKinds kinds,
        MarginWeighting? weighting,
        string method
    )
    {
        var factors = source.Factors;
        var china = !source.Place.IsAbroad;
        if (weighting is { } weights)
            WriteMargin(
                source,
                part,
                kinds.CombinedMargin,
                weights,
                CombinedMargin.Of(factors, source.Place, weights),
                method
            );
        Displaced(
            source,
            part,
            kinds.Co2,
            china ? factors[s_thermalCo2] : default,
            new("CO2 of thermal power", "火电二氧化碳排放强度"),
            method
        );
        Displaced(
            source,
            part,
            kinds.Energy,
            china ? factors[Power.SupplyRate] : default,
            new("coal of thermal power supplied", "火电供电标准煤耗"),
            method
        );
        Displaced(
            source,
            part,
            kinds.Nox,
            china ? factors[s_thermalNox] : default,
            new("NOx of thermal power", "火电氮氧化物排放强度"),
            method
        );
        Displaced(
            source,
            part,
            kinds.Pm,
            china ? factors[s_thermalPm] : default,
            new("dust of thermal power", "火电烟尘排放强度"),
            method
        );
        Displaced(
            source,
            part,
            kinds.So2,
            china ? factors[s_thermalSo2] : default,
            new("SO2 of thermal power", "火电二氧化硫排放强度"),
            method
        );
        WriteAverage(source, part, kinds.GridAverage, china ? factors[Power.NationalAverage] : default, method);
    }

    private static void Displaced(
        in MethodCase source,
        in Part part,
        LineKind kind,
        Served served,
        Wording name,
        string method
    )
    {
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, name.En);
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin(s_displaced, s_ofDisplacement);
            var electricity = part.Record(working);
            working.Taken(name, factor);
            working.Term($"{electricity} × {factor.Value} / 1000");
        }
        source.Lines.Add(part, kind, part.Total * factor.Value / 1000, Grounds.Of(method, served));
    }

    private static void WriteMargin(
        in MethodCase source,
        in Part part,
        LineKind kind,
        MarginWeighting weights,
        CombinedMargin? margin,
        string method
    )
    {
        if (margin is null)
        {
            NoFactor(source, part, kind, "combined margin");
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin(s_margin, WhyWeights(source, weights));
            var electricity = part.Record(working);
            if (source.Source.CreditingStart is { } start)
                working.Recorded(new("start of crediting", "计入期开始"), $"{start:yyyy-MM-dd}");
            if (source.Source.PowerDensity is { } density)
                working.Recorded(new("power density of the reservoir", "水库功率密度"), $"{density}", "W/m2");
            working.Taken(new("operating weight", "电量边际权重"), margin.OperatingWeight);
            working.Taken(new("operating margin", "电量边际排放因子"), margin.Operating);
            working.Taken(new("build weight", "容量边际权重"), margin.BuildWeight);
            working.Taken(new("build margin", "容量边际排放因子"), margin.Build);
            working.Term(
                $"{electricity} × ({margin.OperatingWeight.Value} × {margin.Operating.Value} + {margin.BuildWeight.Value} × {margin.Build.Value})"
            );
        }
        // tCO2/MWh is kgCO2/kWh.
        source.Lines.Add(
            part,
            kind,
            part.Total * margin.KgPerKwh,
            Grounds.Of(method, margin.Operating, margin.Set, margin.Status)
        );
    }

    private static void WriteAverage(in MethodCase source, in Part part, LineKind kind, Served served, string method)
    {
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, "national average");
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin(s_average, s_ofAverage);
            var electricity = part.Record(working);
            working.Taken(new("national average", "全国电力平均排放因子"), factor);
            working.Term($"{electricity} × {factor.Value}");
        }
        source.Lines.Add(part, kind, part.Total * factor.Value, Grounds.Of(method, served));
    }

    private static decimal FirstPeriodMonths(in MethodCase source) => source.Factors[s_firstPeriod].Value;

    private static Wording WhyWeights(in MethodCase source, MarginWeighting weights) =>
        weights switch
        {
            MarginWeighting.Wind or MarginWeighting.Solar => new(
                "Combined-margin basis: the weights of wind and solar power hold in all crediting periods.",
                "组合边际口径：风电、光伏权重各计入期相同。"
            ),
            MarginWeighting.HydroFirst => new(
                $"Combined-margin basis: {source.Month} lies in the first crediting period of {FirstPeriodMonths(source)} months, or no start is known.",
                $"组合边际口径：{source.Month}处于第一计入期（{FirstPeriodMonths(source)}个月）内，或未登记开始日期。"
            ),
            _ => new(
                $"Combined-margin basis: {source.Month} lies after the first crediting period of {FirstPeriodMonths(source)} months.",
                $"组合边际口径：{source.Month}已过第一计入期（{FirstPeriodMonths(source)}个月）。"
            ),
        };

    private static void NoFactor(in MethodCase source, in Part part, LineKind kind, string name) =>
        source.Lines.AddGap(
            part.Activity,
            kind,
            GapKinds.NoFactor,
            $"There is no factor \"{name}\" for {source.Place.Name} in {source.Month.Year}; one has to be published."
        );
}
