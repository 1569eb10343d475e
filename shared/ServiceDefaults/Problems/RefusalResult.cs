using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// A <see cref="Refusal"/> on its way out. Its type may stand in <c>Results&lt;Ok&lt;T&gt;, RefusalResult&gt;</c>,
/// which documents it in OpenAPI.
/// </summary>
public sealed class RefusalResult : IResult, IStatusCodeHttpResult, IValueHttpResult<Refusal>, IEndpointMetadataProvider
{
    // Codes and texts hold units such as 万kWh: they stay readable in the body, which is never embedded in HTML.
    private static readonly ProblemJson s_json = new(
        new JsonSerializerOptions(ProblemJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    internal RefusalResult(Refusal refusal) => Value = refusal;

    /// <summary>What is refused, and why.</summary>
    public Refusal Value { get; }

    int? IStatusCodeHttpResult.StatusCode => Value.Status;

    Refusal IValueHttpResult<Refusal>.Value => Value;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(Value);
        var response = httpContext.Response;
        response.StatusCode = Value.Status;
        response.Headers.CacheControl = "no-store";
        if (Value.RetryAfter is { } after)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        var isChinese = Language.IsChinese(httpContext.Request);
        Language.Tell(response, isChinese);
        return response.WriteAsJsonAsync(
            ProblemDocument.Of(Value, httpContext, isChinese),
            s_json.ProblemDocument,
            ProblemDocument.ContentType,
            httpContext.RequestAborted
        );
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(
                StatusCodes.Status400BadRequest,
                typeof(ProblemDocument),
                [ProblemDocument.ContentType]
            )
        );
}
