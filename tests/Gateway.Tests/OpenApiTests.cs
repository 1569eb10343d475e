using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Gateway.OpenApi;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>One document for the whole API.</summary>
[Tier(Tier.Service)]
public sealed class OpenApiTests
{
    private static string Document(string path, string schema) =>
        $$$"""
            { "openapi": "3.0.4", "info": { "title": "t", "version": "v1" },
              "paths": {
                "{{{path}}}": { "get": { "tags": ["CarbonPlatform.X"], "responses": { "200": { "description": "OK",
                  "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Answer" } },
                             "text/json": { "schema": { "$ref": "#/components/schemas/List" } } } } } } },
                "/internal/state": { "get": { "responses": { "200": { "description": "OK" } } } } },
              "components": { "schemas": {
                "List": { "type": "array", "items": { "$ref": "#/components/schemas/Answer" } },
                "Answer": {{{schema}}},
                "Hidden": { "type": "string" } } } }
            """;

    private static JsonObject Parsed(string path, string schema) => JsonNode.Parse(Document(path, schema))!.AsObject();

    private static string? Reference(JsonObject joined, string path) =>
        (string?)
            joined["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"];

    [Fact]
    public void Two_things_of_one_name_stay_two_things()
    {
        var joined = JoinedDocument.Of([
            ("ingestion", Parsed("/api/v1/plants", """{ "type": "object" }""")),
            ("ledger", Parsed("/api/v1/totals", """{ "type": "integer" }""")),
        ]);

        Reference(joined, "/api/v1/plants").ShouldBe("#/components/schemas/Answer");
        Reference(joined, "/api/v1/totals").ShouldBe("#/components/schemas/ledger.Answer");
        var schemas = joined["components"]!["schemas"]!.AsObject();
        ((string?)schemas["Answer"]!["type"]).ShouldBe("object");
        ((string?)schemas["ledger.Answer"]!["type"]).ShouldBe("integer");
        ((string?)schemas["List"]!["items"]!["$ref"]).ShouldBe("#/components/schemas/Answer");
        ((string?)schemas["ledger.List"]!["items"]!["$ref"]).ShouldBe(
            "#/components/schemas/ledger.Answer",
            "List is written alike in both, and what it lists is not"
        );
        schemas.Select(schema => schema.Key).ShouldBe(["Answer", "List", "ledger.Answer", "ledger.List"]);
    }

    [Fact]
    public void What_is_internal_is_not_shown_and_answers_are_those_of_the_gateway()
    {
        var gateway = JsonNode
            .Parse(
                """
                { "paths": {}, "components": { "responses": {
                  "401": { "description": "api-key-unknown: The API key is not known.", "content": {
                    "application/problem+json": { "examples": { "api-key-unknown": { "summary": "Unknown" } } } } },
                  "503": { "description": "service-unavailable: A service is away.", "content": {
                    "application/problem+json": { "examples": { "service-unavailable": { "summary": "Away" } } } } }
                } } }
                """
            )!
            .AsObject();
        var ledger = Parsed("/api/v1/totals", """{ "type": "integer" }""");
        var answers = ledger["paths"]!["/api/v1/totals"]!["get"]!["responses"]!.AsObject();
        answers["401"] = JsonNode.Parse(
            """
            { "description": "ticket-refused: X.", "content": { "application/problem+json": {
              "examples": { "ticket-refused": { "summary": "X" } } } } }
            """
        );
        answers["503"] = JsonNode.Parse(
            """
            { "description": "busy: Other heavy calls are in work.", "content": { "application/problem+json": {
              "examples": { "busy": { "summary": "Other heavy calls are in work" } } } } }
            """
        );

        var joined = JoinedDocument.Of([("gateway", gateway), ("ledger", ledger)]);

        joined["paths"]!.AsObject().Select(path => path.Key).ShouldBe(["/api/v1/totals"]);
        joined["components"]!["schemas"]!.AsObject().ShouldNotContain(schema => schema.Key == "Hidden");
        var operation = joined["paths"]!["/api/v1/totals"]!["get"]!;
        ((string?)operation["tags"]![0]).ShouldBe("totals");
        Codes("401").ShouldBe(["api-key-unknown"], "to the caller there are no tickets");
        Codes("503").ShouldBe(["busy", "service-unavailable"]);
        operation["responses"]!["200"]!["headers"]!
            .AsObject()
            .Select(header => header.Key)
            .ShouldBe(["Cache-Control", "Vary"]);

        IEnumerable<string> Codes(string status) =>
            operation["responses"]![status]!["content"]!["application/problem+json"]!["examples"]!
                .AsObject()
                .Select(example => example.Key);
    }

    [Fact]
    public void What_many_operations_refuse_alike_is_said_once()
    {
        var ledger = Parsed("/api/v1/totals", """{ "type": "integer" }""");
        var paths = ledger["paths"]!.AsObject();
        paths["/api/v1/totals"]!["get"]!["responses"]!["500"] = new JsonObject { ["description"] = "internal-error" };
        paths["/api/v1/ledger/entries"] = paths["/api/v1/totals"]!.DeepClone();

        var joined = JoinedDocument.Of([("gateway", null), ("ledger", ledger)]);

        ((string?)joined["components"]!["responses"]!["Refused500"]!["description"]).ShouldBe("internal-error");
        foreach (var (_, path) in joined["paths"]!.AsObject())
            ((string?)path!["get"]!["responses"]!["500"]!["$ref"]).ShouldBe("#/components/responses/Refused500");
    }

    [Fact]
    public async Task What_the_gateway_says_of_its_own_operations_is_whole()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var own = JsonNode.Parse(await gateway.DescriptionAsync())!.AsObject();
        WholeDescription.ShouldBeWhole(JoinedDocument.Of([("gateway", own)]));
    }

    [Fact]
    public async Task The_document_has_the_paths_of_every_service_and_those_of_the_gateway()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Ingestion.Answer = context =>
            context.Response.WriteAsync(Document("/api/v1/plants/{plant}", """{ "type": "object" }"""));
        gateway.Calculation.Answer = context =>
            context.Response.WriteAsync(
                Document("/api/v1/plants/{plant}/months/{month}/lines", """{ "type": "object" }""")
            );
        gateway.Ledger.Answer = context =>
            context.Response.WriteAsync(Document("/api/v1/totals", """{ "type": "object" }"""));

        using var response = await gateway.Client(key: null).Get("/openapi/v1.json");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var joined = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        joined["paths"]!
            .AsObject()
            .Select(path => path.Key)
            .ShouldBe([
                "/api/v1/api-keys",
                "/api/v1/api-keys/{id}",
                "/api/v1/headline/{year}",
                "/api/v1/plants/{plant}",
                "/api/v1/plants/{plant}/months/{month}/lines",
                "/api/v1/totals",
            ]);
        ((string?)joined["components"]!["securitySchemes"]!["apiKey"]!["name"]).ShouldBe("X-Api-Key");
        joined["components"]!["schemas"]!["ProblemDocument"]!["properties"]!["code"].ShouldNotBeNull();
        ((string?)joined["components"]!["schemas"]!["Figure"]!["properties"]!["quantity"]!["type"]).ShouldBe("string");
        joined["paths"]!["/api/v1/headline/{year}"]!["get"]!["parameters"]!
            .AsArray()
            .Select(parameter => (string?)parameter!["name"])
            .ShouldBe(["year", "asOf", "If-None-Match"]);
        gateway.Ledger.Requests.ShouldHaveSingleItem().Path.ShouldBe("/swagger/v1/swagger.json");
    }

    [Fact]
    public async Task A_service_that_is_down_is_left_out_and_named()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Ingestion.Answer = context => context.Response.WriteAsync("no JSON");
        gateway.Calculation.Answer = context =>
            context.Response.WriteAsync(
                Document("/api/v1/plants/{plant}/months/{month}/lines", """{ "type": "object" }""")
            );
        await gateway.Ledger.DisposeAsync();

        var joined = JsonNode.Parse(
            await (await gateway.Client(key: null).Get("/openapi/v1.json")).Content.ReadAsStringAsync()
        )!;

        joined["x-unavailable"]!.AsArray().Select(service => (string?)service).ShouldBe(["ingestion", "ledger"]);
        ((string?)joined["info"]!["description"]).ShouldNotBeNull().ShouldContain("ingestion, ledger");
        joined["paths"]!.AsObject().ShouldContain(path => path.Key == "/api/v1/plants/{plant}/months/{month}/lines");
    }

    [Fact]
    public async Task Beside_the_joined_document_nothing_of_the_API_is_told_without_a_key()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var stranger = gateway.Client(key: null);
        foreach (
            var path in new[]
            {
                "/swagger/v1/swagger.json",
                "/SWAGGER/V1/SWAGGER.JSON",
                "/swagger/v1/swagger.yaml",
                "/openapi/v2.json",
                "/metrics",
                "/internal/state",
            }
        )
            await (await stranger.Get(path)).ShouldBeProblem(401, "unauthenticated");
        (await stranger.Get("/openapi/v1.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_pages_are_open_to_everybody()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var browser = new HttpClient { BaseAddress = gateway.Client().BaseAddress };
        foreach (var path in new[] { "/", "/docs", "/docs/", "/docs/index.html" })
            (await browser.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldContain(
                "swagger-ui",
                customMessage: path
            );
        (await gateway.Client(key: null).Get("/docs/swagger-ui-bundle.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
