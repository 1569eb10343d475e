using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Refuses a head that is too long. Kestrel would do so by itself, with a bare status; here it is told what is wrong,
/// up to twice the length.
/// </summary>
internal static class RequestHead
{
    public const int LongestTarget = 8_192;
    public const int MostHeaders = 100;
    public const int LongestHeaders = 32_768;

    public static void UseRequestHead(this WebApplication app) =>
        app.Use(
            (context, next) =>
                Refuse(context.Request) is { } refusal ? refusal.ToResult().ExecuteAsync(context) : next(context)
        );

    private static Refusal? Refuse(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.Length > LongestTarget)
            return Refusals.UriTooLong(LongestTarget);
        var (count, length) = (0, 0);
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                count++;
                length += name.Length + (value?.Length ?? 0);
            }
        }
        return count > MostHeaders || length > LongestHeaders
            ? Refusals.HeadersTooLarge(MostHeaders, LongestHeaders)
            : null;
    }
}
