using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Purchased heat: GJ × 0.11 tCO2/GJ or the supplier's factor; 34.12 kgce/GJ. Heat comes as GJ, which govern, or as steam or hot
/// water by mass, from which the GJ follow. A supplier of the group already counts its fuel, so it stands as counterparty on CO2
/// and ENERGY.
/// </summary>
internal static class PurchasedHeat
{
    public const string Method = "purchased-heat/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 and energy of heat bought: as GJ, as steam by mass and enthalpy, as hot water by mass and temperature",
            "外购热力的二氧化碳与能耗：按热量，或蒸汽按质量与焓值、热水按质量与温度"
        ),
        Needs =
        [
            "heat.purchased | heat.purchased.steam with enthalpyKjPerKg | heat.purchased.hot-water with temperatureC",
        ],
        Takes = ["supplierFactor", "supplierPlant"],
        Gives = ["energy.consumed ENERGY", "scope2.heat CO2"],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, purchased heat: steam × (enthalpy − 83.74), water × (temperature − 20) × 4.1868; GB/T 32151.34-2024 takes the full enthalpy of steam",
            "国家发展改革委核算指南净购入热力：蒸汽×(焓值−83.74)，热水×(温度−20)×4.1868；GB/T 32151.34-2024蒸汽取全焓"
        ),
        Uncertainty = new(
            "10 % by default, 5 % with the supplier's factor (an assumption); none for energy (fixed value)",
            "缺省10%，供方因子5%（假设）；能耗无（固定值）"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "purchased-heat");

    private static readonly Wording s_formula = new(
        "CO2 (kg) = Σ heat × factor × 1000",
        "CO2 (kg) = Σ 热量 × 排放因子 × 1000"
    );

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        for (var i = 0; i < readings.Readings.Length; i++)
        {
            if (!Suppliers.IsFirst(readings, i, out var supplier))
                continue;
            var part = Part.Of(
                readings,
                static (in Reading reading, string? supplier) => reading.Facts?.GroupSupplier == supplier,
                supplier
            );
            if (!HeatContent.IsKnown(source, part, out var missing))
            {
                source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed.Equivalent, missing);
                source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed.Equal, missing);
                source.Lines.NotComputable(readings.Activity, LineKind.HeatCo2, missing);
                continue;
            }
            HeatContent.WriteEnergy(source, part, EnergyKinds.Consumed, Method, supplier);
            WriteCo2(source, readings, part, supplier);
        }
    }

    private static void WriteCo2(in MethodCase source, ActivityReadings readings, in Part part, string? supplier)
    {
        var working = source.Lines.Working;
        working?.Begin(s_formula, default);
        var factor = source.Factors[HeatContent.Default];
        var sum = Exact.Zero;
        bool given = false,
            taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.GroupSupplier != supplier)
                continue;
            var own = reading.Facts?[Given.SupplierFactor];
            if (own is null)
                taken = true;
            else
                given = true;
            sum += HeatContent.Gigajoules(source, reading, readings.Activity) * (own ?? factor.Value) * 1000;
            if (working is not null)
            {
                var heat = HeatContent.Record(working, source, reading, readings.Activity);
                if (supplier is not null)
                    working.Given(Words.Supplier, supplier);
                var value = working.Choose(own is null ? Words.Factor : Words.SupplierFactor, own, "tCO2/GJ", factor);
                working.Term($"{heat} × {value} × 1000");
            }
        }
        working?.Restate(
            HeatContent.Formula(s_formula, source, readings.Activity),
            HeatContent.Choice(
                source,
                readings.Activity,
                taken
                    ? given
                        ? new(
                            "Readings with a supplier's factor count by it, the others by the default.",
                            "有供方因子的批次按其计算，其余按缺省因子。"
                        )
                        : new("No supplierFactor was given, so the default counts.", "未给出供方因子，按缺省因子。")
                    : new("The supplier's factor goes before the default.", "供方因子优先于缺省因子。")
            )
        );
        source.Lines.Add(
            part,
            LineKind.HeatCo2,
            sum,
            taken
                ? Grounds.Of(Method, factor, HeatContent.With(source, readings.Activity, FactorSet.Of(given, factor)))
                : new Grounds(
                    Method,
                    HeatContent.With(source, readings.Activity, FactorSet.Given),
                    source.Factors.Uncertainties.GivenSupplier
                ),
            supplier
        );
    }
}

/// <summary>
/// Heat supplied to others: a category of its own, never netted. To a plant of the group only the GJ stand here, as a statistic:
/// the receiver owns CO2 and ENERGY, as with electricity.
/// </summary>
internal static class ExportedHeat
{
    public const string Method = "exported-heat/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("Heat supplied to others, never netted", "外供热力，单列不抵扣"),
        Needs =
        [
            "heat.exported | heat.exported.steam with enthalpyKjPerKg | heat.exported.hot-water with temperatureC",
        ],
        Takes = ["customerPlant"],
        Gives = ["energy.exported ENERGY", "scope2.heat.exported CO2", "statistic HEAT"],
        Standard = PurchasedHeat.Card.Standard,
        Uncertainty = new("10 % (default factor); none for energy and GJ", "缺省因子10%；能耗与热量无"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "exported-heat");

    private static readonly Wording s_inside = new(
        "HEAT (GJ) = Σ heat to plants of the group",
        "HEAT (GJ) = Σ 供集团内企业热量"
    );
    private static readonly Wording s_formula = new(
        "CO2 (kg) = heat × factor × 1000",
        "CO2 (kg) = 热量 × 排放因子 × 1000"
    );

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        WriteInside(source, readings);
        WriteOutside(source, readings);
    }

    private static void WriteInside(in MethodCase source, ActivityReadings readings)
    {
        var inside = Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is { IsForGroup: true });
        if (inside.IsEmpty)
            return;
        if (!HeatContent.IsKnown(source, inside, out var missing))
        {
            source.Lines.NotComputable(readings.Activity, LineKind.StatisticHeat, missing);
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                HeatContent.Formula(s_inside, source, readings.Activity),
                HeatContent.Choice(
                    source,
                    readings.Activity,
                    new(
                        "The customer is of the group and owns CO2 and ENERGY; here only the heat stands.",
                        "受方为集团内企业，二氧化碳与能耗归受方，此处仅记热量。"
                    )
                )
            );
            working.Term(HeatContent.Record(working, source, inside));
        }
        source.Lines.Add(
            inside,
            LineKind.StatisticHeat,
            HeatContent.Gigajoules(source, inside),
            new Grounds(Method, HeatContent.With(source, readings.Activity, default))
        );
    }

    private static void WriteOutside(in MethodCase source, ActivityReadings readings)
    {
        var outside = Part.Of(
            readings,
            static (in Reading reading, string? _) => reading.Facts is not { IsForGroup: true }
        );
        if (outside.IsEmpty)
            return;
        if (!HeatContent.IsKnown(source, outside, out var missing))
        {
            source.Lines.NotComputable(readings.Activity, EnergyKinds.Exported.Equivalent, missing);
            source.Lines.NotComputable(readings.Activity, EnergyKinds.Exported.Equal, missing);
            source.Lines.NotComputable(readings.Activity, LineKind.ExportedHeatCo2, missing);
            return;
        }
        HeatContent.WriteEnergy(source, outside, EnergyKinds.Exported, Method, counterparty: null);
        var factor = source.Factors[HeatContent.Default];
        if (source.Lines.Working is { } recorder)
        {
            recorder.Begin(
                HeatContent.Formula(s_formula, source, readings.Activity),
                HeatContent.Choice(source, readings.Activity, Words.OneWay)
            );
            var heat = HeatContent.Record(recorder, source, outside);
            recorder.Taken(Words.Factor, factor);
            recorder.Term($"{heat} × {factor.Value} × 1000");
        }
        source.Lines.Add(
            outside,
            LineKind.ExportedHeatCo2,
            HeatContent.Gigajoules(source, outside) * factor.Value * 1000,
            Grounds.Of(Method, factor, HeatContent.With(source, readings.Activity, factor.Alone))
        );
    }
}

/// <summary>
/// The GJ of a reading of heat: as written, or steam by mass × enthalpy, less that of the feed water where the profile says so,
/// or hot water by mass × (temperature − 20 °C) × 4.1868.
/// </summary>
internal static class HeatContent
{
    /// <summary>Of heat whose supplier states no factor.</summary>
    public static readonly RequiredFactor Default = FactorNeed.Required("heat.default", "tCO2/GJ");

    private static readonly RequiredFactor s_energyFactor = FactorNeed.Required("energy.heat", "kgce/GJ");
    private static readonly NumberAttribute s_enthalpyKjPerKg = AttributeNeed.Number("enthalpyKjPerKg");
    private static readonly NumberAttribute s_temperatureC = AttributeNeed.Signed("temperatureC");
    private static readonly RequiredFactor s_feedWater = FactorNeed.Required("heat.feed-water-enthalpy", "kJ/kg");
    private static readonly RequiredFactor s_reference = FactorNeed.Required("heat.water-reference-temperature", "°C");
    private static readonly RequiredFactor s_capacity = FactorNeed.Required("heat.water-heat-capacity", "kJ/kg/K");

    private static readonly Wording s_energy = new(
        "ENERGY (kgce) = heat × coefficient",
        "ENERGY (kgce) = 热量 × 折标准煤系数"
    );
    private static readonly Wording s_enthalpy = new("enthalpy", "焓值");

    /// <summary>Whether every reading says how much heat it holds.</summary>
    public static bool IsKnown(in MethodCase source, in Part part, out string missing)
    {
        missing = "";
        if (part.Activity.Subject == "heat")
            return true;
        var steam = part.Activity.Subject == "steam";
        foreach (var reading in part.Readings())
        {
            if ((steam ? reading.Facts?[s_enthalpyKjPerKg] : reading.Facts?[s_temperatureC]) is not { } value)
                missing = steam
                    ? "Steam by mass needs its enthalpy: give enthalpyKjPerKg, or the heat in GJ."
                    : "Hot water by mass needs its temperature: give temperatureC, or the heat in GJ.";
            else if (value < LeastOf(source, steam))
                missing = steam
                    ? $"Steam of {value} kJ/kg holds less heat than its feed water: check enthalpyKjPerKg."
                    : $"Water of {value} °C holds no heat above {LeastOf(source, steam)} °C: check temperatureC.";
            if (missing.Length > 0)
                return false;
        }
        return true;
    }

    public static Exact Gigajoules(in MethodCase source, in Reading reading, Activity activity)
    {
        switch (activity.Subject)
        {
            case "heat":
                return reading.Amount;
            case "steam":
                var held = reading.Facts![s_enthalpyKjPerKg]!.Value;
                // t × kJ/kg is MJ.
                return reading.Amount
                    * (IsLessFeedWater(source) ? held - source.Factors[s_feedWater].Value : held)
                    / 1000;
            default:
                return reading.Amount
                    * (reading.Facts![s_temperatureC]!.Value - source.Factors[s_reference].Value)
                    * source.Factors[s_capacity].Value
                    / 1000;
        }
    }

    /// <summary>Of all readings of a part.</summary>
    public static Exact Gigajoules(in MethodCase source, in Part part)
    {
        if (part.Activity.Subject == "heat")
            return part.Total;
        var sum = Exact.Zero;
        foreach (var reading in part.Readings())
            sum += Gigajoules(source, reading, part.Activity);
        return sum;
    }

    /// <summary>The fixed values count by which an amount of steam or water becomes heat.</summary>
    public static FactorSet With(in MethodCase source, Activity activity, FactorSet set) =>
        activity.Subject switch
        {
            "heat" => set,
            "steam" => IsLessFeedWater(source) ? set.With(source.Factors[s_feedWater]) : set,
            _ => set.With(source.Factors[s_reference], source.Factors[s_capacity]),
        };

    /// <summary>Writes a reading into a working.</summary>
    /// <returns>Its GJ as they stand in the calculation.</returns>
    public static string Record(Working working, in MethodCase source, in Reading reading, Activity activity)
    {
        var amount = working.Reading(reading, activity);
        switch (activity.Subject)
        {
            case "heat":
                return amount;
            case "steam":
                var held = reading.Facts![s_enthalpyKjPerKg]!.Value;
                working.Given(s_enthalpy, held, "kJ/kg");
                if (!IsLessFeedWater(source))
                    return $"{amount} × {held} / 1000";
                working.Taken(new("enthalpy of the feed water", "给水焓值"), source.Factors[s_feedWater]);
                return $"{amount} × ({held} − {source.Factors[s_feedWater].Value}) / 1000";
            default:
                var temperature = reading.Facts![s_temperatureC]!.Value;
                var (reference, capacity) = (source.Factors[s_reference], source.Factors[s_capacity]);
                working.Given(new("temperature", "温度"), temperature, "°C");
                working.Taken(new("reference temperature", "基准温度"), reference);
                working.Taken(new("heat capacity of water", "水的比热容"), capacity);
                return $"{amount} × ({temperature} − {reference.Value}) × {capacity.Value} / 1000";
        }
    }

    public static string Record(Working working, in MethodCase source, in Part part)
    {
        var terms = new List<string>();
        foreach (var reading in part.Readings())
        {
            terms.Add(Record(working, source, reading, part.Activity));
            if (reading.Facts?.GroupSupplier is { } supplier)
                working.Given(Words.Supplier, supplier);
        }
        return Working.InParentheses(terms);
    }

    public static Wording Formula(Wording formula, in MethodCase source, Activity activity) =>
        activity.Subject switch
        {
            "heat" => formula,
            "steam" when IsLessFeedWater(source) => new(
                formula.En + "; heat (GJ) = steam × (enthalpy − enthalpy of the feed water) / 1000",
                formula.Zh + "；热量 (GJ) = 蒸汽质量 × (焓值 − 给水焓值) / 1000"
            ),
            "steam" => new(
                formula.En + "; heat (GJ) = steam × enthalpy / 1000",
                formula.Zh + "；热量 (GJ) = 蒸汽质量 × 焓值 / 1000"
            ),
            _ => new(
                formula.En + "; heat (GJ) = water × (temperature − reference temperature) × heat capacity / 1000",
                formula.Zh + "；热量 (GJ) = 热水质量 × (温度 − 基准温度) × 比热容 / 1000"
            ),
        };

    /// <summary>The choice of the method, with that of the heat's own rule.</summary>
    public static Wording Choice(in MethodCase source, Activity activity, Wording choice)
    {
        var profile = source.Source.Profile.Name;
        return activity.Subject switch
        {
            "steam" when IsLessFeedWater(source) => new(
                $"{choice.En} The profile {profile} takes off the heat of the feed water.",
                $"{choice.Zh}核算规则{profile}扣除给水热量。"
            ),
            "steam" => new(
                $"{choice.En} The profile {profile} takes the full enthalpy.",
                $"{choice.Zh}核算规则{profile}取全焓。"
            ),
            _ => choice,
        };
    }

    /// <summary>Heat as standard coal: 34.12 kgce/GJ in both bases.</summary>
    public static void WriteEnergy(
        in MethodCase source,
        in Part part,
        EnergyKinds kinds,
        string method,
        string? counterparty
    )
    {
        var factor = source.Factors[s_energyFactor];
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                Formula(s_energy, source, part.Activity),
                Choice(source, part.Activity, new("Heat counts the same in both bases.", "热力在两种口径下相同。"))
            );
            var heat = Record(working, source, part);
            working.Taken(new("heat as standard coal", "热力折标准煤系数"), factor);
            working.Term($"{heat} × {factor.Value}");
        }
        source.Lines.AddInBothBases(
            part,
            kinds,
            Gigajoules(source, part) * factor.Value,
            Grounds.Of(method, factor, With(source, part.Activity, factor.Alone)),
            counterparty
        );
    }

    private static bool IsLessFeedWater(in MethodCase source) => source.Source.Profile.IsSteamLessFeedWater;

    /// <summary>Below it there would be less than no heat.</summary>
    private static decimal LeastOf(in MethodCase source, bool steam) =>
        steam
            ? IsLessFeedWater(source)
                ? source.Factors[s_feedWater].Value
                : 0
            : source.Factors[s_reference].Value;
}
