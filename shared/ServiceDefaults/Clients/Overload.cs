using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CarbonPlatform.ServiceDefaults.Clients;

/// <summary>
/// Tells a service that has too much to do from one that is away: the former is neither asked again nor spared, and
/// what it said is handed on.
/// </summary>
internal sealed class Overload(string service) : DelegatingHandler
{
    private static readonly Dictionary<string, Refusal> s_known = new[]
    {
        Refusals.Overloaded,
        Refusals.Busy,
    }.ToDictionary(refusal => refusal.Code, StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (
            response.StatusCode != HttpStatusCode.ServiceUnavailable
            || response.Content.Headers.ContentType?.MediaType != ProblemDocument.ContentType
        )
            return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if (!s_known.TryGetValue(problem.GetProperty("code").GetString() ?? "", out var refusal))
            return response;
        response.Dispose();
        throw new ServiceOverloadedException(service, refusal);
    }
}
