using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CarbonPlatform.Record;

/// <summary>
/// Writes typed fields so that two different records never have the same bytes: a tag says what follows, everything
/// of variable length is preceded by its length. Another implementation needs no more than this list to arrive at the
/// same hash.
/// <list type="table">
/// <item><term>0x00</term><description>nothing</description></item>
/// <item><term>0x01</term><description>integer: 8 bytes, big-endian, two's complement</description></item>
/// <item><term>0x02</term><description>text: length in 4 bytes big-endian, UTF-8</description></item>
/// <item><term>0x03</term><description>decimal: length in 4 bytes, plain notation in ASCII without
/// superfluous zeros (<c>12.5</c>, <c>0</c>, <c>-3</c>)</description></item>
/// <item><term>0x04</term><description>instant: microseconds since 1970-01-01T00:00:00Z in 8 bytes</description></item>
/// <item><term>0x05</term><description>bytes: length in 4 bytes, the bytes</description></item>
/// <item><term>0x06</term><description>list: number of elements in 4 bytes, their fields follow</description></item>
/// </list>
/// </summary>
public sealed class FieldWriter
{
    private const byte NullTag = 0;
    private const byte IntegerTag = 1;
    private const byte TextTag = 2;
    private const byte DecimalTag = 3;
    private const byte InstantTag = 4;
    private const byte BytesTag = 5;
    private const byte ListTag = 6;
    private const int LongestDecimal = 31;

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Begins anew.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>A byte without a tag: a prefix of the format.</summary>
    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    /// <summary>Nothing.</summary>
    public void Null() => Byte(NullTag);

    /// <summary>An integer, or nothing.</summary>
    public void Integer(long? value)
    {
        if (value is { } given)
            Fixed(IntegerTag, given);
        else
            Null();
    }

    /// <summary>A text, or nothing.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Header(TextTag, length);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    /// <summary>A decimal, or nothing; equal numbers are the same bytes, however many zeros they come with.</summary>
    public void Decimal(decimal? value)
    {
        if (value is not { } given)
        {
            Null();
            return;
        }

        Span<byte> text = stackalloc byte[LongestDecimal];
        given.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        var plain = text[..length];
        if (plain.Contains((byte)'.'))
            plain = plain.TrimEnd((byte)'0').TrimEnd((byte)'.');
        // Minus zero is a decimal of its own to .NET and to nobody else.
        if (plain is [(byte)'-', (byte)'0'])
            plain = plain[1..];
        Header(DecimalTag, plain.Length);
        _bytes.Write(plain);
    }

    /// <summary>An instant, to the microsecond.</summary>
    public void Instant(DateTimeOffset value) =>
        Fixed(InstantTag, (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Header(BytesTag, value.Length);
        _bytes.Write(value);
    }

    /// <summary>Begins a list; the fields of so many elements follow.</summary>
    public void List(int count) => Header(ListTag, count);

    /// <summary>Fields that were written before and kept.</summary>
    public void Fields(ReadOnlySpan<byte> encoded) => _bytes.Write(encoded);

    private void Fixed(byte tag, long value)
    {
        var span = _bytes.GetSpan(9);
        span[0] = tag;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
        _bytes.Advance(9);
    }

    private void Header(byte tag, int length)
    {
        var span = _bytes.GetSpan(5);
        span[0] = tag;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        _bytes.Advance(5);
    }
}
