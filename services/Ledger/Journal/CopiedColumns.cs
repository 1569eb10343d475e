using System.Buffers;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// The columns of a table whose rows come by the thousand: each once, for a statement and for COPY alike.
/// </summary>
internal sealed class CopiedColumns<TRow>(string table)
{
    private delegate void Copy(ArrayBufferWriter<byte> rows, in TRow row);

    /// <summary>Bytes that a row hardly ever exceeds, by which the buffer is made.</summary>
    private const int LikelyRow = 112;

    private readonly Columns<TRow> _columns = new(table);
    private readonly List<Copy> _copies = [];

    public CopiedColumns<TRow> Add(string name, Func<TRow, int> value) =>
        Add(name, value, (rows, in row) => rows.CopyInteger(value(row)));

    public CopiedColumns<TRow> Add(string name, Func<TRow, int?> value) =>
        Add(
            name,
            value,
            (rows, in row) =>
            {
                if (value(row) is { } given)
                    rows.CopyInteger(given);
                else
                    rows.CopyNull();
            }
        );

    public CopiedColumns<TRow> Add(string name, Func<TRow, long> value) =>
        Add(name, value, (rows, in row) => rows.CopyLong(value(row)));

    public CopiedColumns<TRow> Add(string name, Func<TRow, long?> value) =>
        Add(
            name,
            value,
            (rows, in row) =>
            {
                if (value(row) is { } given)
                    rows.CopyLong(given);
                else
                    rows.CopyNull();
            }
        );

    public CopiedColumns<TRow> Add(string name, Func<TRow, decimal> value) =>
        Add(name, value, (rows, in row) => rows.CopyNumeric(value(row)));

    /// <summary>Inserts rows, one statement for all of them.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyCollection<TRow> rows) => _columns.Insert(rows);

    /// <summary>Writes rows by binary COPY.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, IEnumerable<TRow> rows, int count)
    {
        var bytes = new ArrayBufferWriter<byte>(PostgresBinary.CopyHead.Length + LikelyRow * count);
        bytes.Write(PostgresBinary.CopyHead);
        foreach (var row in rows)
        {
            bytes.CopyRow((short)_copies.Count);
            foreach (var copy in _copies)
                copy(bytes, row);
        }
        bytes.Write(PostgresBinary.CopyEnd);

        await using var raw = await connection.BeginRawBinaryCopyAsync(
            $"COPY {table} ({_columns.Names}) FROM STDIN (FORMAT BINARY)"
        );
        await raw.WriteAsync(bytes.WrittenMemory);
    }

    private CopiedColumns<TRow> Add<T>(string name, Func<TRow, T> value, Copy copy)
    {
        _columns.Add(name, value);
        _copies.Add(copy);
        return this;
    }
}
