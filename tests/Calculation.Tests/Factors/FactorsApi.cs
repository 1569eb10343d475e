using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>The factor catalogue over HTTP: one proposes, another publishes.</summary>
internal sealed class FactorsApi(CalculationHost host)
{
    private static int s_key;

    public HttpClient Proposer { get; } = host.AsPerson("proposer");

    public HttpClient Publisher { get; } = host.AsPerson("publisher");

    public static object One(object factor, string reason = "test") => new { reason, factors = new[] { factor } };

    public Task<(HttpStatusCode Status, JsonNode Body)> ProposeAsync(
        object body,
        HttpClient? who = null,
        string? key = null
    ) => SendAsync(who ?? Proposer, HttpMethod.Post, "factors", JsonContent.Create(body), key ?? NextKey());

    public Task<(HttpStatusCode Status, JsonNode Body)> ProposeCsvAsync(
        string csv,
        string query = "?reason=test",
        string? key = null
    ) =>
        SendAsync(
            Proposer,
            HttpMethod.Post,
            "factors" + query,
            new StringContent(csv, Encoding.UTF8, "text/csv"),
            key ?? NextKey()
        );

    public async Task<string> ProposedAsync(object body)
    {
        var (status, answer) = await ProposeAsync(body);
        status.ShouldBe(HttpStatusCode.Created, answer.ToJsonString());
        return answer["id"]!.GetValue<string>();
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> PreviewAsync(string proposal, HttpClient? who = null) =>
        SendAsync(
            who ?? Publisher,
            HttpMethod.Post,
            $"factors/proposals/{proposal}/preview?limit=1000",
            content: null,
            key: null
        );

    public Task<(HttpStatusCode Status, JsonNode Body)> PublishAsync(
        string proposal,
        HttpClient? who = null,
        string? key = null
    ) =>
        SendAsync(
            who ?? Publisher,
            HttpMethod.Post,
            $"factors/proposals/{proposal}/publish",
            content: null,
            key ?? NextKey()
        );

    public Task<(HttpStatusCode Status, JsonNode Body)> WithdrawAsync(
        string proposal,
        string reason = "another text is in force",
        HttpClient? who = null,
        string? key = null
    ) =>
        SendAsync(
            who ?? Proposer,
            HttpMethod.Post,
            $"factors/proposals/{proposal}/withdraw",
            JsonContent.Create(new { reason }),
            key ?? NextKey()
        );

    /// <summary>Proposes and publishes; gives the version of the catalogue.</summary>
    public async Task<int> PublishedAsync(object body)
    {
        var (status, answer) = await PublishAsync(await ProposedAsync(body));
        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        return answer["catalogueVersion"]!.GetValue<int>();
    }

    public async Task<JsonNode> GetAsync(string path, HttpClient? who = null)
    {
        var (status, body) = await SendAsync(who ?? Proposer, HttpMethod.Get, path, content: null, key: null);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    public static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        HttpClient who,
        HttpMethod method,
        string path,
        HttpContent? content,
        string? key
    )
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await who.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private string NextKey() => $"key-{Interlocked.Increment(ref s_key)}";
}
