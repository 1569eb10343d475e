using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CarbonPlatform.DemoGroup.Api;

/// <summary>What came back: a document, or a problem with what was wrong.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body, bool Replayed)
{
    public bool Good => (int)Status is >= 200 and < 300;

    /// <summary>The problem in words: code, detail and each error with what would be right.</summary>
    public IEnumerable<string> Complaints()
    {
        yield return $"{(int)Status} {Text("code")} {Text("title")} {Text("detail")}".TrimEnd();
        if (
            Body.ValueKind != JsonValueKind.Object
            || !Body.TryGetProperty("errors", out var errors)
            || errors.ValueKind != JsonValueKind.Array
        )
            yield break;
        foreach (var error in errors.EnumerateArray())
            yield return $"  {Member(error, "path")}: {Member(error, "message")} Expected: "
                + $"{Member(error, "expected")} ({Member(error, "code")})";
    }

    public string Text(string member) => Member(Body, member);

    private static string Member(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value)
            ? value.ToString()
            : "";
}

/// <summary>
/// A client as a plant's own system should be one: a key for every write, and patience. 429 and 503 are waited out as
/// Retry-After says; so is a server that does not answer, for as long as <see cref="Patience"/>.
/// </summary>
internal sealed class CarbonApi : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private int _waits;

    public CarbonApi(Uri url, string key, int connections, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = new Uri(url, "/api/v1/"),
        };
        _client.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>How often the server asked to come again later, or did not answer.</summary>
    public int Waits => Volatile.Read(ref _waits);

    /// <summary>The client that the environment names, or null after saying what is missing.</summary>
    public static CarbonApi? FromEnvironment(int connections)
    {
        var (url, key) = (
            Environment.GetEnvironmentVariable("CARBON_URL"),
            Environment.GetEnvironmentVariable("CARBON_KEY")
        );
        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && !string.IsNullOrEmpty(key))
            return new CarbonApi(address, key, connections, TimeProvider.System);
        Console.Error.WriteLine(
            "Set CARBON_URL (for example http://localhost:8080) and CARBON_KEY; "
                + "deploy/local/up writes both to its env file."
        );
        return null;
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, null, null, cancellationToken);

    /// <summary>A record as the files have it, whatever stands: they are where it comes from.</summary>
    public async Task<Answer> PutAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Put, path, body, null, null, cancellationToken);
        return answer.Status == HttpStatusCode.PreconditionRequired
            ? await SendAsync(HttpMethod.Put, path, body, null, "*", cancellationToken)
            : answer;
    }

    public Task<Answer> PostAsync(
        string path,
        byte[] body,
        string idempotencyKey,
        CancellationToken cancellationToken
    ) => SendAsync(HttpMethod.Post, path, body, idempotencyKey, null, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        byte[]? body,
        string? idempotencyKey,
        string? ifMatch,
        CancellationToken cancellationToken
    )
    {
        var started = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                using var request = Request(method, path, body, idempotencyKey, ifMatch);
                using var response = await _client.SendAsync(request, cancellationToken);
                // 409 to a write under a key: the same write is still under way, on a connection that broke.
                var later =
                    response.StatusCode
                        is HttpStatusCode.TooManyRequests
                            or HttpStatusCode.ServiceUnavailable
                            or HttpStatusCode.BadGateway
                            or HttpStatusCode.GatewayTimeout
                    || (response.StatusCode == HttpStatusCode.Conflict && idempotencyKey is not null);
                if (!later || _time.GetElapsedTime(started) > Patience)
                    return await ReadAsync(response, cancellationToken);
                wait = response.Headers.RetryAfter is { } after ? FromHeader(after) : Growing(attempt);
            }
            catch (Exception e)
                when (e
                        is HttpRequestException
                            or IOException
                            or TaskCanceledException { InnerException: TimeoutException }
                    && _time.GetElapsedTime(started) < Patience
                )
            {
                wait = Growing(attempt);
            }

            Interlocked.Increment(ref _waits);
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private static HttpRequestMessage Request(
        HttpMethod method,
        string path,
        byte[]? body,
        string? idempotencyKey,
        string? ifMatch
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }

    private static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var replayed = response.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Contains("true");
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new Answer(response.StatusCode, document.RootElement.Clone(), replayed);
        }
        catch (JsonException)
        {
            return new Answer(response.StatusCode, default, replayed);
        }
    }

    private TimeSpan FromHeader(RetryConditionHeaderValue after)
    {
        var wait = after.Delta ?? (after.Date is { } date ? date - _time.GetUtcNow() : TimeSpan.Zero);
        return wait < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50)
            : wait > s_longestWait ? s_longestWait
            : wait;
    }

    private static TimeSpan Growing(int attempt) => TimeSpan.FromMilliseconds(200 * Math.Min(attempt, 25));
}
