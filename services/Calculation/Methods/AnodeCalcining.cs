using CarbonPlatform.Calculation.Factors;
using static CarbonPlatform.Calculation.Methods.AnodeStreams;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of calcining coke (GB/T 32151.34-2024): a balance of the carbon, and a share of the volatile matter.
/// </summary>
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

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [Card],
        Write<Exact>,
        Write<Written>,
        "anode-plant"
    );

    private static readonly RequiredFactor s_volatileShare = FactorNeed.Required(
        "anode-plant.volatile-share.calcining",
        "1",
        ownable: true
    );
    private static readonly ActivityNeed s_raw = ActivityNeed.Of("anode-plant.raw-coke");
    private static readonly ActivityNeed s_calcined = ActivityNeed.Of("anode-plant.calcined-coke");
    private static readonly ActivityNeed s_under = ActivityNeed.Of("anode-plant.under-calcined");
    private static readonly ActivityNeed s_dust = ActivityNeed.Of("anode-plant.dust");

    private static readonly StreamKind s_rawKind = new("raw-coke", Counts.Carbon | Counts.Volatiles);
    private static readonly StreamKind s_calcinedKind = new("calcined-coke", Counts.Carbon | Counts.Volatiles);
    private static readonly StreamKind s_underKind = new("under-calcined", Counts.Mass);
    private static readonly StreamKind s_dustKind = new("dust", Counts.Mass);
    private static readonly Phrase s_share = Phrase.Of("name.volatile-share.calcining");
    private static readonly Phrase s_balance = Phrase.Of("choice.anode-calcining");
    private static readonly Phrase s_returned = Phrase.Of("choice.anode-calcining.returned");

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        var raw = source.Find(s_raw);
        var calcined = source.Find(s_calcined);
        var under = source.Find(s_under);
        var dust = source.Find(s_dust);
        if (raw is null && calcined is null && under is null && dust is null)
            return;
        if (raw is null || calcined is null || calcined.Total.IsZero)
        {
            NotComputable(
                source,
                (raw ?? calcined ?? under ?? dust)!,
                "The balance of calcining needs raw coke (GC) and calcined coke (CC)."
            );
            return;
        }
        if (Lacks(raw, volatiles: true) || Lacks(calcined, volatiles: true))
        {
            NotComputable(
                source,
                raw,
                "Raw and calcined coke need fixedCarbonPercent and volatilePercent, as received."
            );
            return;
        }

        var share = source.Factors[s_volatileShare];
        var figure = new Figure<T>(source, raw.Activity);
        var gc = Take(ref figure, raw, s_rawKind);
        var cc = Take(ref figure, calcined, s_calcinedKind);
        var ucc = TakeAny(ref figure, under, s_underKind);
        var du = TakeAny(ref figure, dust, s_dustKind);
        var k1 = figure.Take(s_share, share);
        // The fixed carbon of the calcined coke is also that of what is under-calcined and of the dust.
        var carbonOut = cc.Carbon * (cc.Total + ucc.Total + du.Total) / cc.Total;
        figure.Is(Co2(gc.Carbon - carbonOut, k1, gc.Volatiles - cc.Volatiles));
        if (T.IsWritten)
            figure.Conclude(LineKind.AnodeProductionCo2, WhyCalcining(under, dust));
        Add(source, raw, Worst(Worst(raw.Quality, calcined), under, dust), figure.Amount, Method, figure.Set);
    }

    private static Wording WhyCalcining(ActivityReadings? under, ActivityReadings? dust)
    {
        var why = Why(s_balance, under, dust);
        return under is null && dust is null ? why : why + s_returned;
    }
}
