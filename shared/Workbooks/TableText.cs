using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace CarbonPlatform.Workbooks;

/// <summary>A place in a text that is still bytes.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Byte">Of the line, from 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextPlace(int Line, int Byte)
{
    /// <summary>The place of a byte.</summary>
    public static TextPlace Of(ReadOnlySpan<byte> text, int at)
    {
        var before = text[..at];
        return new TextPlace(before.Count((byte)'\n') + 1, at - before.LastIndexOf((byte)'\n'));
    }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, byte {Byte}";
}

/// <summary>
/// What a text that somebody saved is encoded in: UTF-8, or GB18030 (GBK, GB 2312), in which a Chinese spreadsheet
/// saves its tables unless told otherwise. It is read as it says, or as it shows; never with characters in the place of
/// bytes that are none.
/// </summary>
public static class TableText
{
    private const int Gb18030 = 54936;

    private static readonly string[] s_chinese =
    [
        "gb18030",
        "gbk",
        "gb2312",
        "gb_2312-80",
        "cp936",
        "ms936",
        "windows-936",
        "x-gbk",
    ];

    private static readonly Encoding s_gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        Gb18030,
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;

    /// <summary>Whether a charset is one of the names of GB18030 or of its parts.</summary>
    public static bool IsChinese(string charset) => s_chinese.Contains(charset, StringComparer.OrdinalIgnoreCase);

    /// <summary>The text in UTF-8 without a byte order mark; or where it stops being one in its encoding.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="charset">The encoding that it is said to have; null when nothing is said.</param>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="broken">Where it breaks.</param>
    public static bool TryRead(
        byte[] bytes,
        string? charset,
        [NotNullWhen(true)] out byte[]? text,
        out TextPlace broken
    )
    {
        (text, broken) = (null, default);
        if (charset is not null && IsChinese(charset))
            return TryReadChinese(bytes, out text, out broken);
        if (BreakInUtf8(bytes) is not { } place)
        {
            text = WithoutMark(bytes).ToArray();
            return true;
        }
        broken = place;
        return charset is null && IsEvidentlyChinese(bytes) && TryReadChinese(bytes, out text, out _);
    }

    /// <summary>Where a text stops being UTF-8; null when it does not.</summary>
    public static TextPlace? BreakInUtf8(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
            return null;
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return TextPlace.Of(text, at);
    }

    /// <summary>A text without the mark that some programs put before UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;

    private static bool TryReadChinese(byte[] bytes, [NotNullWhen(true)] out byte[]? text, out TextPlace broken)
    {
        try
        {
            (text, broken) = (Encoding.UTF8.GetBytes(s_gb18030.GetString(bytes)), default);
            return true;
        }
        catch (DecoderFallbackException fault)
        {
            (text, broken) = (null, TextPlace.Of(bytes, Math.Clamp(fault.Index, 0, bytes.Length)));
            return false;
        }
    }

    /// <summary>
    /// Whether what is no ASCII is pairs of bytes of GB 2312, as everyday Chinese is. Nearly every text in a Western
    /// code page can be read as GB18030 too, with characters that nobody wrote: what has others has to be declared.
    /// </summary>
    private static bool IsEvidentlyChinese(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80)
                continue;
            if (bytes[i] is < 0xA1 or > 0xF7 || i + 1 == bytes.Length || bytes[i + 1] is < 0xA1 or > 0xFE)
                return false;
            i++;
        }
        return true;
    }
}
