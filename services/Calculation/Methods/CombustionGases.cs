using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CH4 and N2O of a fuel burnt, by its heat (IPCC 2006 volume 2, Tier 1). Only a profile that names a set of such factors counts
/// them: the Chinese guidelines leave them out, and what a profile leaves out is no gap. A fuel without a row has none.
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
        Takes = ["ncv", "basis", "moistureAr", "moistureAd"],
        Gives = ["scope1.combustion CH4", "scope1.combustion N2O"],
        Standard = new(
            "IPCC 2006, volume 2, chapter 2, tables 2.2 and 2.3 (Tier 1)",
            "IPCC 2006 第2卷第2章 表2.2、表2.3（方法1）"
        ),
        Uncertainty = new("150 % (IPCC: 50 to 150 %)", "150%（IPCC：50%—150%）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "fuel-combustion", "biomass");

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

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        if (!source.Source.Profile.CountsCombustionGases)
            return;

        if (readings.Activity.Fuel is not { } fuel)
        {
            Write(source, readings, s_methane, source.Factors[s_biomassMethane], ncv: null, Exact.One, "GJ/t", "");
            Write(
                source,
                readings,
                s_nitrousOxide,
                source.Factors[s_biomassNitrousOxide],
                ncv: null,
                Exact.One,
                "GJ/t",
                ""
            );
            return;
        }
        if (Reductant.IsAlsoReductant(source, readings, out var twice))
        {
            source.Lines.NotComputable(readings.Activity, s_methane, twice);
            source.Lines.NotComputable(readings.Activity, s_nitrousOxide, twice);
            return;
        }
        var defaults = source.Factors.Fuel(source.Source.Profile, fuel);
        var power = source.Source.Kind == SourceKind.ThermalUnit;
        var (unit, perUnit) = fuel.IsGas ? ("GJ/10^4Nm3", " / 10000") : ("GJ/t", "");
        Write(
            source,
            readings,
            s_methane,
            (power ? defaults.PowerMethane : null) ?? defaults.Methane,
            defaults.Ncv,
            defaults.PerUnit,
            unit,
            perUnit
        );
        Write(source, readings, s_nitrousOxide, defaults.NitrousOxide, defaults.Ncv, defaults.PerUnit, unit, perUnit);
    }

    private static void Write(
        in MethodCase source,
        ActivityReadings readings,
        LineKind kind,
        Factor? factor,
        Factor? ncv,
        Exact perUnit,
        string unit,
        string perUnitText
    )
    {
        if (factor is null)
            return;

        var working = source.Lines.Working;
        var rest =
            perUnitText.Length == 0
                ? new Wording("", "")
                : new Wording("; gases: amount / 10000", "；气体：消耗量 / 10000");
        working?.Begin(
            new(
                $"{kind.Measure} (kg) = Σ amount × net calorific value × factor / 1000{rest.En}; air-dried values × (100 − Mar) / (100 − Mad)",
                $"{kind.Measure} (kg) = Σ 消耗量 × 低位发热量 × 排放因子 / 1000{rest.Zh}；空气干燥基数值 × (100 − Mar) / (100 − Mad)"
            ),
            new(
                $"The profile {source.Source.Profile.Name} counts CH4 and N2O of combustion by the heat of the fuel.",
                $"核算规则{source.Source.Profile.Name}按燃料热量计入燃烧甲烷与氧化亚氮。"
            )
        );
        var sum = Exact.Zero;
        bool given = false,
            taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?[Given.Ncv];
            if ((own ?? ncv?.Value) is not { } heat)
            {
                source.Lines.NoFactor(readings, kind, "Its net calorific value has no default: give ncv.");
                return;
            }
            var asReceived = Exact.One;
            if (own is not null && !FuelCombustion.TryAsReceived(reading.Facts, out asReceived))
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    kind,
                    "ncv is air-dried: give moistureAr and moistureAd (below 100 %), or the value as received."
                );
                return;
            }
            given |= own is not null;
            taken |= own is null;
            // GJ × kg/TJ / 1000.
            sum += reading.Amount * perUnit * heat * asReceived * factor.Value / 1000;
            if (working is not null)
            {
                var amount = working.Reading(reading, readings.Activity);
                working.Choose(Words.Ncv, own, unit, ncv);
                var conversion = own is null ? "" : FuelCombustion.AsReceivedText(working, reading.Facts);
                working.Taken(Words.Factor, factor);
                working.Term($"{amount}{perUnitText} × {heat}{conversion} × {factor.Value} / 1000");
            }
        }
        source.Lines.Add(
            readings,
            kind,
            sum,
            Grounds.Of(Method, factor, FactorSet.Of(given, factor, taken ? ncv : null))
        );
    }
}
