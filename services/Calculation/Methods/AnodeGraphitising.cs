using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of graphitising (GB/T 32151.34-2024): a balance of the carbon, and a share of the volatile matter of the resistor and
/// packing coke. What is graphitised has lost its volatile matter in baking.
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

    public static readonly MethodEntry Entry = MethodEntry.OfSource([Card], Write, "anode-plant");

    private static readonly RequiredFactor s_volatileShare = FactorNeed.Required(
        "anode-plant.volatile-share.graphitising",
        "1",
        ownable: true
    );
    private static readonly ActivityNeed s_coke = ActivityNeed.Of("anode-plant.resistor-coke");
    private static readonly ActivityNeed s_before = ActivityNeed.Of("anode-plant.to-graphitise");
    private static readonly ActivityNeed s_graphitised = ActivityNeed.Of("anode-plant.graphitised");
    private static readonly ActivityNeed s_carbonOut = ActivityNeed.Of("anode-plant.graphitising-carbon-out");

    private static readonly Wording s_formula = new(
        "CO2 (kg) = (GPM·GPMFC + GTA·GTAFC − GWT − GP·GPFC) × 44 / 12 × 1000 + K3 × GPM·GPMVar × 44 / 16 × 1000; percentages / 100",
        "CO2 (kg) = (GPM·GPMFC + GTA·GTAFC − GWT − GP·GPFC) × 44 / 12 × 1000 + K3 × GPM·GPMVar × 44 / 16 × 1000；百分数 / 100"
    );

    public static void Write(in MethodCase source)
    {
        var coke = source.Find(s_coke);
        var before = source.Find(s_before);
        var graphitised = source.Find(s_graphitised);
        var carbonOut = source.Find(s_carbonOut);
        if (coke is null && before is null && graphitised is null && carbonOut is null)
            return;
        if (before is null || graphitised is null)
        {
            AnodeStreams.NotComputable(
                source,
                (before ?? graphitised ?? coke ?? carbonOut)!,
                "The balance of graphitising needs what is to be graphitised (GTA) and what is graphitised (GP)."
            );
            return;
        }
        if (
            AnodeStreams.Lacks(before, volatiles: false)
            || AnodeStreams.Lacks(graphitised, volatiles: false)
            || (coke is not null && AnodeStreams.Lacks(coke, volatiles: true))
        )
        {
            AnodeStreams.NotComputable(
                source,
                before,
                "What is to be graphitised and what is graphitised need fixedCarbonPercent, resistor coke fixedCarbonPercent and volatilePercent, as received."
            );
            return;
        }

        var share = source.Factors[s_volatileShare];
        var carbon = AnodeStreams.Carbon(before) - AnodeStreams.Carbon(graphitised);
        if (coke is not null)
            carbon += AnodeStreams.Carbon(coke);
        if (carbonOut is not null)
            carbon -= AnodeStreams.Carbon(carbonOut, whenAbsent: 100);
        var sum = carbon * 110 / 3;
        if (coke is not null)
            sum += AnodeStreams.Volatile(coke) * share.Value * 55 / 2;
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                s_formula,
                new(
                    "The balance of graphitising: what went in and what came out were given; resistor coke and carbon out are 0 where they were not.",
                    "石墨化平衡：已给出待石墨化品与石墨化品；未给出的石墨化用料与碳输出按0计。"
                )
            );
            AnodeStreams.Record(
                working,
                coke,
                new("resistor coke (GPM)", "石墨化用料 (GPM)"),
                [],
                carbonCounts: true,
                volatilesCount: true
            );
            AnodeStreams.Record(working, before, new("to graphitise (GTA)", "待石墨化品 (GTA)"), volatilesCount: false);
            AnodeStreams.Record(working, graphitised, new("graphitised (GP)", "石墨化品 (GP)"), volatilesCount: false);
            AnodeStreams.RecordCarbonOut(working, carbonOut, new("carbon out (GWT)", "碳输出 (GWT)"));
            var packed = coke is null ? "0" : AnodeStreams.CarbonText(coke);
            var removed = carbonOut is null ? "0" : AnodeStreams.CarbonText(carbonOut, whenAbsent: 100);
            working.Term(
                $"({packed} + {AnodeStreams.CarbonText(before)} − ({removed}) − ({AnodeStreams.CarbonText(graphitised)})) × 44 / 12 × 1000"
            );
            if (coke is not null)
            {
                working.Taken(
                    new("K3, share of volatile matter counted as methane carbon", "K3 挥发分计为甲烷碳的比例"),
                    share
                );
                working.Term($"{share.Value} × ({AnodeStreams.VolatileText(coke)}) × 44 / 16 × 1000");
            }
        }
        AnodeStreams.Add(
            source,
            before,
            AnodeStreams.Worst(AnodeStreams.Worst(before.Quality, graphitised), coke, carbonOut),
            sum,
            Method,
            FactorSet.Of(given: true, coke is null ? null : share)
        );
    }
}
