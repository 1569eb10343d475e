using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of reductants and of oxalic acid (guideline for other non-ferrous metals 2015), and the energy of reductants.
/// The same coke is never fuel and reductant: which it is, the activity says. The factor of anthracite belongs to a net
/// calorific value of 20.304, so its energy does too.
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

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write<Exact>, Write<Written>, "reductant");

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
    private static readonly Input s_concentration = new(
        AttributeNeed.Percent("concentrationPercent"),
        Words.Concentration,
        "%"
    );
    private static readonly Phrase s_asReductant = Phrase.Of("choice.reductant.co2");
    private static readonly Phrase s_asMaterial = Phrase.Of("choice.reductant.energy");

    /// <summary>
    /// Whether a fuel of the source is reported as its reductant too: in the same quantity as a whole, or in a reading
    /// of the same meter and lot. Counted as both, the same coke would stand in two scopes' worth of carbon; the
    /// reductant stands, the fuel is a gap until one of the two is withdrawn or corrected.
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
                $"{reductant.Activity.Code} of the same source has the same quantity: the same "
                + "material counts once, as reductant. Withdraw one of the two readings, or correct "
                + "the quantities.";
            return true;
        }
        return false;
    }

    /// <summary>Factors of gases are per 10^4 Nm3.</summary>
    private static T Co2<T>(T amount, T factor, bool isGas)
        where T : struct, ITerm<T> =>
        isGas
            ? amount * Conversion.ToTenThousands * factor * Conversion.TonnesToKg
            : amount * factor * Conversion.TonnesToKg;

    private static T Co2OfAcid<T>(T amount, T factor, T concentration)
        where T : struct, ITerm<T> => amount * factor * concentration * Conversion.OfPercent * Conversion.TonnesToKg;

    /// <summary>Coefficients are per kg of solids, per Nm3 of gases.</summary>
    private static T Energy<T>(T amount, T coefficient, bool isGas)
        where T : struct, ITerm<T> => isGas ? amount * coefficient : amount * coefficient * Conversion.TonnesToKg;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        switch (readings.Activity.Subject)
        {
            case "coke":
                WriteEnergy<T>(source, readings, s_cokeEnergy);
                WriteCo2<T>(source, readings, s_coke);
                break;
            case "semi-coke":
                WriteEnergy<T>(source, readings, s_semiCokeEnergy);
                WriteCo2<T>(source, readings, s_semiCoke);
                break;
            case "anthracite":
                WriteEnergyByHeat<T>(source, readings);
                WriteCo2<T>(source, readings, s_anthracite);
                break;
            case "natural-gas":
                WriteEnergy<T>(source, readings, s_naturalGasEnergy, isGas: true);
                WriteCo2<T>(source, readings, s_naturalGas, isGas: true);
                break;
            default:
                WriteOxalicAcid<T>(source, readings);
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

    private static void WriteCo2<T>(
        in MethodCase source,
        ActivityReadings readings,
        RequiredFactor need,
        bool isGas = false
    )
        where T : struct, ITerm<T>
    {
        var factor = source.Factors[need];
        var figure = new Figure<T>(source, readings.Activity);
        var amount = figure.Total(readings);
        figure.Is(Co2(amount, figure.Take(Words.Factor, factor), isGas));
        if (T.IsWritten)
            figure.Conclude(LineKind.ReductantCo2, s_asReductant);
        source.Lines.Add(readings, LineKind.ReductantCo2, figure.Amount, Grounds.Of(Method, factor, figure.Set));
    }

    private static void WriteEnergy<T>(
        in MethodCase source,
        ActivityReadings readings,
        RequiredFactor need,
        bool isGas = false
    )
        where T : struct, ITerm<T>
    {
        var coefficient = source.Factors[need];
        var figure = new Figure<T>(source, readings.Activity);
        var amount = figure.Total(readings);
        figure.Is(Energy(amount, figure.Take(Words.Coefficient, coefficient), isGas));
        AddEnergy(source, readings, ref figure, coefficient);
    }

    private static void WriteEnergyByHeat<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var ncv = source.Factors[s_anthraciteNcv];
        var figure = new Figure<T>(source, readings.Activity);
        var amount = figure.Total(readings);
        var heat = figure.Take(Words.Ncv, ncv);
        var standardCoal = figure.Fix(Words.StandardCoal, source.Factors[FuelHeat.StandardCoal]);
        figure.Is(FuelHeat.Energy(amount, heat, standardCoal));
        AddEnergy(source, readings, ref figure, ncv);
    }

    private static void AddEnergy<T>(
        in MethodCase source,
        ActivityReadings readings,
        ref Figure<T> figure,
        Factor factor
    )
        where T : struct, ITerm<T>
    {
        if (T.IsWritten)
            figure.Conclude(EnergyKinds.Consumed.Equivalent, s_asMaterial);
        source.Lines.AddInBothBases(
            readings,
            EnergyKinds.Consumed,
            figure.Amount,
            Grounds.Of(Method, factor, figure.Set)
        );
    }

    private static void WriteOxalicAcid<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var (acid, concentration) = (source.Factors[s_oxalicAcid], source.Factors[s_oxalicAcidConcentration]);
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var amount = figure.Reading(reading);
            var factor = figure.Take(Words.Factor, acid);
            figure.Add(Co2OfAcid(amount, factor, figure.Take(s_concentration, concentration)));
        }
        if (T.IsWritten)
            figure.Conclude(LineKind.ReductantCo2, Words.OneWay);
        source.Lines.Add(readings, LineKind.ReductantCo2, figure.Amount, Grounds.Of(Method, acid, figure.Set));
    }
}
