using CarbonPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Takes a body in before a service is asked. One that comes slowly then holds a place of its own caller, here, and
/// none of those that everybody shares at the service; and it has a time to be through in all, beside Kestrel's least
/// rate, with which a body of the largest size could take more than an hour.
/// </summary>
internal sealed class BodyAtTheEdge(IConfiguration configuration)
{
    private readonly TimeSpan _longest = configuration.GetValue("Gateway:BodyTimeout", TimeSpan.FromMinutes(2));

    /// <summary>Why it cannot be taken in; null when it is, or there is none.</summary>
    public async Task<Refusal?> TakeInAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return null;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        enough.CancelAfter(_longest);
        try
        {
            if (await RequestBody.ReadAsync(context.Request, enough.Token) is not { } body)
                return Refusals.BodyTooLarge;
            context.Request.Body = new MemoryStream(body, writable: false);
            return null;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Refusals.BodyTooSlow;
        }
        // Framing that makes no sense, such as a chunk without an end; Kestrel has more than one exception for it.
        catch (IOException fault)
            when (fault is not BadHttpRequestException { StatusCode: not StatusCodes.Status400BadRequest })
        {
            return Refusals.BadRequest(StatusCodes.Status400BadRequest, "The body broke off while it was read.");
        }
    }
}
