using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>An answer that differs from what the document says of it fails the test that asked for it.</summary>
[Tier(Tier.Pure)]
public sealed class AnswersAsDescribedTests
{
    private const string Document = """
        { "openapi": "3.0.4", "info": { "title": "t", "version": "v1" },
          "paths": {
            "/api/v1/plants/{plant}": { "get": { "operationId": "GetPlant", "responses": {
              "200": { "description": "OK", "headers": { "ETag": { "required": true, "schema": { "type": "string" } } },
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Plant" } } } },
              "304": { "description": "Not modified" },
              "404": { "$ref": "#/components/responses/NotFound" } } } } },
          "components": {
            "responses": { "NotFound": { "description": "not-found", "content": { "application/problem+json": {
              "schema": { "type": "object" }, "examples": { "not-found": { "value": {} } } } } } },
            "schemas": {
              "Kind": { "type": "string", "enum": ["wind", "hydro"] },
              "Place": { "type": "object", "required": ["province"], "additionalProperties": false,
                "properties": { "province": { "type": "string", "nullable": true } } },
              "Plant": { "type": "object", "required": ["kind", "share", "place"], "additionalProperties": false,
                "properties": {
                  "kind": { "allOf": [{ "$ref": "#/components/schemas/Kind" }] },
                  "share": { "type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$" },
                  "place": { "type": "object", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Place" }] },
                  "note": { "type": "string" } } } } } }
        """;

    private static async Task<string?> FaultOf(
        int status,
        string body,
        string mediaType = "application/json",
        string? header = "ETag"
    )
    {
        using var client = new HttpClient(
            new AnswersAsDescribed(() => ServedDocument.ParseAsync(Document))
            {
                InnerHandler = new Answering(() =>
                {
                    var answer = new HttpResponseMessage((HttpStatusCode)status)
                    {
                        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
                    };
                    if (body.Length > 0)
                        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
                    if (header is not null)
                        answer.Headers.TryAddWithoutValidation(header, "\"3\"");
                    return answer;
                }),
            }
        );
        try
        {
            using var _ = await client.GetAsync(new Uri("http://plant.test/api/v1/plants/SX-A1"));
            return null;
        }
        catch (ShouldAssertException fault)
        {
            return fault.Message;
        }
    }

    [Theory]
    [InlineData("""{"kind":"wind","share":"0.51","place":{"province":null}}""")]
    [InlineData("""{"kind":"hydro","share":"-1","place":null,"note":"北岭"}""")]
    public async Task What_is_as_described_passes(string body) => (await FaultOf(200, body)).ShouldBeNull();

    [Theory]
    [InlineData("""{"kind":"wind","share":"0.51"}""", "place")]
    [InlineData("""{"kind":"solar","share":"1","place":null}""", "kind")]
    [InlineData("""{"kind":"wind","share":"1e3","place":null}""", "share")]
    [InlineData("""{"kind":"wind","share":1,"place":null}""", "share")]
    [InlineData("""{"kind":"wind","share":"1","place":{}}""", "place")]
    [InlineData("""{"kind":"wind","share":"1","place":null,"note":null}""", "note")]
    [InlineData("""{"kind":"wind","share":"1","place":null,"more":1}""", "more")]
    public async Task A_body_that_differs_is_a_fault(string body, string about) =>
        (await FaultOf(200, body)).ShouldNotBeNull().ShouldContain(about);

    [Fact]
    public async Task So_is_another_status_type_header_or_code()
    {
        const string good = """{"kind":"wind","share":"1","place":null}""";
        (await FaultOf(201, good)).ShouldNotBeNull().ShouldContain("no such answer");
        (await FaultOf(200, good, "text/plain")).ShouldNotBeNull().ShouldContain("content type");
        (await FaultOf(200, good, header: null)).ShouldNotBeNull().ShouldContain("ETag is missing");
        (await FaultOf(304, "", header: "Location")).ShouldNotBeNull().ShouldContain("Location is not described");
        (await FaultOf(304, good, header: null)).ShouldNotBeNull().ShouldContain("none is described");
        (await FaultOf(404, """{"code":"not-found"}""", "application/problem+json", null)).ShouldBeNull();
        (await FaultOf(404, """{"code":"unknown-plant"}""", "application/problem+json", null))
            .ShouldNotBeNull()
            .ShouldContain("unknown-plant");
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var given = answer();
            given.RequestMessage = request;
            return Task.FromResult(given);
        }
    }
}
