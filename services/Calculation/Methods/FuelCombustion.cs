using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 and standard coal of a fuel burnt (NDRC guidelines 2013 to 2015, GB/T 32151: E = Σ AD·NCV·CC·OF·44/12, or AD·C·OF·44/12
/// with measured carbon; GB/T 2589 for energy). A value that comes with the reading beats a default.
/// </summary>
internal static class FuelCombustion
{
    public const string Method = "fuel-combustion/1";

    private const string AirDried = "ad";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 and standard coal of a fuel burnt", "化石燃料燃烧二氧化碳与折标准煤"),
        Needs = ["fuel.*"],
        Takes = ["ncv", "carbonContent", "carbonFraction", "oxidationPercent", "basis", "moistureAr", "moistureAd"],
        Gives = ["scope1.combustion CO2", "energy.consumed ENERGY"],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, combustion; GB/T 32151.34-2024 table C.1; energy: GB/T 2589-2020",
            "国家发展改革委企业温室气体核算方法与报告指南（2013—2015年）化石燃料燃烧；GB/T 32151.34-2024 表C.1；能耗：GB/T 2589-2020"
        ),
        Uncertainty = new(
            "That of the fuel's default factor (gas and oil 3 %, coal 7 %, others 5 %); measured net calorific value and carbon 2 %",
            "燃料缺省因子（油气3%、煤7%、其他5%）；实测热值与含碳量2%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "fuel-combustion");

    /// <summary>What a tonne of standard coal holds.</summary>
    public static readonly RequiredFactor StandardCoal = FactorNeed.Required("energy.standard-coal", "GJ/tce");

    private static readonly NumberAttribute s_carbonFraction = AttributeNeed.Number("carbonFraction");
    private static readonly NumberAttribute s_moistureAr = AttributeNeed.Percent("moistureAr");
    private static readonly NumberAttribute s_moistureAd = AttributeNeed.Percent("moistureAd");
    private static readonly TextAttribute s_basis = AttributeNeed.Text("basis", "ar", AirDried);

    private static readonly Wording s_byHeat = new(
        "CO2 (kg) = Σ amount × net calorific value × carbon content × oxidation % / 100 × 44 / 12 × 1000",
        "CO2 (kg) = Σ 消耗量 × 低位发热量 × 单位热值含碳量 × 碳氧化率 % / 100 × 44 / 12 × 1000"
    );
    private static readonly Wording s_byCarbon = new(
        "CO2 (kg) = Σ amount × carbon fraction × oxidation % / 100 × 44 / 12 × 1000",
        "CO2 (kg) = Σ 消耗量 × 元素碳含量 × 碳氧化率 % / 100 × 44 / 12 × 1000"
    );
    private static readonly Wording s_byMeasuredNcv = new(
        "ENERGY (kgce) = Σ amount × net calorific value / GJ per tonne of standard coal × 1000",
        "ENERGY (kgce) = Σ 消耗量 × 低位发热量 / 每吨标准煤热值 × 1000"
    );
    private static readonly Wording s_byCoefficient = new(
        "ENERGY (kgce) = Σ amount × coefficient × 1000",
        "ENERGY (kgce) = Σ 消耗量 × 折标准煤系数 × 1000"
    );
    private static readonly Wording s_byGasCoefficient = new(
        "ENERGY (kgce) = Σ amount × coefficient",
        "ENERGY (kgce) = Σ 消耗量 × 折标准煤系数"
    );

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var fuel = readings.Activity.Fuel!;
        var defaults = source.Factors.Fuel(source.Source.Profile, fuel);
        if (Reductant.IsAlsoReductant(source, readings, out var twice))
        {
            source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed.Equivalent, twice);
            source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed.Equal, twice);
            source.Lines.NotComputable(readings.Activity, LineKind.CombustionCo2, twice);
            return;
        }
        WriteEnergy(source, readings, fuel, defaults);
        WriteCo2(source, readings, fuel, defaults);
    }

    private static void WriteCo2(in MethodCase source, ActivityReadings readings, Fuel fuel, FuelDefaults defaults)
    {
        var working = source.Lines.Working;
        working?.Begin(s_byHeat, default);
        var sum = Exact.Zero;
        bool given = false,
            ncvTaken = false,
            carbonTaken = false,
            oxidationTaken = false,
            byFraction = false,
            byHeat = false;
        var uncertainty = 0m;
        foreach (ref readonly var reading in readings.Readings)
        {
            var facts = reading.Facts;
            if ((facts is null || !HasCarbonFacts(facts)) && defaults.Co2KgPerUnit is { } kgPerUnit)
            {
                sum += reading.Amount * kgPerUnit;
                ncvTaken = carbonTaken = oxidationTaken = byHeat = true;
                uncertainty = Math.Max(uncertainty, defaults.CarbonContent!.UncertaintyPercent);
                if (working is not null)
                    RecordCo2(working, reading, readings.Activity, fuel, defaults, fraction: null, Exact.One);
                continue;
            }

            if (!TryAsReceived(facts, out var asReceived))
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    LineKind.CombustionCo2,
                    "Values are air-dried: give moistureAr and moistureAd (below 100 %), or the values as received."
                );
                return;
            }
            // Coal that differs by seam counts by carbon only where its heat was measured too: with the reading or as the plant's own factor.
            var ncv = facts?[Given.Ncv] ?? defaults.Ncv?.Value;
            var fraction = fuel.NeedsNcv && ncv is null ? null : facts?[s_carbonFraction];
            if (fraction > 1)
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    LineKind.CombustionCo2,
                    $"carbonFraction is {fraction}, but a fraction is at most 1; 65 % is 0.65."
                );
                return;
            }
            var oxidation = facts?[Given.OxidationPercent] ?? defaults.Oxidation?.Value;
            var carbon = facts?[Given.CarbonContent] ?? defaults.CarbonContent?.Value;
            if (oxidation is null || (fraction is null && (ncv is null || carbon is null)))
            {
                source.Lines.NoFactor(
                    readings,
                    LineKind.CombustionCo2,
                    fuel.NeedsNcv
                        ? $"Raw coal has no default: give {(ncv is null ? carbon is null && facts?[s_carbonFraction] is null ? "ncv, and carbonContent or carbonFraction" : "ncv" : "carbonContent or carbonFraction")}."
                        : $"The factor set of the profile {source.Source.Profile.Name} has no row for {fuel.Name}: give ncv, carbonContent and oxidationPercent."
                );
                return;
            }

            // kg: × 1000, percent: / 100, carbon to carbon dioxide: × 44/12.
            sum += fraction is { } c
                ? reading.Amount * defaults.PerUnit * c * asReceived * oxidation.Value * 110 / 3
                : reading.Amount
                    * defaults.PerUnit
                    * ncv!.Value
                    * (facts?[Given.Ncv] is null ? Exact.One : asReceived)
                    * carbon!.Value
                    * oxidation.Value
                    * 110
                    / 3;
            if (fraction is null)
                byHeat = true;
            else
                byFraction = true;
            var carbonIsGiven =
                fraction is not null || (facts?[Given.Ncv] is not null && facts[Given.CarbonContent] is not null);
            given |=
                fraction is not null
                || facts?[Given.Ncv] is not null
                || facts?[Given.CarbonContent] is not null
                || facts?[Given.OxidationPercent] is not null;
            oxidationTaken |= facts?[Given.OxidationPercent] is null;
            ncvTaken |= fraction is null && facts?[Given.Ncv] is null;
            carbonTaken |= fraction is null && facts?[Given.CarbonContent] is null;
            uncertainty = Math.Max(
                uncertainty,
                carbonIsGiven
                    ? source.Factors.Uncertainties.GivenCarbon
                    : defaults.CarbonContent?.UncertaintyPercent ?? source.Factors.Uncertainties.GivenCarbon
            );
            if (working is not null)
                RecordCo2(working, reading, readings.Activity, fuel, defaults, fraction, asReceived);
        }
        working?.Restate(Formula(readings, fuel, byFraction, byHeat), Choice(source, defaults, byFraction, byHeat));
        // What was given in every reading does not count, so that its set is not named.
        var set = given
            ? FactorSet.Of(
                given,
                carbonTaken ? defaults.CarbonContent : null,
                ncvTaken ? defaults.Ncv : null,
                oxidationTaken ? defaults.Oxidation : null
            )
            : defaults.FactorSet;
        source.Lines.Add(readings, LineKind.CombustionCo2, sum, new Grounds(Method, set, uncertainty));
    }

    private static void WriteEnergy(in MethodCase source, ActivityReadings readings, Fuel fuel, FuelDefaults defaults)
    {
        var working = source.Lines.Working;
        working?.Begin(s_byMeasuredNcv, default);
        var sum = Exact.Zero;
        bool given = false,
            taken = false;
        var uncertainty = 0m;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?[Given.Ncv] is { } ncv)
            {
                if (!TryAsReceived(reading.Facts, out var asReceived))
                {
                    source.Lines.NotComputable(
                        readings.Activity,
                        EnergyKinds.Consumed.Equivalent,
                        "ncv is air-dried: give moistureAr and moistureAd (below 100 %), or the value as received."
                    );
                    source.Lines.NotComputable(
                        readings.Activity,
                        EnergyKinds.Consumed.Equal,
                        "ncv is air-dried: give moistureAr and moistureAd (below 100 %), or the value as received."
                    );
                    return;
                }
                sum += reading.Amount * defaults.PerUnit * ncv * asReceived * 1000 / source.Factors[StandardCoal].Value;
                given = true;
                uncertainty = Math.Max(uncertainty, source.Factors.Uncertainties.GivenEnergy);
                if (working is not null)
                {
                    var amount = working.Reading(reading, readings.Activity);
                    working.Given(Words.Ncv, ncv, UnitOfNcv(fuel));
                    working.Taken(Words.StandardCoal, source.Factors[StandardCoal]);
                    working.Term(
                        $"{amount}{PerUnitText(fuel)} × {ncv}{AsReceivedText(working, reading.Facts)} / {source.Factors[StandardCoal].Value} × 1000"
                    );
                }
            }
            else if (defaults.KgcePerUnit is { } kgcePerUnit)
            {
                sum += reading.Amount * kgcePerUnit;
                taken = true;
                uncertainty = Math.Max(uncertainty, (defaults.EnergyCoefficient ?? defaults.Ncv)!.UncertaintyPercent);
                if (working is not null)
                    RecordDefaultEnergy(
                        working,
                        reading,
                        readings.Activity,
                        fuel,
                        defaults,
                        source.Factors[StandardCoal]
                    );
            }
            else
            {
                var detail =
                    $"Neither a coefficient nor a net calorific value of {fuel.Name} is known under the profile {source.Source.Profile.Name}: give ncv.";
                source.Lines.NoFactor(readings, EnergyKinds.Consumed.Equivalent, detail);
                source.Lines.NoFactor(readings, EnergyKinds.Consumed.Equal, detail);
                return;
            }
        }
        working?.Restate(EnergyFormula(fuel, defaults, given, taken), EnergyChoice(source, defaults, given, taken));
        var set =
            !given ? defaults.EnergyFactorSet
            : taken ? defaults.MixedEnergyFactorSet
            : FactorSet.Given.With(source.Factors[StandardCoal]);
        source.Lines.AddInBothBases(readings, EnergyKinds.Consumed, sum, new Grounds(Method, set, uncertainty));
    }

    private static bool HasCarbonFacts(Facts facts) =>
        facts[Given.Ncv] is not null
        || facts[Given.CarbonContent] is not null
        || facts[s_carbonFraction] is not null
        || facts[Given.OxidationPercent] is not null;

    /// <summary>From air-dried to as received: × (100 − Mar) / (100 − Mad). It leaves out the heat that the moisture takes.</summary>
    public static bool TryAsReceived(Facts? facts, out Exact ratio)
    {
        ratio = Exact.One;
        if (
            facts is null
            || facts[s_basis] != AirDried
            || (facts[Given.Ncv] is null && facts[s_carbonFraction] is null)
        )
            return true;
        if (
            facts[s_moistureAr] is not { } received
            || facts[s_moistureAd] is not { } dried
            || received == 100
            || dried == 100
        )
            return false;
        ratio = Exact.Ratio(100 - received, 100 - dried);
        return true;
    }

    private static void RecordCo2(
        Working working,
        in Reading reading,
        Activity activity,
        Fuel fuel,
        FuelDefaults defaults,
        decimal? fraction,
        Exact asReceived
    )
    {
        var facts = reading.Facts;
        var amount = working.Reading(reading, activity) + PerUnitText(fuel);
        var oxidation = working.Choose(Words.Oxidation, facts?[Given.OxidationPercent], "%", defaults.Oxidation);
        if (fraction is { } c)
        {
            working.Given(new Wording("carbon fraction", "元素碳含量"), c, "t/t");
            working.Term($"{amount} × {c}{AsReceivedText(working, facts)} × {oxidation} / 100 × 44 / 12 × 1000");
            return;
        }
        var ncv = working.Choose(Words.Ncv, facts?[Given.Ncv], UnitOfNcv(fuel), defaults.Ncv);
        var carbon = working.Choose(Words.CarbonContent, facts?[Given.CarbonContent], "tC/GJ", defaults.CarbonContent);
        var conversion = facts?[Given.Ncv] is null || asReceived == Exact.One ? "" : AsReceivedText(working, facts);
        working.Term($"{amount} × {ncv}{conversion} × {carbon} × {oxidation} / 100 × 44 / 12 × 1000");
    }

    private static void RecordDefaultEnergy(
        Working working,
        in Reading reading,
        Activity activity,
        Fuel fuel,
        FuelDefaults defaults,
        Factor standardCoal
    )
    {
        var amount = working.Reading(reading, activity);
        if (defaults.EnergyCoefficient is { } coefficient)
        {
            working.Taken(Words.Coefficient, coefficient);
            working.Term($"{amount} × {coefficient.Value}{(fuel.IsGas ? "" : " × 1000")}");
            return;
        }
        working.Taken(Words.Ncv, defaults.Ncv!);
        working.Taken(Words.StandardCoal, standardCoal);
        working.Term($"{amount}{PerUnitText(fuel)} × {defaults.Ncv!.Value} / {standardCoal.Value} × 1000");
    }

    private static Wording Formula(ActivityReadings readings, Fuel fuel, bool byFraction, bool byHeat)
    {
        var formula =
            byFraction && byHeat ? new Wording($"{s_byCarbon.En}; {s_byHeat.En}", $"{s_byCarbon.Zh}；{s_byHeat.Zh}")
            : byFraction ? s_byCarbon
            : s_byHeat;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?[s_basis] != AirDried)
                continue;
            formula = new Wording(
                formula.En + "; air-dried values × (100 − Mar) / (100 − Mad)",
                formula.Zh + "；空气干燥基数值 × (100 − Mar) / (100 − Mad)"
            );
            break;
        }
        return fuel.IsGas
            ? new Wording(formula.En + "; gases: amount / 10000", formula.Zh + "；气体：消耗量 / 10000")
            : formula;
    }

    private static Wording EnergyFormula(Fuel fuel, FuelDefaults defaults, bool given, bool taken)
    {
        var byDefault =
            defaults.EnergyCoefficient is null ? s_byMeasuredNcv
            : fuel.IsGas ? s_byGasCoefficient
            : s_byCoefficient;
        var formula =
            !taken ? s_byMeasuredNcv
            : !given || byDefault == s_byMeasuredNcv ? byDefault
            : new Wording($"{s_byMeasuredNcv.En}; {byDefault.En}", $"{s_byMeasuredNcv.Zh}；{byDefault.Zh}");
        if (given)
            formula = new Wording(
                formula.En + "; air-dried values × (100 − Mar) / (100 − Mad)",
                formula.Zh + "；空气干燥基数值 × (100 − Mar) / (100 − Mad)"
            );
        return fuel.IsGas
            ? new Wording(
                formula.En + "; net calorific value of gases per 10000 Nm3",
                formula.Zh + "；气体低位发热量以每 10000 Nm3 计"
            )
            : formula;
    }

    private static Wording Choice(in MethodCase source, FuelDefaults defaults, bool byFraction, bool byHeat)
    {
        var isOwn =
            defaults.Ncv is { IsOwn: true }
            || defaults.CarbonContent is { IsOwn: true }
            || defaults.Oxidation is { IsOwn: true };
        var set = isOwn
            ? new Wording(
                $"what the plant has measured for itself, else from the set {source.Source.Profile.FuelSet}",
                $"企业自测因子，其次取自{source.Source.Profile.FuelSet}"
            )
            : new Wording($"the set {source.Source.Profile.FuelSet}", source.Source.Profile.FuelSet);
        return (byFraction, byHeat) switch
        {
            (true, false) => new(
                "Measured carbon (carbonFraction) goes before net calorific value × carbon content.",
                "已给出实测元素碳含量，优先于低位发热量×单位热值含碳量。"
            ),
            (true, true) => new(
                "Readings with measured carbon (carbonFraction) count by it; the others by net calorific value × carbon content.",
                "有实测元素碳含量的批次按含碳量计算，其余按低位发热量×单位热值含碳量计算。"
            ),
            _ => new(
                $"No carbonFraction was given, so net calorific value × carbon content counts; what was not given is taken from {set.En}.",
                $"未给出元素碳含量，按低位发热量×单位热值含碳量计算；未给出的数值取自{set.Zh}缺省值。"
            ),
        };
    }

    private static Wording EnergyChoice(in MethodCase source, FuelDefaults defaults, bool given, bool taken)
    {
        var byDefault =
            defaults.EnergyCoefficient is { IsOwn: true }
                ? new Wording("the coefficient that the plant has measured for itself", "企业自测折标准煤系数")
            : defaults.EnergyCoefficient is null && defaults.Ncv is { IsOwn: true }
                ? new Wording("the net calorific value that the plant has measured for itself", "企业自测低位发热量")
            : defaults.EnergyCoefficient is not null
                ? new Wording("the fixed coefficient of GB/T 2589", "GB/T 2589固定系数")
            : new Wording(
                $"the default net calorific value of the set {source.Source.Profile.FuelSet} (GB/T 2589 has no coefficient of this fuel)",
                $"{source.Source.Profile.FuelSet}缺省低位发热量（GB/T 2589无该燃料系数）"
            );
        return (given, taken) switch
        {
            (true, false) => new(
                "A measured net calorific value (ncv) goes before the coefficient.",
                "已给出实测低位发热量，优先于固定系数。"
            ),
            (true, true) => new(
                $"Readings with a measured net calorific value (ncv) count by it; the others by {byDefault.En}.",
                $"有实测低位发热量的批次按其计算，其余按{byDefault.Zh}计算。"
            ),
            _ => new(
                $"No net calorific value (ncv) was given, so {byDefault.En} counts.",
                $"未给出实测低位发热量，按{byDefault.Zh}计算。"
            ),
        };
    }

    private static string UnitOfNcv(Fuel fuel) => fuel.IsGas ? "GJ/10^4Nm3" : "GJ/t";

    private static string PerUnitText(Fuel fuel) => fuel.IsGas ? " / 10000" : "";

    public static string AsReceivedText(Working working, Facts? facts)
    {
        if (
            facts?[s_basis] != AirDried
            || facts[s_moistureAr] is not { } received
            || facts[s_moistureAd] is not { } dried
        )
            return "";
        working.Given(new Wording("moisture as received (Mar)", "收到基水分 (Mar)"), received, "%");
        working.Given(new Wording("moisture air-dried (Mad)", "空气干燥基水分 (Mad)"), dried, "%");
        return $" × (100 − {received}) / (100 − {dried})";
    }
}
