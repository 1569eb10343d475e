using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>How long a JSON body may be.</summary>
public static class BodyLimit
{
    /// <summary>1 MB: some 5,000 readings.</summary>
    public const long Bytes = 1_048_576;

    /// <summary>
    /// Refuses a body that announces too great a length before anything is read. One that does not announce its length
    /// is counted by Kestrel while it is read.
    /// </summary>
    internal static void UseBodyLimit(this WebApplication app) => app.Use((context, next) =>
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? Bytes;
        return context.Request.ContentLength > limit ? Refusals.BodyTooLarge.ToResult().ExecuteAsync(context) : next(context);
    });
}
