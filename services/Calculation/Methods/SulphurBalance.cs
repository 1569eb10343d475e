using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2 of a smelter by its sulphur: 2 × (feed − acid − slag − dust − metal). It is an estimate: left out where every
/// stack the source discharges to is measured. It needs feed and acid.
/// </summary>
internal static class SulphurBalance
{
    public const string Method = "sulphur-balance/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("SO2 of a smelter by its sulphur", "冶炼厂硫平衡二氧化硫"),
        Needs = ["sulphur.feed", "sulphur.acid"],
        Takes = ["sulphur.slag", "sulphur.dust", "sulphur.metal"],
        Gives = ["air.process SO2"],
        Standard = new("Material balance of sulphur (HJ 888 style)", "硫物料衡算（HJ 888方法）"),
        Uncertainty = new("30 %", "30%"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [Card],
        Write<Exact>,
        Write<Written>,
        "sulphur-balance"
    );

    private static readonly RequiredFactor s_balance = FactorNeed.Required("air.sulphur-balance", "1");
    private static readonly ActivityNeed s_feed = ActivityNeed.Of("sulphur.feed");
    private static readonly ActivityNeed s_acid = ActivityNeed.Of("sulphur.acid");
    private static readonly ActivityNeed s_slag = ActivityNeed.Of("sulphur.slag");
    private static readonly ActivityNeed s_dust = ActivityNeed.Of("sulphur.dust");
    private static readonly ActivityNeed s_metal = ActivityNeed.Of("sulphur.metal");

    private static readonly Phrase s_ofFeed = Phrase.Of("name.sulphur.feed");
    private static readonly Phrase s_ofAcid = Phrase.Of("name.sulphur.acid");
    private static readonly Phrase s_ofSlag = Phrase.Of("name.sulphur.slag");
    private static readonly Phrase s_ofDust = Phrase.Of("name.sulphur.dust");
    private static readonly Phrase s_ofMetal = Phrase.Of("name.sulphur.metal");

    private static T So2<T>(T feed, T acid, T slag, T dust, T metal)
        where T : struct, ITerm<T> => Constant.Two * (feed - acid - slag - dust - metal) * Conversion.TonnesToKg;

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            return;

        var feed = source.Find(s_feed);
        var acid = source.Find(s_acid);
        if (feed is null || acid is null)
        {
            source.Lines.NotComputable(
                source.Factors.Activities[s_feed],
                LineKind.ProcessSo2,
                "The sulphur balance needs the sulphur in feed and in acid."
            );
            return;
        }
        ReadOnlySpan<ActivityReadings?> others = [source.Find(s_slag), source.Find(s_dust), source.Find(s_metal)];
        var figure = new Figure<T>(source, feed.Activity);
        figure.Is(
            So2(
                figure.Total(feed, s_ofFeed),
                figure.Total(acid, s_ofAcid),
                TotalOrNothing(ref figure, others[0], s_ofSlag),
                TotalOrNothing(ref figure, others[1], s_ofDust),
                TotalOrNothing(ref figure, others[2], s_ofMetal)
            )
        );
        if (figure.Amount.Sign < 0)
        {
            source.Lines.NotComputable(
                feed.Activity,
                LineKind.ProcessSo2,
                "More sulphur comes out than goes in: check the balance."
            );
            return;
        }
        figure.Weigh(source.Factors[s_balance]);
        if (T.IsWritten)
            figure.Conclude(LineKind.ProcessSo2, Stacks.WhyEstimated(source, Pollutants.So2, "SO2"));
        source.Lines.Add(
            feed.Activity,
            feed.Quantity,
            AnodeStreams.Worst(AnodeStreams.Worst(feed.Quality, acid), others),
            LineKind.ProcessSo2,
            figure.Amount,
            Grounds.Of(Method, source.Factors[s_balance])
        );
    }

    private static T TotalOrNothing<T>(ref Figure<T> figure, ActivityReadings? readings, Phrase name)
        where T : struct, ITerm<T> => readings is null ? figure.Absent(name, "t") : figure.Total(readings, name);
}
