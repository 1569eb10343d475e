using System.Text.Json.Nodes;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>
/// Answers that several operations have alike, which is most of what they refuse: each is said once and referred to.
/// </summary>
internal static class CommonAnswers
{
    /// <summary>Puts references in their places.</summary>
    /// <returns>The answers, as components of the document.</returns>
    public static JsonObject TakeOut(JsonObject paths)
    {
        var answers = paths
            .SelectMany(path => path.Value!.AsObject())
            .Select(operation => operation.Value?["responses"])
            .OfType<JsonObject>()
            .SelectMany(responses =>
                responses.Select(answer => (Of: responses, Status: answer.Key, Answer: answer.Value!))
            )
            .Where(answer => answer.Status[0] is '4' or '5')
            .ToList();
        var components = new JsonObject();
        foreach (var ofStatus in answers.GroupBy(answer => answer.Status, StringComparer.Ordinal))
        {
            var alike = ofStatus
                .GroupBy(answer => answer.Answer.ToJsonString(), StringComparer.Ordinal)
                .Where(same => same.Count() > 1)
                .OrderByDescending(same => same.Count())
                .ThenBy(same => same.Key, StringComparer.Ordinal);
            foreach (var (i, same) in alike.Index())
            {
                var name = i == 0 ? $"Refused{ofStatus.Key}" : $"Refused{ofStatus.Key}-{i + 1}";
                components[name] = same.First().Answer.DeepClone();
                foreach (var (responses, status, _) in same)
                    responses[status] = new JsonObject { ["$ref"] = "#/components/responses/" + name };
            }
        }
        return components;
    }
}
