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
        return JsonNode.Parse(
            await service.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative))
        )!["components"]!["schemas"]!;
    }

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
        var required = answer["required"]!.AsArray().Select(name => (string?)name).ToArray();
        required.ShouldContain("name");
        required.ShouldContain("whole");
        required.ShouldNotContain("note");
        required.ShouldNotContain("rest");
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
