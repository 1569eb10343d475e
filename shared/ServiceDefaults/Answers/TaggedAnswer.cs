using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>A JSON answer with its ETag, whole or, for who has it already, 304.</summary>
/// <param name="answer">The answer.</param>
public sealed class TaggedAnswer(RememberedAnswer answer) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = answer.Tag;
        if (EntityTag.IsKnownTo(httpContext.Request, answer.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
    }
}
