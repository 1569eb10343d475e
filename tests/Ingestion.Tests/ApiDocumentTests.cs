using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests;

/// <summary>The OpenAPI document tells of every operation and what it takes.</summary>
[Tier(Tier.Service)]
public sealed class ApiDocumentTests(SharedHost shared)
{
    /// <summary>What a record takes down and no figure uses says so: nobody waits for it to have an effect.</summary>
    [Theory]
    [InlineData("ownershipShare")]
    [InlineData("feeds")]
    public async Task What_a_record_takes_down_for_information_says_so(string member)
    {
        using var client = shared.Host.As("nobody");
        var document = JsonNode.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"))!;
        var told = document["components"]!["schemas"]!
            .AsObject()
            .Select(schema => schema.Value!["properties"]?[member])
            .OfType<JsonNode>()
            .Select(of => (string?)of["description"] ?? "")
            .ToList();
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(description => description.Contains("For information", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_operation_is_documented()
    {
        using var client = shared.Host.As("nobody");
        using var response = await client.GetAsync("/swagger/v1/swagger.json");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        document["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"))
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "DELETE /api/v1/plants/{plant}",
                "DELETE /api/v1/plants/{plant}/sources/{source}",
                "DELETE /api/v1/units/{orgUnit}",
                "GET /api/v1/completeness",
                "GET /api/v1/plants",
                "GET /api/v1/plants/{plant}",
                "GET /api/v1/plants/{plant}/months/{month}",
                "GET /api/v1/plants/{plant}/sources/{source}",
                "GET /api/v1/reconciliation",
                "GET /api/v1/submissions/{id}",
                "GET /api/v1/supply-links",
                "GET /api/v1/units",
                "GET /api/v1/units/{orgUnit}",
                "GET /api/v1/vocabulary",
                "GET /api/v1/vocabulary/{part}",
                "GET /internal/plants",
                "POST /api/v1/plants/{plant}/months/{month}/readings",
                "PUT /api/v1/plants/{plant}",
                "PUT /api/v1/plants/{plant}/months/{month}/readings",
                "PUT /api/v1/plants/{plant}/sources/{source}",
                "PUT /api/v1/plants/{plant}/sources/{source}/waivers",
                "PUT /api/v1/plants/{plant}/supplies/{receiver}",
                "PUT /api/v1/units/{orgUnit}",
            ]);
        document["components"]!["schemas"]!.AsObject().Select(s => s.Key).ShouldContain("SheetBody.ReadingBody");
        var post = document["paths"]!["/api/v1/plants/{plant}/months/{month}/readings"]!["post"]!;
        post["requestBody"].ShouldNotBeNull();
        post["parameters"]!
            .AsArray()
            .Select(p => p!.Text("name"))
            .ShouldBe(["plant", "month", "Idempotency-Key", "If-Match"]);
    }

    [Fact]
    public async Task What_is_said_of_operations_and_schemas_is_whole() =>
        WholeDescription.ShouldBeWhole(JsonNode.Parse(await shared.Host.DescriptionAsync())!);

    [Theory]
    [InlineData("SubmissionState", "received", "calculated", "posted", "parked")]
    [InlineData("Quality", "measured", "settled", "own-meter", "estimated", "default")]
    [InlineData("Carrier", "electricity", "heat")]
    public async Task A_closed_list_stands_in_the_document(string name, params string[] words)
    {
        var schemas = JsonNode.Parse(await shared.Host.DescriptionAsync())!["components"]!["schemas"]!;
        schemas[name]!["enum"]!.AsArray().Select(word => (string?)word).ShouldBe(words);
    }

    [Fact]
    public async Task Without_an_idempotency_key_a_sheet_is_refused_and_the_document_says_so()
    {
        var document = JsonNode.Parse(await shared.Host.DescriptionAsync())!;
        var post = document["paths"]!["/api/v1/plants/{plant}/months/{month}/readings"]!["post"]!;
        var key = post["parameters"]!.AsArray().Single(p => p!.Text("name") == "Idempotency-Key")!;
        ((bool?)key["required"]).ShouldBe(true);
        var refused = post["responses"]!["400"]!["content"]!["application/problem+json"]!["examples"]!;
        refused["idempotency-key-missing"]!["value"]!.Text("code").ShouldBe("idempotency-key-missing");

        using var client = shared.Host.As(Roles.Admin);
        using var response = await client.PostAsync(
            "/api/v1/plants/SX-A1/months/2024-03/readings",
            Problems.Json("""{ "readings": [] }""")
        );
        await response.ShouldBeProblem(400, "idempotency-key-missing");
    }

    [Fact]
    public async Task Every_operation_refuses_a_parameter_that_it_does_not_have()
    {
        using var client = shared.Host.As(Roles.Admin);
        var document = JsonNode.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"))!;
        (await UnknownParameters.ShouldBeRefusedAsync(document, client.SendAsync)).ShouldBe(22);
    }

    [Fact]
    public async Task A_range_of_months_the_wrong_way_round_is_refused()
    {
        using var client = shared.Host.As(Roles.Admin);
        using var response = await client.GetAsync("/api/v1/reconciliation?from=2024-03&to=2024-02");
        (await response.ShouldBeProblem(400, "range-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("from 2024-03 comes after to 2024-02; give the earlier month as from.");
    }
}
