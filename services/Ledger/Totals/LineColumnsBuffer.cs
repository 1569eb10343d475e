using Npgsql;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>The columns of a plant-month's lines, decoded into room that is used again for the next.</summary>
internal sealed class LineColumnsBuffer
{
    private byte[] _bytes = new byte[16 * 1024];

    public int[] LineIds { get; private set; } = new int[256];

    public Int128[] Amounts { get; private set; } = new Int128[256];

    public int[] ProvenanceIds { get; private set; } = new int[256];

    /// <summary>Decodes line ids, amounts and provenance ids, each as <c>array_send</c> gives it, from this column on; returns the number of lines.</summary>
    public int Read(NpgsqlDataReader row, int first)
    {
        var ids = Bytes(row, first);
        var count = PostgresBinary.ArrayLength(ids);
        if (count > LineIds.Length)
        {
            LineIds = new int[count * 2];
            Amounts = new Int128[count * 2];
            ProvenanceIds = new int[count * 2];
        }
        PostgresBinary.ReadIntegers(ids, LineIds.AsSpan(0, count));
        PostgresBinary.ReadMillionths(Bytes(row, first + 1), Amounts.AsSpan(0, count));
        PostgresBinary.ReadIntegers(Bytes(row, first + 2), ProvenanceIds.AsSpan(0, count));
        return count;
    }

    private ReadOnlySpan<byte> Bytes(NpgsqlDataReader row, int column)
    {
        var length = (int)row.GetBytes(column, 0, null, 0, 0);
        if (length > _bytes.Length) _bytes = new byte[length * 2];
        row.GetBytes(column, 0, _bytes, 0, length);
        return _bytes.AsSpan(0, length);
    }
}
