using System.Buffers.Binary;
using Npgsql;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// The arrays of a plant-month, decoded from what <c>array_send</c> gives: number of dimensions, whether there are nulls, type,
/// length and lower bound (4 bytes each), then each element with its length. A numeric is its number of base-10,000 digits, the
/// power of the first, its sign and its decimals (2 bytes each), then the digits.
/// </summary>
internal sealed class LineColumnsBuffer
{
    private const int Header = 20;
    private const int NegativeSign = 0x4000;

    private byte[] _bytes = new byte[16 * 1024];

    public int[] LineIds { get; private set; } = new int[256];

    public Int128[] Amounts { get; private set; } = new Int128[256];

    public int[] ProvenanceIds { get; private set; } = new int[256];

    /// <summary>Decodes three columns, the first of them given, and returns the number of lines.</summary>
    public int Read(NpgsqlDataReader row, int first)
    {
        var ids = Bytes(row, first);
        var count = CountOf(ids);
        if (count > LineIds.Length)
        {
            LineIds = new int[count * 2];
            Amounts = new Int128[count * 2];
            ProvenanceIds = new int[count * 2];
        }
        ReadIntegers(ids, LineIds.AsSpan(0, count));
        ReadMillionths(Bytes(row, first + 1), Amounts.AsSpan(0, count));
        ReadIntegers(Bytes(row, first + 2), ProvenanceIds.AsSpan(0, count));
        return count;
    }

    private static int CountOf(ReadOnlySpan<byte> array) => array.Length < Header ? 0 : BinaryPrimitives.ReadInt32BigEndian(array[12..]);

    private static void ReadIntegers(ReadOnlySpan<byte> array, Span<int> values)
    {
        if (values.IsEmpty) return;
        var at = array[Header..];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt32BigEndian(at[(8 * i + 4)..]);
    }

    private static void ReadMillionths(ReadOnlySpan<byte> array, Span<Int128> values)
    {
        if (values.IsEmpty) return;
        var at = array[Header..];
        foreach (ref var value in values)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(at);
            value = Millionths(at.Slice(4, length));
            at = at[(4 + length)..];
        }
    }

    internal static Int128 Millionths(ReadOnlySpan<byte> numeric)
    {
        var digits = BinaryPrimitives.ReadInt16BigEndian(numeric);
        var weight = BinaryPrimitives.ReadInt16BigEndian(numeric[2..]);
        var isNegative = BinaryPrimitives.ReadUInt16BigEndian(numeric[4..]) == NegativeSign;

        // Digits stand for 10,000^weight downwards. Six decimals end in the middle of the second digit after the point.
        Int128 whole = 0;
        long fraction = 0;
        var power = weight;
        for (var i = 0; i < digits; i++, power--)
        {
            var digit = BinaryPrimitives.ReadInt16BigEndian(numeric[(8 + 2 * i)..]);
            if (power >= 0) whole = whole * 10_000 + digit;
            else if (power == -1) fraction = digit * 100L;
            else if (power == -2) fraction += digit / 100;
        }
        // Digits that are zero at the end of the whole part are not sent.
        for (; power >= 0; power--) whole *= 10_000;
        var value = whole * Sum.Million + fraction;
        return isNegative ? -value : value;
    }

    private ReadOnlySpan<byte> Bytes(NpgsqlDataReader row, int column)
    {
        var length = (int)row.GetBytes(column, 0, null, 0, 0);
        if (length > _bytes.Length) _bytes = new byte[length * 2];
        row.GetBytes(column, 0, _bytes, 0, length);
        return _bytes.AsSpan(0, length);
    }
}
