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

        var columns = Columns(question, writer);
        await writer.BeginAsync("合计 Totals", columns, isNotes: false, cancellationToken);
        foreach (var row in answer.Rows)
            await writer.RowAsync(Cells(question, row, row.Measure, row.MeasuredShare, writer), cancellationToken);
        await writer.BeginAsync(Co2eMeasure, columns, isNotes: false, cancellationToken);
        foreach (var row in answer.Co2e.Rows)
            await writer.RowAsync(Cells(question, row, Co2eMeasure, measuredShare: null, writer), cancellationToken);
        await writer.CompleteAsync(cancellationToken);
    }

    private static string[] Columns(TotalsQuestion question, TableWriter writer)
    {
        List<string> columns =
        [
            .. s_keys.Where(key => question.Asks(DimensionNames.All[key])),
            "category",
            "basis",
            "measure",
            "quantity",
        ];
        if (writer.CutsNumbersOff)
            columns.Add("quantityExact");
        columns.AddRange(["unit", "measuredShare", "onVerifiedFactors"]);
        if (writer.CutsNumbersOff)
            columns.Add("onVerifiedFactorsExact");
        columns.Add("onDisputedFactors");
        if (writer.CutsNumbersOff)
            columns.Add("onDisputedFactorsExact");
        columns.Add("elimination");
        if (question.WithUncertainty)
            columns.AddRange(["lowerPercent", "upperPercent", "boundsMethod"]);
        return [.. columns];
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
        cells.Add(TableCell.Of(row.Elimination is true ? "true" : null));
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
                + $"{Digits(coverage.PlantMonthsNotBegun)} not begun, {Digits(coverage.OpenGaps)} open gaps";

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Choice(bool yes) => yes ? "是 true" : "否 false";
}
