using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>The description of the API, put together of what all services say.</summary>
[Collection<PlatformCollection>]
public sealed partial class ApiDescriptionTests(Platform platform)
{
    [Fact]
    public async Task Operations_of_all_services_are_whole_and_have_names_of_their_own()
    {
        var document = JsonNode.Parse(await WholeAsync())!;
        WholeDescription.ShouldBeWhole(document);
        document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .Where(operation => operation.Value!["responses"]!["429"] is null)
            .Select(operation => (string?)operation.Value!["operationId"])
            .ShouldBeEmpty("the Gateway may find that it is too much");
    }

    [Fact]
    public async Task Groups_of_operations_say_what_they_are_about_in_both_languages() =>
        JsonNode.Parse(await WholeAsync())!["tags"]!
            .AsArray()
            .Select(group => ((string?)group!["name"], (string?)group["description"]))
            .Where(group => group.Item2?.Split(" · ") is not [[>= '\u4e00', ..], [>= 'A' and <= 'Z', .., '.']])
            .ShouldBeEmpty();

    [Fact]
    public async Task A_client_in_csharp_made_of_it_compiles_and_reads_the_vocabulary()
    {
        using var http = new HttpClient { BaseAddress = platform.Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", platform.AdminKey);
        var client = await GeneratedClient.OfAsync(await WholeAsync());

        var vocabulary = await client.CallAsync(http, "GetVocabularyAsync");

        (
            (System.Collections.ICollection)vocabulary.GetType().GetProperty("Activities")!.GetValue(vocabulary)!
        ).Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_client_in_typescript_compiles_and_the_usual_linters_find_nothing()
    {
        Assert.SkipUnless(
            ApiTools.AreInstalled,
            "Node.js or the tools for it are not at hand: ./deploy/local/check-api installs these."
        );
        var (exitCode, output) = await ApiTools.CheckAsync(await WholeAsync());
        exitCode.ShouldBe(0, output);
    }

    private async Task<string> WholeAsync()
    {
        var document = "";
        await Eventually.ShouldAsync(
            async () =>
            {
                var description = await platform.Client.GetAsync("/openapi/v1.json");
                document = description.ToJsonString();
                return !document.Contains("Not answering at the moment", StringComparison.Ordinal);
            },
            "every service being described"
        );
        return document;
    }

    [Fact]
    public async Task It_speaks_of_the_api_and_of_nothing_inside()
    {
        var document = await WholeAsync();
        document.ShouldContain("/api/v1/totals");
        Texts(JsonNode.Parse(document))
            .SelectMany(text => NameOfAType().Matches(text))
            .Select(name => name.Value)
            .Distinct(StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    /// <summary>What is written for people.</summary>
    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                member is { Key: "description" or "summary", Value: JsonValue text }
                    ? [text.GetValue<string>()]
                    : Texts(member.Value)
            ),
            JsonArray elements => elements.SelectMany(Texts),
            _ => [],
        };

    [GeneratedRegex(@"CarbonPlatform(\.\w+)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NameOfAType();
}
