using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of carbonates as raw material or in flue-gas desulphurisation: Σ amount × purity × factor × conversion. Without purity,
/// limestone takes the guideline's 0.405 t/t, at boilers and thermal units 0.440 × 90 %; other carbonates count as pure.
/// </summary>
internal static class Carbonate
{
    public const string Method = "carbonate/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 of carbonates, as raw material or in flue-gas desulphurisation",
            "碳酸盐分解二氧化碳（原料或烟气脱硫）"
        ),
        Needs = ["carbonate.*"],
        Takes = ["purityPercent", "conversionPercent"],
        Gives = ["scope1.carbonate CO2"],
        Standard = new(
            "NDRC guidelines 2013 to 2015, carbonates; GB/T 32151.34-2024 table C.2",
            "国家发展改革委核算指南碳酸盐；GB/T 32151.34-2024 表C.2"
        ),
        Uncertainty = new("5 %", "5%"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "carbonate");

    private static readonly string[] s_materials =
    [
        "limestone",
        "dolomite",
        "magnesite",
        "soda-ash",
        "sodium-bicarbonate",
        "siderite",
        "potassium-carbonate",
        "strontium-carbonate",
        "barium-carbonate",
        "lithium-carbonate",
        "manganese-carbonate",
    ];

    private static readonly Dictionary<string, RequiredFactor> s_pure = s_materials.ToDictionary(
        material => material,
        material => FactorNeed.Required($"carbonate.{material}", "tCO2/t"),
        StringComparer.Ordinal
    );
    private static readonly RequiredFactor s_limestone = FactorNeed.Required(
        "carbonate.limestone.default",
        "tCO2/t",
        ownable: true
    );
    private static readonly RequiredFactor s_desulphurisationPurity = FactorNeed.Required(
        "carbonate.desulphurisation-purity",
        "%",
        ownable: true
    );
    private static readonly NumberAttribute s_purityPercent = AttributeNeed.Percent("purityPercent");
    private static readonly NumberAttribute s_conversionPercent = AttributeNeed.Percent("conversionPercent");

    private static readonly Wording s_formula = new(
        "CO2 (kg) = Σ amount × factor × purity % / 100 × conversion % / 100 × 1000",
        "CO2 (kg) = Σ 消耗量 × 排放因子 × 纯度 % / 100 × 转化率 % / 100 × 1000"
    );
    private static readonly Wording s_purity = new("purity", "纯度");
    private static readonly Wording s_conversion = new("conversion", "转化率");

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var factors = source.Factors;
        var pure = factors[s_pure[readings.Activity.Subject]];
        var limestone = readings.Activity.Subject == "limestone";
        var desulphurisation = limestone && source.Source.IsCombustionPlant;
        var working = source.Lines.Working;
        working?.Begin(s_formula, default);
        var sum = Exact.Zero;
        bool given = false,
            purityTaken = false,
            pureTaken = false,
            defaultTaken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?[s_purityPercent];
            var conversion = reading.Facts?[s_conversionPercent];
            given |= own is not null || conversion is not null;
            purityTaken |= own is null && desulphurisation;
            // The default of 0.405 already has its purity in it.
            var factor = own is null && limestone && !desulphurisation ? factors[s_limestone] : pure;
            if (factor == pure)
                pureTaken = true;
            else
                defaultTaken = true;
            var purity = own ?? (desulphurisation ? factors[s_desulphurisationPurity].Value : 100);
            sum += reading.Amount * factor.Value * purity * (conversion ?? 100) / 10;
            if (working is not null)
                Record(
                    working,
                    reading,
                    readings.Activity,
                    factor,
                    own,
                    purity,
                    conversion,
                    desulphurisation ? factors[s_desulphurisationPurity] : null
                );
        }
        working?.Restate(
            s_formula,
            Choice(
                readings,
                limestone,
                desulphurisation,
                (desulphurisation ? factors[s_desulphurisationPurity] : factors[s_limestone]).IsOwn
            )
        );
        var set = FactorSet.Of(
            given,
            defaultTaken ? factors[s_limestone] : null,
            pureTaken ? pure : null,
            purityTaken ? factors[s_desulphurisationPurity] : null
        );
        source.Lines.Add(
            readings,
            LineKind.CarbonateCo2,
            sum,
            Grounds.Of(Method, defaultTaken ? factors[s_limestone] : pure, set)
        );
    }

    private static void Record(
        Working working,
        in Reading reading,
        Activity activity,
        Factor factor,
        decimal? own,
        decimal purity,
        decimal? conversion,
        Factor? defaultPurity
    )
    {
        var amount = working.Reading(reading, activity);
        working.Taken(Words.Factor, factor);
        if (own is null && defaultPurity is not null)
            working.Taken(s_purity, defaultPurity);
        else
            working.Choose(s_purity, own, "%", rule: 100);
        working.Choose(s_conversion, conversion, "%", rule: 100);
        working.Term($"{amount} × {factor.Value} × {purity} / 100 × {conversion ?? 100} / 100 × 1000");
    }

    private static Wording Choice(ActivityReadings readings, bool limestone, bool desulphurisation, bool isOwn)
    {
        bool given = false,
            silent = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            given |= reading.Facts?[s_purityPercent] is not null;
            silent |= reading.Facts?[s_purityPercent] is null;
        }
        if (!silent)
            return new(
                "The purity was given and multiplies the factor of the pure carbonate.",
                "已给出纯度，乘以纯碳酸盐排放因子。"
            );
        var without = limestone
            ? desulphurisation
                ? isOwn
                    ? new Wording(
                        "at a boiler or thermal unit limestone serves desulphurisation and the purity that the plant has measured for itself counts",
                        "锅炉或机组的石灰石用于脱硫，按企业自测纯度"
                    )
                    : new Wording(
                        "at a boiler or thermal unit limestone serves desulphurisation and its default purity counts",
                        "锅炉或机组的石灰石用于脱硫，按缺省纯度"
                    )
                : isOwn
                    ? new Wording(
                        "the factor that the plant has measured for itself counts, which has the purity in it",
                        "按企业自测石灰石因子（已含纯度）"
                    )
                    : new Wording(
                        "the guideline's default for limestone counts, which has its purity in it",
                        "按指南石灰石缺省因子（已含纯度）"
                    )
            : new Wording("it counts as pure", "按纯碳酸盐计");
        return given
            ? new(
                $"Readings with a purity count by it; for the others {without.En}.",
                $"有纯度的批次按其计算，其余{without.Zh}。"
            )
            : new($"No purity was given: {without.En}.", $"未给出纯度：{without.Zh}。");
    }
}
