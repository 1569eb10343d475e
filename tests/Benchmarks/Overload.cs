using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// What becomes of calls when twice as many come as the machine can take: first as fast as some clients go, each
/// waiting for its answer, which is what it can take; then at twice that rate, whether answers come or not.
/// </summary>
internal static class Overload
{
    /// <summary>A caller has a limit of its own; these together have none that counts here.</summary>
    private const int Callers = 16;
    private const int Clients = 48;

    /// <summary>Milliseconds in which what is accepted is answered; a long answer waits five seconds before.</summary>
    private const int LongestLight = 1_000;
    private const int LongestHeavy = 6_000;

    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_overloaded = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(RunningPlatform platform, Report report, int year)
    {
        var clients = await ClientsAsync(platform);
        var group = BenchmarkGroup.Read();
        var next = -1;
        var accepted = new ConcurrentQueue<string>();
        await MeasureAsync(
            report,
            "POST of sheets",
            async () =>
            {
                var i = Interlocked.Increment(ref next);
                var (plant, month) = (
                    i % BenchmarkGroup.PlantCount,
                    Month.Parse($"{year}-01").AddMonths(i / BenchmarkGroup.PlantCount)
                );
                var sheet = $"plants/{BenchmarkGroup.Code(plant)}/months/{month}";
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{sheet}/readings")
                {
                    Content = new ByteArrayContent(group.Body(plant, month)),
                };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
                var answer = await clients[i % Callers].SendAsync(request);
                if (answer.IsSuccessStatusCode)
                    accepted.Enqueue(sheet);
                return answer;
            },
            () => Posting.DeliveredAsync(platform),
            LongestLight
        );
        // What was told to come again has no lines.
        var sheets = accepted.ToList();
        // Totals of the group are remembered and cost next to nothing: see Repeated.
        foreach (
            var (what, pathOf, longest) in new (string, Func<int, string>, int)[]
            {
                ("GET lines of a sheet with their workings", i => $"{sheets[i % sheets.Count]}/lines", LongestLight),
                (
                    "GET totals of all plants by activity",
                    _ => $"totals?from={year}-01&to={year}-12&groupBy=plant,activity",
                    LongestHeavy
                ),
            }
        )
        {
            next = -1;
            await MeasureAsync(
                report,
                what,
                () =>
                {
                    var i = Interlocked.Increment(ref next);
                    return clients[i % Callers]
                        .GetAsync(new Uri(pathOf(i), UriKind.Relative), HttpCompletionOption.ResponseContentRead);
                },
                () => Task.CompletedTask,
                longest
            );
        }
        foreach (var client in clients)
            client.Dispose();
    }

    private static async Task MeasureAsync(
        Report report,
        string what,
        Func<Task<HttpResponseMessage>> callAsync,
        Func<Task> settleAsync,
        int longest
    )
    {
        // Warm, then what it can take.
        await CapacityAsync(callAsync, TimeSpan.FromSeconds(3));
        await settleAsync();
        var capacity = await CapacityAsync(callAsync, s_measured);
        await settleAsync();

        var answers = new ConcurrentBag<(HttpStatusCode Status, bool SaysWhen, double Milliseconds)>();
        var calls = new List<Task>();
        var rate = 2 * capacity;
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < rate * s_overloaded.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate);
            if (due - TimeProvider.System.GetElapsedTime(began) is { Ticks: > 0 } early)
                await Task.Delay(early);
            calls.Add(OneAsync(due));
        }
        await Task.WhenAll(calls);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await settleAsync();

        var accepted = answers.Where(answer => (int)answer.Status < 300).ToList();
        var refused = answers
            .Where(answer => answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            .ToList();
        Report.Note(
            "answers: "
                + string.Join(
                    ", ",
                    answers.CountBy(answer => answer.Status).Select(count => $"{(int)count.Key} {count.Value}")
                )
        );
        if (refused.Exists(answer => !answer.SaysWhen))
            Report.Note("some that were refused were not told when to come again");
        report.Add(
            $"{what} at twice the rate that is answered",
            Say($"{capacity:F0}/s alone; at {rate:F0}/s {accepted.Count / seconds:F0}/s are accepted, ")
                + $"{accepted.ConvertAll(answer => answer.Milliseconds).Summary()}; "
                + Say($"{refused.Count / (double)answers.Count:P0} refused, ")
                + refused.ConvertAll(answer => answer.Milliseconds).Append(0).ToList().Summary()
                + Say($"; {answers.Count - accepted.Count - refused.Count} answered otherwise"),
            Say($"accepted p99 ≤ {longest:N0} ms, the rest 429 or 503, none otherwise"),
            Say($"{accepted.Count / seconds / capacity:P0} of what it can take in the same run")
        );

        async Task OneAsync(TimeSpan due)
        {
            var (status, saysWhen) = (default(HttpStatusCode), false);
            try
            {
                using var answer = await callAsync();
                (status, saysWhen) = (answer.StatusCode, answer.Headers.RetryAfter is not null);
            }
            catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
            {
                // It has no status, and counts as answered otherwise.
            }
            answers.Add((status, saysWhen, (TimeProvider.System.GetElapsedTime(began) - due).TotalMilliseconds));
        }
    }

    /// <summary>Answers a second when each client asks again as soon as it has its answer.</summary>
    internal static async Task<double> CapacityAsync(Func<Task<HttpResponseMessage>> callAsync, TimeSpan duration)
    {
        var answered = 0;
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(async _ =>
                {
                    while (TimeProvider.System.GetElapsedTime(began) < duration)
                    {
                        using var answer = await callAsync();
                        if (answer.IsSuccessStatusCode)
                            Interlocked.Increment(ref answered);
                        else if (answer.Headers.RetryAfter?.Delta is { } pause)
                            await Task.Delay(pause);
                        else
                            throw new InvalidOperationException($"{(int)answer.StatusCode}");
                    }
                })
        );
        return answered / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Clients of callers of their own.</summary>
    internal static async Task<HttpClient[]> ClientsAsync(RunningPlatform platform)
    {
        using var admin = Http(platform, platform.Key);
        var clients = new HttpClient[Callers];
        foreach (var i in Enumerable.Range(0, Callers))
        {
            using var made = await admin.PostAsJsonAsync(
                new Uri("api-keys", UriKind.Relative),
                new
                {
                    name = $"Benchmark {i}",
                    subject = $"benchmark-{i}",
                    roles = new[] { "admin" },
                }
            );
            var key = await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            clients[i] = Http(platform, key.GetProperty("key").GetString()!);
        }
        return clients;
    }

    private static HttpClient Http(RunningPlatform platform, string key)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri(platform.Address, "/api/v1/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
