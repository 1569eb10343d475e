using System.Text.Json.Nodes;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>Schemas that the public operations lead to; those of what is inside lead nowhere else.</summary>
internal static class UsedSchemas
{
    private const string Reference = "#/components/schemas/";

    /// <summary>The schemas that paths and answers lead to, taken out of all.</summary>
    public static JsonObject Of(JsonObject paths, JsonObject responses, JsonObject schemas)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<JsonNode>([paths, responses]);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var name in NamesIn(node))
            {
                if (used.Add(name) && schemas[name] is { } schema)
                    waiting.Enqueue(schema);
            }
        }
        return new JsonObject(
            schemas
                .Where(schema => used.Contains(schema.Key))
                .Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone()))
        );
    }

    private static IEnumerable<string> NamesIn(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => NamesIn(member.Value)),
            JsonArray items => items.SelectMany(NamesIn),
            JsonValue value
                when value.TryGetValue<string>(out var text) && text.StartsWith(Reference, StringComparison.Ordinal) =>
            [
                text[Reference.Length..],
            ],
            _ => [],
        };
}
