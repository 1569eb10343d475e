using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2 of a smelter by its sulphur: 2 × (feed − acid − slag − dust − metal). It is an estimate: left out where every stack the
/// source discharges to is measured. It needs feed and acid.
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

    public static readonly MethodEntry Entry = MethodEntry.OfSource([Card], Write, "sulphur-balance");

    private static readonly RequiredFactor s_balance = FactorNeed.Required("air.sulphur-balance", "1");
    private static readonly ActivityNeed s_feed = ActivityNeed.Of("sulphur.feed");
    private static readonly ActivityNeed s_acid = ActivityNeed.Of("sulphur.acid");
    private static readonly ActivityNeed s_slag = ActivityNeed.Of("sulphur.slag");
    private static readonly ActivityNeed s_dust = ActivityNeed.Of("sulphur.dust");
    private static readonly ActivityNeed s_metal = ActivityNeed.Of("sulphur.metal");

    private static readonly Wording s_formula = new(
        "SO2 (kg) = 2 × (feed − acid − slag − dust − metal) × 1000",
        "SO2 (kg) = 2 × (入炉硫 − 酸含硫 − 渣含硫 − 尘含硫 − 金属含硫) × 1000"
    );
    private static readonly Wording[] s_names =
    [
        new("sulphur in acid", "硫酸含硫"),
        new("sulphur in slag", "渣含硫"),
        new("sulphur in dust", "烟尘含硫"),
        new("sulphur in metal", "金属含硫"),
    ];

    public static void Write(in MethodCase source)
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
        ReadOnlySpan<ActivityReadings?> outputs =
        [
            acid,
            source.Find(s_slag),
            source.Find(s_dust),
            source.Find(s_metal),
        ];
        var rest = feed.Total;
        var quality = feed.Quality;
        foreach (var output in outputs)
        {
            if (output is null)
                continue;
            rest -= output.Total;
            if (output.Quality > quality)
                quality = output.Quality;
        }
        if (rest.Sign < 0)
        {
            source.Lines.NotComputable(
                feed.Activity,
                LineKind.ProcessSo2,
                "More sulphur comes out than goes in: check the balance."
            );
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin(s_formula, Stacks.WhyEstimated(source, Pollutants.So2, "SO2"));
            var numbers = working.Sum(feed, new("sulphur in feed", "入炉硫量"));
            for (var i = 0; i < outputs.Length; i++)
            {
                if (outputs[i] is { } output)
                {
                    numbers += $" − {working.Sum(output, s_names[i])}";
                    continue;
                }
                working.Choose(s_names[i], given: null, "t", rule: 0);
                numbers += " − 0";
            }
            working.Term($"2 × ({numbers}) × 1000");
            working.Taken(Words.MassShare, source.Factors[s_balance]);
        }
        source.Lines.Add(
            feed.Activity,
            feed.Quantity,
            quality,
            LineKind.ProcessSo2,
            rest * 2000,
            Grounds.Of(Method, source.Factors[s_balance])
        );
    }
}
