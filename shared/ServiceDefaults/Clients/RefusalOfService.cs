using System.Net.Http.Json;
using System.Text.Json;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>Another service's refusal.</summary>
public static class RefusalOfService
{
    // A newer service may say more than is read here.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// What the caller can mend, in the words of the service that was asked; null for every other answer.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Refusal?> RefusalAsync(
        this HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemDocument.ContentType)
            return null;
        return
            await response.Content.ReadFromJsonAsync<ProblemDocument>(s_json, cancellationToken)
                is { Status: >= 400 and < 500 } problem
            ? new Refusal(problem.Code, problem.Title, problem.Detail, problem.Status, problem.Errors ?? [])
            {
                RetryAfter = response.Headers.RetryAfter?.Delta,
            }
            : null;
    }
}
