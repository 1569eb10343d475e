using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 and SO2 of the anodes an electrolysis consumes (NDRC guideline for aluminium 2013; guide of the national carbon market
/// 2024). Net anode is the first that exists of: net; gross − butts; gross × (1 − loss); output × 0.42 t/t, which is a default.
/// Never two of them.
/// </summary>
internal static class AnodeConsumption
{
    public const string Method = "anode-consumption/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 and SO2 of the anodes an electrolysis consumes", "电解铝阳极消耗的二氧化碳与二氧化硫"),
        Needs =
        [
            "aluminium.net-anode | aluminium.gross-anode with aluminium.anode-butts | aluminium.gross-anode | aluminium.output",
        ],
        Takes = ["sulphurPercent", "ashPercent", "lossPercent", "removalPercent"],
        Gives = ["air.process SO2", "scope1.anode CO2"],
        Standard = new(
            "NDRC guideline for aluminium 2013, anode consumption; loss of the gross anode: aluminium guide of the national carbon market 2024",
            "《中国电解铝生产企业温室气体排放核算方法与报告指南（试行）》（2013）炭阳极消耗；毛耗损失率：全国碳市场铝冶炼核算指南（2024）"
        ),
        Uncertainty = new(
            "CO2 5 % (10 % by output); SO2 15 % with sulphur given, 30 % by default",
            "二氧化碳5%（按产量10%）；二氧化硫给出硫分15%，缺省30%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource([Card], Write, "electrolysis");

    private static readonly RequiredFactor s_netConsumptionFactor = FactorNeed.Required(
        "anode.net-consumption",
        "t/tAl",
        ownable: true
    );
    private static readonly RequiredFactor s_sulphurFactor = FactorNeed.Required("anode.sulphur", "%", ownable: true);
    private static readonly RequiredFactor s_ashFactor = FactorNeed.Required("anode.ash", "%", ownable: true);
    private static readonly RequiredFactor s_lossFactor = FactorNeed.Required("anode.loss", "%", ownable: true);
    private static readonly ActivityNeed s_net = ActivityNeed.Of("aluminium.net-anode");
    private static readonly ActivityNeed s_gross = ActivityNeed.Of("aluminium.gross-anode");
    private static readonly ActivityNeed s_butts = ActivityNeed.Of("aluminium.anode-butts");
    private static readonly ActivityNeed s_output = ActivityNeed.Of("aluminium.output");
    private static readonly NumberAttribute s_ashPercent = AttributeNeed.Percent("ashPercent");
    private static readonly NumberAttribute s_lossPercent = AttributeNeed.Percent("lossPercent");

    private static readonly Wording s_co2Formula = new(
        "CO2 (kg) = Σ net anode × (100 − sulphur % − ash %) / 100 × 44 / 12 × 1000",
        "CO2 (kg) = Σ 阳极净耗量 × (100 − 硫分 % − 灰分 %) / 100 × 44 / 12 × 1000"
    );
    private static readonly Wording s_so2Formula = new(
        "SO2 (kg) = Σ 2 × net anode × sulphur % / 100 × (100 − removal %) / 100 × 1000",
        "SO2 (kg) = Σ 2 × 阳极净耗量 × 硫分 % / 100 × (100 − 脱硫效率 %) / 100 × 1000"
    );
    private static readonly Wording s_defaultFormula = new(
        "CO2 (kg) = output × net consumption × (100 − sulphur % − ash %) / 100 × 44 / 12 × 1000",
        "CO2 (kg) = 铝液产量 × 阳极单位净耗 × (100 − 硫分 % − 灰分 %) / 100 × 44 / 12 × 1000"
    );
    private static readonly Wording s_ash = new("ash", "灰分");
    private static readonly Wording s_loss = new("loss of the gross anode", "毛耗损失率");

    public static void Write(in MethodCase source)
    {
        if (source.Find(s_net) is { } net)
        {
            WriteAnode(source, net, net.Quality, new NetOfGross(NetRule.Net, Exact.One, null));
            return;
        }
        var butts = source.Find(s_butts);
        if (source.Find(s_gross) is { } gross)
        {
            if (butts is null)
            {
                WriteAnode(source, gross, gross.Quality, new NetOfGross(NetRule.Loss, Exact.One, null));
                return;
            }
            if (butts.Total > gross.Total)
            {
                NotComputable(source, gross, "More butts came back than gross anodes went in: check the two readings.");
                return;
            }
            var quality = butts.Quality > gross.Quality ? butts.Quality : gross.Quality;
            WriteAnode(
                source,
                gross,
                quality,
                new NetOfGross(
                    NetRule.Butts,
                    gross.Total.IsZero ? Exact.Zero : (gross.Total - butts.Total) / gross.Total,
                    butts
                )
            );
            return;
        }
        if (butts is not null)
            NotComputable(source, butts, "There are butts without gross anodes: give aluminium.gross-anode.");
        else if (source.Find(s_output) is { } output)
            WriteDefault(source, output);
    }

    private static void WriteAnode(in MethodCase source, ActivityReadings readings, Quality quality, NetOfGross rule)
    {
        var factors = source.Factors;
        var working = source.Lines.Working;
        working?.Begin(rule.Formula(s_co2Formula), rule.Choice);
        var carbon = Exact.Zero;
        bool given = false,
            sulphurTaken = false,
            ashTaken = false,
            lossTaken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var facts = reading.Facts;
            var sulphur = facts?[Given.SulphurPercent] ?? factors[s_sulphurFactor].Value;
            var ash = facts?[s_ashPercent] ?? factors[s_ashFactor].Value;
            given |= facts?[Given.SulphurPercent] is not null || facts?[s_ashPercent] is not null;
            sulphurTaken |= facts?[Given.SulphurPercent] is null;
            ashTaken |= facts?[s_ashPercent] is null;
            if (rule.Rule == NetRule.Loss)
            {
                given |= facts?[s_lossPercent] is not null;
                lossTaken |= facts?[s_lossPercent] is null;
            }
            if (sulphur + ash > 100)
            {
                NotComputable(source, readings, $"Sulphur {sulphur} % and ash {ash} % are more than the anode.");
                return;
            }
            carbon += rule.Net(reading, factors) * (100 - sulphur - ash);
            if (working is not null)
            {
                var netText = rule.Record(working, reading, readings, factors);
                working.Choose(Words.Sulphur, facts?[Given.SulphurPercent], "%", factors[s_sulphurFactor]);
                working.Choose(s_ash, facts?[s_ashPercent], "%", factors[s_ashFactor]);
                working.Term($"{netText} × (100 − {sulphur} − {ash}) / 100 × 44 / 12 × 1000");
            }
        }
        // kg per t: × 1000, percent: / 100, carbon to carbon dioxide: × 44/12.
        source.Lines.Add(
            readings.Activity,
            readings.Quantity,
            quality,
            LineKind.AnodeCo2,
            carbon * 110 / 3,
            new Grounds(
                Method,
                SetOf(source.Factors, given, sulphurTaken, ashTaken, lossTaken),
                factors.Uncertainties.AnodeCarbon
            )
        );
        WriteSo2(source, readings, quality, rule);
    }

    private static void WriteSo2(in MethodCase source, ActivityReadings readings, Quality quality, NetOfGross rule)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            return;

        var factors = source.Factors;
        var factor = factors[s_sulphurFactor];
        var working = source.Lines.Working;
        working?.Begin(
            rule.Formula(s_so2Formula),
            Both(rule.Choice, Stacks.WhyEstimated(source, Pollutants.So2, "SO2"))
        );
        var sum = Exact.Zero;
        bool given = false,
            taken = false,
            lossTaken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?[Given.SulphurPercent];
            if (own is null)
                taken = true;
            else
                given = true;
            if (rule.Rule == NetRule.Loss)
            {
                given |= reading.Facts?[s_lossPercent] is not null;
                lossTaken |= reading.Facts?[s_lossPercent] is null;
            }
            var sulphur = own ?? factor.Value;
            var removal = reading.Facts?[Given.RemovalPercent] ?? 0;
            // 2 × 1000 / 100^2 = 1/5
            sum += rule.Net(reading, factors) * sulphur * (100 - removal) / 5;
            if (working is not null)
            {
                var netText = rule.Record(working, reading, readings, factors);
                working.Choose(Words.Sulphur, own, "%", factor);
                working.Choose(Words.Removal, reading.Facts?[Given.RemovalPercent], "%", rule: 0);
                working.Term($"2 × {netText} × {sulphur} / 100 × (100 − {removal}) / 100 × 1000");
            }
        }
        // Sulphur that the plant has measured is no default, whether it came with the reading or as the plant's own factor.
        source.Lines.Add(
            readings.Activity,
            readings.Quantity,
            taken && !factor.IsOwn ? Quality.Default : quality,
            LineKind.ProcessSo2,
            sum,
            new Grounds(
                Method,
                SetOf(factors, given, taken, ashTaken: false, lossTaken),
                taken ? factor.UncertaintyPercent : factors.Uncertainties.GivenSulphur
            )
        );
    }

    /// <summary>No anode reading at all: output × default consumption. Its SO2 is not estimated from that, it has to be reported.</summary>
    private static void WriteDefault(in MethodCase source, ActivityReadings output)
    {
        var factors = source.Factors;
        var (consumption, sulphur, ash) = (
            factors[s_netConsumptionFactor],
            factors[s_sulphurFactor],
            factors[s_ashFactor]
        );
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                s_defaultFormula,
                consumption.IsOwn
                    ? new(
                        "Last of: net anode; gross less butts; gross less its loss; output. No anode reading was given, so the consumption per tonne that the plant has measured for itself counts.",
                        "优先顺序：净耗；毛耗减残极；毛耗减损失；产量。无阳极读数，按企业自测单位净耗。"
                    )
                    : new(
                        "Last of: net anode; gross less butts; gross less its loss; output. No anode reading was given, so the default consumption per tonne counts.",
                        "优先顺序：净耗；毛耗减残极；毛耗减损失；产量。无阳极读数，按单位净耗缺省值。"
                    )
            );
            var tonnes = working.Sum(output, Words.Output);
            working.Taken(new("net consumption per tonne of aluminium", "吨铝阳极净耗"), consumption);
            working.Taken(Words.Sulphur, sulphur);
            working.Taken(s_ash, ash);
            working.Term(
                $"{tonnes} × {consumption.Value} × (100 − {sulphur.Value} − {ash.Value}) / 100 × 44 / 12 × 1000"
            );
        }
        source.Lines.Add(
            output.Activity,
            output.Quantity,
            Quality.Default,
            LineKind.AnodeCo2,
            output.Total * consumption.Value * (100 - sulphur.Value - ash.Value) * 110 / 3,
            Grounds.Of(Method, consumption, FactorSet.Of(consumption, sulphur, ash))
        );

        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2) || source.Source.Waived.HasFlag(Pollutants.So2))
            return;
        source.Lines.AddGap(
            output.Activity,
            LineKind.ProcessSo2,
            GapKinds.NotReported,
            "Neither stack measurements nor anodes consumed are given; give one of them, or file a waiver."
        );
    }

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail)
    {
        source.Lines.NotComputable(readings.Activity, LineKind.AnodeCo2, detail);
        if (!source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            source.Lines.NotComputable(readings.Activity, LineKind.ProcessSo2, detail);
    }

    private static FactorSet SetOf(
        MonthFactors factors,
        bool given,
        bool sulphurTaken,
        bool ashTaken,
        bool lossTaken
    ) =>
        FactorSet.Of(
            given,
            lossTaken ? factors[s_lossFactor] : null,
            sulphurTaken ? factors[s_sulphurFactor] : null,
            ashTaken ? factors[s_ashFactor] : null
        );

    private static Wording Both(Wording one, Wording other) => new($"{one.En} {other.En}", one.Zh + other.Zh);

    private enum NetRule
    {
        Net,
        Butts,
        Loss,
    }

    /// <summary>How the net anode of a reading follows from what was read.</summary>
    private readonly record struct NetOfGross(NetRule Rule, Exact NetShare, ActivityReadings? Butts)
    {
        public Exact Net(in Reading reading, MonthFactors factors) =>
            Rule switch
            {
                NetRule.Net => reading.Amount,
                // Butts are weighed together; each lot of gross anodes bears its share.
                NetRule.Butts => reading.Amount * NetShare,
                _ => reading.Amount * (100 - (reading.Facts?[s_lossPercent] ?? factors[s_lossFactor].Value)) / 100,
            };

        public Wording Choice =>
            Rule switch
            {
                NetRule.Net => new(
                    "First of: net anode; gross less butts; gross less its loss; output. The net anode was given.",
                    "优先顺序：净耗；毛耗减残极；毛耗减损失；产量。已给出净耗。"
                ),
                NetRule.Butts => new(
                    "Second of: net anode; gross less butts; gross less its loss; output. No net anode was given; gross and butts were.",
                    "优先顺序：净耗；毛耗减残极；毛耗减损失；产量。未给出净耗，已给出毛耗与残极。"
                ),
                _ => new(
                    "Third of: net anode; gross less butts; gross less its loss; output. Neither net anode nor butts were given; gross was.",
                    "优先顺序：净耗；毛耗减残极；毛耗减损失；产量。未给出净耗与残极，已给出毛耗。"
                ),
            };

        public Wording Formula(Wording formula) =>
            Rule switch
            {
                NetRule.Net => formula,
                NetRule.Butts => new(
                    formula.En + "; net anode = gross × (all gross − butts) / all gross",
                    formula.Zh + "；净耗 = 毛耗 × (毛耗合计 − 残极) / 毛耗合计"
                ),
                _ => new(
                    formula.En + "; net anode = gross × (100 − loss %) / 100",
                    formula.Zh + "；净耗 = 毛耗 × (100 − 损失率 %) / 100"
                ),
            };

        public string Record(Working working, in Reading reading, ActivityReadings readings, MonthFactors factors)
        {
            var amount = working.Reading(reading, readings.Activity);
            switch (Rule)
            {
                case NetRule.Net:
                    return amount;
                case NetRule.Butts:
                    var butts = new List<string>();
                    foreach (ref readonly var returned in Butts!.Readings)
                        butts.Add(working.Reading(returned, Butts.Activity, new("butts", "残极量")));
                    var gross = new List<string>();
                    foreach (ref readonly var lot in readings.Readings)
                        gross.Add(Number.Text(lot.Amount));
                    // Of no anodes none is left; there is nothing to share.
                    if (NetShare.IsZero && reading.Amount == 0)
                        return amount;
                    var all = Working.InParentheses(gross);
                    return $"{amount} × ({all} − {Working.InParentheses(butts)}) / {all}";
                default:
                    var loss = working.Choose(s_loss, reading.Facts?[s_lossPercent], "%", factors[s_lossFactor]);
                    return $"{amount} × (100 − {loss}) / 100";
            }
        }
    }
}
