using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.Ledger.Totals.Answering;

/// <summary>
/// Totals as tables: what has to be known of them (position, coverage, bases) stands in the file itself, so that it is
/// still there when the file has gone through many hands.
/// </summary>
internal static class TotalsTable
{
    private const string Co2eMeasure = "CO2e";

    private static readonly string[] s_keys = ["month", "orgUnit", "plant", "source", "process", "activity"];

    private static readonly string[] s_parts =
    [
        "onVerifiedFactors",
        "onDisputedFactors",
        "onProvisionalFactors",
        "onCarriedForwardFactors",
    ];

    public static async Task WriteAsync(
        TotalsQuestion question,
        TotalsAnswer answer,
        TableWriter writer,
        CancellationToken cancellationToken
    )
    {
        await writer.BeginAsync("说明 Notes", [], isNotes: true, cancellationToken);
        foreach (var (name, value) in TotalsNotes.Of(question, answer))
            await writer.RowAsync([TableCell.Of(name), TableCell.Of(value)], cancellationToken);
        if (!writer.IsForPeople)
            await writer.RowAsync(
                [TableCell.Of("列名 columns"), TableCell.Of(TotalsColumns.InWords(ColumnsOf(question, writer)))],
                cancellationToken
            );

        var columns = Columns(question, writer);
        await writer.BeginAsync("合计 Totals", columns, isNotes: false, cancellationToken);
        foreach (var row in answer.Rows)
            await writer.RowAsync(Cells(question, row, row.Measure, row.MeasuredShare, writer), cancellationToken);
        await writer.BeginAsync(Co2eMeasure, columns, isNotes: false, cancellationToken);
        foreach (var row in answer.Co2e.Rows)
            await writer.RowAsync(Cells(question, row, Co2eMeasure, measuredShare: null, writer), cancellationToken);
        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// Heads of the columns. Programs read CSV by the names that JSON has, which are the same in every language; people
    /// read a workbook, in both.
    /// </summary>
    private static string[] Columns(TotalsQuestion question, TableWriter writer) =>
        [
            .. ColumnsOf(question, writer)
                .Select(column => writer.IsForPeople ? $"{TotalsColumns.Zh[column]} {column}" : column),
        ];

    internal static List<string> ColumnsOf(TotalsQuestion question, TableWriter writer)
    {
        List<string> columns =
        [
            .. s_keys.Where(key => question.Asks(DimensionNames.All[key])),
            "category",
            "basis",
            "measure",
        ];
        AddNumber("quantity");
        columns.AddRange(["unit", "measuredShare"]);
        foreach (var part in s_parts)
            AddNumber(part);
        columns.AddRange(["certificatesSold", "elimination"]);
        if (question.WithUncertainty)
            columns.AddRange(["lowerPercent", "upperPercent", "boundsMethod"]);
        return columns;

        void AddNumber(string name)
        {
            columns.Add(name);
            if (writer.CutsNumbersOff)
                columns.Add(name + "Exact");
        }
    }

    private static List<TableCell> Cells(
        TotalsQuestion question,
        TotalsKeyedRow row,
        string measure,
        string? measuredShare,
        TableWriter writer
    )
    {
        var cells = new List<TableCell>();
        foreach (var key in new[] { row.Month, row.OrgUnit, row.Plant, row.Source, row.Process, row.Activity })
        {
            if (key is not null)
                cells.Add(TableCell.Of(key.Value));
        }
        cells.AddRange([TableCell.Of(row.Category), TableCell.Of(row.Basis), TableCell.Of(measure)]);
        AddNumber(row.Quantity);
        cells.AddRange([TableCell.Of(row.Unit), TableCell.Number(measuredShare)]);
        AddNumber(row.OnVerifiedFactors);
        AddNumber(row.OnDisputedFactors);
        AddNumber(row.OnProvisionalFactors);
        AddNumber(row.OnCarriedForwardFactors);
        cells.AddRange([TableCell.Of(row.CertificatesSold), TableCell.Of(row.Elimination is true ? "true" : null)]);
        if (question.WithUncertainty)
            cells.AddRange([
                TableCell.Number(row.Uncertainty?.LowerPercent),
                TableCell.Number(row.Uncertainty?.UpperPercent),
                TableCell.Of(row.Uncertainty?.Method),
            ]);
        return cells;

        void AddNumber(string? digits)
        {
            cells.Add(TableCell.Number(digits));
            if (writer.CutsNumbersOff)
                cells.Add(TableCell.Of(digits));
        }
    }
}

/// <summary>What the columns of totals are called in Chinese, by the names that JSON has for them.</summary>
internal static class TotalsColumns
{
    public static IReadOnlyDictionary<string, string> Zh { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["month"] = "月份",
            ["orgUnit"] = "战略单元",
            ["plant"] = "工厂",
            ["source"] = "排放源",
            ["process"] = "工序",
            ["activity"] = "活动",
            ["category"] = "类别",
            ["basis"] = "口径",
            ["measure"] = "指标",
            ["quantity"] = "数量",
            ["quantityExact"] = "数量精确值",
            ["unit"] = "单位",
            ["measuredShare"] = "实测占比",
            ["onVerifiedFactors"] = "所用因子均经核对的部分",
            ["onVerifiedFactorsExact"] = "所用因子均经核对的部分精确值",
            ["onDisputedFactors"] = "所用因子有争议的部分",
            ["onDisputedFactorsExact"] = "所用因子有争议的部分精确值",
            ["onProvisionalFactors"] = "无当年因子的部分",
            ["onProvisionalFactorsExact"] = "无当年因子的部分精确值",
            ["onCarriedForwardFactors"] = "沿用以往版本因子的部分",
            ["onCarriedForwardFactorsExact"] = "沿用以往版本因子的部分精确值",
            ["certificatesSold"] = "绿证或减排量是否已出售",
            ["elimination"] = "集团内抵销",
            ["lowerPercent"] = "不确定度下限（%）",
            ["upperPercent"] = "不确定度上限（%）",
            ["boundsMethod"] = "不确定度方法",
        };

    /// <summary>Columns with their Chinese names, as a text.</summary>
    public static string InWords(IEnumerable<string> columns) =>
        string.Join("；", columns.Select(column => $"{column} {Zh[column]}"));
}

/// <summary>What has to be known of totals, in both languages, by the names that JSON has for it.</summary>
internal static class TotalsNotes
{
    public static IEnumerable<(string Name, string? Value)> Of(TotalsQuestion question, TotalsAnswer answer)
    {
        var coverage = answer.Coverage;
        yield return ("起始月 from", answer.From.ToString());
        yield return ("截止月 to", answer.To.ToString());
        yield return ("范围 org", answer.Org);
        yield return ("边界 boundary", answer.Boundary ?? "enterprise");
        yield return ("口径 basis", string.Join(", ", question.Bases.Order(StringComparer.Ordinal)));
        yield return ("增温潜势 gwp", $"{answer.Co2e.Gwp} ({answer.Co2e.GwpStatus})");
        if (answer.Co2e.WithoutPotential is { } without)
            yield return ("未计入 CO2e 的气体 co2e.withoutPotential", string.Join(", ", without));
        if (answer.Co2e.OutsideKyoto is { } outside)
            yield return ("不属京都议定书、不计入 CO2e 的气体 co2e.outsideKyoto", string.Join(", ", outside));
        yield return ("账本位置 asOf.sequence", Digits(answer.AsOf.Sequence));
        yield return (
            "记录时间 asOf.recordedAt",
            answer.AsOf.RecordedAt?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)
        );
        yield return ("根哈希 asOf.rootHash", answer.AsOf.RootHash);
        yield return ("已封存 asOf.sealed", Choice(answer.AsOf.Sealed));
        yield return ("应报厂月 coverage.plantMonthsExpected", Digits(coverage.PlantMonthsExpected));
        yield return ("已入账厂月 coverage.plantMonthsPosted", Digits(coverage.PlantMonthsPosted));
        yield return ("未报厂月 coverage.plantMonthsNotReported", Digits(coverage.PlantMonthsNotReported));
        yield return ("已撤回厂月 coverage.plantMonthsWithdrawn", Digits(coverage.PlantMonthsWithdrawn));
        yield return ("未开始厂月 coverage.plantMonthsNotBegun", Digits(coverage.PlantMonthsNotBegun));
        yield return ("未结缺口 coverage.openGaps", Digits(coverage.OpenGaps));
        yield return ("已关账 coverage.closed", Choice(coverage.Closed));
        if (coverage.SourcesUnplaced is { } unplaced)
            yield return ("边界不明的源 coverage.sourcesUnplaced", Digits(unplaced));
        yield return ("是否完整 whole", WholeOrNot(coverage));
        foreach (var scope in answer.Co2e.Scopes ?? [])
            yield return (
                "范围合计 " + scope.Scope,
                $"{scope.Quantity} {scope.Unit}"
                    + (
                        scope.Uncertainty is { } bounds
                            ? $" (−{bounds.LowerPercent} % … +{bounds.UpperPercent} %, {bounds.Method})"
                            : ""
                    )
            );
        foreach (var caveat in answer.Caveats ?? [])
            yield return ("减排量说明 caveats." + caveat.Basis, $"{caveat.TextZh} {caveat.Text}");
        yield return (
            "数字 figures",
            "精确十进制数；电子表格只保留 15 位有效数字。measure 为 CO2e 的行由其上各气体折算，不与之相加。 Exact decimals; a "
                + "spreadsheet keeps 15 digits of them. Rows of the measure CO2e are made of the gases above and are "
                + "not added to them."
        );
    }

    private static string WholeOrNot(TotalsCoverage coverage) =>
        coverage.IsWhole
            ? "完整 whole"
            : $"不完整：{Digits(coverage.PlantMonthsExpected)} 个厂月中已入账 {Digits(coverage.PlantMonthsPosted)} 个，未开始 "
                + $"{Digits(coverage.PlantMonthsNotBegun)} 个，缺口 {Digits(coverage.OpenGaps)} 个 not whole: "
                + $"{Digits(coverage.PlantMonthsPosted)} of {Digits(coverage.PlantMonthsExpected)} plant-months "
                + "posted, "
                + $"{Digits(coverage.PlantMonthsNotBegun)} not begun, open gaps: {Digits(coverage.OpenGaps)}";

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Choice(bool yes) => yes ? "是 true" : "否 false";
}
