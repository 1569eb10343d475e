using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CH4 and N2O of a fuel burnt, by its heat (IPCC 2006 volume 2, Tier 1). Only a profile that names a set of such
/// factors counts them: the Chinese guidelines leave them out, and what a profile leaves out is no gap. A fuel without
/// a row has none.
/// </summary>
internal static class CombustionGases
{
    public const string Method = "combustion-gases/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CH4 and N2O of a fuel burnt, where the profile counts them",
            "燃料燃烧的甲烷与氧化亚氮（核算规则计入时）"
        ),
        Needs = ["fuel.*", "ncv (raw coal, biomass)"],
        Takes = ["ncv", "basis", "moistureAr", "moistureAd", "densityKgPerL", "heatBasis"],
        Gives = ["scope1.combustion CH4", "scope1.combustion N2O"],
        Standard = new(
            "IPCC 2006, volume 2, chapter 2, tables 2.2 and 2.3 (Tier 1)",
            "IPCC 2006 第2卷第2章 表2.2、表2.3（方法1）"
        ),
        Uncertainty = new("150 % (IPCC: 50 to 150 %)", "150%（IPCC：50%—150%）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "fuel-combustion",
        "biomass"
    );

    private static readonly OptionalFactor s_biomassMethane = FactorNeed.Optional(
        "combustion.ipcc-2006.biomass.ch4",
        "kg/TJ"
    );
    private static readonly OptionalFactor s_biomassNitrousOxide = FactorNeed.Optional(
        "combustion.ipcc-2006.biomass.n2o",
        "kg/TJ"
    );

    private static readonly LineKind s_methane = LineKind.Of(Categories.Combustion, Measure.CH4);
    private static readonly LineKind s_nitrousOxide = LineKind.Of(Categories.Combustion, Measure.N2O);
    private static readonly Phrase s_byHeat = Phrase.Of("choice.combustion-gases", places: 1);

    /// <summary>GJ × kg/TJ / 1000.</summary>
    private static T Mass<T>(T amount, T heat, T factor)
        where T : struct, ITerm<T> => amount * heat * factor * Conversion.FromThousandths;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        if (!source.Source.Profile.CountsCombustionGases)
            return;

        if (readings.Activity.Fuel is not { } fuel)
        {
            Write<T>(source, readings, s_methane, source.Factors[s_biomassMethane], ncv: null);
            Write<T>(source, readings, s_nitrousOxide, source.Factors[s_biomassNitrousOxide], ncv: null);
            return;
        }
        if (readings.Lacks is null && Reductant.IsAlsoReductant(source, readings, out var twice))
        {
            source.Lines.NotComputable(readings.Activity, s_methane, twice);
            source.Lines.NotComputable(readings.Activity, s_nitrousOxide, twice);
            return;
        }
        var defaults = source.Factors.Fuel(source.Source.Profile, fuel);
        var ofPower = source.Source.Kind == SourceKind.ThermalUnit ? defaults.PowerMethane : null;
        Write<T>(source, readings, s_methane, ofPower ?? defaults.Methane, defaults.Ncv);
        Write<T>(source, readings, s_nitrousOxide, defaults.NitrousOxide, defaults.Ncv);
    }

    private static void Write<T>(
        in MethodCase source,
        ActivityReadings readings,
        LineKind kind,
        Factor? factor,
        Factor? ncv
    )
        where T : struct, ITerm<T>
    {
        if (factor is null)
            return;
        if (readings.Lacks is { } lacks)
        {
            source.Lines.NoFactor(readings, kind, lacks);
            return;
        }

        var fuel = readings.Activity.Fuel;
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            if (FuelHeat.LacksMoisture(reading.Facts, Given.Ncv))
            {
                source.Lines.NotComputable(readings.Activity, kind, FuelHeat.NcvLacksMoisture);
                return;
            }
            var amount = FuelHeat.Amount(ref figure, reading, fuel);
            if (!FuelHeat.TryTake(ref figure, reading, fuel, ncv, out var heat))
            {
                source.Lines.NoFactor(readings, kind, "Its net calorific value has no default: give ncv.");
                return;
            }
            figure.Add(Mass(amount, heat, figure.Take(Words.Factor, factor)));
        }
        if (T.IsWritten)
            figure.Conclude(kind, FuelQuantity.Why(s_byHeat.With(source.Source.Profile.Name), readings));
        source.Lines.Add(readings, kind, figure.Amount, Grounds.Of(Method, factor, figure.InOrder(factor, ncv)));
    }
}
