using System.Text.Json.Nodes;
using CarbonPlatform.Gateway.Keys;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>
/// Joins the services' OpenAPI documents into one of the whole API: their public paths, their schemas, the API key, and
/// what the Gateway refuses and says itself at each of them.
/// </summary>
internal static class JoinedDocument
{
    private const string PublicPaths = "/api/v1/";
    private const string SchemaReference = "#/components/schemas/";

    /// <summary>Joins the documents.</summary>
    /// <param name="documents">A service's name and its document, or null when it is away; the Gateway's first.</param>
    public static JsonObject Of(IReadOnlyList<(string Service, JsonObject? Document)> documents)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        var everywhere = documents[0].Document?["components"]?["responses"]?.AsObject() ?? [];
        foreach (var (service, document) in documents)
        {
            if (document is null)
                continue;
            var own = document["components"]?["schemas"]?.AsObject() ?? [];
            var names = NewNames(service, own, schemas);
            foreach (var (name, schema) in own)
                schemas[names.GetValueOrDefault(name, name)] = Renamed(schema, names);
            foreach (var (path, item) in document["paths"]?.AsObject() ?? [])
            {
                if (path.StartsWith(PublicPaths, StringComparison.Ordinal))
                    Add(paths, path, Renamed(item, names)!.AsObject(), everywhere);
            }
        }
        var away = documents
            .Where(document => document.Document is null)
            .Select(document => document.Service)
            .ToArray();
        var sorted = Sorted(paths);
        var responses = CommonAnswers.TakeOut(sorted);
        return new JsonObject
        {
            ["openapi"] = "3.0.4",
            ["info"] = new JsonObject
            {
                ["title"] = "CarbonPlatform",
                ["version"] = "v1",
                ["description"] =
                    "Carbon and emission ledger of a metals group. Quantities are exact decimals: taken as "
                    + "numbers or strings, given as strings. "
                    + "Every error is a problem document (RFC 9457) with a stable code."
                    + (
                        away.Length == 0
                            ? ""
                            : $" Not answering at the moment, and missing below: {string.Join(", ", away)}."
                    ),
                ["license"] = new JsonObject
                {
                    ["name"] = "Apache License 2.0",
                    ["url"] = "https://www.apache.org/licenses/LICENSE-2.0",
                },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["apiKey"] = new JsonArray() }),
            ["tags"] = Tags(sorted),
            ["paths"] = sorted,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["apiKey"] = new JsonObject
                    {
                        ["type"] = "apiKey",
                        ["in"] = "header",
                        ["name"] = ApiKeyAuthentication.Header,
                        ["description"] = "Made by POST /api/v1/api-keys.",
                    },
                },
                ["responses"] = responses,
                ["schemas"] = Sorted(UsedSchemas.Of(sorted, responses, schemas)),
            },
            ["x-unavailable"] = new JsonArray([.. away.Select(service => JsonValue.Create(service))]),
        };
    }

    /// <summary>
    /// Two services may mean different things by one name; the later one is given another. A thing from shared code is
    /// the same in both and stays one, unless it holds something that is not.
    /// </summary>
    private static Dictionary<string, string> NewNames(string service, JsonObject own, JsonObject taken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        int before;
        do
        {
            before = names.Count;
            foreach (var (name, schema) in own.Where(schema => !names.ContainsKey(schema.Key)))
            {
                if (
                    taken.TryGetPropertyValue(name, out var other)
                    && !JsonNode.DeepEquals(other, Renamed(schema, names))
                )
                    names[name] = $"{service}.{name}";
            }
        } while (names.Count > before);
        return names;
    }

    private static void Add(JsonObject paths, string path, JsonObject item, JsonObject everywhere)
    {
        if (paths[path] is not JsonObject there)
            paths[path] = there = [];
        foreach (var (verb, operation) in item.ToArray())
        {
            item.Remove(verb);
            if (operation is JsonObject described && described["responses"] is JsonObject responses)
            {
                // Grouped by what they are about: the first segment after the version.
                described["tags"] = new JsonArray(path[PublicPaths.Length..].Split('/')[0]);
                AtTheEdge.Complete(responses, everywhere);
            }
            there.TryAdd(verb, operation);
        }
    }

    /// <summary>The groups that operations stand in.</summary>
    private static JsonArray Tags(JsonObject paths) =>
        new([
            .. paths
                .Select(path => path.Key[PublicPaths.Length..].Split('/')[0])
                .Distinct(StringComparer.Ordinal)
                .Select(group =>
                    OperationGroups.Of(group) is { } about
                        ? new JsonObject { ["name"] = group, ["description"] = about }
                        : new JsonObject { ["name"] = group }
                ),
        ]);

    private static JsonNode? Renamed(JsonNode? node, IReadOnlyDictionary<string, string> names) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, Renamed(member.Value, names)))
            ),
            JsonArray items => new JsonArray([.. items.Select(item => Renamed(item, names))]),
            JsonValue value
                when value.TryGetValue<string>(out var text)
                    && text.StartsWith(SchemaReference, StringComparison.Ordinal)
                    && names.TryGetValue(text[SchemaReference.Length..], out var name) => JsonValue.Create(
                SchemaReference + name
            ),
            _ => node?.DeepClone(),
        };

    private static JsonObject Sorted(JsonObject members)
    {
        var sorted = members.OrderBy(member => member.Key, StringComparer.Ordinal).ToArray();
        members.Clear();
        return new JsonObject(sorted);
    }
}
