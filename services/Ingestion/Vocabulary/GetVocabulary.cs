using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>
/// <c>GET /vocabulary</c> and <c>GET /vocabulary/{part}</c>: what readings and records may say, with names in Chinese
/// and English. It is as long as the platform's own lists and no longer, and the same until the next version: whoever
/// has it asks with the ETag and is told that it still holds.
/// </summary>
internal static class GetVocabulary
{
    public static void MapGetVocabulary(this IEndpointRouteBuilder api)
    {
        var answers = Answers(api.ServiceProvider.GetRequiredService<VocabularyView>());
        var parts = answers.Keys.Where(part => part.Length > 0).Order(StringComparer.Ordinal).ToList();
        var noSuchPart = Refusals.NotFound(
            $"There is no such part of the vocabulary. Those there are: {string.Join(", ", parts)}."
        );

        api.MapGet("/vocabulary", () => new TaggedAnswer(answers[""]))
            .RequireAuthorization()
            .Produces<VocabularyView>()
            .AnswersUnlessKnown()
            .WithName("GetVocabulary")
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
                IResult (string part) =>
                    answers.TryGetValue(part, out var answer) ? new TaggedAnswer(answer) : noSuchPart.ToResult()
            )
            .RequireAuthorization()
            .Produces<VocabularyPart>()
            .AnswersUnlessKnown()
            .WithChoice("part", parts)
            .Refuses(noSuchPart)
            .WithName("GetVocabularyPart")
            .WithTags("vocabulary")
            .WithSummary("Gives one part of the vocabulary.")
            .WithDescription($"part: {string.Join(", ", parts)}. The answer has this member alone.");
    }

    /// <summary>The whole under no name, and each part under its own.</summary>
    private static FrozenDictionary<string, RememberedAnswer> Answers(VocabularyView view)
    {
        var whole = JsonSerializer.SerializeToNode(view, StrictJson.Options)!.AsObject();
        var answers = new Dictionary<string, RememberedAnswer>(StringComparer.Ordinal) { [""] = Of(whole) };
        foreach (var (part, value) in whole)
            answers.Add(part, Of(new JsonObject { [part] = value!.DeepClone() }));
        return answers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static RememberedAnswer Of(JsonObject answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, StrictJson.Options);
        return new RememberedAnswer(body, EntityTag.Of(Encoding.UTF8.GetString(body)));
    }
}
