using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Data;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.OpenApi;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>
/// What members, parameters and headers plausibly say, by name, from <c>examples.csv</c>: the document shows it beside
/// each of them. A row for <c>schema.member</c> goes before one for the member.
/// </summary>
internal sealed class ExampleValues
{
    private const string File = "examples.csv";

    private readonly FrozenDictionary<string, string> _byName;

    private ExampleValues(string folder)
    {
        var examples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, File, "member", "example"))
        {
            if (!examples.TryAdd(row.Required("member"), row.Required("example")))
                throw row.Fault($"{row["member"]} stands in the file already");
        }
        _byName = examples.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Reads the file beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static ExampleValues Read() => new(Path.Combine(AppContext.BaseDirectory, "Document"));

    /// <summary>The example of a parameter or header.</summary>
    public string? Of(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The example of a member.</summary>
    public string? Of(string schema, string member) => Of($"{schema}.{member}") ?? Of(member);

    /// <summary>What a value of a schema plausibly is; null where nobody can tell.</summary>
    /// <param name="value">The schema.</param>
    /// <param name="named">What the file has for the name.</param>
    public static JsonNode? Of(OpenApiSchema? value, string? named) =>
        (value?.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.String when value!.Enum is { Count: > 0 } words => (
                words.FirstOrDefault(word => word.ToString() == named) ?? words[0]
            ).DeepClone(),
            JsonSchemaType.String => value!.Format switch
            {
                "date-time" => "2025-01-20T08:00:00Z",
                "date" => "2024-03-01",
                "uuid" => "0193f2a4-7c1e-7d52-9a41-5f0c8b7e6d21",
                "decimal" => ExactDecimalConverter.TryParse(named, out _) ? named : "41250.37",
                _ => named,
            },
            JsonSchemaType.Integer or JsonSchemaType.Number => int.TryParse(named, out var number) ? number : 3,
            JsonSchemaType.Boolean => named != "false",
            _ => null,
        };
}
