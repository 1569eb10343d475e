using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests;

/// <summary>The OpenAPI document tells of every operation and what it takes.</summary>
[Tier(Tier.Service)]
public sealed class ApiDocumentTests(SharedHost shared)
{
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
                "GET /api/v1/plants",
                "GET /api/v1/plants/{plant}",
                "GET /api/v1/plants/{plant}/months/{month}",
                "GET /api/v1/reconciliation",
                "GET /api/v1/submissions/{id}",
                "GET /api/v1/supply-links",
                "GET /api/v1/units",
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
}
