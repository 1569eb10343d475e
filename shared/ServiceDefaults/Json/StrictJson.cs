using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CarbonPlatform.ServiceDefaults.Json;

/// <summary>
/// How this API reads and writes JSON: what is not known, named twice or loosely written is refused, since a misspelt
/// member that is silently dropped is a reading that is silently wrong.
/// </summary>
public static class StrictJson
{
    /// <summary>For what is kept or told from service to service. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create(Apply);

    /// <summary>For bodies that callers send. Read-only.</summary>
    public static JsonSerializerOptions OfCallers { get; } = Create(ApplyToCallers);

    /// <summary>
    /// The rules for bodies that callers send: besides, lists have an end, and of a text everything is seen.
    /// </summary>
    public static void ApplyToCallers(JsonSerializerOptions options)
    {
        Apply(options);
        options.Converters.Add(new PlainTextConverter());
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(ListElements.RefuseTooMany);
    }

    private static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(
            ListElements.RefuseNull
        );
        options.MaxDepth = 32;
        // Names and units are Chinese as often as not. The answers are JSON documents, never part of a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new ExactDecimalConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create(Action<JsonSerializerOptions> apply)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
