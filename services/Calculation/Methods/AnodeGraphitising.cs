using CarbonPlatform.Calculation.Factors;
using static CarbonPlatform.Calculation.Methods.AnodeStreams;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of graphitising (GB/T 32151.34-2024): a balance of the carbon, and a share of the volatile matter of the
/// resistor and packing coke. What is graphitised has lost its volatile matter in baking.
/// </summary>
internal static class AnodeGraphitising
{
    public const string Method = "anode-graphitising/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 of graphitising", "石墨化二氧化碳"),
        Needs =
        [
            "anode-plant.to-graphitise with fixedCarbonPercent",
            "anode-plant.graphitised with fixedCarbonPercent",
        ],
        Takes = ["anode-plant.resistor-coke", "anode-plant.graphitising-carbon-out"],
        Gives = ["scope1.anode-production CO2"],
        Standard = new("GB/T 32151.34-2024, formula 8", "GB/T 32151.34-2024 式（8）"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [Card],
        Write<Exact>,
        Write<Written>,
        "anode-plant"
    );

    private static readonly RequiredFactor s_volatileShare = FactorNeed.Required(
        "anode-plant.volatile-share.graphitising",
        "1",
        ownable: true
    );
    private static readonly ActivityNeed s_coke = ActivityNeed.Of("anode-plant.resistor-coke");
    private static readonly ActivityNeed s_before = ActivityNeed.Of("anode-plant.to-graphitise");
    private static readonly ActivityNeed s_graphitised = ActivityNeed.Of("anode-plant.graphitised");
    private static readonly ActivityNeed s_carbonOut = ActivityNeed.Of("anode-plant.graphitising-carbon-out");

    private static readonly StreamKind s_cokeKind = new("resistor-coke", Counts.Carbon | Counts.Volatiles);
    private static readonly StreamKind s_beforeKind = new("to-graphitise", Counts.Carbon);
    private static readonly StreamKind s_graphitisedKind = new("graphitised", Counts.Carbon);
    private static readonly StreamKind s_carbonOutKind = new("graphitising-carbon-out", Counts.Carbon);
    private static readonly Phrase s_share = Phrase.Of("name.volatile-share.graphitising");
    private static readonly Phrase s_balance = Phrase.Of("choice.anode-graphitising");

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        var coke = source.Find(s_coke);
        var before = source.Find(s_before);
        var graphitised = source.Find(s_graphitised);
        var carbonOut = source.Find(s_carbonOut);
        if (coke is null && before is null && graphitised is null && carbonOut is null)
            return;
        if (before is null || graphitised is null)
        {
            NotComputable(
                source,
                (before ?? graphitised ?? coke ?? carbonOut)!,
                "The balance of graphitising needs what is to be graphitised (GTA) and what is graphitised (GP)."
            );
            return;
        }
        if (
            Lacks(before, volatiles: false)
            || Lacks(graphitised, volatiles: false)
            || (coke is not null && Lacks(coke, volatiles: true))
        )
        {
            NotComputable(
                source,
                before,
                "What is to be graphitised and what is graphitised need fixedCarbonPercent, resistor "
                    + "coke fixedCarbonPercent and volatilePercent, as received."
            );
            return;
        }

        var share = source.Factors[s_volatileShare];
        var figure = new Figure<T>(source, before.Activity);
        var gpm = TakeAny(ref figure, coke, s_cokeKind);
        var gta = Take(ref figure, before, s_beforeKind);
        var gp = Take(ref figure, graphitised, s_graphitisedKind);
        var gwt = TakeAny(ref figure, carbonOut, s_carbonOutKind);
        var carbon = gpm.Carbon + gta.Carbon - gwt.Carbon - gp.Carbon;
        figure.Is(coke is null ? Co2OfCarbon(carbon) : Co2(carbon, figure.Take(s_share, share), gpm.Volatiles));
        if (T.IsWritten)
            figure.Conclude(LineKind.AnodeProductionCo2, Why(s_balance, coke, carbonOut));
        Add(
            source,
            before,
            Worst(Worst(before.Quality, graphitised), coke, carbonOut),
            figure.Amount,
            Method,
            figure.Set
        );
    }
}
