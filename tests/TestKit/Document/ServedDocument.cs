using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NSwag;

namespace CarbonPlatform.TestKit.Document;

/// <summary>An OpenAPI document, against which answers are held.</summary>
public sealed class ServedDocument
{
    private readonly IReadOnlyList<Described> _operations;

    private ServedDocument(IReadOnlyList<Described> operations) => _operations = operations;

    /// <summary>One that says nothing.</summary>
    public static ServedDocument Empty { get; } = new([]);

    /// <summary>Reads a document in JSON.</summary>
    public static async Task<ServedDocument> ParseAsync(string json)
    {
        var raw = JsonNode.Parse(json)!;
        var parsed = await OpenApiDocument.FromJsonAsync(json);
        return new ServedDocument([
            .. parsed
                .Operations.Select(operation => new Described(
                    new HttpMethod(operation.Method.ToUpperInvariant()),
                    operation.Path,
                    operation.Operation,
                    raw["paths"]![operation.Path]![operation.Method]!["responses"]!.AsObject(),
                    raw
                ))
                // Of two that a path matches the one with fewer parameters is meant.
                .OrderBy(operation => operation.Parameters),
        ]);
    }

    /// <summary>The operation that a call is of; null when it is of none.</summary>
    public DescribedAnswers? Of(HttpMethod method, Uri address) =>
        _operations.FirstOrDefault(operation =>
            operation.Method == method && operation.Path.IsMatch(address.AbsolutePath)
        )
            is { } found
            ? new DescribedAnswers($"{method} {found.Template}", found.Operation, found.Responses, found.Document)
            : null;

    private sealed record Described(
        HttpMethod Method,
        string Template,
        OpenApiOperation Operation,
        JsonObject Responses,
        JsonNode Document
    )
    {
        public int Parameters { get; } = Template.Count(c => c == '{');

        public Regex Path { get; } =
            new(
                "^"
                    + Regex.Replace(Regex.Escape(Template), @"\\\{[^}]+\}", "[^/]+", RegexOptions.None, s_patience)
                    + "/?$",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                s_patience
            );

        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    }
}
