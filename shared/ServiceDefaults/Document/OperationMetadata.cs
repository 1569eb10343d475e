using Microsoft.OpenApi;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>What an operation refuses, beyond what any does.</summary>
internal sealed record RefusedHere(IReadOnlyList<Refusal> With);

/// <summary>A header of an answer.</summary>
internal sealed record HeaderOfAnswer(string Name, string Description, string Example)
{
    /// <summary>The one status of good answers that have it; every one when null.</summary>
    public int? OnlyAt { get; init; }

    /// <summary>Whether it always comes.</summary>
    public bool Always { get; init; } = true;

    /// <summary>Describes it with an answer.</summary>
    public void AddTo(OpenApiResponse answer) =>
        (answer.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal))[Name] = new OpenApiHeader
        {
            Description = Description,
            Required = Always,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = Example,
        };
}

/// <summary>A parameter that is one word of a list, or several with commas between them.</summary>
internal sealed record ChoiceOfParameter(string Name, IReadOnlyList<string> Words, bool IsList);

/// <summary>Parameters without which the operation refuses.</summary>
internal sealed record NeededParameters(IReadOnlyList<string> Names);

/// <summary>A form that 200 may have besides the one that is produced.</summary>
internal sealed record OtherForm(Type Type);

/// <summary>The operation looks at If-None-Match.</summary>
internal sealed record AskedWithTag;
