using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>
/// <c>GET /vocabulary</c> and <c>GET /vocabulary/{part}</c>: what readings and records may say, with names in Chinese
/// and
/// English. It is as long as the platform's own lists and no longer, and the same until the next version: whoever has
/// it
/// asks with the ETag and is told that it still holds.
/// </summary>
internal static class GetVocabulary
{
    public static void MapGetVocabulary(this IEndpointRouteBuilder api)
    {
        var answers = Answers(api.ServiceProvider.GetRequiredService<VocabularyView>());
        var parts = answers.Keys.Where(part => part.Length > 0).Order(StringComparer.Ordinal).ToList();

        api.MapGet(
                "/vocabulary",
                (HttpRequest request, [FromHeader(Name = "If-None-Match")] string? ifNoneMatch) =>
                    Answer(request, answers[""], ifNoneMatch)
            )
            .RequireAuthorization()
            .Produces<VocabularyView>()
            .Produces(StatusCodes.Status304NotModified)
            .WithTags("vocabulary")
            .WithSummary("Gives all that readings and records may say.")
            .WithDescription(
                "Activities with their names in Chinese and English, units, attributes and kinds of source; "
                    + "attributes, units with their further spellings, kinds, processes, profiles, provinces, "
                    + "qualities, "
                    + "gases. Every caller may ask. With If-None-Match it is 304 until the next version."
            );

        api.MapGet(
                "/vocabulary/{part}",
                (string part, HttpRequest request, [FromHeader(Name = "If-None-Match")] string? ifNoneMatch) =>
                    answers.TryGetValue(part, out var answer)
                        ? Answer(request, answer, ifNoneMatch)
                        : Refusals
                            .NotFound(
                                $"There is no such part of the vocabulary. Those there are: {string.Join(", ", parts)}."
                            )
                            .ToResult()
            )
            .RequireAuthorization()
            .Produces<VocabularyView>()
            .Produces(StatusCodes.Status304NotModified)
            .Produces<ProblemDocument>(StatusCodes.Status404NotFound, ProblemDocument.ContentType)
            .WithTags("vocabulary")
            .WithSummary("Gives one part of the vocabulary.")
            .WithDescription($"part: {string.Join(", ", parts)}. The answer has this member alone.");
    }

    private static IResult Answer(HttpRequest request, Ready answer, string? ifNoneMatch)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = answer.Tag;
        headers.CacheControl = "private, no-cache";
        return
            ifNoneMatch?.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == answer.Tag) == true
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(answer.Body, "application/json; charset=utf-8");
    }

    private sealed record Ready(byte[] Body, string Tag);

    /// <summary>The whole under no name, and each part under its own.</summary>
    private static FrozenDictionary<string, Ready> Answers(VocabularyView view)
    {
        var whole = JsonSerializer.SerializeToNode(view, StrictJson.Options)!.AsObject();
        var answers = new Dictionary<string, Ready>(StringComparer.Ordinal) { [""] = Of(whole) };
        foreach (var (part, value) in whole)
            answers.Add(part, Of(new JsonObject { [part] = value!.DeepClone() }));
        return answers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Ready Of(JsonObject answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, StrictJson.Options);
        return new Ready(body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
    }
}
