using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Shouldly;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// The platform as somebody with an API key sees it; a retry repeats the same idempotency key, as a good client does.
/// </summary>
public sealed class PlatformClient(Uri address, string apiKey) : IDisposable
{
    private readonly HttpClient _http = new(
        new AnswersAsDescribed(() => PlatformDocument.OfAsync(address)) { InnerHandler = new SocketsHttpHandler() }
    )
    {
        BaseAddress = new Uri(address, "/api/v1/"),
        DefaultRequestHeaders = { { "X-Api-Key", apiKey } },
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>A record as it shall be, whatever stands.</summary>
    public async Task PutAsync(string path, object body)
    {
        using var first = await PutOnceAsync(path, body, ifMatch: null);
        using var answer =
            first.StatusCode == HttpStatusCode.PreconditionRequired ? await PutOnceAsync(path, body, "*") : first;
        answer.IsSuccessStatusCode.ShouldBeTrue(
            $"PUT {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
        );
    }

    /// <summary>What putting the record would move.</summary>
    public async Task<JsonNode> PreviewAsync(string path, object body)
    {
        using var answer = await PutOnceAsync(path + "?preview=true", body, ifMatch: null);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> PutOnceAsync(string path, object body, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _http.SendAsync(request);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"GET {path}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> TryGetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> PostOnceAsync(
        string plant,
        string month,
        object sheet,
        string idempotencyKey
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"plants/{plant}/months/{month}/readings")
        {
            Content = JsonContent.Create(sheet),
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Makes an API key, as an administrator.</summary>
    public async Task<(string Id, string Key)> MakeKeyAsync(string role, string? plant = null)
    {
        var (status, made) = await PostAsync(
            "api-keys",
            new
            {
                name = "For a test",
                subject = $"{role} {plant}".Trim(),
                roles = new[] { role },
                plants = plant is null ? null : new[] { plant },
            }
        );
        status.ShouldBe(HttpStatusCode.Created, made.ToJsonString());
        return (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    /// <summary>Posts anything but a sheet, under a key of its own.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Posts until the answer is known: whatever dies on the way, the same key is sent again.</summary>
    public async Task<JsonNode> PostAsync(string plant, string month, object sheet)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{plant}-{month}-{Guid.CreateVersion7()}");
        var given = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var (status, body) = await PostOnceAsync(plant, month, sheet, key);
                switch (status)
                {
                    case HttpStatusCode.Accepted:
                        return body;
                    case HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.BadGateway
                    or HttpStatusCode.GatewayTimeout
                    or HttpStatusCode.InternalServerError
                    or HttpStatusCode.Conflict
                    or HttpStatusCode.TooManyRequests:
                        break;
                    default:
                        throw new ShouldAssertException($"POST {plant} {month}: {(int)status} {body.ToJsonString()}");
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException)
            {
                // The answer got lost; whether the sheet arrived is what the repeated key finds out.
            }

            TimeProvider
                .System.GetElapsedTime(given)
                .ShouldBeLessThan(Eventually.Patience, $"{plant} {month} was not accepted in time");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    public async Task<JsonNode> PostedAsync(JsonNode accepted)
    {
        var id = accepted["submissionId"]!.GetValue<string>();
        var given = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var (status, body) = await TryGetAsync($"submissions/{id}");
                if (status == HttpStatusCode.OK && body!["state"]!.GetValue<string>() == "posted")
                {
                    return body;
                }

                TimeProvider
                    .System.GetElapsedTime(given)
                    .ShouldBeLessThan(Eventually.Patience, $"not posted in time: {status} {body?.ToJsonString()}");
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                TimeProvider.System.GetElapsedTime(given).ShouldBeLessThan(Eventually.Patience, fault.Message);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>The quantity of the one row of a total that has these members.</summary>
    public async Task<decimal> TotalAsync(string query, string category, string measure, string? basis = null)
    {
        var totals = await GetAsync("totals?groupBy=category,measure&" + query);
        var rows = totals["rows"]!
            .AsArray()
            .Where(row =>
                row!["category"]!.GetValue<string>() == category && row["measure"]!.GetValue<string>() == measure
            )
            .ToList();
        rows.Count.ShouldBe(1, $"{category} {measure} in {totals.ToJsonString()}");
        if (basis is not null)
        {
            rows[0]!["basis"]!.GetValue<string>().ShouldBe(basis);
        }

        return decimal.Parse(rows[0]!["quantity"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _http.Dispose();
}
