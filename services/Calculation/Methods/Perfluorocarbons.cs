using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CF4 and C2F6 of anode effects. Which rule runs is a matter of the profile: the guideline of 2013 by minutes or its defaults,
/// the guide of 2024 by output alone, IPCC 2019 by technology. Overvoltage (IPCC 2006) serves where there are no minutes, save
/// under the guide of 2024. Zero minutes are zero emissions, and the line says so.
/// </summary>
internal static class Perfluorocarbons
{
    public const string SlopeMethod = "pfc-slope/1";
    public const string OvervoltageMethod = "pfc-overvoltage/1";
    public const string DefaultMethod = "pfc-default/1";

    public static readonly MethodCard SlopeCard = new()
    {
        Name = SlopeMethod,
        What = new("CF4 and C2F6 by anode-effect minutes", "按阳极效应持续时间核算全氟化碳"),
        Needs = ["aluminium.output", "aluminium.anode-effect-minutes", "technology of the source (ipcc-2019)"],
        Gives = ["scope1.pfc C2F6", "scope1.pfc CF4"],
        Standard = new(
            "NDRC guideline for aluminium 2013; aluminium guide of the national carbon market 2024; IPCC 2006 and 2019 Refinement, volume 3, chapter 4.4",
            "《中国电解铝生产企业温室气体排放核算方法与报告指南（试行）》（2013）；全国碳市场铝冶炼核算指南（2024）；IPCC 2006及2019修订 第3卷第4.4节"
        ),
        Uncertainty = new(
            "CF4 that of the slope (6 % CWPB); C2F6 with the share's (11 %)",
            "CF4按斜率（CWPB 6%）；C2F6另计比例（11%）"
        ),
    };

    public static readonly MethodCard OvervoltageCard = new()
    {
        Name = OvervoltageMethod,
        What = new("CF4 and C2F6 by anode-effect overvoltage", "按阳极效应过电压核算全氟化碳"),
        Needs =
        [
            "aluminium.output",
            "aluminium.anode-effect-overvoltage with currentEfficiencyPercent",
            "technology of the source",
        ],
        Gives = ["scope1.pfc C2F6", "scope1.pfc CF4"],
        Standard = new(
            "NDRC guideline for aluminium 2013; aluminium guide of the national carbon market 2024; IPCC 2006 and 2019 Refinement, volume 3, chapter 4.4",
            "《中国电解铝生产企业温室气体排放核算方法与报告指南（试行）》（2013）；全国碳市场铝冶炼核算指南（2024）；IPCC 2006及2019修订 第3卷第4.4节"
        ),
        Uncertainty = new(
            "CF4 that of the coefficient (24 % CWPB); C2F6 with the share's (11 %)",
            "CF4按系数（CWPB 24%）；C2F6另计比例（11%）"
        ),
    };

    public static readonly MethodCard DefaultCard = new()
    {
        Name = DefaultMethod,
        What = new("CF4 and C2F6 by output alone", "按产量缺省值核算全氟化碳"),
        Needs = ["aluminium.output", "technology of the source (ipcc-2019)"],
        Gives = ["scope1.pfc C2F6", "scope1.pfc CF4"],
        Standard = new(
            "NDRC guideline for aluminium 2013; aluminium guide of the national carbon market 2024; IPCC 2006 and 2019 Refinement, volume 3, chapter 4.4",
            "《中国电解铝生产企业温室气体排放核算方法与报告指南（试行）》（2013）；全国碳市场铝冶炼核算指南（2024）；IPCC 2006及2019修订 第3卷第4.4节"
        ),
        Uncertainty = new(
            "−99 to +380 %; Tier 1 of SWPB −40 to +150 %, VSS −70 to +260 %, HSS −80 to +180 %",
            "−99%至+380%；方法1：SWPB −40%至+150%，VSS −70%至+260%，HSS −80%至+180%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [SlopeCard, OvervoltageCard, DefaultCard],
        Write,
        "electrolysis"
    );

    private static readonly ActivityNeed s_output = ActivityNeed.Of("aluminium.output");
    private static readonly ActivityNeed s_effectMinutes = ActivityNeed.Of("aluminium.anode-effect-minutes");
    private static readonly ActivityNeed s_effectOvervoltage = ActivityNeed.Of("aluminium.anode-effect-overvoltage");
    private static readonly NumberAttribute s_efficiencyPercent = AttributeNeed.Percent("currentEfficiencyPercent");

    private static readonly RequiredFactor s_slope2013 = FactorNeed.Required(
        "pfc.ndrc-2013.slope",
        "kg/tAl per min/cell-day"
    );
    private static readonly RequiredFactor s_share2013 = FactorNeed.Required("pfc.ndrc-2013.share", "1");
    private static readonly RequiredFactor s_cf42013 = FactorNeed.Required("pfc.ndrc-2013.cf4", "kg/tAl");
    private static readonly RequiredFactor s_c2f62013 = FactorNeed.Required("pfc.ndrc-2013.c2f6", "kg/tAl");
    private static readonly RequiredFactor s_cf42024 = FactorNeed.Required("pfc.ets-2024.cf4", "kg/tAl");
    private static readonly RequiredFactor s_c2f62024 = FactorNeed.Required("pfc.ets-2024.c2f6", "kg/tAl");

    // By technology; what an edition does not print is not there.
    private static readonly string[] s_technologies = ["CWPB", "SWPB", "VSS", "HSS", "PFPB-L", "PFPB-M"];
    private static readonly Dictionary<string, CellNeeds> s_cells2006 = s_technologies.ToDictionary(
        cell => cell,
        cell => new CellNeeds("ipcc-2006", cell),
        StringComparer.Ordinal
    );
    private static readonly Dictionary<string, CellNeeds> s_cells2019 = s_technologies.ToDictionary(
        cell => cell,
        cell => new CellNeeds("ipcc-2019", cell),
        StringComparer.Ordinal
    );

    private static readonly Wording s_minutes = new(
        "anode-effect minutes per cell-day",
        "阳极效应持续时间（分钟/槽·日）"
    );
    private static readonly Wording s_overvoltage = new("anode-effect overvoltage", "阳极效应过电压");
    private static readonly Wording s_efficiency = new("current efficiency", "电流效率");
    private static readonly Wording s_slope = new("slope", "斜率");
    private static readonly Wording s_coefficient = new("overvoltage coefficient", "过电压系数");
    private static readonly Wording s_share = new("C2F6 per CF4", "C2F6与CF4质量比");
    private static readonly Wording s_default = new("default per tonne", "吨铝缺省值");

    public static void Write(in MethodCase source)
    {
        var output = source.Find(s_output);
        var minutes = source.Find(s_effectMinutes);
        var overvoltage = source.Find(s_effectOvervoltage);
        if (output is null)
        {
            if ((minutes ?? overvoltage) is { } readings)
                NotComputable(
                    source,
                    readings,
                    "Anode effects are given without the aluminium of the same source: give aluminium.output."
                );
            return;
        }

        var factors = source.Factors;
        switch (source.Source.Profile.PfcRule)
        {
            case PfcRule.Output2024:
                WriteDefault(source, output, factors[s_cf42024], factors[s_c2f62024]);
                break;
            case PfcRule.Minutes2013 when minutes is not null:
                WriteSlope(source, minutes, output, factors[s_slope2013], factors[s_share2013]);
                break;
            case PfcRule.Technology2019 when minutes is not null:
                var cell = CellOf(source, s_cells2019);
                WriteSlope(source, minutes, output, cell?.Slope(factors), cell?.Share(factors));
                break;
            case var _ when overvoltage is not null:
                WriteOvervoltage(source, overvoltage, output);
                break;
            case PfcRule.Minutes2013:
                WriteDefault(source, output, factors[s_cf42013], factors[s_c2f62013]);
                break;
            default:
                // IPCC Tier 1: the defaults by technology stand in the edition of 2006.
                var tier1 = CellOf(source, s_cells2006);
                WriteDefault(source, output, tier1?.Cf4(factors), tier1?.C2f6(factors));
                break;
        }
    }

    private static void WriteDefault(in MethodCase source, ActivityReadings output, Factor? cf4, Factor? c2f6)
    {
        Write(source, LineKind.PfcCf4, cf4);
        Write(source, LineKind.PfcC2f6, c2f6);

        void Write(in MethodCase source, LineKind kind, Factor? factor)
        {
            if (factor is null)
            {
                source.Lines.NoFactor(output, kind, NoCell(source));
                return;
            }
            if (source.Lines.Working is { } working)
            {
                working.Begin(
                    new($"{kind.Measure} (kg) = output × default", $"{kind.Measure} (kg) = 铝液产量 × 缺省值"),
                    WhyDefault(source)
                );
                var tonnes = working.Sum(output, Words.Output);
                working.Taken(s_default, factor);
                working.Term($"{tonnes} × {factor.Value}");
            }
            source.Lines.Add(output, kind, output.Total * factor.Value, Grounds.Of(DefaultMethod, factor));
        }
    }

    private static void WriteSlope(
        in MethodCase source,
        ActivityReadings minutes,
        ActivityReadings output,
        Factor? slope,
        Factor? share
    )
    {
        if (!Pairing.TrySum(minutes, output, out var sum))
        {
            NotComputable(
                source,
                minutes,
                "Several readings of minutes and output do not pair: give each the same meter and lot."
            );
            return;
        }
        Write(
            source,
            minutes,
            output,
            sum,
            slope,
            share,
            SlopeMethod,
            new("output × slope × anode-effect minutes", "铝液产量 × 斜率 × 阳极效应持续时间"),
            s_minutes,
            s_slope,
            static (_, number, tonnes, factor) => $"{tonnes} × {factor} × {number}"
        );
    }

    private static void WriteOvervoltage(in MethodCase source, ActivityReadings overvoltage, ActivityReadings output)
    {
        foreach (ref readonly var reading in overvoltage.Readings)
        {
            if (reading.Facts?[s_efficiencyPercent] is > 0)
                continue;
            NotComputable(source, overvoltage, "Overvoltage needs currentEfficiencyPercent above 0.");
            return;
        }
        if (
            !Pairing.TrySum(
                overvoltage,
                output,
                out var sum,
                static (in Reading reading) => reading.Amount * 100 / reading.Facts![s_efficiencyPercent]!.Value
            )
        )
        {
            NotComputable(
                source,
                overvoltage,
                "Several readings of overvoltage and output do not pair: give each the same meter and lot."
            );
            return;
        }
        var cell = CellOf(source, s_cells2006);
        Write(
            source,
            overvoltage,
            output,
            sum,
            cell?.Overvoltage(source.Factors),
            cell?.Share(source.Factors),
            OvervoltageMethod,
            new(
                "output × coefficient × overvoltage / (current efficiency % / 100)",
                "铝液产量 × 系数 × 过电压 / (电流效率 % / 100)"
            ),
            s_overvoltage,
            s_coefficient,
            static (reading, number, tonnes, factor) =>
                $"{tonnes} × {factor} × {number} / ({reading.Facts![s_efficiencyPercent]} / 100)"
        );
    }

    private static void Write(
        in MethodCase source,
        ActivityReadings effects,
        ActivityReadings output,
        Exact sum,
        Factor? slope,
        Factor? share,
        string method,
        Wording formula,
        Wording name,
        Wording slopeName,
        Func<Reading, string, string, decimal, string> term
    )
    {
        if (slope is null || share is null)
        {
            source.Lines.NoFactor(effects, LineKind.PfcCf4, NoCell(source));
            source.Lines.NoFactor(effects, LineKind.PfcC2f6, NoCell(source));
            return;
        }
        var quality = effects.Quality > output.Quality ? effects.Quality : output.Quality;
        var quantity = Pairing.Mean(
            effects,
            output,
            effects.Readings.Length == 1 ? effects.Total * output.Total : PlainSum(effects, output)
        );
        var working = source.Lines.Working;
        if (working is not null)
        {
            working.Begin(
                new($"CF4 (kg) = {formula.En}", $"CF4 (kg) = {formula.Zh}"),
                WhyEffects(source, method, effects)
            );
            Pairing.Record(
                working,
                effects,
                output,
                name,
                Words.Output,
                (reading, number, tonnes) => term(reading, number, tonnes, slope.Value)
            );
            RecordRest(working, source, effects, slopeName, slope);
        }
        source.Lines.Add(
            effects.Activity,
            quantity,
            quality,
            LineKind.PfcCf4,
            sum * slope.Value,
            Grounds.Of(method, slope)
        );
        if (working is not null)
        {
            working.Begin(
                new($"C2F6 (kg) = {formula.En} × C2F6 per CF4", $"C2F6 (kg) = {formula.Zh} × C2F6与CF4质量比"),
                WhyEffects(source, method, effects)
            );
            Pairing.Record(
                working,
                effects,
                output,
                name,
                Words.Output,
                (reading, number, tonnes) => $"{term(reading, number, tonnes, slope.Value)} × {share.Value}"
            );
            RecordRest(working, source, effects, slopeName, slope);
            working.Taken(s_share, share);
        }
        source.Lines.Add(
            effects.Activity,
            quantity,
            quality,
            LineKind.PfcC2f6,
            sum * slope.Value * share.Value,
            new Grounds(
                method,
                FactorSet.Of(slope, share),
                Uncertainties.OfProduct(slope.UncertaintyPercent, share.UncertaintyPercent)
            )
        );
    }

    private static void RecordRest(
        Working working,
        in MethodCase source,
        ActivityReadings effects,
        Wording slopeName,
        Factor slope
    )
    {
        foreach (ref readonly var reading in effects.Readings)
        {
            if (slopeName == s_coefficient && reading.Facts?[s_efficiencyPercent] is { } efficiency)
                working.Given(s_efficiency, efficiency, "%", reading);
        }
        if (slope.AppliesTo != "*")
            working.Recorded(Words.Technology, source.Source.Technology!);
        working.Taken(slopeName, slope);
    }

    private static Wording WhyEffects(in MethodCase source, string method, ActivityReadings effects)
    {
        var profile = source.Source.Profile.Name;
        if (effects.Total.IsZero)
            return new(
                $"The profile {profile} counts by anode effects where they are given: zero was reported for the month, so that the amount is zero and not missing.",
                $"核算规则{profile}：有阳极效应读数时按其计算；本月报告为零，结果为零而非缺项。"
            );
        return method == SlopeMethod
            ? new(
                $"The profile {profile} counts by anode-effect minutes where they are given, and they were.",
                $"核算规则{profile}：有阳极效应持续时间时按其计算，已给出。"
            )
            : new(
                $"The profile {profile} counts by minutes first; none were given, so the overvoltage serves.",
                $"核算规则{profile}：优先按持续时间；未给出，按过电压计算。"
            );
    }

    private static Wording WhyDefault(in MethodCase source)
    {
        var profile = source.Source.Profile.Name;
        return source.Source.Profile.PfcRule == PfcRule.Output2024
            ? new(
                $"The profile {profile} counts by output alone, whether minutes are there or not.",
                $"核算规则{profile}：仅按产量计算，不论有无持续时间。"
            )
            : new(
                $"The profile {profile} counts by minutes, then by overvoltage; neither was given, so the default per tonne serves.",
                $"核算规则{profile}：依次按持续时间、过电压；均未给出，按吨铝缺省值。"
            );
    }

    private static Exact PlainSum(ActivityReadings effects, ActivityReadings output) =>
        Pairing.TrySum(effects, output, out var sum) ? sum : Exact.Zero;

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail)
    {
        source.Lines.NotComputable(readings.Activity, LineKind.PfcCf4, detail);
        source.Lines.NotComputable(readings.Activity, LineKind.PfcC2f6, detail);
    }

    private static CellNeeds? CellOf(in MethodCase source, Dictionary<string, CellNeeds> cells) =>
        source.Source.Technology is { } technology ? cells.GetValueOrDefault(technology) : null;

    private static string NoCell(in MethodCase source) =>
        source.Source.Technology is { } technology
            ? $"There is no such factor for cells of technology {technology} under the profile {source.Source.Profile.Name}; one has to be published."
            : "There is no factor for cells of unknown technology: give the source its technology.";

    /// <summary>Factors of a cell technology in an edition of the IPCC.</summary>
    private sealed class CellNeeds(string edition, string cell)
    {
        private readonly OptionalFactor _slope = FactorNeed.Optional(
            $"pfc.{edition}.{cell}.slope",
            "kg/tAl per min/cell-day"
        );
        private readonly OptionalFactor _share = FactorNeed.Optional($"pfc.{edition}.{cell}.share", "1");
        private readonly OptionalFactor _overvoltage = FactorNeed.Optional(
            $"pfc.{edition}.{cell}.overvoltage",
            "kg/tAl per mV"
        );
        private readonly OptionalFactor _cf4 = FactorNeed.Optional($"pfc.{edition}.{cell}.cf4", "kg/tAl");
        private readonly OptionalFactor _c2f6 = FactorNeed.Optional($"pfc.{edition}.{cell}.c2f6", "kg/tAl");

        public Factor? Slope(MonthFactors factors) => factors[_slope];

        public Factor? Share(MonthFactors factors) => factors[_share];

        public Factor? Overvoltage(MonthFactors factors) => factors[_overvoltage];

        public Factor? Cf4(MonthFactors factors) => factors[_cf4];

        public Factor? C2f6(MonthFactors factors) => factors[_c2f6];
    }
}
