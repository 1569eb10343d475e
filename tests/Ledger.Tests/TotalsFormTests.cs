using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using CarbonPlatform.TestKit;
using CarbonPlatform.Workbooks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Totals as a spreadsheet reads them.</summary>
[Tier(Tier.Service)]
public sealed class TotalsFormTests
{
    private const string March = "/api/v1/totals?from=2024-03&to=2024-03";
    private const string Csv = "text/csv";

    private static async Task<LedgerRoom> LedgerAsync()
    {
        var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2024-03", "ALU")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").WithCoal(12345678901234.567891m).WithGaps(Sheet.Gap("BOILER-1"))
        );
        return ledger;
    }

    [Fact]
    public async Task As_CSV_they_say_in_the_file_what_they_rest_on_and_are_exact()
    {
        await using var ledger = await LedgerAsync();
        await using var api = await LedgerApi.StartAsync(ledger);

        using var response = await api.SendAsync(March + "&groupBy=plant", null, ("Accept", Csv));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("totals-GROUP-2024-03-2024-03.csv");
        response.Headers.Vary.ShouldContain("Accept");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        bytes.Take(3).ShouldBe(new byte[] { 0xEF, 0xBB, 0xBF });
        var notes = System
            .Text.Encoding.UTF8.GetString(bytes.AsSpan(3))
            .Split("\r\n")
            .Where(line => line.StartsWith("# ", StringComparison.Ordinal))
            .ToList();
        notes.ShouldContain("# 账本位置 asOf.sequence,2");
        notes.ShouldContain("# 应报厂月 coverage.plantMonthsExpected,1");
        notes.ShouldContain("# 未结缺口 coverage.openGaps,1");
        notes.ShouldContain(
            "# 是否完整 whole,\"不完整：1 个厂月中已入账 1 个，未开始 0 个，缺口 1 个 not whole: 1 of 1 plant-months posted, "
                + "0 not begun, open gaps: 1\""
        );
        notes.ShouldContain("# 口径 basis,\"displacement, equivalent, location-national\"");
        // The heads are names for programs, the same in every language; the notes have them in Chinese.
        notes
            .Single(note => note.StartsWith("# 列名 columns,", StringComparison.Ordinal))
            .ShouldStartWith(
                "# 列名 columns,plant 工厂；category 类别；basis 口径；measure 指标；quantity 数量；unit 单位；"
            );
        // The house's own reader passes the notes over.
        CsvTable
            .Read(new MemoryStream(bytes))
            .Select(record => string.Join('|', record.Cells))
            .ShouldBe([
                "plant|category|basis|measure|quantity|unit|measuredShare|onVerifiedFactors|onDisputedFactors"
                    + "|onProvisionalFactors|onCarriedForwardFactors|certificatesSold|elimination",
                "SX-A1|scope1.combustion||CO2|12345678901234.567891|kg|1.000|12345678901234.567891|||||",
                "SX-A1|scope1.combustion||CO2e|12345678901234.567891|kg||12345678901234.567891|||||",
            ]);
    }

    [Fact]
    public async Task As_a_workbook_the_exact_text_stands_beside_the_number()
    {
        await using var ledger = await LedgerAsync();
        await using var api = await LedgerApi.StartAsync(ledger);

        using var response = await api.SendAsync(
            March,
            null,
            ("Accept", XlsxTableWriter.MediaType + ";q=0.9, text/*;q=0.1")
        );

        response.Content.Headers.ContentType!.ToString().ShouldBe(XlsxTableWriter.MediaType);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Cells(zip, 1).ShouldContain("账本位置 asOf.sequence");
        Cells(zip, 2)
            .ShouldBe([
                .. "类别 category|口径 basis|指标 measure|数量 quantity|数量精确值 quantityExact|单位 unit".Split('|'),
                .. "实测占比 measuredShare|所用因子均经核对的部分 onVerifiedFactors".Split('|'),
                .. "所用因子均经核对的部分精确值 onVerifiedFactorsExact|所用因子有争议的部分 onDisputedFactors".Split(
                    '|'
                ),
                .. "所用因子有争议的部分精确值 onDisputedFactorsExact|无当年因子的部分 onProvisionalFactors".Split('|'),
                "无当年因子的部分精确值 onProvisionalFactorsExact",
                "沿用以往版本因子的部分 onCarriedForwardFactors",
                "沿用以往版本因子的部分精确值 onCarriedForwardFactorsExact",
                .. "绿证或减排量是否已出售 certificatesSold|集团内抵销 elimination|scope1.combustion".Split('|'),
                "",
                .. "CO2 12345678901234.567891 12345678901234.567891 kg 1.000".Split(' '),
                .. "12345678901234.567891 12345678901234.567891".Split(' '),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
            ]);
        Cells(zip, 3).ShouldContain("CO2e");
    }

    private static List<string> Cells(ZipArchive zip, int sheet)
    {
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var part = zip.GetEntry($"xl/worksheets/sheet{sheet}.xml")!.Open();
        return [.. XDocument.Load(part).Descendants(main + "c").Select(cell => cell.Value)];
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    [InlineData("text/html, image/gif, *; q=.2, */*; q=.2", "application/json")]
    [InlineData("text/csv;q=0.5, application/json;q=0.4", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("application/json;q=0, */*", "text/csv")]
    public async Task The_caller_says_in_what_form(string? accept, string form)
    {
        await using var ledger = await LedgerAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        using var response = await api.SendAsync(March, null, accept is null ? [] : [("Accept", accept)]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(form);
    }

    [Fact]
    public async Task What_there_is_not_is_refused()
    {
        await using var ledger = await LedgerAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        using var pdf = await api.SendAsync(March, null, ("Accept", "application/pdf"));
        (await pdf.ShouldBeProblem(406, "not-acceptable")).GetProperty("detail").GetString()!.ShouldContain("text/csv");
        using var provenance = await api.SendAsync(March + "&provenance=true", null, ("Accept", Csv));
        await provenance.ShouldBeProblem(400, "provenance-no-table");
        using var nobody = await api.SendAsync(March + "&org=NOBODY", null, ("Accept", Csv));
        await nobody.ShouldBeProblem(404, "unknown-org");
    }
}
