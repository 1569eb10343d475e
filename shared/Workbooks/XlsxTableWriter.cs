using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace CarbonPlatform.Workbooks;

/// <summary>
/// A workbook (Office Open XML, ECMA-376), a sheet for each table and for the notes, written as it goes: nothing of it
/// is held but the row at hand. Texts are texts and never formulas.
/// </summary>
public sealed class XlsxTableWriter : TableWriter
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string SheetRelation = Relations + "/worksheet";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const int LongestName = 31;

    // Cell formats by their place in the table of styles.
    private const int OfNumber = 1;
    private const int OfText = 2;
    private const int OfHeader = 3;

    private const string Fonts = """
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
        """;

    private const string Fills = """
        <fills count="2"><fill><patternFill patternType="none"/></fill>
        <fill><patternFill patternType="gray125"/></fill></fills>
        """;

    private const string Styles = $"""
        <styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.000000"/></numFmts>
        {Fonts}{Fills}
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>
        """;

    /// <summary>So much is held before it goes on.</summary>
    private const int Held = 65_536;

    private readonly DrainedBuffer _out;
    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];
    private readonly StringBuilder _row = new();
    private Stream? _sheet;

    /// <summary>Writes to a stream, which stays open.</summary>
    public XlsxTableWriter(Stream to)
    {
        _out = new DrainedBuffer(to);
        _zip = new ZipArchive(_out, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override bool CutsNumbersOff => true;

    /// <inheritdoc/>
    public override bool IsForPeople => true;

    /// <inheritdoc/>
    public override Task BeginAsync(
        string name,
        IReadOnlyList<string> header,
        bool isNotes,
        CancellationToken cancellationToken
    )
    {
        EndSheet();
        _sheets.Add(name.Length <= LongestName ? name : name[..LongestName]);
        _sheet = Open($"xl/worksheets/sheet{_sheets.Count}.xml");
        var columns = Math.Max(header.Count, 2);
        Write(
            $"""
            {Declaration}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0">{(
                isNotes ? "" : """<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"""
            )}</sheetView></sheetViews><cols><col min="1" max="{columns}" width="26" customWidth="1"/></cols><sheetData>
            """
        );
        if (header.Count == 0)
            return Task.CompletedTask;
        _row.Append("<row>");
        foreach (var column in header)
            Text(column, OfHeader);
        return EndRowAsync(cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override ValueTask RowAsync(IReadOnlyList<TableCell> cells, CancellationToken cancellationToken)
    {
        _row.Append("<row>");
        foreach (var (text, isNumber) in cells)
        {
            if (text is null)
                _row.Append("<c/>");
            else if (isNumber)
                _row.Append(CultureInfo.InvariantCulture, $"<c s=\"{OfNumber}\"><v>{text}</v></c>");
            else
                Text(text, OfText);
        }
        return EndRowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        EndSheet();
        Part(
            "xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>{Each(
                (name, n) => $"""<sheet name="{SecurityElement.Escape(name)}" sheetId="{n}" r:id="rId{n}"/>"""
            )}</sheets></workbook>"""
        );
        Part(
            "xl/_rels/workbook.xml.rels",
            $"""<Relationships xmlns="{PackageRelations}">{Each(
                (_, n) => 
                    $"""<Relationship Id="rId{n}" Type="{SheetRelation}" Target="worksheets/sheet{n}.xml"/>"""
            )}<Relationship Id="rIdStyles" Type="{Relations}/styles" Target="styles.xml"/></Relationships>"""
        );
        Part("xl/styles.xml", Styles);
        Part(
            "_rels/.rels",
            $"""
            <Relationships xmlns="{PackageRelations}"><Relationship Id="rId1" Type="{Relations}/officeDocument"
            Target="xl/workbook.xml"/></Relationships>
            """
        );
        Part(
            "[Content_Types].xml",
            $"""
            <Types xmlns="{Types}"><Default Extension="rels"
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
            ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Sheet}.sheet.main+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="{Sheet}.styles+xml"/>{Each(
                (_, n) =>
                    $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Sheet}.worksheet+xml"/>"""
            )}</Types>
            """
        );
        // Ends the archive.
        _zip.Dispose();
        await _out.DrainAsync(atLeast: 0, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        // Goes nowhere any more, unless it was completed.
        _sheet?.Dispose();
        _zip.Dispose();
        return _out.DisposeAsync();
    }

    private string Each(Func<string, int, string> write) =>
        string.Concat(_sheets.Select((name, i) => write(name, i + 1)));

    private void Text(string text, int format) =>
        _row.Append(
            $"<c s=\"{format}\" t=\"inlineStr\"><is>"
                + $"<t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>"
        );

    private ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        _row.Append("</row>");
        Write(_row.ToString());
        _row.Clear();
        return _out.DrainAsync(Held, cancellationToken);
    }

    private void EndSheet()
    {
        if (_sheet is null)
            return;
        Write("</sheetData></worksheet>");
        _sheet.Dispose();
        _sheet = null;
    }

    private void Part(string path, string xml)
    {
        _sheet = Open(path);
        Write(Declaration + xml);
        _sheet.Dispose();
        _sheet = null;
    }

    private Stream Open(string path) => _zip.CreateEntry(path, CompressionLevel.Fastest).Open();

    private void Write(string xml) => _sheet!.Write(Encoding.UTF8.GetBytes(xml));
}
