using Microsoft.OpenApi;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>Finds its way from schema to schema.</summary>
internal static class SchemasOf
{
    /// <summary>Ids of the schemas that bodies of requests consist of.</summary>
    public static HashSet<string> Requests(
        OpenApiDocument document,
        IReadOnlyDictionary<string, IOpenApiSchema> schemas
    )
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        foreach (var form in operation.RequestBody?.Content?.Values ?? [])
            Follow(form.Schema, schemas, found);
        return found;
    }

    /// <summary>The schema that holds the values: that which the only part of a composed one leads to.</summary>
    public static OpenApiSchema? Meant(IOpenApiSchema schema, IReadOnlyDictionary<string, IOpenApiSchema> schemas) =>
        schema switch
        {
            OpenApiSchemaReference { Reference.Id: { } id } => schemas.TryGetValue(id, out var target)
                ? Meant(target, schemas)
                : null,
            OpenApiSchema { AllOf: [var only] } => Meant(only, schemas),
            OpenApiSchema itself => itself,
            _ => null,
        };

    /// <summary>The type of the values, null set aside; null where they may be anything.</summary>
    public static JsonSchemaType? TypeOf(IOpenApiSchema schema, IReadOnlyDictionary<string, IOpenApiSchema> schemas) =>
        Meant(schema, schemas)?.Type is { } type && type != JsonSchemaType.Null ? type & ~JsonSchemaType.Null : null;

    private static void Follow(
        IOpenApiSchema? schema,
        IReadOnlyDictionary<string, IOpenApiSchema> schemas,
        HashSet<string> found
    )
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (found.Add(id))
                Follow(schemas[id], schemas, found);
            return;
        }
        if (schema is not OpenApiSchema own)
            return;
        Follow(own.Items, schemas, found);
        Follow(own.AdditionalProperties, schemas, found);
        foreach (var part in (own.AllOf ?? []).Concat(own.OneOf ?? []).Concat(own.Properties?.Values ?? []))
            Follow(part, schemas, found);
    }
}
