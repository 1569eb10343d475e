using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Document;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Each service's own OpenAPI document at <c>/swagger/v1/swagger.json</c>; the Gateway joins them into one. What holds
/// for all operations is said by the filters here, what holds for one stands at its endpoint
/// (<see cref="DescribedOperation"/>).
/// </summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSingleton<TypesOfSchemas>();
        builder.Services.AddSingleton(ExampleValues.Read());
        builder.Services.AddSingleton(RefusedEverywhere.Common);
        foreach (var list in KnownLists.All)
            builder.Services.AddSingleton(list);
        builder.Services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo { Title = $"CarbonPlatform {service}", Version = "v1" });
            options.SupportNonNullableReferenceTypes();
            options.UseAllOfToExtendReferenceSchemas();
            options.CustomSchemaIds(TypesOfSchemas.IdOf);
            options.MapType<decimal>(ExactText.Schema);
            // A plant's code is to clients the text that it always was.
            options.MapType<PlantCode>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            options.SchemaFilter<ValuesAreText>();
            options.OperationFilter<OperationAsServed>();
            options.DocumentFilter<SchemasAsServed>();
            foreach (var comments in Directory.EnumerateFiles(AppContext.BaseDirectory, "CarbonPlatform.*.xml"))
                options.IncludeXmlComments(comments);
        });
    }

    /// <summary>
    /// A month, a plant's code and their like are written as text by a converter of their own, whatever properties they
    /// have in C#.
    /// </summary>
    private sealed class ValuesAreText(TypesOfSchemas types) : ISchemaFilter
    {
        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (context is { MemberInfo: null, ParameterInfo: null })
                types.Note(context.Type);
            if (
                schema is not OpenApiSchema value
                || !context.Type.IsDefined(typeof(JsonConverterAttribute), inherit: false)
                || !context
                    .Type.GetInterfaces()
                    .Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IParsable<>))
            )
            {
                return;
            }
            value.Type = JsonSchemaType.String;
            value.Properties?.Clear();
            value.Required?.Clear();
            value.AdditionalPropertiesAllowed = true;
        }
    }
}
