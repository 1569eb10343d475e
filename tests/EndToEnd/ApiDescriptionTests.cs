using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>The description of the API, put together of what all services say.</summary>
[Collection<PlatformCollection>]
public sealed partial class ApiDescriptionTests(Platform platform)
{
    [Fact]
    public async Task It_speaks_of_the_api_and_of_nothing_inside()
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
