using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>Refusals as answers of the document: one for each status, with an example for each code.</summary>
internal static class RefusedAnswers
{
    /// <summary>The answers by status. Of two refusals of one code the first one is shown.</summary>
    /// <param name="refusals">The refusals.</param>
    /// <param name="problem">The schema of a problem document.</param>
    public static IEnumerable<(string Status, OpenApiResponse Answer)> Of(
        IEnumerable<Refusal> refusals,
        IOpenApiSchema problem
    )
    {
        foreach (var ofStatus in refusals.DistinctBy(refusal => refusal.Code).GroupBy(refusal => refusal.Status))
        {
            var answer = new OpenApiResponse
            {
                Description = string.Join(" ", ofStatus.Select(refusal => $"{refusal.Code}: {refusal.Title}.")),
                Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemDocument.ContentType] = new OpenApiMediaType
                    {
                        Schema = problem,
                        Examples = ofStatus.ToDictionary(
                            refusal => refusal.Code,
                            IOpenApiExample (refusal) =>
                                new OpenApiExample
                                {
                                    Summary = refusal.Title,
                                    Value = ProblemDocument.ExampleOf(refusal),
                                },
                            StringComparer.Ordinal
                        ),
                    },
                },
            };
            foreach (var header in HeadersOf([.. ofStatus]))
                header.AddTo(answer);
            yield return ($"{ofStatus.Key}", answer);
        }
    }

    private static IEnumerable<HeaderOfAnswer> HeadersOf(IReadOnlyList<Refusal> refusals)
    {
        yield return new("Content-Language", "The language of title and texts: en or zh-CN.", "en");
        yield return new("Vary", "What the answer depends on beside the address.", "Accept-Language");
        yield return new("Cache-Control", "Nobody keeps it.", "no-store");
        if (refusals[0].Status == StatusCodes.Status401Unauthorized)
            yield return new("WWW-Authenticate", "The header in which the caller is named.", "X-Api-Key");
        if (refusals.Any(refusal => refusal.RetryAfter is not null))
            yield return new("Retry-After", "In so many seconds the same call is worth another try.", "1")
            {
                Always = refusals.All(refusal => refusal.RetryAfter is not null),
            };
    }
}
