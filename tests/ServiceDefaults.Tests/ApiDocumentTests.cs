using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What a service's OpenAPI document says of its JSON is what the JSON is.</summary>
[Tier(Tier.Service)]
public sealed class ApiDocumentTests
{
    [JsonConverter(typeof(AsText))]
    internal sealed record Season(int Year, int Number) : IParsable<Season>
    {
        public static Season Parse(string s, IFormatProvider? provider) => new(2024, 1);

        public static bool TryParse(
            [NotNullWhen(true)] string? s,
            IFormatProvider? provider,
            [MaybeNullWhen(false)] out Season result
        )
        {
            result = new Season(2024, 1);
            return true;
        }
    }

    internal sealed class AsText : JsonConverter<Season>
    {
        public override Season Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(2024, 1);

        public override void Write(Utf8JsonWriter writer, Season value, JsonSerializerOptions options) =>
            writer.WriteStringValue("2024-1");
    }

    internal enum Colour
    {
        Green,
        DarkBlue,
    }

    internal sealed record Answer(
        Season Season,
        PlantCode Plant,
        decimal Amount,
        string Name,
        string? Note,
        Part Whole,
        Part? Rest,
        Colour Colour
    );

    internal sealed record Part(int Number);

    private static async Task<JsonNode> SchemasAsync()
    {
        await using var service = await RunningService.StartAsync(app =>
        {
            app.MapGet(
                "/answer",
                () =>
                    new Answer(
                        new Season(2024, 1),
                        PlantCode.Parse("SX-A1"),
                        1,
                        "",
                        null,
                        new Part(1),
                        null,
                        Colour.DarkBlue
                    )
            );
            app.MapGet("/refusal", () => Refusals.Forbidden.ToResult());
        });
        return await SchemasOf(service);
    }

    private static async Task<JsonNode> SchemasOf(RunningService service) =>
        JsonNode.Parse(await service.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative)))![
            "components"
        ]!["schemas"]!;

    [Fact]
    public async Task Values_with_a_text_of_their_own_are_strings()
    {
        var schemas = await SchemasAsync();
        schemas["ApiDocumentTests.Season"]!.ToJsonString().ShouldBe("""{"type":"string"}""");
        ((string?)schemas["ApiDocumentTests.Answer"]!["properties"]!["plant"]!["type"]).ShouldBe("string");
        ((string?)schemas["ApiDocumentTests.Answer"]!["properties"]!["amount"]!["type"]).ShouldBe("string");
        schemas["ApiDocumentTests.Colour"]!["enum"]!
            .AsArray()
            .Select(name => (string?)name)
            .ShouldBe(["green", "dark-blue"]);
    }

    [Fact]
    public async Task What_may_be_null_says_so_and_the_rest_is_there()
    {
        var answer = (await SchemasAsync())["ApiDocumentTests.Answer"]!;
        ((bool?)answer["properties"]!["note"]!["nullable"]).ShouldBe(true);
        ((bool?)answer["properties"]!["rest"]!["nullable"]).ShouldBe(true);
        answer["properties"]!["whole"]!["nullable"].ShouldBeNull();
        ((string?)answer["properties"]!["rest"]!["type"]).ShouldBe("object", "nullable without a type says nothing");
        // Null is written, so that every member is there.
        answer["required"]!.AsArray().Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_request_requires_what_cannot_be_left_out()
    {
        await using var service = await RunningService.StartAsync(app =>
            app.MapPost("/question", (Question question) => question.Text)
        );
        var question = (await SchemasOf(service))["ApiDocumentTests.Question"]!;
        question["required"]!.AsArray().Select(name => (string?)name).ShouldBe(["amount", "text"]);
        ((bool?)question["properties"]!["note"]!["nullable"]).ShouldBe(true);
    }

    internal sealed record Question(string Text, decimal Amount, string? Note = null);

    [Fact]
    public async Task An_operation_says_what_it_refuses_in_all_and_by_itself()
    {
        await using var service = await RunningService.StartAsync(app =>
            app.MapGet("/api/v1/figures/{id}", (string id) => id)
                .Refuses(Refusals.NotFound("There is no figure '7'."))
                .AnswersUnlessKnown()
        );
        var operation = JsonNode.Parse(
            await service.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative))
        )!["paths"]!["/api/v1/figures/{id}"]!["get"]!;

        var answers = operation["responses"]!.AsObject();
        answers
            .Select(answer => answer.Key)
            .ShouldBe(["200", "304", "400", "401", "403", "404", "406", "414", "431", "500", "503"], ignoreOrder: true);
        var notFound = answers["404"]!["content"]!["application/problem+json"]!["examples"]!["not-found"]!["value"]!;
        ((string?)notFound["detail"]).ShouldBe("There is no figure '7'.");
        ((string?)notFound["type"]).ShouldBe("urn:carbon-platform:error:not-found");
        ((bool?)answers["503"]!["headers"]!["Retry-After"]!["required"]).ShouldBe(true);
        answers["200"]!["headers"]!["ETag"].ShouldNotBeNull();
        operation["parameters"]!
            .AsArray()
            .Select(parameter => (string?)parameter!["name"])
            .ShouldBe(["id", "If-None-Match"]);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_document()
    {
        var problem = (await SchemasAsync())["ProblemDocument"]!["properties"]!.AsObject();
        problem
            .Select(member => member.Key)
            .ShouldBe(["type", "title", "status", "detail", "code", "instance", "traceId", "errors", "moreErrors"]);
        ((string?)problem["code"]!["description"]).ShouldBe("What happened, in stable kebab-case.");
    }
}
