using System.Buffers;
using System.Buffers.Binary;

namespace CarbonPlatform.Ledger;

/// <summary>
/// PostgreSQL's own binary form of what the hot paths move by the million: numerics, and arrays as <c>array_send</c>
/// gives them. The general way through the driver costs several times as much, and the writer and the totals live on
/// these few bytes.
/// <para>A numeric is its number of base-10,000 digits, the power of the first, its sign and its decimals (2 bytes
/// each, big-endian), then the digits; zeros at either end of the digits are left out. An array is its number of
/// dimensions, whether it has nulls, the type, the length and the lower bound (4 bytes each), then each element
/// behind its length.</para>
/// </summary>
internal static class PostgresBinary
{
    /// <summary>
    /// Bytes that no numeric of a decimal exceeds: its head and nine digits (29 decimal digits may lie across 9
    /// groups).
    /// </summary>
    public const int LongestNumeric = 8 + 2 * 9;

    private const int NumericHead = 8;
    private const int ArrayHead = 20;
    private const int Negative = 0x4000;
    private const int Base = 10_000;
    private const int GroupDigits = 4;

    private static readonly byte[] s_copyHead = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, .. new byte[8]];

    private static readonly ulong[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Writes a decimal as a numeric with the same decimals and returns the length.</summary>
    public static int WriteNumeric(decimal value, Span<byte> to)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var padding = (GroupDigits - scale % GroupDigits) % GroupDigits;
        var fractionGroups = (scale + padding) / GroupDigits;

        // Digits from the last to the first, then from the first on into the bytes.
        Span<short> digits = stackalloc short[9];
        var count = 0;
        unchecked
        {
            var low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
            if (bits[2] == 0 && low <= ulong.MaxValue / 1_000)
            {
                for (var rest = low * s_powers[padding]; rest != 0; rest /= Base)
                    digits[count++] = (short)(rest % Base);
            }
            else
            {
                for (var rest = new UInt128((uint)bits[2], low) * s_powers[padding]; rest != UInt128.Zero; rest /= Base)
                    digits[count++] = (short)(ulong)(rest % Base);
            }
        }

        var last = 0;
        while (last < count && digits[last] == 0)
            last++;
        var weight = count == 0 ? 0 : count - fractionGroups - 1;
        BinaryPrimitives.WriteInt16BigEndian(to, (short)(count - last));
        BinaryPrimitives.WriteInt16BigEndian(to[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)(count > 0 && bits[3] < 0 ? Negative : 0));
        BinaryPrimitives.WriteInt16BigEndian(to[6..], (short)scale);
        var at = NumericHead;
        for (var i = count - 1; i >= last; i--, at += 2)
            BinaryPrimitives.WriteInt16BigEndian(to[at..], digits[i]);
        return at;
    }

    /// <summary>Reads a numeric as a decimal with the same decimals.</summary>
    /// <exception cref="OverflowException">It does not fit a decimal.</exception>
    public static decimal ReadDecimal(ReadOnlySpan<byte> numeric)
    {
        var (count, weight, isNegative, scale) = Head(numeric);
        // The digits as a whole number, scaled by 10^-4 for every group behind the point; then brought to the
        // numeric's own decimals.
        UInt128 mantissa = 0;
        for (var i = 0; i < count; i++)
            mantissa = mantissa * Base + (uint)Digit(numeric, i);
        var decimals = GroupDigits * (count - weight - 1);
        for (; decimals < scale; decimals++)
            mantissa *= 10;
        for (; decimals > scale; decimals--)
            mantissa /= 10;
        if (mantissa >> 96 != UInt128.Zero)
            throw new OverflowException("A numeric of the database does not fit a decimal.");
        unchecked
        {
            return new decimal(
                (int)(uint)mantissa,
                (int)(uint)(mantissa >> 32),
                (int)(uint)(mantissa >> 64),
                isNegative,
                (byte)scale
            );
        }
    }

    /// <summary>Reads a numeric of at most six decimals in millionths.</summary>
    public static Int128 ReadMillionths(ReadOnlySpan<byte> numeric)
    {
        var (count, weight, isNegative, _) = Head(numeric);
        // Six decimals end in the middle of the second group behind the point.
        var whole = Int128.Zero;
        var fraction = 0;
        for (var i = 0; i < count; i++)
        {
            var digit = Digit(numeric, i);
            switch (weight - i)
            {
                case >= 0:
                    whole = whole * Base + digit;
                    break;
                case -1:
                    fraction = digit * 100;
                    break;
                case -2:
                    fraction += digit / 100;
                    break;
            }
        }
        // Zero groups at the end are not sent; before the point they count.
        for (var i = count; i <= weight; i++)
            whole *= Base;
        var value = whole * 1_000_000 + fraction;
        return isNegative ? -value : value;
    }

    /// <summary>Reads an array of integers (4 bytes each).</summary>
    public static int[] ReadIntegers(ReadOnlySpan<byte> array)
    {
        var values = new int[Length(array)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt32BigEndian(array[(ArrayHead + 8 * i + 4)..]);
        return values;
    }

    /// <summary>Reads an array of big integers (8 bytes each).</summary>
    public static long[] ReadLongs(ReadOnlySpan<byte> array)
    {
        var values = new long[Length(array)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt64BigEndian(array[(ArrayHead + 12 * i + 4)..]);
        return values;
    }

    /// <summary>Reads an array of numerics as decimals.</summary>
    public static decimal[] ReadDecimals(ReadOnlySpan<byte> array)
    {
        var values = new decimal[Length(array)];
        var at = values.Length == 0 ? array : array[ArrayHead..];
        foreach (ref var value in values.AsSpan())
            value = ReadDecimal(Element(ref at));
        return values;
    }

    /// <summary>Reads an array of numerics of at most six decimals in millionths.</summary>
    public static Int128[] ReadMillionthsArray(ReadOnlySpan<byte> array)
    {
        var values = new Int128[Length(array)];
        var at = values.Length == 0 ? array : array[ArrayHead..];
        foreach (ref var value in values.AsSpan())
            value = ReadMillionths(Element(ref at));
        return values;
    }

    /// <summary>Writes a row's field of a binary COPY: its length and its bytes.</summary>
    public static void CopyInteger(this ArrayBufferWriter<byte> copy, int value)
    {
        var field = copy.GetSpan(8);
        BinaryPrimitives.WriteInt32BigEndian(field, sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(field[4..], value);
        copy.Advance(8);
    }

    /// <inheritdoc cref="CopyInteger"/>
    public static void CopyLong(this ArrayBufferWriter<byte> copy, long value)
    {
        var field = copy.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(field, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(field[4..], value);
        copy.Advance(12);
    }

    /// <inheritdoc cref="CopyInteger"/>
    public static void CopyNumeric(this ArrayBufferWriter<byte> copy, decimal value)
    {
        var field = copy.GetSpan(4 + LongestNumeric);
        var length = WriteNumeric(value, field[4..]);
        BinaryPrimitives.WriteInt32BigEndian(field, length);
        copy.Advance(4 + length);
    }

    /// <summary>Writes a null field of a binary COPY.</summary>
    public static void CopyNull(this ArrayBufferWriter<byte> copy)
    {
        BinaryPrimitives.WriteInt32BigEndian(copy.GetSpan(4), -1);
        copy.Advance(4);
    }

    /// <summary>Begins a row of a binary COPY with so many fields.</summary>
    public static void CopyRow(this ArrayBufferWriter<byte> copy, short fields)
    {
        BinaryPrimitives.WriteInt16BigEndian(copy.GetSpan(2), fields);
        copy.Advance(2);
    }

    /// <summary>What a binary COPY begins with: the signature, no flags, no extension.</summary>
    public static ReadOnlySpan<byte> CopyHead => s_copyHead;

    /// <summary>What a binary COPY ends with.</summary>
    public static ReadOnlySpan<byte> CopyEnd => [0xFF, 0xFF];

    /// <summary>Number of elements of a one-dimensional array; an empty one has no dimension.</summary>
    private static int Length(ReadOnlySpan<byte> array) =>
        array.Length < ArrayHead ? 0 : BinaryPrimitives.ReadInt32BigEndian(array[12..]);

    private static ReadOnlySpan<byte> Element(ref ReadOnlySpan<byte> at)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(at);
        var element = at.Slice(4, length);
        at = at[(4 + length)..];
        return element;
    }

    private static (int Count, int Weight, bool IsNegative, int Scale) Head(ReadOnlySpan<byte> numeric) =>
        (
            BinaryPrimitives.ReadInt16BigEndian(numeric),
            BinaryPrimitives.ReadInt16BigEndian(numeric[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(numeric[4..]) == Negative,
            BinaryPrimitives.ReadInt16BigEndian(numeric[6..])
        );

    private static int Digit(ReadOnlySpan<byte> numeric, int i) =>
        BinaryPrimitives.ReadInt16BigEndian(numeric[(NumericHead + 2 * i)..]);
}
