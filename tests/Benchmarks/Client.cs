using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Benchmarks;

/// <summary>A sheet that was accepted, and how long that took.</summary>
/// <param name="Submission">Its id.</param>
/// <param name="Begun">When it was to be sent: what a client waits counts, not only what the platform takes.</param>
/// <param name="AnsweredAfterMilliseconds">From then to the answer.</param>
internal sealed record PostedSheet(Guid Submission, DateTimeOffset Begun, double AnsweredAfterMilliseconds);

/// <summary>The platform as a plant's own system sees it, over HTTP and the Gateway.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    public Client(RunningPlatform platform, int connections)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false })
        {
            BaseAddress = new Uri(platform.Address, "/api/v1/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        _http.DefaultRequestHeaders.Add("X-Api-Key", platform.Key);
    }

    public async Task PutAsync(string path, byte[] body)
    {
        using var content = Json(body);
        using var answer = await _http.PutAsync(new Uri(path, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"PUT {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
            );
    }

    /// <summary>Posts a sheet; asked to come again later it does, under the same key.</summary>
    public async Task<PostedSheet> PostAsync(string plant, Month month, byte[] body, DateTimeOffset? due = null)
    {
        var key = Guid.CreateVersion7().ToString();
        var begun = due ?? TimeProvider.System.GetUtcNow();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"plants/{plant}/months/{month}/readings")
            {
                Content = Json(body),
            };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                using var document = JsonDocument.Parse(text);
                return new PostedSheet(
                    document.RootElement.GetProperty("submissionId").GetGuid(),
                    begun,
                    (TimeProvider.System.GetUtcNow() - begun).TotalMilliseconds
                );
            }

            if (answer.Headers.RetryAfter?.Delta is not { } pause)
                throw new InvalidOperationException(
                    $"POST {plant} {month}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(text)}"
                );
            await Task.Delay(pause);
        }
    }

    /// <summary>Asks until the submission is posted.</summary>
    public async Task PostedAsync(Guid submission)
    {
        while (true)
        {
            using var document = JsonDocument.Parse(await GetAsync($"submissions/{submission}"));
            if (document.RootElement.GetProperty("state").GetString() == "posted")
                return;
            await Task.Delay(1);
        }
    }

    public async Task<byte[]> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException(
                $"GET {path}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}"
            );
    }

    /// <summary>Milliseconds that a question takes, asked one after the other.</summary>
    public async Task<List<double>> TimesAsync(string path, int times, int warmUp = 10)
    {
        var taken = new List<double>();
        for (var i = -warmUp; i < times; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await GetAsync(path);
            if (i >= 0)
                taken.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return taken;
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
