using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>CO2 of baking anodes (GB/T 32151.34-2024): a balance of the carbon, and a share of the volatile matter.</summary>
internal static class AnodeBaking
{
    public const string Method = "anode-baking/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 of baking anodes", "阳极焙烧二氧化碳"),
        Needs =
        [
            "anode-plant.green-anode with fixedCarbonPercent and volatilePercent",
            "anode-plant.baked-anode with fixedCarbonPercent",
        ],
        Takes = ["anode-plant.packing-coke", "anode-plant.carbon-out"],
        Gives = ["scope1.anode-production CO2"],
        Standard = new("GB/T 32151.34-2024, formula 7", "GB/T 32151.34-2024 式（7）"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource([Card], Write, "anode-plant");

    private static readonly RequiredFactor s_volatileShare = FactorNeed.Required(
        "anode-plant.volatile-share.baking",
        "1",
        ownable: true
    );
    private static readonly ActivityNeed s_packing = ActivityNeed.Of("anode-plant.packing-coke");
    private static readonly ActivityNeed s_green = ActivityNeed.Of("anode-plant.green-anode");
    private static readonly ActivityNeed s_baked = ActivityNeed.Of("anode-plant.baked-anode");
    private static readonly ActivityNeed s_carbonOut = ActivityNeed.Of("anode-plant.carbon-out");

    private static readonly Wording s_formula = new(
        "CO2 (kg) = (BPM·BPMFC + BG·BGFC − BWT − BP·BPFC) × 44 / 12 × 1000 + K2 × (BPM·BPMVar + BG·BGVar) × 44 / 16 × 1000; percentages / 100",
        "CO2 (kg) = (BPM·BPMFC + BG·BGFC − BWT − BP·BPFC) × 44 / 12 × 1000 + K2 × (BPM·BPMVar + BG·BGVar) × 44 / 16 × 1000；百分数 / 100"
    );

    public static void Write(in MethodCase source)
    {
        var packing = source.Find(s_packing);
        var green = source.Find(s_green);
        var baked = source.Find(s_baked);
        var carbonOut = source.Find(s_carbonOut);
        if (packing is null && green is null && baked is null && carbonOut is null)
            return;
        if (green is null || baked is null)
        {
            AnodeStreams.NotComputable(
                source,
                (green ?? baked ?? packing ?? carbonOut)!,
                "The balance of baking needs green anodes (BG) and baked anodes (BP)."
            );
            return;
        }
        if (
            AnodeStreams.Lacks(green, volatiles: true)
            || AnodeStreams.Lacks(baked, volatiles: false)
            || (packing is not null && AnodeStreams.Lacks(packing, volatiles: true))
        )
        {
            AnodeStreams.NotComputable(
                source,
                green,
                "Green anodes and packing coke need fixedCarbonPercent and volatilePercent, baked anodes fixedCarbonPercent, as received."
            );
            return;
        }

        var share = source.Factors[s_volatileShare];
        var carbon = AnodeStreams.Carbon(green) - AnodeStreams.Carbon(baked);
        var volatiles = AnodeStreams.Volatile(green);
        if (packing is not null)
        {
            carbon += AnodeStreams.Carbon(packing);
            volatiles += AnodeStreams.Volatile(packing);
        }
        if (carbonOut is not null)
            carbon -= AnodeStreams.Carbon(carbonOut, whenAbsent: 100);
        var sum = carbon * 110 / 3 + volatiles * share.Value * 55 / 2;
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                s_formula,
                new(
                    "The balance of baking: green and baked anodes were given; packing coke and carbon out are 0 where they were not.",
                    "焙烧平衡：已给出待焙烧品与焙烧品；未给出的填充料与碳输出按0计。"
                )
            );
            AnodeStreams.Record(
                working,
                packing,
                new("packing coke (BPM)", "填充料 (BPM)"),
                [],
                carbonCounts: true,
                volatilesCount: true
            );
            AnodeStreams.Record(working, green, new("green anodes (BG)", "待焙烧品 (BG)"));
            AnodeStreams.Record(working, baked, new("baked anodes (BP)", "焙烧品 (BP)"), volatilesCount: false);
            AnodeStreams.RecordCarbonOut(working, carbonOut, new("carbon out (BWT)", "碳输出 (BWT)"));
            working.Taken(
                new("K2, share of volatile matter counted as methane carbon", "K2 挥发分计为甲烷碳的比例"),
                share
            );
            var packed = packing is null ? "0" : AnodeStreams.CarbonText(packing);
            var removed = carbonOut is null ? "0" : AnodeStreams.CarbonText(carbonOut, whenAbsent: 100);
            working.Term(
                $"({packed} + {AnodeStreams.CarbonText(green)} − ({removed}) − ({AnodeStreams.CarbonText(baked)})) × 44 / 12 × 1000"
            );
            working.Term(
                $"{share.Value} × ({(packing is null ? "0" : AnodeStreams.VolatileText(packing))} + {AnodeStreams.VolatileText(green)}) × 44 / 16 × 1000"
            );
        }
        AnodeStreams.Add(
            source,
            green,
            AnodeStreams.Worst(AnodeStreams.Worst(green.Quality, baked), packing, carbonOut),
            sum,
            Method,
            FactorSet.Of(given: true, share)
        );
    }
}
