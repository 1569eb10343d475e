using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using CarbonPlatform.TestKit;
using CarbonPlatform.Workbooks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Tables as a spreadsheet takes them: what was written is what is read, none of it is carried out.</summary>
[Tier(Tier.Pure)]
public sealed class TableWriterTests
{
    private static readonly XNamespace s_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static async Task<byte[]> WriteAsync(Func<Stream, TableWriter> create)
    {
        using var memory = new OnlyAsync();
        await using (var writer = create(memory))
        {
            var cancellationToken = CancellationToken.None;
            await writer.BeginAsync("说明 Notes", [], isNotes: true, cancellationToken);
            await writer.RowAsync([TableCell.Of("口径 basis"), TableCell.Of("market, a")], cancellationToken);
            await writer.BeginAsync("合计", ["plant", "quantity"], isNotes: false, cancellationToken);
            foreach (var text in new[] { "铜厂 <&>", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " a", null })
                await writer.RowAsync([TableCell.Of(text), TableCell.Number("-1.50")], cancellationToken);
            await writer.BeginAsync("CO2e", ["plant", "quantity"], isNotes: false, cancellationToken);
            await writer.RowAsync(
                [TableCell.Of("b"), TableCell.Number("1234567890123456789.123456")],
                cancellationToken
            );
            await writer.CompleteAsync(cancellationToken);
        }
        return memory.ToArray();
    }

    [Fact]
    public async Task A_CSV_table_has_its_mark_its_notes_and_no_formula()
    {
        var bytes = await WriteAsync(to => new CsvTableWriter(to));
        bytes.Take(3).ShouldBe(new byte[] { 0xEF, 0xBB, 0xBF });
        Encoding
            .UTF8.GetString(bytes.AsSpan(3))
            .Split("\r\n")
            .ShouldBe([
                "# 说明 Notes",
                "# 口径 basis,\"market, a\"",
                "plant,quantity",
                "铜厂 <&>,-1.50",
                "\"'=1+1\",-1.50",
                "\"'+1\",-1.50",
                "\"'-1\",-1.50",
                "\"'@SUM(A1)\",-1.50",
                "\"'\t=1\",-1.50",
                " a,-1.50",
                ",-1.50",
                "b,1234567890123456789.123456",
                "",
            ]);
    }

    [Fact]
    public async Task A_workbook_has_a_sheet_for_each_table_with_texts_as_texts_and_numbers_to_the_last_digit()
    {
        using var zip = new ZipArchive(new MemoryStream(await WriteAsync(to => new XlsxTableWriter(to))));
        zip.Entries.Select(entry => entry.FullName)
            .ShouldBe(
                [
                    "xl/worksheets/sheet1.xml",
                    "xl/worksheets/sheet2.xml",
                    "xl/worksheets/sheet3.xml",
                    "xl/workbook.xml",
                    "xl/_rels/workbook.xml.rels",
                    "xl/styles.xml",
                    "_rels/.rels",
                    "[Content_Types].xml",
                ],
                ignoreOrder: true
            );
        foreach (var entry in zip.Entries)
            Parsed(zip, entry.FullName).Root.ShouldNotBeNull();
        Parsed(zip, "xl/workbook.xml")
            .Descendants(s_main + "sheet")
            .Select(sheet => (string)sheet.Attribute("name")!)
            .ShouldBe(["说明 Notes", "合计", "CO2e"]);

        var cells = Parsed(zip, "xl/worksheets/sheet2.xml").Descendants(s_main + "c").ToList();
        cells.ShouldAllBe(cell => cell.Element(s_main + "f") == null);
        var texts = cells.Where(cell => (string?)cell.Attribute("t") == "inlineStr").Select(cell => cell.Value);
        texts.ShouldBe(["plant", "quantity", "铜厂 <&>", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " a"]);
        cells
            .Where(cell => cell.Element(s_main + "v") is not null)
            .Select(cell => cell.Value)
            .ShouldAllBe(v => v == "-1.50");
        Parsed(zip, "xl/worksheets/sheet3.xml")
            .Descendants(s_main + "v")
            .Single()
            .Value.ShouldBe("1234567890123456789.123456");
    }

    [Fact]
    public async Task A_workbook_that_was_not_completed_is_none()
    {
        using var memory = new OnlyAsync();
        await using (var writer = new XlsxTableWriter(memory))
        {
            await writer.BeginAsync("a", ["b"], isNotes: false, CancellationToken.None);
            for (var i = 0; i < 100_000; i++)
                await writer.RowAsync([TableCell.Number($"{i}.{i}")], CancellationToken.None);
        }
        memory.Length.ShouldBeGreaterThan(65_536, "what is written goes on before the end");
        Should.Throw<InvalidDataException>(() => new ZipArchive(new MemoryStream(memory.ToArray())));
    }

    private static XDocument Parsed(ZipArchive zip, string path)
    {
        using var part = zip.GetEntry(path)!.Open();
        return XDocument.Load(part, LoadOptions.PreserveWhitespace);
    }

    /// <summary>
    /// As the body of an answer is: nothing is written to it but asynchronously, and nobody goes back.
    /// </summary>
    private sealed class OnlyAsync : MemoryStream
    {
        public override bool CanSeek => false;

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            base.Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
