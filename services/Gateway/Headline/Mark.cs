using CarbonPlatform.Contracts;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>What has to be said of figures that do not rest on whole years.</summary>
/// <param name="Code">The mark that figures carry.</param>
/// <param name="Zh">In words.</param>
/// <param name="En">In words.</param>
internal sealed record Mark(string Code, string Zh, string En)
{
    public const string YearIncomplete = "year-incomplete";
    public const string YearBeforeIncomplete = "year-before-incomplete";
    public const string CoverageDiffers = "coverage-differs";

    /// <summary>Years of which so much more of one is posted are not alike: no change is given between them.</summary>
    private const decimal MostApart = 0.05m;

    private static readonly Mark[] s_all =
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

    /// <summary>The codes of all marks.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. s_all.Select(mark => mark.Code)];

    /// <summary>Those that apply to figures of these years.</summary>
    public static IReadOnlyList<Mark> Of(YearTotals year, YearTotals before)
    {
        var (now, then) = (year.Default.Coverage, before.Default.Coverage);
        return
        [
            .. s_all.Where(mark =>
                mark.Code switch
                {
                    YearIncomplete => !IsWhole(now),
                    YearBeforeIncomplete => !IsWhole(then),
                    // As many of the months of more plants is another coverage, too.
                    _ => now.OpenGaps != then.OpenGaps
                        || now.PostedShare != then.PostedShare
                        || now.PlantMonthsExpected != then.PlantMonthsExpected,
                }
            ),
        ];
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
    private static bool IsWhole(TotalsCoverage coverage) => coverage.IsWhole && coverage.PostedShare == 1;
}
