using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace CarbonPlatform.Ingestion.Tests;

/// <summary>What came back: status, headers, body.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, JsonNode Body)
{
    public string Code => (string)Body["code"]!;

    public string? ETag => Message.Headers.ETag?.ToString();

    public bool Replayed =>
        Message.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Single() == "true";

    public IReadOnlyList<JsonNode> Errors => [.. (Body["errors"]?.AsArray() ?? []).Select(e => e!)];

    /// <summary>The one thing that was wrong.</summary>
    public JsonNode Error => Errors.ShouldHaveSingleItem();
}

/// <summary>Calls as plants and the environment department make them.</summary>
public static class Calls
{
    /// <summary>A reading of the example in the API's documentation.</summary>
    public const string Coal = """
        { "source": "BOILER-1", "activity": "fuel.bituminous-coal", "quantity": 41250.37, "unit": "t",
        "quality": "measured", "attributes": { "ncv": 20.91, "sulphurPercent": 0.8 } }
        """;

    public const string Grid = """
        { "source": "GRID-1", "activity": "electricity.grid", "quantity": "8123.4", "unit": "万kWh",
        "quality": "measured" }
        """;

    public static string Sheet(params string[] readings) => $$"""{ "readings": [ {{string.Join(", ", readings)}} ] }""";

    public static async Task<Answer> SendAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? body = null,
        string? key = null,
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, response, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    public static Task<Answer> PostReadingsAsync(
        this HttpClient client,
        string plant,
        string month,
        string body,
        string? key = null,
        string? ifMatch = null
    ) => client.SendAsync(HttpMethod.Post, $"/plants/{plant}/months/{month}/readings", body, key ?? NewKey(), ifMatch);

    public static Task<Answer> PutReadingsAsync(
        this HttpClient client,
        string plant,
        string month,
        string body,
        string? ifMatch = null,
        string? key = null
    ) => client.SendAsync(HttpMethod.Put, $"/plants/{plant}/months/{month}/readings", body, key ?? NewKey(), ifMatch);

    /// <summary>A record as it shall be, whatever stands, unless a test says what it has seen.</summary>
    public static async Task<Answer> PutRecordAsync(
        this HttpClient client,
        string path,
        string body,
        string? ifMatch = null
    )
    {
        var answer = await client.SendAsync(HttpMethod.Put, path, body, ifMatch: ifMatch);
        return ifMatch is null && answer.Status == HttpStatusCode.PreconditionRequired
            ? await client.SendAsync(HttpMethod.Put, path, body, ifMatch: "*")
            : answer;
    }

    public static Task<Answer> AskAsync(this HttpClient client, string path) => client.SendAsync(HttpMethod.Get, path);

    /// <summary>A smelter with what most tests need: boiler, stack, grid, potline; from 2020 on.</summary>
    public static async Task<string> NewSmelterAsync(this HttpClient client, string? code = null)
    {
        var plant = code ?? SharedHost.NewPlant();
        var unit = await client.PutRecordAsync("/units/ALUMINIUM", """{ "name": "Aluminium", "nameZh": "铝业" }""");
        ((int)unit.Status).ShouldBeInRange(200, 201, unit.Body.ToJsonString());
        await MustAsync(
            $"/plants/{plant}",
            """
            { "name": "Test smelter", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"],
            "from": "2020-01" }
            """
        );
        await MustAsync($"/plants/{plant}/sources/STACK-1", """{ "name": "Stack", "kind": "stack" }""");
        await MustAsync(
            $"/plants/{plant}/sources/BOILER-1",
            """
            { "name": "Boiler", "kind": "boiler", "process": "alumina", "technology": "grate",
            "dischargesTo": ["STACK-1"] }
            """
        );
        await MustAsync($"/plants/{plant}/sources/GRID-1", """{ "name": "Grid", "kind": "grid-connection" }""");
        await MustAsync(
            $"/plants/{plant}/sources/POT-1",
            """{ "name": "Potline 1", "kind": "potline", "technology": "CWPB" }"""
        );
        await MustAsync(
            $"/plants/{plant}/sources/WF-1",
            """
            { "name": "Wind", "kind": "wind-farm", "capacities": [ { "from": "2020-01-01", "megawatts": 50 } ],
            "from": "2022-06", "to": "2024-12" }
            """
        );
        return plant;

        async Task MustAsync(string path, string body)
        {
            var answer = await client.PutRecordAsync(path, body);
            answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body.ToJsonString());
        }
    }

    public static string NewKey() => Guid.CreateVersion7().ToString();

    public static string Text(this JsonNode node, string member) =>
        (string?)node[member] ?? throw new KeyNotFoundException($"{member} in {node.ToJsonString()}");

    /// <summary>The JSON with the members in order, for comparing.</summary>
    public static string Plain(this JsonNode node) =>
        node.ToJsonString(
            new JsonSerializerOptions
            {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
