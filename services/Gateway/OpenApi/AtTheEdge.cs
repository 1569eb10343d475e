using System.Text.Json.Nodes;
using CarbonPlatform.Gateway.Edge;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>What the Gateway adds to the answers of the services behind it.</summary>
internal static class AtTheEdge
{
    /// <summary>How the caller is known is the Gateway's to say; to services it is known by a ticket.</summary>
    private const string Unauthenticated = "401";

    /// <summary>Completes the answers of an operation.</summary>
    /// <param name="responses">Its answers.</param>
    /// <param name="everywhere">What the Gateway refuses at all operations.</param>
    public static void Complete(JsonObject responses, JsonObject everywhere)
    {
        foreach (var (status, refused) in everywhere)
        {
            if (status == Unauthenticated || responses[status] is not JsonObject there)
                responses[status] = refused!.DeepClone();
            else
                Merge(there, refused!);
        }
        foreach (var (_, answer) in responses)
        {
            if (answer!["headers"] is not JsonObject headers)
                answer["headers"] = headers = [];
            foreach (var (name, description, example) in AnswerHeaders.Described)
                headers.TryAdd(
                    name,
                    new JsonObject
                    {
                        ["description"] = description,
                        ["required"] = true,
                        ["schema"] = new JsonObject { ["type"] = "string" },
                        ["example"] = example,
                    }
                );
        }
    }

    private static void Merge(JsonObject there, JsonNode refused)
    {
        var examples = ExamplesOf(there);
        foreach (var (code, example) in ExamplesOf(refused))
        {
            if (examples.TryAdd(code, example!.DeepClone()))
                there["description"] = $"{there["description"]} {code}: {example["summary"]}.";
        }
    }

    private static JsonObject ExamplesOf(JsonNode answer) =>
        answer["content"]?[ProblemDocument.ContentType]?["examples"]?.AsObject() ?? [];
}
