using CarbonPlatform.Contracts;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>
/// What has to be said of figures that do not rest on whole years, lack something, or rest on factors of other years.
/// </summary>
/// <param name="Code">The mark that figures carry, or the kind of what they lack.</param>
/// <param name="Zh">In words.</param>
/// <param name="En">In words.</param>
internal sealed record Mark(string Code, string Zh, string En)
{
    public const string YearIncomplete = "year-incomplete";
    public const string YearBeforeIncomplete = "year-before-incomplete";
    public const string CoverageDiffers = "coverage-differs";
    public const string DisputedFactor = "disputed-factor";
    public const string ProvisionalFactor = "provisional-factor";
    public const string CarriedForward = "carried-forward";

    /// <summary>Years of which so much more of one is posted are not alike: no change is given between them.</summary>
    private const decimal MostApart = 0.05m;

    private static readonly Mark[] s_ofCoverage =
    [
        new(
            YearIncomplete,
            "本年尚不完整：有厂月未入账、未开始或有未结缺口。",
            "The year is not whole: plant-months are not posted or have not begun, or gaps are open."
        ),
        new(
            YearBeforeIncomplete,
            "上年尚不完整：有厂月未入账、未开始或有未结缺口。",
            "The year before is not whole: plant-months are not posted or have not begun, or gaps are open."
        ),
        new(
            CoverageDiffers,
            "两年覆盖程度或应报厂月数不同，变化中含有此差别；覆盖程度相差二十分之一以上时不给出变化。",
            "The two years are not covered alike, or not as many plant-months belong to them, and part of the change "
                + "is that; where their coverage is more than a twentieth apart no change is given."
        ),
    ];

    private static readonly Mark[] s_ofFactors =
    [
        new(
            DisputedFactor,
            "部分或全部数据所用的因子另有不同的公布值（数量见 onDisputedFactors）。",
            "Some or all of it rests on factors of which another value is in print (how much: onDisputedFactors)."
        ),
        new(
            ProvisionalFactor,
            "部分或全部数据尚无当年因子（未发布或未收入目录），暂用最近一年的因子（数量见 onProvisionalFactors）。",
            "For some or all of it the factor of the year is not at hand (not published, or not in the catalogue), and "
                + "the latest one serves (how much: onProvisionalFactors)."
        ),
        new(
            CarriedForward,
            "部分或全部数据沿用现有最近一版的因子，属其他年度（数量见 onCarriedForwardFactors）。",
            "Some or all of it is counted by the last edition at hand of a series, which is of another year (how much: "
                + "onCarriedForwardFactors)."
        ),
    ];

    private static readonly Mark[] s_ofGaps =
    [
        new(GapKinds.NoFactor, "缺少适用的因子，未得出数值。", "No factor is known for it: it has no figure."),
        new(GapKinds.NotReported, "应报数据未报，未得出数值。", "What has to be reported was not: it has no figure."),
        new(
            GapKinds.NotComputable,
            "已报数据不足以得出数值。",
            "What was reported does not allow a result: it has no figure."
        ),
        new(
            GapKinds.ClaimNotHeld,
            "工厂不持有该项权益，不计数值。",
            "The plant does not hold the claim: it has no figure."
        ),
        new(
            GapKinds.CreditingEnded,
            "水电、风电或光伏电站的计入期已结束，按组合边际不再计入。",
            "The crediting periods of a station are over: nothing is avoided by the combined margin any more."
        ),
        new(
            GapKinds.DensityUnknown,
            "水库功率密度未知，无法得知水库排放，未计入。",
            "The power density of a reservoir is not known, nor therefore what it emits: it is not counted."
        ),
        new(
            GapKinds.DensityTooLow,
            "水库功率密度过低，按组合边际不计入。",
            "The power density of a reservoir is too low to be credited: nothing is avoided by the combined margin."
        ),
    ];

    /// <summary>The codes of all marks.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [.. s_ofCoverage.Concat(s_ofFactors).Concat(s_ofGaps).Select(mark => mark.Code)];

    /// <summary>Codes of those that figures of these years carry.</summary>
    /// <param name="year">The year.</param>
    /// <param name="before">The year before.</param>
    /// <param name="concern">Whether a gap is one of the figure: others do not make it less whole.</param>
    public static IEnumerable<string> Of(YearTotals year, YearTotals before, Func<TotalsGap, bool> concern)
    {
        var (now, then) = (year.Default.Coverage, before.Default.Coverage);
        var (lackingNow, lackingThen) = (year.OpenGaps(concern), before.OpenGaps(concern));
        return s_ofCoverage
            .Select(mark => mark.Code)
            .Where(code =>
                code switch
                {
                    YearIncomplete => lackingNow > 0 || !IsPosted(now),
                    YearBeforeIncomplete => lackingThen > 0 || !IsPosted(then),
                    // As many of the months of more plants is another coverage, too.
                    _ => lackingNow != lackingThen
                        || now.PostedShare != then.PostedShare
                        || now.PlantMonthsExpected != then.PlantMonthsExpected,
                }
            );
    }

    /// <summary>Codes of those that an amount carries for what it rests on.</summary>
    public static IEnumerable<string> Of(Amount? amount)
    {
        if (amount?.OnDisputedFactors is not null)
            yield return DisputedFactor;
        if (amount?.OnProvisionalFactors is not null)
            yield return ProvisionalFactor;
        if (amount?.OnCarriedForwardFactors is not null)
            yield return CarriedForward;
    }

    /// <summary>The words of all that figures carry and lack.</summary>
    public static IReadOnlyList<Mark> Of(IReadOnlyList<Figure> figures)
    {
        var codes = figures
            .SelectMany(figure =>
                figure.Marks.Concat((figure.Lacks ?? []).Concat(figure.YearBeforeLacks ?? []).Select(lack => lack.Kind))
            )
            .ToHashSet(StringComparer.Ordinal);
        return [.. s_ofCoverage.Concat(s_ofFactors).Concat(s_ofGaps).Where(mark => codes.Contains(mark.Code))];
    }

    /// <summary>
    /// Why figures of these years are not compared: the mark of the one of which less is posted; null when they are.
    /// </summary>
    public static string? WhyNotCompared(YearTotals year, YearTotals before)
    {
        var apart = year.Default.Coverage.PostedShare - before.Default.Coverage.PostedShare;
        return Math.Abs(apart) <= MostApart ? null
            : apart < 0 ? YearIncomplete
            : YearBeforeIncomplete;
    }

    /// <summary>A year in which no plant reported is not whole either.</summary>
    private static bool IsPosted(TotalsCoverage coverage) =>
        coverage.PostedShare == 1 && coverage.SourcesUnplaced is null or 0;
}
