using CsvHelper;

namespace CarbonPlatform.Workbooks;

/// <summary>
/// Comma-separated values as spreadsheets take them: UTF-8 with its mark, so that Chinese is read; a text that begins
/// like a formula behind an apostrophe; notes in lines that begin with #, before the table. Tables with the same
/// columns are one.
/// </summary>
public sealed class CsvTableWriter : TableWriter
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/csv";

    private const string NoteMark = "# ";

    private static readonly CsvWriterOptions s_options = CsvWriterOptions.Default with
    {
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
        NewLine = "\r\n",
        ValidateFieldCount = false,
    };

    private readonly CsvWriter _csv;
    private IReadOnlyList<string> _header = [];
    private bool _isNotes;

    /// <summary>Writes to a stream, which stays open.</summary>
    public CsvTableWriter(Stream to) => _csv = CsvWriter.Create(to, s_options, leaveOpen: true);

    /// <inheritdoc/>
    public override bool CutsNumbersOff => false;

    /// <inheritdoc/>
    public override bool IsForPeople => false;

    /// <inheritdoc/>
    public override async Task BeginAsync(
        string name,
        IReadOnlyList<string> header,
        bool isNotes,
        CancellationToken cancellationToken
    )
    {
        _isNotes = isNotes;
        if (isNotes)
        {
            _csv.WriteField(NoteMark + name);
            await _csv.EndRecordAsync(cancellationToken);
        }
        else if (!header.SequenceEqual(_header, StringComparer.Ordinal))
        {
            _header = header;
            foreach (var column in header)
                _csv.WriteField(column);
            await _csv.EndRecordAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override ValueTask RowAsync(IReadOnlyList<TableCell> cells, CancellationToken cancellationToken)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var (text, isNumber) = cells[i];
            if (_isNotes && i == 0)
                _csv.WriteField(NoteMark + text);
            // A number has a sign of its own, which makes no formula of it.
            else if (isNumber && text is not null)
                _csv.WriteField(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), default);
            else
                _csv.WriteField(text);
        }
        return _csv.EndRecordAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken) =>
        await _csv.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _csv.DisposeAsync();
}
