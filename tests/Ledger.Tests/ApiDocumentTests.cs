using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>The OpenAPI document tells of every operation and what it takes and answers.</summary>
[Tier(Tier.Service)]
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task What_is_said_of_operations_and_schemas_is_whole()
    {
        await using var host = new ServiceHost<Program>("ledger", [("ConnectionStrings:Service", "Host=nowhere")]);
        WholeDescription.ShouldBeWhole(JsonNode.Parse(await host.DescriptionAsync())!);
    }
}
