using CarbonPlatform.Calculation.Factors;
using static CarbonPlatform.Calculation.Methods.AnodeStreams;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of baking anodes (GB/T 32151.34-2024): a balance of the carbon, and a share of the volatile matter.
/// </summary>
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

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [Card],
        Write<Exact>,
        Write<Written>,
        "anode-plant"
    );

    private static readonly RequiredFactor s_volatileShare = FactorNeed.Required(
        "anode-plant.volatile-share.baking",
        "1",
        ownable: true
    );
    private static readonly ActivityNeed s_packing = ActivityNeed.Of("anode-plant.packing-coke");
    private static readonly ActivityNeed s_green = ActivityNeed.Of("anode-plant.green-anode");
    private static readonly ActivityNeed s_baked = ActivityNeed.Of("anode-plant.baked-anode");
    private static readonly ActivityNeed s_carbonOut = ActivityNeed.Of("anode-plant.carbon-out");

    private static readonly StreamKind s_packingKind = new("packing-coke", Counts.Carbon | Counts.Volatiles);
    private static readonly StreamKind s_greenKind = new("green-anode", Counts.Carbon | Counts.Volatiles);
    private static readonly StreamKind s_bakedKind = new("baked-anode", Counts.Carbon);
    private static readonly StreamKind s_carbonOutKind = new("carbon-out", Counts.Carbon);
    private static readonly Phrase s_share = Phrase.Of("name.volatile-share.baking");
    private static readonly Phrase s_balance = Phrase.Of("choice.anode-baking");

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        var packing = source.Find(s_packing);
        var green = source.Find(s_green);
        var baked = source.Find(s_baked);
        var carbonOut = source.Find(s_carbonOut);
        if (packing is null && green is null && baked is null && carbonOut is null)
            return;
        if (green is null || baked is null)
        {
            NotComputable(
                source,
                (green ?? baked ?? packing ?? carbonOut)!,
                "The balance of baking needs green anodes (BG) and baked anodes (BP)."
            );
            return;
        }
        if (
            Lacks(green, volatiles: true)
            || Lacks(baked, volatiles: false)
            || (packing is not null && Lacks(packing, volatiles: true))
        )
        {
            NotComputable(
                source,
                green,
                "Green anodes and packing coke need fixedCarbonPercent and volatilePercent, baked "
                    + "anodes fixedCarbonPercent, as received."
            );
            return;
        }

        var share = source.Factors[s_volatileShare];
        var figure = new Figure<T>(source, green.Activity);
        var bpm = TakeAny(ref figure, packing, s_packingKind);
        var bg = Take(ref figure, green, s_greenKind);
        var bp = Take(ref figure, baked, s_bakedKind);
        var bwt = TakeAny(ref figure, carbonOut, s_carbonOutKind);
        var k2 = figure.Take(s_share, share);
        figure.Is(Co2(bpm.Carbon + bg.Carbon - bwt.Carbon - bp.Carbon, k2, bpm.Volatiles + bg.Volatiles));
        if (T.IsWritten)
            figure.Conclude(LineKind.AnodeProductionCo2, Why(s_balance, packing, carbonOut));
        Add(source, green, Worst(Worst(green.Quality, baked), packing, carbonOut), figure.Amount, Method, figure.Set);
    }
}
