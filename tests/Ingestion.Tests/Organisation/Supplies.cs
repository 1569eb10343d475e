using System.Text.Json.Nodes;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Sheets that name a supplier, what is stated of it, and how it is listed.</summary>
internal static class Supplies
{
    public static string From(
        string supplier,
        string quantity = "1000",
        string activity = "electricity.direct.fossil",
        string unit = "kWh",
        string? factor = null
    ) =>
        $$"""
            { "source": "GRID-1", "activity": "{{activity}}", "quantity": "{{quantity}}", "unit": "{{unit}}",
            "quality": "settled", "attributes": { "supplierPlant": "{{supplier}}"{{(
                factor is null ? "" : $", \"supplierFactor\": \"{factor}\""
            )}} } }
            """;

    public static string Generated(string quantity) =>
        $$"""
            { "source": "WF-1", "activity": "generation.wind", "quantity": "{{quantity}}", "unit": "kWh",
            "quality": "measured" }
            """;

    public static string Statement(
        string state = "confirmed",
        string carrier = "electricity",
        string from = "2020-01",
        string? to = null,
        string reason = "contract 7"
    ) =>
        new JsonObject
        {
            ["carrier"] = carrier,
            ["state"] = state,
            ["from"] = from,
            ["to"] = to,
            ["reason"] = reason,
        }.ToJsonString();

    public static Task<Answer> StateAsync(HttpClient client, string supplier, string receiver, string statement) =>
        client.PutRecordAsync($"/plants/{supplier}/supplies/{receiver}", statement);

    public static async Task<(string Supplier, string Receiver)> PairAsync(HttpClient admin) =>
        (await admin.NewSmelterAsync(), await admin.NewSmelterAsync());

    public static async Task<JsonArray> LinksAsync(HttpClient client, string query = "") =>
        (await client.AskAsync("/supply-links" + query)).Body["links"]!.AsArray();

    public static string Shown(JsonNode? link) =>
        string.Join(
            ' ',
            new[] { "supplier", "receiver", "carrier", "state", "counts", "firstMonth", "lastMonth" }
                .Select(member => link![member]!.ToString())
                .Append(link!["quantity"]!.ToString())
                .Append(link["unit"]!.ToString())
        );

    /// <summary>A link with what holds of it and who says otherwise.</summary>
    public static string Disputed(JsonNode? link) =>
        $"{link!.Text("state")} {link!.Text("firstMonth")} {link!.Text("lastMonth")}: {Said(link!["statement"])}"
        + $" against {Said(link!["contradictedBy"])}";

    private static string Said(JsonNode? statement) =>
        statement is null
            ? "nobody"
            : $"{statement.Text("statedAs")} {statement.Text("statedBySubject")} {statement.Text("state")}";

    public static IEnumerable<string> Codes(JsonNode body) =>
        body["findings"]!.AsArray().Select(finding => finding!.Text("code"));
}
