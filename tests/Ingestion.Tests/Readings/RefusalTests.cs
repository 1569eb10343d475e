using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using Shouldly;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>
/// What holds for everything a sheet is refused for: each refusal has its code and position, says what was wrong and
/// what would be right, and leaves no row behind.
/// </summary>
public abstract class RefusalTests(SharedHost shared)
{
    protected IngestionHost Host => shared.Host;

    protected async Task<JsonNode> RefusedAsync(
        string readings,
        string code,
        int? position,
        string path,
        string message,
        string expected,
        HttpStatusCode status = HttpStatusCode.UnprocessableEntity,
        string month = "2024-03"
    )
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, month, $$"""{ "readings": [ {{readings}} ] }""");

        answer.Status.ShouldBe(status, answer.Body.Plain());
        answer.Message.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Code.ShouldBe(
            status == HttpStatusCode.UnprocessableEntity ? "sheet-refused"
            : code == "unknown-member" ? "unknown-member"
            : "malformed-sheet"
        );
        var error = answer.Error;
        error.Text("code").ShouldBe(code);
        ((int?)error["position"]).ShouldBe(position);
        error.Text("path").ShouldBe(path);
        error.Text("message").ShouldContain(message);
        error.Text("expected").ShouldContain(expected);
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
        return error;
    }

    protected static string Grid(string member, string value) =>
        Calls.Grid.Replace(
            $"\"{member}\": {Old(Calls.Grid, member)}",
            $"\"{member}\": {value}",
            StringComparison.Ordinal
        );

    protected static string Coal(string member, string value) =>
        Calls.Coal.Replace(
            $"\"{member}\": {Old(Calls.Coal, member)}",
            $"\"{member}\": {value}",
            StringComparison.Ordinal
        );

    private static string Old(string reading, string member) =>
        JsonNode.Parse(reading)![member]!.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
}
