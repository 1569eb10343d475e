using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>
/// Completes an operation: which parameters it needs and what they may say, the headers of its answers, and every
/// refusal by status and code.
/// </summary>
internal sealed class OperationAsServed(IEnumerable<RefusedEverywhere> everywhere, ExampleValues examples)
    : IOperationFilter
{
    private const string Json = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var callers = context
            .ApiDescription.ParameterDescriptions.Where(parameter => parameter.Type == typeof(Caller))
            .Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.Ordinal);
        // The caller is bound from the ticket and not for clients to give.
        List<OpenApiParameter> parameters =
        [
            .. (operation.Parameters ?? [])
                .OfType<OpenApiParameter>()
                .Where(parameter => !callers.Contains(parameter.Name ?? "")),
        ];
        if (metadata.OfType<AskedWithTag>().Any() && !parameters.Exists(parameter => parameter.Name == "If-None-Match"))
            parameters.Add(
                new OpenApiParameter
                {
                    Name = "If-None-Match",
                    Description = "The ETag of an answer that is at hand; 304 says that it still holds.",
                    In = ParameterLocation.Header,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        operation.Parameters = parameters.Count == 0 ? null : [.. parameters];
        foreach (var parameter in parameters)
            Complete(parameter, metadata);

        var isKeyed = parameters.Exists(parameter => parameter.Name == IdempotencyKey.Header);
        CompleteGoodAnswers(operation, metadata, isKeyed);
        foreach (var other in metadata.OfType<OtherForm>())
            AddForm(operation, other.Type, context);
        var refusals = everywhere
            .SelectMany(of =>
                of.OfAll.Concat(HttpMethods.IsGet(context.ApiDescription.HttpMethod ?? "") ? of.OfQuestions : [])
                    .Concat(operation.RequestBody is null ? [] : of.OfBodies)
                    .Concat(isKeyed ? of.OfKeys : [])
                    .Concat(parameters.Exists(parameter => parameter.In == ParameterLocation.Path) ? of.OfPaths : [])
            )
            .ToList();
        // What it says itself of a code goes before what is said of it everywhere.
        Refuse(operation, [.. metadata.OfType<RefusedHere>().SelectMany(here => here.With), .. refusals], context);
        foreach (
            var (mediaType, content) in operation.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>()
        )
        {
            // A body that leads to one schema and says no more is that schema.
            if (content is OpenApiMediaType { Schema: OpenApiSchema { AllOf: [var only] } } body)
                body.Schema = only;
            ShowForm(mediaType, content);
        }
    }

    private void Complete(OpenApiParameter parameter, IList<object> metadata)
    {
        var name = parameter.Name!;
        if (metadata.OfType<NeededParameters>().Any(needed => needed.Names.Contains(name, StringComparer.Ordinal)))
            parameter.Required = true;
        var choice = metadata.OfType<ChoiceOfParameter>().FirstOrDefault(choice => choice.Name == name);
        if (choice is not null)
        {
            var words = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. choice.Words.Select(word => (JsonNode)word)],
            };
            parameter.Schema = choice.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = words } : words;
            if (choice.IsList)
                (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
        }
        if (name == IdempotencyKey.Header && parameter.Schema is OpenApiSchema key)
        {
            parameter.Required = true;
            (key.MinLength, key.MaxLength, key.Pattern) = (1, IdempotencyKey.LongestKey, "^[!-~]+$");
        }
        var one = (parameter.Schema?.Items ?? parameter.Schema) as OpenApiSchema;
        if (ExampleValues.Of(one, examples.Of(name)) is { } example)
            parameter.Example = choice is { IsList: true } ? new JsonArray(example) : example;
    }

    private static void CompleteGoodAnswers(OpenApiOperation operation, IList<object> metadata, bool isKeyed)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (!IsGood(status) || answer is not OpenApiResponse response)
                continue;
            var headers = metadata
                .OfType<HeaderOfAnswer>()
                .Where(header => header.OnlyAt is null || status == $"{header.OnlyAt}")
                .ToList();
            if (isKeyed)
                headers.Add(
                    new(
                        IdempotencyKey.ReplayedHeader,
                        "true: the same call was answered before, and this is that answer.",
                        "true"
                    )
                    {
                        Always = false,
                    }
                );
            foreach (var header in headers)
                header.AddTo(response);
            foreach (var (mediaType, content) in response.Content ?? new Dictionary<string, IOpenApiMediaType>())
                ShowForm(mediaType, content);
        }
    }

    private static void AddForm(OpenApiOperation operation, Type type, OperationFilterContext context)
    {
        if (operation.Responses?["200"].Content?[Json] is not OpenApiMediaType { Schema: { } usual } content)
            return;
        var other = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
        content.Schema = new OpenApiSchema { OneOf = [usual, other] };
    }

    private static void Refuse(
        OpenApiOperation operation,
        IEnumerable<Refusal> refusals,
        OperationFilterContext context
    )
    {
        var responses = operation.Responses ??= [];
        // What the framework gathered from the types of results knows no codes.
        foreach (var status in responses.Keys.Where(status => !IsGood(status)).ToList())
            responses.Remove(status);
        var problem = context.SchemaGenerator.GenerateSchema(typeof(ProblemDocument), context.SchemaRepository);
        foreach (var (status, answer) in RefusedAnswers.Of(refusals, problem))
            responses[status] = answer;
    }

    /// <summary>A table is a text or a file, whatever the same answer is in JSON.</summary>
    private static void ShowForm(string mediaType, IOpenApiMediaType content)
    {
        if (content is OpenApiMediaType form && mediaType != Json && mediaType != ProblemDocument.ContentType)
            form.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = mediaType.StartsWith("text/", StringComparison.Ordinal) ? null : "binary",
            };
    }

    private static bool IsGood(string status) => status is ['2' or '3', _, _];
}
