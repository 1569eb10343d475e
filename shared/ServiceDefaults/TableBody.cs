using CarbonPlatform.Workbooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>A body that is a table: CSV in UTF-8 or GB18030.</summary>
public static class TableBody
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "text/csv";

    /// <summary>Whether the body of a call is one.</summary>
    public static bool Is(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
        && media.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The body in UTF-8, or where it stops being text in its encoding.</summary>
    public static Answer<byte[]> Read(HttpRequest request, byte[] body)
    {
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
            ? HeaderUtilities.RemoveQuotes(media.Charset).Value
            : null;
        return TableText.TryRead(body, string.IsNullOrEmpty(charset) ? null : charset, out var text, out var broken)
            ? text
            : Refusals.EncodingMismatch($"in {broken}", position: null, path: "");
    }

    /// <summary>Whether a table in this charset is taken.</summary>
    internal static bool IsRead(string charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || TableText.IsChinese(charset);
}
