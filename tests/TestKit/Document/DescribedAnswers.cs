using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using NSwag;

namespace CarbonPlatform.TestKit.Document;

/// <summary>What a document says of the answers of one operation.</summary>
/// <param name="name">Method and path, for messages.</param>
/// <param name="operation">The operation with its schemas.</param>
/// <param name="responses">The same as the document has it.</param>
/// <param name="document">The whole document, to which references lead.</param>
public sealed class DescribedAnswers(string name, OpenApiOperation operation, JsonObject responses, JsonNode document)
{
    private const string Problem = "application/problem+json";

    /// <summary>Headers of the transport, and those by which browsers are kept from guessing.</summary>
    private static readonly FrozenSet<string> s_ofEveryAnswer = new[]
    {
        "Alt-Svc",
        "Connection",
        "Content-Encoding",
        "Content-Length",
        "Content-Security-Policy",
        "Content-Type",
        "Date",
        "Expires",
        "Keep-Alive",
        "Pragma",
        "Referrer-Policy",
        "Server",
        "Transfer-Encoding",
        "X-Content-Type-Options",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>In what an answer differs from what is said of it; empty when in nothing.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body, as it is when it is not compressed.</param>
    public IReadOnlyList<string> Differences(HttpResponseMessage answer, byte[] body)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (responses[status] is not { } given)
            return [$"{name} answers {status}, and its document has no such answer: {Shown(body)}"];
        var described = Resolved(given);
        List<string> differences = [.. Headers(answer, described), .. Body(answer, body, status, described)];
        return differences.ConvertAll(difference => $"{name} {status}: {difference}");
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer, JsonNode described)
    {
        var known = described["headers"]?.AsObject() ?? [];
        var present = answer
            .Headers.Select(header => header.Key)
            .Concat(answer.Content.Headers.Select(header => header.Key))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (header, about) in known)
        {
            if ((bool?)about!["required"] == true && !present.Contains(header))
                yield return $"the header {header} is missing";
        }
        foreach (var header in present.Where(header => !s_ofEveryAnswer.Contains(header)))
        {
            if (!known.Any(one => one.Key.Equals(header, StringComparison.OrdinalIgnoreCase)))
                yield return $"the header {header} is not described";
        }
    }

    private IEnumerable<string> Body(HttpResponseMessage answer, byte[] body, string status, JsonNode described)
    {
        var forms = described["content"]?.AsObject();
        if (forms is null || forms.Count == 0)
        {
            if (body.Length > 0)
                yield return $"it has a body, and none is described: {Shown(body)}";
            yield break;
        }
        var mediaType = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (forms[mediaType] is not { } form)
        {
            yield return $"its content type is '{mediaType}'";
            yield break;
        }
        if (mediaType == Problem)
        {
            var code = (string?)JsonNode.Parse(body)!["code"] ?? "";
            if (form["examples"]?[code] is null)
                yield return $"the code {code} is not described: {Shown(body)}";
        }
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
            yield break;
        var schema = operation.ActualResponses[status].Content[mediaType].Schema;
        foreach (var fault in AsServed.Instance.Validate(Encoding.UTF8.GetString(body), schema, SchemaType.OpenApi3))
            yield return $"{fault} in {Shown(body)}";
    }

    private JsonNode Resolved(JsonNode node) =>
        (string?)node["$ref"] is { } reference
            ? reference
                .TrimStart('#', '/')
                .Split('/')
                .Aggregate(document, (at, step) => at[step] ?? throw new InvalidDataException(reference))
            : node;

    private static string Shown(byte[] body)
    {
        const int most = 2_000;
        var text = Encoding.UTF8.GetString(body);
        return text.Length <= most ? text : text[..most] + "…";
    }

    /// <summary>By the rules of OpenAPI 3.0 all the way down: null is what a schema says that it may be.</summary>
    private sealed class AsServed : JsonSchemaValidator
    {
        public static AsServed Instance { get; } = new();

        private AsServed()
            : base(new JsonSchemaValidatorSettings()) { }

        protected override ICollection<ValidationError> Validate(
            JToken token,
            JsonSchema schema,
            SchemaType schemaType,
            string? propertyName,
            string propertyPath
        ) =>
            token.Type == JTokenType.Null && schema.IsNullable(SchemaType.OpenApi3)
                ? []
                : base.Validate(token, schema, SchemaType.OpenApi3, propertyName, propertyPath);
    }
}
