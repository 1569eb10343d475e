using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Random;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// Makes calls of what the description of the API says and dice: what is asked for, and now and then something else.
/// The same seed makes the same calls.
/// </summary>
internal sealed class SenselessCall(JsonObject description, IReadOnlyList<string> keys, Dice dice)
{
    private const int Deepest = 6;

    private static readonly string[] s_words =
    [
        "",
        " ",
        "a",
        "FZ-P1",
        "FZ-P2",
        "NO-SUCH",
        "GROUP",
        "FUZZ",
        "GRID-1",
        "KILN-1",
        "2024-03",
        "2024-13",
        "1990-01",
        "2100-12",
        "0000-00",
        "2024",
        "CO2",
        "scope1.combustion",
        "location-national",
        "t",
        "万kWh",
        "kg",
        "kWh",
        "electricity.grid",
        "fuel.anthracite",
        "settled",
        "heat.default",
        "SX",
        "alumina",
        "grid-connection",
        "ndrc-2013",
        "true",
        "null",
        "0",
        "1",
        "-1",
        "1e999",
        "0.0000000000000000000000000001",
        "79228162514264337593543950335",
        "999999999999999999999999999999999999",
        "NaN",
        "Ａ",
        "é",
        "é",
        "a\u0000b",
        "a\u200bb",
        "\u202egnp",
        "\ufffe",
        "'; DROP TABLE entry; --",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "../../../etc/passwd",
        "%00",
        "%2e%2e%2f",
        "a,b,c,d,e,f,g,h",
        "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly string[] s_types =
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=gbk",
        "text/csv",
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ];

    private readonly List<(string Path, string Verb, JsonObject Operation)> _operations =
    [
        .. description["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject().Select(verb => (path.Key, verb.Key.ToUpperInvariant(), verb.Value!.AsObject()))
            ),
    ];

    /// <summary>The next call, and the operation that it is of: <c>POST /api/v1/factors</c>.</summary>
    public (HttpRequestMessage Request, string Operation) Next()
    {
        var (path, verb, operation) = dice.Of(_operations);
        var name = $"{verb} {path}";
        if (dice.OneIn(25))
            verb = dice.Of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
        var query = new List<string>();
        var request = new HttpRequestMessage { Method = new HttpMethod(verb) };
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var of = (string)parameter!["name"]!;
            switch ((string)parameter["in"]!)
            {
                case "path":
                    path = path.Replace($"{{{of}}}", Escaped(InPath(of)), StringComparison.Ordinal);
                    break;
                case "query" when !dice.OneIn(3):
                    query.Add($"{of}={Escaped(InQuery(of))}");
                    break;
                case "header" when !dice.OneIn(4):
                    request.Headers.TryAddWithoutValidation(
                        of,
                        dice.OneIn(8) ? dice.Of(s_words) : $"k{dice.Below(400)}"
                    );
                    break;
            }
        }
        if (dice.OneIn(12))
            query.Add($"{Escaped(dice.Of(s_words))}={Escaped(dice.Of(s_words))}");
        request.RequestUri = new Uri(path + (query.Count > 0 ? "?" + string.Join('&', query) : ""), UriKind.Relative);
        if (!dice.OneIn(40))
            request.Headers.TryAddWithoutValidation("X-Api-Key", dice.OneIn(40) ? "cp_wrong" : dice.Of(keys));
        if (dice.OneIn(30))
            request.Headers.TryAddWithoutValidation(dice.Of("X-Note", "Accept", "Accept-Language", "Range"), "中");
        if (verb is "POST" or "PUT" or "PATCH" || dice.OneIn(30))
            request.Content = Body(operation);
        return (request, name);
    }

    private static string Escaped(string text) =>
        string.Concat(
            Encoding
                .UTF8.GetBytes(text)
                .Select(part =>
                    char.IsAsciiLetterOrDigit((char)part) || part is (byte)'-'
                        ? $"{(char)part}"
                        : string.Create(CultureInfo.InvariantCulture, $"%{part:X2}")
                )
        );

    private string InPath(string parameter) =>
        dice.OneIn(4)
            ? dice.Of(s_words)
            : parameter switch
            {
                "plant" => dice.Of("FZ-P1", "FZ-P2"),
                "month" => $"202{dice.Below(6)}-{1 + dice.Below(12):00}",
                "source" => dice.Of("GRID-1", "KILN-1", "S-" + dice.Below(9)),
                "orgUnit" => dice.Of("FUZZ", "FUZZ-" + dice.Below(5)),
                "year" => $"{2015 + dice.Below(12)}",
                "sequence" => $"{dice.Below(200)}",
                _ => dice.Of(
                    "heat.default",
                    "00000000-0000-0000-0000-000000000000",
                    "01933333-0000-7000-8000-000000000000"
                ),
            };

    private string InQuery(string parameter) =>
        dice.OneIn(3)
            ? dice.Of(s_words)
            : parameter switch
            {
                "from" => $"2024-0{1 + dice.Below(3)}",
                "to" => $"2024-0{4 + dice.Below(6)}",
                "org" or "plant" => dice.Of("FZ-P1", "FZ-P2", "FUZZ"),
                "groupBy" => dice.Of("category", "category,measure", "month,plant", "activity,month,source"),
                "limit" => $"{dice.Below(1_000)}",
                _ => dice.Of(s_words),
            };

    private HttpContent? Body(JsonObject operation)
    {
        var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        var bytes = dice.Below(12) switch
        {
            0 => [],
            1 => Encoding.UTF8.GetBytes(dice.Of("{", "[]", "null", "\"a\"", "1", "{\"a\":}", "{}", "{},", "\ufeff{}")),
            2 => Encoding.UTF8.GetBytes(new string('[', 5_000)),
            3 => [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d],
            4 => Encoding.UTF8.GetBytes("source,activity,quantity,unit\nGRID-1,electricity.grid,1,kWh\n"),
            _ => Encoding.UTF8.GetBytes(schema is null ? "" : Value(schema, 0)?.ToJsonString() ?? "null"),
        };
        var content = new ByteArrayContent(bytes);
        if (MediaTypeHeaderValue.TryParse(dice.OneIn(6) ? dice.Of(s_types) : s_types[0], out var type))
            content.Headers.ContentType = type;
        return content;
    }

    /// <summary>Something of a schema, mostly.</summary>
    private JsonNode? Value(JsonNode schema, int depth)
    {
        if (schema["$ref"] is { } reference)
            return Value(description["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, depth);
        if (schema["allOf"] is JsonArray { Count: > 0 } all)
            return Value(all[0]!, depth);
        if (depth > Deepest || dice.OneIn(25))
            return Anything();
        return (string?)schema["type"] switch
        {
            "object" => Members(schema, depth),
            "array" => new JsonArray([
                .. Enumerable.Range(0, dice.Below(4)).Select(_ => Value(schema["items"]!, depth + 1)),
            ]),
            "integer" => dice.Of(0, 1, -1, int.MaxValue, dice.Below(5_000)),
            "number" => dice.Of(0.5m, 1m, -0.1m, decimal.MaxValue),
            "boolean" => dice.OneIn(2),
            _ => Text(schema),
        };
    }

    private JsonObject Members(JsonNode schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            var isNeeded = schema["required"]?.AsArray().Any(one => (string?)one == name) ?? false;
            if (isNeeded ? !dice.OneIn(15) : dice.OneIn(2))
                made[name] = name switch
                {
                    "source" when !dice.OneIn(5) => dice.Of("GRID-1", "KILN-1"),
                    "activity" when !dice.OneIn(5) => dice.Of("electricity.grid", "fuel.anthracite", "fuel.diesel"),
                    "quantity" when !dice.OneIn(5) => $"{dice.Below(1_000_000)}.{dice.Below(1_000)}",
                    "unit" when !dice.OneIn(5) => dice.Of("kWh", "t", "万kWh"),
                    "quality" when !dice.OneIn(5) => dice.Of("settled", "measured", "estimated"),
                    "subject" => "one and the same",
                    _ => Value(member!, depth + 1),
                };
        }
        if (schema["additionalProperties"] is JsonObject values)
        {
            for (var i = dice.Below(3); i > 0; i--)
                made[dice.Of(s_words)] = Value(values, depth + 1);
        }
        if (dice.OneIn(20))
            made[dice.Of(s_words)] = Anything();
        return made;
    }

    private JsonNode Text(JsonNode schema) =>
        schema["enum"] is JsonArray { Count: > 0 } words && !dice.OneIn(6) ? (string)dice.Of([.. words])!
        : dice.OneIn(60) ? new string('x', dice.Below(100_000))
        : dice.Of(s_words);

    private JsonNode? Anything() =>
        dice.Below(7) switch
        {
            0 => null,
            1 => new JsonArray(null, 1, "a"),
            2 => new JsonObject { ["a"] = new JsonObject { ["b"] = null } },
            3 => JsonValue.Create(1e300),
            4 => JsonValue.Create(true),
            5 => JsonValue.Create(dice.Below(10)),
            _ => JsonValue.Create(dice.Of(s_words)),
        };
}
