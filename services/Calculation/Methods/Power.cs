using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>What the methods of electricity share: grid CO2 in three bases side by side, electricity as standard coal in two, and the kWh themselves.</summary>
internal static class Power
{
    public static readonly SeriesNeed NationalAverage = SeriesNeed.Of("national-average", "kgCO2/kWh");

    /// <summary>Coal per kWh supplied.</summary>
    public static readonly SeriesNeed SupplyRate = SeriesNeed.Of("supply-rate", "gce/kWh");

    public static readonly PlaceSeriesNeed ProvincialAverage = PlaceSeriesNeed.Of("provincial-average", "kgCO2/kWh");

    private static readonly SeriesNeed s_residual = SeriesNeed.Of("national-residual", "kgCO2/kWh");
    private static readonly RequiredFactor s_equivalentValue = FactorNeed.Required("energy.electricity", "kgce/kWh");

    private static readonly Wording s_electricity = new("ELECTRICITY (kWh) = Σ readings", "ELECTRICITY (kWh) = Σ 电量");
    private static readonly Wording s_co2 = new(
        "CO2 (kg) = electricity × grid factor",
        "CO2 (kg) = 电量 × 电网排放因子"
    );
    private static readonly Wording s_partly = new(
        "CO2 (kg) = electricity × grid factor + 0 × electricity of non-fossil origin",
        "CO2 (kg) = 电量 × 电网排放因子 + 0 × 非化石电量"
    );
    private static readonly Wording s_zero = new(
        "CO2 (kg) = 0 × electricity: power of non-fossil origin",
        "CO2 (kg) = 0 × 电量：非化石电力"
    );
    private static readonly Wording s_equivalent = new(
        "ENERGY (kgce) = electricity × equivalent value",
        "ENERGY (kgce) = 电量 × 当量值"
    );
    private static readonly Wording s_equal = new(
        "ENERGY (kgce) = electricity × supply rate of the year / 1000",
        "ENERGY (kgce) = 电量 × 当年火电供电标准煤耗 / 1000"
    );

    private static readonly Wording s_ofEquivalent = new(
        "Equivalent basis: the heat of the electricity itself.",
        "当量值口径：按电的热当量。"
    );
    private static readonly Wording s_ofEqual = new(
        "Equal basis: the coal that thermal power took in the year for a kWh supplied.",
        "等价值口径：按当年火电供电煤耗。"
    );

    private static readonly Wording s_national = new(
        "Location-based by country: every kWh takes the national average of the accounting year, whatever its contract says.",
        "基于位置（全国）：不论合同，均按核算年度全国电力平均排放因子。"
    );
    private static readonly Wording s_provincial = new(
        "Location-based by province: every kWh takes the average of the province (or of its grid) for the accounting year, whatever its contract says.",
        "基于位置（省级）：不论合同，均按核算年度省级（或区域电网）平均排放因子。"
    );
    private static readonly Wording s_nationalPartly = new(
        "Location-based by country: power of hydro, wind or sun that comes proven by a line of its own, or is supplied to others, is zero; every other kWh takes the national average of the accounting year.",
        "基于位置（全国）：经专线供应且已证明的水电、风电、光伏电力及外供的此类电力为零，其余按核算年度全国电力平均排放因子。"
    );
    private static readonly Wording s_provincialPartly = new(
        "Location-based by province: power of hydro, wind or sun that comes proven by a line of its own, or is supplied to others, is zero; every other kWh takes the average of the province (or of its grid) for the accounting year.",
        "基于位置（省级）：经专线供应且已证明的水电、风电、光伏电力及外供的此类电力为零，其余按核算年度省级（或区域电网）平均排放因子。"
    );
    private static readonly Wording s_marketOfExports = new(
        "Market-based: power of hydro, wind or sun that is supplied to others is zero, the rest takes the average without market-traded non-fossil power; before 2023 there is none and the national average serves.",
        "基于市场：外供的水电、风电、光伏电力为零，其余按不含市场化交易非化石电量的平均排放因子；2023年以前无此因子，采用全国平均。"
    );
    private static readonly Wording s_market = new(
        "Market-based: proven non-fossil power is zero, the rest takes the average without market-traded non-fossil power; before 2023 there is none and the national average serves.",
        "基于市场：已证明的非化石电力为零，其余按不含市场化交易非化石电量的平均排放因子；2023年以前无此因子，采用全国平均。"
    );

    private static readonly Wording s_nationalAverage = new("national average", "全国电力平均排放因子");
    private static readonly Wording s_withoutGrid = new(
        "Power of hydro, wind or sun that comes proven by a line of its own, or is supplied to others, is zero in every basis.",
        "经专线供应且已证明的水电、风电、光伏电力，以及外供的此类电力，各口径均为零。"
    );

    public static void WriteElectricity(in MethodCase source, in Part part, LineKind kind, string method)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin(s_electricity, Words.OneWay);
            working.Term(part.Record(working));
        }
        source.Lines.Add(part, kind, part.Total, new Grounds(method));
    }

    /// <summary>Scope 2 by the grid, in the three bases. Power that is proven free of fossils takes no factor in the market basis, and none at all by direct line.</summary>
    /// <param name="source">The case.</param>
    /// <param name="part">The readings of the lines.</param>
    /// <param name="byLocation">Those of them that take the location's factors.</param>
    /// <param name="byMarket">Those of them that take the residual factor.</param>
    /// <param name="kinds">Purchased or exported.</param>
    /// <param name="method">Method and version.</param>
    /// <param name="marketStatus">What the market line says besides its factor's status.</param>
    /// <param name="counterparty">The group's supplier, on direct lines.</param>
    public static void WriteGrid(
        in MethodCase source,
        in Part part,
        in Part byLocation,
        in Part byMarket,
        ScopeTwoKinds kinds,
        string method,
        LineStatuses marketStatus,
        string? counterparty = null
    )
    {
        var factors = source.Factors;
        var china = !source.Place.IsAbroad;
        var all = byLocation.Count == part.Count;
        Write(
            source,
            part,
            byLocation,
            kinds.National,
            china ? factors[NationalAverage] : default,
            s_nationalAverage,
            all ? s_national : s_nationalPartly,
            method,
            LineStatuses.None,
            counterparty
        );
        Write(
            source,
            part,
            byLocation,
            kinds.Provincial,
            factors[ProvincialAverage, source.Place],
            new("provincial average", "省级电力平均排放因子"),
            all ? s_provincial : s_provincialPartly,
            method,
            LineStatuses.None,
            counterparty
        );
        var residual = china ? factors[s_residual] : default;
        var name = residual.Factor is { What: "grid-average" }
            ? s_nationalAverage
            : new Wording("residual mix", "不含市场化交易非化石电量的平均排放因子");
        Write(
            source,
            part,
            byMarket,
            kinds.Market,
            residual,
            name,
            kinds == ScopeTwoKinds.Exported ? s_marketOfExports : s_market,
            method,
            marketStatus,
            counterparty
        );
    }

    /// <summary>One line: those kWh that take a factor times it; the others are zero.</summary>
    private static void Write(
        in MethodCase source,
        in Part part,
        in Part withFactor,
        LineKind kind,
        Served served,
        Wording name,
        Wording choice,
        string method,
        LineStatuses status,
        string? counterparty
    )
    {
        var working = source.Lines.Working;
        if (withFactor.IsEmpty)
        {
            if (working is not null)
            {
                working.Begin(s_zero, kind.Basis == Bases.Market ? choice : s_withoutGrid);
                working.Term($"0 × {part.Record(working)}");
            }
            source.Lines.Add(part, kind, Exact.Zero, new Grounds(method, statuses: status), counterparty);
            return;
        }
        if (served.Factor is not { } factor)
        {
            source.Lines.AddGap(
                part.Activity,
                kind,
                GapKinds.NoFactor,
                $"There is no {name.En} factor for {source.Place.Name} in {source.Month.Year}; one has to be published."
            );
            return;
        }
        if (working is not null)
        {
            working.Begin(withFactor.Count == part.Count ? s_co2 : s_partly, choice);
            part.Record(working);
            working.Taken(name, factor);
            working.Term($"{withFactor.Text()} × {factor.Value}");
            if (withFactor.Count < part.Count)
                working.Term($"0 × {part.TextWithout(withFactor)}");
        }
        source.Lines.Add(part, kind, withFactor.Total * factor.Value, Grounds.Of(method, served, status), counterparty);
    }

    /// <summary>Electricity as standard coal: equivalent (its own heat) and equal (the coal a thermal plant burns for it).</summary>
    public static void WriteEnergy(
        in MethodCase source,
        in Part part,
        EnergyKinds kinds,
        string method,
        string? counterparty = null
    )
    {
        var working = source.Lines.Working;
        var factor = source.Factors[s_equivalentValue];
        if (working is not null)
        {
            working.Begin(s_equivalent, s_ofEquivalent);
            var electricity = part.Record(working);
            working.Taken(new("equivalent value", "电力当量值"), factor);
            working.Term($"{electricity} × {factor.Value}");
        }
        source.Lines.Add(part, kinds.Equivalent, part.Total * factor.Value, Grounds.Of(method, factor), counterparty);

        var served = source.Factors[SupplyRate];
        if (served.Factor is not { } rate)
        {
            source.Lines.AddGap(
                part.Activity,
                kinds.Equal,
                GapKinds.NoFactor,
                $"There is no supply rate of thermal power for {source.Month.Year}; one has to be published."
            );
            return;
        }
        if (working is not null)
        {
            working.Begin(s_equal, s_ofEqual);
            var electricity = part.Record(working);
            working.Taken(new("supply rate", "供电标准煤耗"), rate);
            working.Term($"{electricity} × {rate.Value} / 1000");
        }
        source.Lines.Add(part, kinds.Equal, part.Total * rate.Value / 1000, Grounds.Of(method, served), counterparty);
    }
}
