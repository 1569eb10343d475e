using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 and SO2 of the anodes an electrolysis consumes (NDRC guideline for aluminium 2013; guide of the national carbon
/// market 2024). Net anode is the first that exists of: net; gross − butts; gross × (1 − loss); output × what the
/// profile's guideline has per tonne, which is a default. Never two of them.
/// </summary>
internal static class AnodeConsumption
{
    public const string Method = "anode-consumption/2";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 and SO2 of the anodes an electrolysis consumes", "电解铝阳极消耗的二氧化碳与二氧化硫"),
        Needs =
        [
            "aluminium.net-anode | aluminium.gross-anode with aluminium.anode-butts | "
                + "aluminium.gross-anode | aluminium.output",
        ],
        Takes = ["sulphurPercent", "ashPercent", "lossPercent", "removalPercent"],
        Gives = ["air.process SO2", "scope1.anode CO2"],
        Standard = new(
            "NDRC guideline for aluminium 2013, anode consumption; loss of the gross anode: "
                + "aluminium guide of the national carbon market 2024",
            "《中国电解铝生产企业温室气体排放核算方法与报告指南（试行）》（2013）炭阳极消耗；毛耗损失率：全国碳市场铝冶炼核算指南（2024）"
        ),
        Uncertainty = new(
            "CO2 5 % (10 % by output); SO2 15 % with sulphur given, 30 % by default",
            "二氧化碳5%（按产量10%）；二氧化硫给出硫分15%，缺省30%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [Card],
        Write<Exact>,
        Write<Written>,
        "electrolysis"
    );

    private static readonly RequiredFactor s_netConsumption = FactorNeed.Required(
        "anode.net-consumption",
        "t/tAl",
        ownable: true
    );
    private static readonly RequiredFactor s_netConsumption2024 = FactorNeed.Required(
        "anode.ets-2024.net-consumption",
        "t/tAl",
        ownable: true
    );
    private static readonly RequiredFactor s_defaultSulphur = FactorNeed.Required("anode.sulphur", "%", ownable: true);
    private static readonly RequiredFactor s_defaultAsh = FactorNeed.Required("anode.ash", "%", ownable: true);
    private static readonly RequiredFactor s_defaultLoss = FactorNeed.Required("anode.loss", "%", ownable: true);
    private static readonly ActivityNeed s_net = ActivityNeed.Of("aluminium.net-anode");
    private static readonly ActivityNeed s_gross = ActivityNeed.Of("aluminium.gross-anode");
    private static readonly ActivityNeed s_butts = ActivityNeed.Of("aluminium.anode-butts");
    private static readonly ActivityNeed s_output = ActivityNeed.Of("aluminium.output");
    private static readonly Input s_sulphur = new(Given.SulphurPercent, Words.Sulphur, "%");
    private static readonly Input s_removal = new(Given.RemovalPercent, Words.Removal, "%");
    private static readonly Input s_ash = new(AttributeNeed.Percent("ashPercent"), Phrase.Of("name.ash"), "%");
    private static readonly Input s_loss = new(AttributeNeed.Percent("lossPercent"), Phrase.Of("name.loss"), "%");
    private static readonly Conversion s_carbonToKgCo2 =
        Conversion.OfPercent * Conversion.CarbonToCo2 * Conversion.TonnesToKg;

    private static readonly Phrase s_allGross = Phrase.Of("name.all-gross");
    private static readonly Phrase s_buttsName = Phrase.Of("name.butts");
    private static readonly Phrase s_perTonne = Phrase.Of("name.net-consumption");
    private static readonly Phrase s_byNet = Phrase.Of("choice.anode.net");
    private static readonly Phrase s_byButts = Phrase.Of("choice.anode.butts");
    private static readonly Phrase s_byLoss = Phrase.Of("choice.anode.loss");
    private static readonly Phrase s_byOutput = Phrase.Of("choice.anode.output");
    private static readonly Phrase s_byOwnOutput = Phrase.Of("choice.anode.output.own");

    /// <summary>What of a net anode is neither sulphur nor ash burns.</summary>
    private static T Co2<T>(T net, T sulphur, T ash)
        where T : struct, ITerm<T> => net * (Constant.Hundred - sulphur - ash) * s_carbonToKgCo2;

    private static T So2<T>(T net, T sulphur, T removal)
        where T : struct, ITerm<T> =>
        Constant.Two
        * net
        * sulphur
        * Conversion.OfPercent
        * (Constant.Hundred - removal)
        * Conversion.OfPercent
        * Conversion.TonnesToKg;

    private static T NetOfButts<T>(T gross, T allGross, T butts)
        where T : struct, ITerm<T> => gross * (allGross - butts) / allGross;

    private static T NetOfLoss<T>(T gross, T loss)
        where T : struct, ITerm<T> => gross * (Constant.Hundred - loss) * Conversion.OfPercent;

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        var butts = source.Find(s_butts);
        if (source.Find(s_net) is { } net)
            WriteAnode<T>(source, new Anodes(net, NetRule.Net, Butts: null));
        else if (source.Find(s_gross) is { } gross)
            WriteAnode<T>(source, new Anodes(gross, butts is null ? NetRule.Loss : NetRule.Butts, butts));
        else if (butts is not null)
            NotComputable(source, butts, "There are butts without gross anodes: give aluminium.gross-anode.");
        else if (source.Find(s_output) is { } output)
            WriteDefault<T>(source, output);
    }

    private static void WriteAnode<T>(in MethodCase source, in Anodes anodes)
        where T : struct, ITerm<T>
    {
        if (anodes.Butts is { } butts && butts.Total > anodes.Readings.Total)
        {
            NotComputable(
                source,
                anodes.Readings,
                "More butts came back than gross anodes went in: check the two readings."
            );
            return;
        }
        if (!TryWriteCo2<T>(source, anodes))
            return;
        if (!source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            WriteSo2<T>(source, anodes);
    }

    private static bool TryWriteCo2<T>(in MethodCase source, in Anodes anodes)
        where T : struct, ITerm<T>
    {
        var factors = source.Factors;
        var readings = anodes.Readings;
        var figure = new Figure<T>(source, readings.Activity);
        var butts = TakeButts(ref figure, anodes);
        foreach (ref readonly var reading in readings.Readings)
        {
            var net = Net(ref figure, reading, anodes, butts, factors);
            var sulphur = figure.Take(s_sulphur, factors[s_defaultSulphur]);
            var ash = figure.Take(s_ash, factors[s_defaultAsh]);
            if (sulphur.Value + ash.Value > 100)
            {
                var (s, a) = (
                    reading.Facts?[s_sulphur.Attribute] ?? factors[s_defaultSulphur].Value,
                    reading.Facts?[s_ash.Attribute] ?? factors[s_defaultAsh].Value
                );
                NotComputable(source, readings, $"Sulphur {s} % and ash {a} % are more than the anode.");
                return false;
            }
            figure.Add(Co2(net, sulphur, ash));
        }
        if (T.IsWritten)
            figure.Conclude(LineKind.AnodeCo2, anodes.Why);
        source.Lines.Add(
            readings.Activity,
            readings.Quantity,
            anodes.Quality,
            LineKind.AnodeCo2,
            figure.Amount,
            new Grounds(
                Method,
                figure.InOrder(factors[s_defaultLoss], factors[s_defaultSulphur], factors[s_defaultAsh]),
                factors.Uncertainties.AnodeCarbon
            )
        );
        return true;
    }

    private static void WriteSo2<T>(in MethodCase source, in Anodes anodes)
        where T : struct, ITerm<T>
    {
        var factors = source.Factors;
        var readings = anodes.Readings;
        var factor = factors[s_defaultSulphur];
        var figure = new Figure<T>(source, readings.Activity);
        var isTaken = false;
        var butts = TakeButts(ref figure, anodes);
        foreach (ref readonly var reading in readings.Readings)
        {
            isTaken |= reading.Facts?[Given.SulphurPercent] is null;
            var net = Net(ref figure, reading, anodes, butts, factors);
            var sulphur = figure.Take(s_sulphur, factor);
            figure.Add(So2(net, sulphur, figure.ShowOr(s_removal, rule: 0)));
        }
        if (T.IsWritten)
            figure.Conclude(LineKind.ProcessSo2, anodes.Why + Stacks.WhyEstimated(source, Pollutants.So2, "SO2"));
        // Sulphur that the plant has measured is no default, be it with the reading or as the plant's own factor.
        source.Lines.Add(
            readings.Activity,
            readings.Quantity,
            isTaken && !factor.IsOwn ? Quality.Default : anodes.Quality,
            LineKind.ProcessSo2,
            figure.Amount,
            new Grounds(
                Method,
                figure.InOrder(factors[s_defaultLoss], factor),
                isTaken ? factor.UncertaintyPercent : factors.Uncertainties.GivenSulphur
            )
        );
    }

    /// <summary>
    /// No anode reading at all: output × default consumption. Its SO2 is not estimated from that, it has to be
    /// reported.
    /// </summary>
    private static void WriteDefault<T>(in MethodCase source, ActivityReadings output)
        where T : struct, ITerm<T>
    {
        var consumption = Consumption(source);
        var figure = new Figure<T>(source, output.Activity);
        var net = figure.Total(output, Words.Output) * figure.Take(s_perTonne, consumption);
        var sulphur = figure.Take(Words.Sulphur, source.Factors[s_defaultSulphur]);
        figure.Is(Co2(net, sulphur, figure.Take(s_ash.Name, source.Factors[s_defaultAsh])));
        if (T.IsWritten)
            figure.Conclude(LineKind.AnodeCo2, consumption.IsOwn ? s_byOwnOutput : s_byOutput);
        source.Lines.Add(
            output.Activity,
            output.Quantity,
            Quality.Default,
            LineKind.AnodeCo2,
            figure.Amount,
            Grounds.Of(Method, consumption, figure.Set)
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

    /// <summary>
    /// What a plant has measured of its cells holds whichever guideline they are counted by; the default is that of the
    /// profile.
    /// </summary>
    private static Factor Consumption(in MethodCase source)
    {
        var (of2013, of2024) = (source.Factors[s_netConsumption], source.Factors[s_netConsumption2024]);
        return source.Source.Profile.HasAnodeOf2024 && (of2024.IsOwn || !of2013.IsOwn) ? of2024 : of2013;
    }

    private static T TakeButts<T>(ref Figure<T> figure, in Anodes anodes)
        where T : struct, ITerm<T> => anodes.Butts is { } butts ? figure.Total(butts, s_buttsName) : default;

    /// <summary>
    /// The net anode of a reading. Butts are weighed together; each lot of gross anodes bears its share.
    /// </summary>
    private static T Net<T>(ref Figure<T> figure, in Reading reading, in Anodes anodes, T butts, MonthFactors factors)
        where T : struct, ITerm<T>
    {
        var amount = figure.Reading(reading);
        return anodes.Rule switch
        {
            NetRule.Net => amount,
            // Of no anodes none is left; there is nothing to share.
            NetRule.Butts when anodes.Readings.Total.IsZero => amount,
            NetRule.Butts => NetOfButts(amount, figure.Known(Part.Whole(anodes.Readings), s_allGross), butts),
            _ => NetOfLoss(amount, figure.Take(s_loss, factors[s_defaultLoss])),
        };
    }

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail)
    {
        source.Lines.NotComputable(readings.Activity, LineKind.AnodeCo2, detail);
        if (!source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            source.Lines.NotComputable(readings.Activity, LineKind.ProcessSo2, detail);
    }

    private enum NetRule
    {
        Net,
        Butts,
        Loss,
    }

    /// <summary>What was read of the anodes, and by which rule the net anode follows from it.</summary>
    private readonly record struct Anodes(ActivityReadings Readings, NetRule Rule, ActivityReadings? Butts)
    {
        public Quality Quality =>
            Butts is not null && Butts.Quality > Readings.Quality ? Butts.Quality : Readings.Quality;

        public Wording Why =>
            Rule switch
            {
                NetRule.Net => s_byNet,
                NetRule.Butts => s_byButts,
                _ => s_byLoss,
            };
    }
}
