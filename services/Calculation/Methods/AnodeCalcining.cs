using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>CO2 of calcining coke (GB/T 32151.34-2024): a balance of the carbon, and a share of the volatile matter.</summary>
internal static class AnodeCalcining
{
    public const string Method = "anode-calcining/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 of calcining coke", "石油焦煅烧二氧化碳"),
        Needs =
        [
            "anode-plant.raw-coke with fixedCarbonPercent and volatilePercent",
            "anode-plant.calcined-coke with fixedCarbonPercent and volatilePercent",
        ],
        Takes = ["anode-plant.under-calcined", "anode-plant.dust"],
        Gives = ["scope1.anode-production CO2"],
        Standard = new("GB/T 32151.34-2024, formula 6", "GB/T 32151.34-2024 式（6）"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource([Card], Write, "anode-plant");

    private static readonly RequiredFactor s_volatileShare = FactorNeed.Required(
        "anode-plant.volatile-share.calcining",
        "1",
        ownable: true
    );
    private static readonly ActivityNeed s_raw = ActivityNeed.Of("anode-plant.raw-coke");
    private static readonly ActivityNeed s_calcined = ActivityNeed.Of("anode-plant.calcined-coke");
    private static readonly ActivityNeed s_under = ActivityNeed.Of("anode-plant.under-calcined");
    private static readonly ActivityNeed s_dust = ActivityNeed.Of("anode-plant.dust");

    private static readonly Wording s_formula = new(
        "CO2 (kg) = [GC·WFC − (CC + UCC + DU)·WFC_C] × 44 / 12 × 1000 + K1 × (GC·WVar − CC·WVar_C) × 44 / 16 × 1000; percentages / 100",
        "CO2 (kg) = [GC·WFC − (CC + UCC + DU)·WFC_C] × 44 / 12 × 1000 + K1 × (GC·WVar − CC·WVar_C) × 44 / 16 × 1000；百分数 / 100"
    );

    public static void Write(in MethodCase source)
    {
        var raw = source.Find(s_raw);
        var calcined = source.Find(s_calcined);
        var under = source.Find(s_under);
        var dust = source.Find(s_dust);
        if (raw is null && calcined is null && under is null && dust is null)
            return;
        if (raw is null || calcined is null || calcined.Total.IsZero)
        {
            AnodeStreams.NotComputable(
                source,
                (raw ?? calcined ?? under ?? dust)!,
                "The balance of calcining needs raw coke (GC) and calcined coke (CC)."
            );
            return;
        }
        if (AnodeStreams.Lacks(raw, volatiles: true) || AnodeStreams.Lacks(calcined, volatiles: true))
        {
            AnodeStreams.NotComputable(
                source,
                raw,
                "Raw and calcined coke need fixedCarbonPercent and volatilePercent, as received."
            );
            return;
        }

        // The fixed carbon of the calcined coke is also that of what is under-calcined and of the dust.
        var returned = calcined.Total + (under?.Total ?? Exact.Zero) + (dust?.Total ?? Exact.Zero);
        var carbonOut = AnodeStreams.Carbon(calcined) * returned / calcined.Total;
        var share = source.Factors[s_volatileShare];
        var sum =
            (AnodeStreams.Carbon(raw) - carbonOut) * 110 / 3
            + (AnodeStreams.Volatile(raw) - AnodeStreams.Volatile(calcined)) * share.Value * 55 / 2;
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                s_formula,
                new(
                    "The balance of calcining: raw and calcined coke were given; what is under-calcined or dust carries the fixed carbon of the calcined coke.",
                    "煅烧平衡：已给出待煅烧原料与煅后料；欠烧料与炭粉尘按煅后料固定碳计。"
                )
            );
            AnodeStreams.Record(working, raw, new("raw coke (GC)", "待煅烧原料 (GC)"));
            AnodeStreams.Record(working, calcined, new("calcined coke (CC)", "煅后料 (CC)"));
            var nothing = new List<string>();
            AnodeStreams.Record(
                working,
                under,
                new("under-calcined (UCC)", "欠烧料 (UCC)"),
                nothing,
                carbonCounts: false,
                volatilesCount: false
            );
            AnodeStreams.Record(
                working,
                dust,
                new("dust (DU)", "炭粉尘 (DU)"),
                nothing,
                carbonCounts: false,
                volatilesCount: false
            );
            working.Taken(
                new("K1, share of volatile matter counted as methane carbon", "K1 挥发分计为甲烷碳的比例"),
                share
            );
            var all = $"({string.Join(" + ", [AnodeStreams.SumText(calcined), .. nothing])})";
            working.Term(
                $"({AnodeStreams.CarbonText(raw)} − ({AnodeStreams.CarbonText(calcined)}) × {all} / {AnodeStreams.SumText(calcined)}) × 44 / 12 × 1000"
            );
            working.Term(
                $"{share.Value} × ({AnodeStreams.VolatileText(raw)} − ({AnodeStreams.VolatileText(calcined)})) × 44 / 16 × 1000"
            );
        }
        AnodeStreams.Add(
            source,
            raw,
            AnodeStreams.Worst(AnodeStreams.Worst(raw.Quality, calcined), under, dust),
            sum,
            Method,
            FactorSet.Of(given: true, share)
        );
    }
}
