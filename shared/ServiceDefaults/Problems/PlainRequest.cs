using CarbonPlatform.Quantities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Refuses what no operation could make anything of, before one begins: a path or a query with characters that are not
/// seen, and a body that is encoded or in another charset than UTF-8.
/// </summary>
internal static class PlainRequest
{
    public static void UsePlainRequest(this WebApplication app) =>
        app.Use(
            (context, next) =>
                Refuse(context.Request) is { } refusal ? refusal.ToResult().ExecuteAsync(context) : next(context)
        );

    private static Refusal? Refuse(HttpRequest request)
    {
        if (PlainText.Check(request.Path.Value ?? "") is { } ofPath)
            return Refusals.InvalidParameter($"In the path: {ofPath}");
        foreach (var (name, values) in request.Query)
        {
            foreach (var text in values.Append(name))
            {
                if (PlainText.Check(text ?? "") is { } fault)
                    return Refusals.InvalidParameter($"In the query: {fault}");
            }
        }
        if (request.Headers.ContentEncoding.Any(encoding => !IsIdentity(encoding)))
            return Refusals.UnsupportedContentEncoding;
        return IsUtf8(request) ? null : Refusals.UnsupportedCharset;
    }

    private static bool IsIdentity(string? encoding) =>
        string.IsNullOrEmpty(encoding) || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the body may be read as UTF-8. Where that is said, in whatever way, nobody need look again.
    /// </summary>
    private static bool IsUtf8(HttpRequest request)
    {
        if (
            request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) != true
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
            || !media.Charset.HasValue
        )
            return true;
        var charset = HeaderUtilities.RemoveQuotes(media.Charset);
        // Whoever takes a table reads it as it says.
        if (media.MediaType.Equals(TableBody.MediaType, StringComparison.OrdinalIgnoreCase))
            return TableBody.IsRead(charset.Value!);
        if (!charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return false;
        media.Charset = default;
        request.ContentType = media.ToString();
        return true;
    }
}
