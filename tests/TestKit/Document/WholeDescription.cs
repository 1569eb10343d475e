using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;

namespace CarbonPlatform.TestKit.Document;

/// <summary>
/// What a document has to say of every operation and schema, whoever adds one. A message says what is missing and where
/// it belongs.
/// </summary>
public static partial class WholeDescription
{
    /// <summary>Holds a document, or one that several were joined to, against that.</summary>
    /// <param name="document">The document.</param>
    public static void ShouldBeWhole(JsonNode document)
    {
        var operations = document["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject().Select(verb => (Path: path.Key, Verb: verb.Key, Of: verb.Value!))
            )
            .Where(operation => operation.Path.StartsWith("/api/", StringComparison.Ordinal))
            .ToList();
        operations.ShouldNotBeEmpty();
        operations
            .SelectMany(operation =>
                OfOperation(operation.Of)
                    .Select(lack => $"{operation.Verb.ToUpperInvariant()} {operation.Path}: {lack}")
            )
            .ShouldBeEmpty();
        operations
            .GroupBy(operation => (string?)operation.Of["operationId"], StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key} is the name of {same.Count()} operations")
            .ShouldBeEmpty();
        document["components"]!["schemas"]!
            .AsObject()
            .SelectMany(schema => OfSchema(schema.Key, schema.Value!, document))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> OfOperation(JsonNode operation)
    {
        if ((string?)operation["operationId"] is not { } id || !PascalCase().IsMatch(id))
            yield return "it has no name in PascalCase (.WithName(nameof(…)) at its endpoint)";
        if ((string?)operation["summary"] is not { Length: > 0 })
            yield return "it has no summary (.WithSummary(…) at its endpoint)";
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if (parameter!["example"] is null && !IsPlain(parameter["schema"]!))
                yield return $"{parameter["name"]} has no example (shared/ServiceDefaults/Document/examples.csv)";
            if ((string?)parameter["name"] == "Idempotency-Key" && (bool?)parameter["required"] != true)
                yield return "Idempotency-Key is not required";
        }
        var answers = operation["responses"]!.AsObject();
        if (!answers.Any(answer => answer.Key[0] == '2'))
            yield return "it has no good answer";
        foreach (var status in (string[])["400", "401", "403", "500", "503"])
        {
            if (!answers.ContainsKey(status))
                yield return $"it has no answer {status}";
        }
        if (operation["parameters"]?.AsArray().Any(IsInPath) == true && !answers.ContainsKey("404"))
            yield return "it has a parameter in its path and no 404 (.Refuses(…) at its endpoint)";
        foreach (var (status, answer) in answers.Where(answer => answer.Key[0] == '4' && answer.Value!["$ref"] is null))
        {
            if (answer!["content"]?["application/problem+json"]?["examples"] is not JsonObject { Count: > 0 })
                yield return $"{status} names no code (.Refuses(…) at its endpoint)";
        }
    }

    private static IEnumerable<string> OfSchema(string name, JsonNode schema, JsonNode document)
    {
        foreach (var (member, property) in schema["properties"]?.AsObject() ?? [])
        {
            if ((bool?)property!["nullable"] == true && property["type"] is null)
                yield return $"{name}.{member} may be null and has no type";
            if (NeedsExample(property, document) && property["example"] is null)
                yield return $"{name}.{member} has no example (shared/ServiceDefaults/Document/examples.csv)";
        }
    }

    private static bool NeedsExample(JsonNode property, JsonNode document)
    {
        var one = property["items"] ?? property;
        while ((string?)(one["$ref"] ?? one["allOf"]?[0]?["$ref"]) is { } reference)
            one = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        return (string?)one["type"] == "string";
    }

    private static bool IsPlain(JsonNode schema) =>
        (string?)schema["type"] is "integer" or "boolean" || (string?)schema["format"] is "uuid" or "date";

    private static bool IsInPath(JsonNode? parameter) => (string?)parameter!["in"] == "path";

    [GeneratedRegex("^[A-Z][a-z]+([A-Z][a-z]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PascalCase();
}
