using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Each service's own OpenAPI document at <c>/swagger/v1/swagger.json</c>; the Gateway joins them into one.
/// </summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo { Title = $"CarbonPlatform {service}", Version = "v1" });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.UseAllOfToExtendReferenceSchemas();
            options.CustomSchemaIds(SchemaId);
            options.MapType<decimal>(() =>
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "decimal",
                    Description = "Exact decimal; taken as a number or a string, given as a string.",
                }
            );
            // A plant's code is to clients the text that it always was.
            options.MapType<PlantCode>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            options.SchemaFilter<ValuesAreText>();
            options.OperationFilter<CallerIsNoParameter>();
            foreach (var comments in Directory.EnumerateFiles(AppContext.BaseDirectory, "CarbonPlatform.*.xml"))
                options.IncludeXmlComments(comments);
        });
    }

    /// <summary>
    /// An operation's request and response are nested in it and named alike: <c>PostReadings.Request</c>.
    /// </summary>
    private static string SchemaId(Type type)
    {
        var name = type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
                + "Of"
                + string.Join("And", type.GetGenericArguments().Select(SchemaId))
            : type.Name;
        return type is { IsNested: true, DeclaringType: { } operation } ? operation.Name + "." + name : name;
    }

    /// <summary>
    /// A month, a plant's code and their like are written as text by a converter of their own, whatever properties they
    /// have in C#.
    /// </summary>
    private sealed class ValuesAreText : ISchemaFilter
    {
        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
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

    /// <summary>The caller is bound from the ticket and not for clients to give.</summary>
    private sealed class CallerIsNoParameter : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var callers = context
                .ApiDescription.ParameterDescriptions.Where(parameter => parameter.Type == typeof(Caller))
                .Select(parameter => parameter.Name)
                .ToHashSet(StringComparer.Ordinal);
            if (callers.Count > 0 && operation.Parameters is { } parameters)
                operation.Parameters = [.. parameters.Where(parameter => !callers.Contains(parameter.Name ?? ""))];
        }
    }
}
