using System.Globalization;
using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>
/// What must be said beside what hydro, wind and solar power avoids, in one basis: with what it is compared, and what
/// it is not.
/// </summary>
/// <param name="Basis">displacement, combined-margin or grid-average.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameZh">The same in Chinese.</param>
/// <param name="IsAvoidance">False: it is a comparison, and nobody avoids anything by it.</param>
/// <param name="ComparedWith">With what power it is compared.</param>
/// <param name="ComparedWithZh">The same in Chinese.</param>
/// <param name="CertificatesSold">
/// Whether certificates or credits of the power were sold, which is not counted: yes or no, unknown where nothing is
/// said of it, yes-partly-unknown and no-partly-unknown where nothing is said of a part.
/// </param>
/// <param name="ReservoirNetted">
/// Whether the emission of reservoirs from 4 to 10 W/m2 is taken off, of own hydro power.
/// </param>
/// <param name="From">First month that it holds for.</param>
/// <param name="To">Last month that it holds for.</param>
/// <param name="Text">All of it in a sentence.</param>
/// <param name="TextZh">The same in Chinese.</param>
public sealed record AvoidedCaveat(
    string Basis,
    string Name,
    string NameZh,
    bool IsAvoidance,
    string ComparedWith,
    string ComparedWithZh,
    string CertificatesSold,
    bool ReservoirNetted,
    Month From,
    Month To,
    string Text,
    string TextZh
)
{
    /// <summary>
    /// Factor sets that stand in it, by the edition or the year of their data; absent where the question was not asked
    /// with provenance.
    /// </summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Editions { get; init; }

    /// <summary>
    /// provisional-factor, carried-forward: some or all of it is counted by a factor of another year, for the reason
    /// that the code names; absent where all of it has the factor of its year.
    /// </summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Statuses { get; init; }

    private static readonly Dictionary<string, Words> s_words = new(StringComparer.Ordinal)
    {
        [Bases.Displacement] = new(
            "displacement of thermal power",
            "替代火电口径",
            "the country's average thermal power of {0} (yearly figures of the China Electricity Council)",
            "{0}全国平均火电（中国电力企业联合会年度数据）",
            "the year",
            "当年",
            IsAvoidance: true,
            ReservoirNetted: false
        ),
        [Bases.CombinedMargin] = new(
            "combined margin of the grid",
            "组合边际口径",
            "the combined margin of the regional grid, ex ante (the ministry's baseline factors; ACM0002, TOOL07)",
            "区域电网组合边际，事前计算（生态环境部基准线排放因子；ACM0002、TOOL07）",
            "the year",
            "当年",
            IsAvoidance: true,
            ReservoirNetted: true
        ),
        [Bases.GridAverage] = new(
            "comparison with the grid average",
            "与电网平均水平的对比",
            "the country's average grid power of {0} (the ministry's announcements)",
            "{0}全国电网平均水平（生态环境部公告）",
            "the accounting year",
            "核算年度",
            IsAvoidance: false,
            ReservoirNetted: false
        ),
    };

    /// <summary>What must be said of a basis.</summary>
    /// <param name="basis">One of the family <c>avoided</c>.</param>
    /// <param name="from">First month that is counted.</param>
    /// <param name="to">Last month that is counted.</param>
    /// <param name="years">Whether factors of other years stand in it.</param>
    /// <param name="sold">What is said of whether its certificates or credits were sold.</param>
    /// <param name="editions">Factor sets that stand in it; null where they are not known.</param>
    public static AvoidedCaveat Of(
        string basis,
        Month from,
        Month to,
        FactorYears years,
        SoldCertificates sold,
        IReadOnlyList<string>? editions = null
    )
    {
        var words = s_words[basis];
        var sets = editions is null ? null : string.Join(", ", editions);
        var comparedWith = string.Format(
            CultureInfo.InvariantCulture,
            words.ComparedWith,
            years.IsOther ? $"{words.Year} or, where that is not at hand, of another one" : words.Year
        );
        var comparedWithZh = string.Format(
            CultureInfo.InvariantCulture,
            words.ComparedWithZh,
            years.IsOther ? $"{words.YearZh}（无当年数据时为其他年度）" : words.YearZh
        );
        return new AvoidedCaveat(
            basis,
            words.Name,
            words.NameZh,
            words.IsAvoidance,
            comparedWith,
            comparedWithZh,
            sold.Word,
            words.ReservoirNetted,
            from,
            to,
            $"{Capital(words.Name)}: a comparison with {comparedWith}; "
                + years.Text
                + (sets is null ? "edition and data year stand on each line; " : $"editions: {sets}; ")
                + "not a reduction unit; not additional by proof; not deducted from scopes 1 to 3; "
                + $"certificates or credits of it sold: {sold.Text}; "
                + $"reservoir emissions taken off: {(words.ReservoirNetted ? "yes" : "no")}; "
                + $"valid from {from} to {to}.",
            $"{words.NameZh}：与{comparedWithZh}的比较；"
                + years.TextZh
                + (sets is null ? "版本及数据年份见各明细行；" : $"版本：{sets}；")
                + "不是核证减排量；未证明额外性；不从范围一至三中扣除；"
                + $"绿证或减排量是否已出售：{sold.TextZh}；"
                + $"是否扣除水库排放：{(words.ReservoirNetted ? "是" : "否")}；"
                + $"适用期间：{from}至{to}。"
        )
        {
            Editions = editions,
            Statuses = years.Statuses,
        };
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private sealed record Words(
        string Name,
        string NameZh,
        string ComparedWith,
        string ComparedWithZh,
        string Year,
        string YearZh,
        bool IsAvoidance,
        bool ReservoirNetted
    );
}

/// <summary>Whether factors of other years than the one that is counted stand in amounts.</summary>
/// <param name="IsProvisional">The year's factor is not at hand for some of them.</param>
/// <param name="IsCarriedForward">Some have the last edition at hand of a series.</param>
public readonly record struct FactorYears(bool IsProvisional, bool IsCarriedForward)
{
    /// <summary>Some do.</summary>
    public bool IsOther => IsProvisional || IsCarriedForward;

    internal IReadOnlyList<string>? Statuses =>
        IsOther
            ? LineStatusesConverter.CodesOf(
                (IsProvisional ? LineStatuses.ProvisionalFactor : LineStatuses.None)
                    | (IsCarriedForward ? LineStatuses.CarriedForward : LineStatuses.None)
            )
            : null;

    internal string Text =>
        (
            IsProvisional
                ? "for some or all of it the factor of the year is not at hand (not published, or not in the "
                    + "catalogue), and the latest one serves; "
                : ""
        )
        + (
            IsCarriedForward
                ? "some or all of it is counted by the last edition at hand of a series, which is of another year; "
                : ""
        );

    internal string TextZh =>
        (IsProvisional ? "部分或全部数据尚无当年因子（未发布或未收入目录），暂用最近一年的因子；" : "")
        + (IsCarriedForward ? "部分或全部数据沿用现有最近一版的因子，属其他年度；" : "");
}
