using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of reductants and of oxalic acid (guideline for other non-ferrous metals 2015), and the energy of reductants. The same
/// coke is never fuel and reductant: which it is, the activity says. The factor of anthracite belongs to a net calorific value
/// of 20.304, so its energy does too.
/// </summary>
internal static class Reductant
{
    public const string Method = "reductant/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 of reductants and of oxalic acid, and the energy of reductants",
            "还原剂与草酸的二氧化碳及还原剂能耗"
        ),
        Needs = ["reductant.* | process.oxalic-acid"],
        Takes = ["concentrationPercent"],
        Gives = ["energy.consumed ENERGY", "scope1.reductant CO2"],
        Standard = new(
            "Guideline for other non-ferrous metals 2015; energy: GB/T 2589-2020",
            "《其他有色金属冶炼和压延加工业企业温室气体排放核算方法与报告指南（试行）》（2015）；能耗：GB/T 2589-2020"
        ),
        Uncertainty = new("5 % (anthracite 7 %, natural gas 3 %)", "5%（无烟煤7%、天然气3%）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "reductant");

    private static readonly RequiredFactor s_coke = FactorNeed.Required("reductant.coke", "tCO2/t");
    private static readonly RequiredFactor s_semiCoke = FactorNeed.Required("reductant.semi-coke", "tCO2/t");
    private static readonly RequiredFactor s_anthracite = FactorNeed.Required("reductant.anthracite", "tCO2/t");
    private static readonly RequiredFactor s_naturalGas = FactorNeed.Required("reductant.natural-gas", "tCO2/10^4Nm3");
    private static readonly RequiredFactor s_cokeEnergy = FactorNeed.Required("energy.coke", "kgce/kg", ownable: true);
    private static readonly RequiredFactor s_semiCokeEnergy = FactorNeed.Required(
        "energy.semi-coke",
        "kgce/kg",
        ownable: true
    );
    private static readonly RequiredFactor s_anthraciteNcv = FactorNeed.Required(
        "reductant.anthracite.ncv",
        "GJ/t",
        ownable: true
    );
    private static readonly RequiredFactor s_naturalGasEnergy = FactorNeed.Required(
        "energy.natural-gas",
        "kgce/Nm3",
        ownable: true
    );
    private static readonly RequiredFactor s_oxalicAcid = FactorNeed.Required("reductant.oxalic-acid", "tCO2/t");
    private static readonly RequiredFactor s_oxalicAcidConcentration = FactorNeed.Required(
        "reductant.oxalic-acid.concentration",
        "%",
        ownable: true
    );
    private static readonly NumberAttribute s_concentrationPercent = AttributeNeed.Percent("concentrationPercent");

    private static readonly Wording s_co2Formula = new(
        "CO2 (kg) = amount × factor × 1000",
        "CO2 (kg) = 消耗量 × 排放因子 × 1000"
    );
    private static readonly Wording s_gasFormula = new(
        "CO2 (kg) = amount / 10000 × factor × 1000",
        "CO2 (kg) = 消耗量 / 10000 × 排放因子 × 1000"
    );
    private static readonly Wording s_acidFormula = new(
        "CO2 (kg) = Σ amount × factor × concentration % / 100 × 1000",
        "CO2 (kg) = Σ 消耗量 × 排放因子 × 浓度 % / 100 × 1000"
    );
    private static readonly Wording s_energyFormula = new(
        "ENERGY (kgce) = amount × coefficient × 1000",
        "ENERGY (kgce) = 消耗量 × 折标准煤系数 × 1000"
    );
    private static readonly Wording s_gasEnergyFormula = new(
        "ENERGY (kgce) = amount × coefficient",
        "ENERGY (kgce) = 消耗量 × 折标准煤系数"
    );
    private static readonly Wording s_ncvFormula = new(
        "ENERGY (kgce) = amount × net calorific value / GJ per tonne of standard coal × 1000",
        "ENERGY (kgce) = 消耗量 × 低位发热量 / 每吨标准煤热值 × 1000"
    );

    /// <summary>
    /// Whether a fuel of the source is reported as its reductant too: in the same quantity as a whole, or in a reading of the
    /// same meter and lot. Counted as both, the same coke would stand in two scopes' worth of carbon; the reductant stands, the
    /// fuel is a gap until one of the two is withdrawn or corrected.
    /// </summary>
    public static bool IsAlsoReductant(in MethodCase source, ActivityReadings fuel, out string detail)
    {
        detail = "";
        if (fuel.Total.IsZero || fuel.Activity.Subject is not ("coke" or "anthracite" or "natural-gas"))
            return false;
        foreach (var reductant in source.Source.Activities)
        {
            if (reductant.Activity.Method != "reductant" || reductant.Activity.Subject != fuel.Activity.Subject)
                continue;
            if (reductant.Total != fuel.Total && !SharesReading(fuel, reductant))
                return false;
            detail =
                $"{reductant.Activity.Code} of the same source has the same quantity: the same material counts once, as reductant. Withdraw one of the two readings, or correct the quantities.";
            return true;
        }
        return false;
    }

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var factors = source.Factors;
        switch (readings.Activity.Subject)
        {
            case "coke":
                WriteEnergy(
                    source,
                    readings,
                    Exact.Of(factors[s_cokeEnergy].Value) * 1000,
                    factors[s_cokeEnergy],
                    s_energyFormula,
                    " × 1000"
                );
                WriteCo2(source, readings, factors[s_coke], 1);
                break;
            case "semi-coke":
                WriteEnergy(
                    source,
                    readings,
                    Exact.Of(factors[s_semiCokeEnergy].Value) * 1000,
                    factors[s_semiCokeEnergy],
                    s_energyFormula,
                    " × 1000"
                );
                WriteCo2(source, readings, factors[s_semiCoke], 1);
                break;
            case "anthracite":
                WriteEnergy(
                    source,
                    readings,
                    Exact.Of(factors[s_anthraciteNcv].Value) * 1000 / factors[FuelCombustion.StandardCoal].Value,
                    factors[s_anthraciteNcv],
                    s_ncvFormula,
                    $" / {factors[FuelCombustion.StandardCoal].Value} × 1000",
                    factors[FuelCombustion.StandardCoal]
                );
                WriteCo2(source, readings, factors[s_anthracite], 1);
                break;
            case "natural-gas":
                WriteEnergy(
                    source,
                    readings,
                    factors[s_naturalGasEnergy].Value,
                    factors[s_naturalGasEnergy],
                    s_gasEnergyFormula,
                    ""
                );
                WriteCo2(source, readings, factors[s_naturalGas], 10_000);
                break;
            default:
                WriteOxalicAcid(source, readings);
                break;
        }
    }

    private static bool SharesReading(ActivityReadings fuel, ActivityReadings reductant)
    {
        foreach (ref readonly var burnt in fuel.Readings)
        {
            foreach (ref readonly var reduced in reductant.Readings)
            {
                if (
                    !burnt.Amount.IsZero
                    && burnt.Meter == reduced.Meter
                    && burnt.Lot == reduced.Lot
                    && burnt.Amount == reduced.Amount
                )
                    return true;
            }
        }
        return false;
    }

    private static void WriteCo2(in MethodCase source, ActivityReadings readings, Factor factor, int perUnits)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                perUnits == 1 ? s_co2Formula : s_gasFormula,
                new(
                    "The activity says that it is used as reductant, so it counts here and not as fuel.",
                    "活动代码表明用作还原剂，在此核算，不计入燃料燃烧。"
                )
            );
            var amount = working.Sum(readings);
            working.Taken(Words.Factor, factor);
            working.Term($"{amount}{(perUnits == 1 ? "" : $" / {perUnits}")} × {factor.Value} × 1000");
        }
        source.Lines.Add(
            readings,
            LineKind.ReductantCo2,
            readings.Total * factor.Value * 1000 / perUnits,
            Grounds.Of(Method, factor)
        );
    }

    private static void WriteEnergy(
        in MethodCase source,
        ActivityReadings readings,
        Exact perUnit,
        Factor factor,
        Wording formula,
        string conversion,
        Factor? divisor = null
    )
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                formula,
                new(
                    "The activity says that it is used as reductant; its energy is a raw-material use.",
                    "活动代码表明用作还原剂，其能耗为原料用能。"
                )
            );
            var amount = working.Sum(readings);
            working.Taken(divisor is null ? Words.Coefficient : Words.Ncv, factor);
            if (divisor is not null)
                working.Taken(Words.StandardCoal, divisor);
            working.Term($"{amount} × {factor.Value}{conversion}");
        }
        source.Lines.AddInBothBases(
            readings,
            EnergyKinds.Consumed,
            readings.Total * perUnit,
            Grounds.Of(Method, factor, factor.Alone.With(divisor))
        );
    }

    private static void WriteOxalicAcid(in MethodCase source, ActivityReadings readings)
    {
        var (acid, concentration) = (source.Factors[s_oxalicAcid], source.Factors[s_oxalicAcidConcentration]);
        var working = source.Lines.Working;
        working?.Begin(s_acidFormula, Words.OneWay);
        var sum = Exact.Zero;
        bool given = false,
            taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?[s_concentrationPercent];
            given |= own is not null;
            taken |= own is null;
            sum += reading.Amount * acid.Value * (own ?? concentration.Value) * 10;
            if (working is not null)
            {
                var amount = working.Reading(reading, readings.Activity);
                working.Taken(Words.Factor, acid);
                var pure = working.Choose(Words.Concentration, own, "%", concentration);
                working.Term($"{amount} × {acid.Value} × {pure} / 100 × 1000");
            }
        }
        var set = FactorSet.Of(given, acid, taken ? concentration : null);
        source.Lines.Add(readings, LineKind.ReductantCo2, sum, Grounds.Of(Method, acid, set));
    }
}
