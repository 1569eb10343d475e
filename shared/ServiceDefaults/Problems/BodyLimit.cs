using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>How long a JSON body may be.</summary>
public static class BodyLimit
{
    /// <summary>1 MB: some 5,000 readings.</summary>
    public const long Bytes = 1_048_576;

    /// <summary>Up to here a body that is refused is still taken in, and thrown away.</summary>
    private const long TakenInBytes = 8 * Bytes;

    /// <summary>
    /// Refuses a body that announces too great a length. One that does not announce its length is counted by Kestrel
    /// while
    /// it is read.
    /// </summary>
    internal static void UseBodyLimit(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                var feature = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
                if (
                    context.Request.ContentLength <= (feature?.MaxRequestBodySize ?? Bytes)
                    || context.Request.ContentLength is null
                )
                {
                    await next(context);
                    return;
                }

                await TakeInAsync(context.Request, feature);
                await Refusals.BodyTooLarge.ToResult().ExecuteAsync(context);
            }
        );

    /// <summary>
    /// A client that is still sending when the connection closes behind the answer sees a broken connection instead of
    /// the
    /// answer, so what it has announced is read first.
    /// </summary>
    private static async Task TakeInAsync(HttpRequest request, IHttpMaxRequestBodySizeFeature? feature)
    {
        if (request.ContentLength > TakenInBytes || feature is not { IsReadOnly: false })
            return;
        feature.MaxRequestBodySize = TakenInBytes;
        try
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        }
        catch (Exception gone) when (gone is IOException or BadHttpRequestException or OperationCanceledException)
        {
            // The client gave up; the answer goes nowhere.
        }
    }
}
