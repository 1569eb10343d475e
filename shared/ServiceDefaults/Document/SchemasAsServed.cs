using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CarbonPlatform.Contracts;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>
/// Completes the schemas when all are known: what is there without fail and what may be null, by what the serializer
/// does; words of closed lists; examples.
/// </summary>
internal sealed class SchemasAsServed(
    IOptions<JsonOptions> json,
    IEnumerable<ClosedList> lists,
    ExampleValues examples,
    TypesOfSchemas types,
    IEnumerable<RefusedEverywhere> everywhere
) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        // For whoever joins documents: what this service refuses at all its operations.
        var problem = context.SchemaGenerator.GenerateSchema(typeof(ProblemDocument), context.SchemaRepository);
        (swaggerDoc.Components ??= new OpenApiComponents()).Responses = RefusedAnswers
            .Of(everywhere.SelectMany(of => of.OfAll), problem)
            .ToDictionary(
                refused => refused.Status,
                IOpenApiResponse (refused) => refused.Answer,
                StringComparer.Ordinal
            );
        var schemas = context.SchemaRepository.Schemas;
        var asked = SchemasOf.Requests(swaggerDoc, schemas);
        foreach (var (id, schema) in schemas.ToArray())
        {
            if (
                schema is OpenApiSchema { Properties.Count: > 0 } of
                && types.Of(id) is { } type
                && json.Value.SerializerOptions.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info
            )
                Complete(id, of, info, asked.Contains(id), context.SchemaRepository, swaggerDoc);
        }
    }

    private void Complete(
        string id,
        OpenApiSchema schema,
        JsonTypeInfo info,
        bool isAsked,
        SchemaRepository repository,
        OpenApiDocument document
    )
    {
        schema.Required = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in info.Properties)
        {
            if (
                !schema.Properties!.TryGetValue(member.Name, out var at)
                || at is not OpenApiSchema property
                || member.AttributeProvider is not PropertyInfo declared
            )
                continue;
            var isLeftOut = IsLeftOut(declared);
            if (isAsked ? member.IsRequired : !isLeftOut)
                schema.Required.Add(member.Name);
            if (ListOf(info.Type, member, declared) is { } list)
                Choose(property, list, repository, document);
            else if (member.PropertyType == typeof(string) && ExactText.IsNamed(member.Name))
                ExactText.Become(property);
            MayBeNull(property, MayBeNull(member, isAsked, isLeftOut), repository.Schemas);
            ShowExample(property, id, member.Name, repository.Schemas);
        }
        if (schema.Required.Count == 0)
            schema.Required = null;
    }

    private static bool IsLeftOut(PropertyInfo declared) =>
        declared.GetCustomAttribute<JsonIgnoreAttribute>()
            is { Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>
    /// By the annotations of C#. Of a dimension that totals are grouped by the value may be null; without it the whole
    /// member is left out.
    /// </summary>
    private static bool MayBeNull(JsonPropertyInfo member, bool isAsked, bool isLeftOut) =>
        member.PropertyType == typeof(TotalsKey)
        || (
            (isAsked || !isLeftOut)
            && (
                member.PropertyType.IsValueType
                    ? Nullable.GetUnderlyingType(member.PropertyType) is not null
                    : member.IsGetNullable
            )
        );

    private ClosedList? ListOf(Type type, JsonPropertyInfo member, PropertyInfo declared) =>
        lists.FirstOrDefault(list => list.Holds(type, declared))
        ?? (
            member.PropertyType == typeof(string) || member.PropertyType.IsAssignableTo(typeof(IEnumerable<string>))
                ? lists.FirstOrDefault(list => list.EverywhereAs == member.Name)
                : null
        );

    private static void Choose(
        OpenApiSchema property,
        ClosedList list,
        SchemaRepository repository,
        OpenApiDocument document
    )
    {
        if (!repository.Schemas.ContainsKey(list.Name))
            repository.AddDefinition(
                list.Name,
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. list.Words.Select(word => (JsonNode)word)],
                }
            );
        var word = new OpenApiSchemaReference(list.Name, document);
        if (property.Items is not null)
            property.Items = word;
        else
            property.AllOf = [word];
    }

    /// <summary>
    /// With its type beside it: that a schema may be null says nothing where it does not say what it is else. One that
    /// only leads to another has the type there.
    /// </summary>
    private static void MayBeNull(
        OpenApiSchema property,
        bool mayBe,
        IReadOnlyDictionary<string, IOpenApiSchema> schemas
    ) =>
        property.Type = mayBe
            ? SchemasOf.TypeOf(property, schemas) is { } type
                ? type | JsonSchemaType.Null
                : null
            : property.AllOf is { Count: > 0 }
                ? null
                : SchemasOf.TypeOf(property, schemas);

    private void ShowExample(
        OpenApiSchema property,
        string id,
        string member,
        IReadOnlyDictionary<string, IOpenApiSchema> schemas
    )
    {
        var isList = property.Items is not null;
        var one = isList ? SchemasOf.Meant(property.Items!, schemas) : SchemasOf.Meant(property, schemas);
        if (ExampleValues.Of(one, examples.Of(id, member)) is { } example)
#pragma warning disable CS0618 // In OpenAPI 3.0 a schema has one example; what takes its place is of 3.1.
            property.Example = isList ? new JsonArray(example) : example;
#pragma warning restore CS0618
    }
}
