using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Faults.Rig;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 25: calls that are made of the description of the API and dice, by callers of every role. What protects: one way
/// in which bodies, paths and queries are read, and refusals that are made before anything is written.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class SenselessCalls(FaultPlatform platform)
{
    private const int AtOnce = 4;
    private const long Megabyte = 1 << 20;

    /// <summary>By how much a service may have grown since its first calls, at full size.</summary>
    private const long MostGrowth = 100 * Megabyte;

    private readonly ConcurrentDictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentBag<string> _complaints = [];

    [Fact]
    [Trait("row", "25")]
    public async Task None_is_answered_with_a_fault_of_ours_and_only_what_was_accepted_leaves_a_row()
    {
        var calls = Sizes.Of(300, 20_000);
        using var http = Http();
        var keys = await BeginAsync();
        var description = (await platform.Api.GetAsync("/openapi/v1.json")).AsObject();
        var before = await RowsAsync();

        var began = Stopwatch.GetTimestamp();
        await CallAsync(http, new SenselessCall(description, keys, new Dice(Sizes.Seed)), calls / 10);
        var memory = LocalPlatform.Services.ToDictionary(service => service, platform.MemoryOf, StringComparer.Ordinal);
        await CallAsync(http, new SenselessCall(description, keys, new Dice(Sizes.Seed + 1)), calls - calls / 10);
        var took = Stopwatch.GetElapsedTime(began);

        _complaints.ShouldBeEmpty();
        var after = await RowsAsync();
        foreach (var (table, operation, status) in s_tables)
            (after[table] - before[table]).ShouldBe(
                _done.GetValueOrDefault($"{operation} {status}"),
                $"{table} has a row for each {operation} that was answered {status}"
            );
        // What was accepted is posted, and nothing was put aside.
        await Eventually.ShouldAsync(platform.IsDrainedAsync, "what was accepted being posted");
        (await platform.Queues.ParkedAsync()).ShouldBe(0);
        (await platform.LedgerFaultsAsync()).ShouldBeEmpty();
        var grown = memory.ToDictionary(
            service => service.Key,
            service => platform.MemoryOf(service.Key) - service.Value,
            StringComparer.Ordinal
        );
        if (Sizes.Full)
            grown.Values.ShouldAllBe(bytes => bytes < MostGrowth);
        var counts = string.Join(
            ", ",
            _statuses.OrderBy(status => status.Key).Select(status => $"{status.Value} × {status.Key}")
        );
        Report.Write(
            "25",
            "calls made of the description of the API and dice",
            $"{calls} calls",
            $"{_done.Where(one => one.Key[^3] == '2').Sum(one => one.Value)} | 0 | 0 | 0 | 0 | 0 of 0 | 0.0",
            $"{counts}; {calls / took.TotalSeconds:0} a second; MB more than after a tenth of them: "
                + string.Join(", ", grown.Select(service => $"{service.Key} {service.Value / Megabyte}"))
        );
    }

    private static readonly (string Table, string Operation, int Status)[] s_tables =
    [
        ("gateway.api_key", "POST /api/v1/api-keys", 201),
        ("calculation.factor_proposal", "POST /api/v1/factors", 201),
        ("calculation.catalogue_version", "POST /api/v1/factors/proposals/{proposal}/publish", 200),
        ("calculation.factor_withdrawal", "POST /api/v1/factors/proposals/{proposal}/withdraw", 200),
    ];

    private async Task<Dictionary<string, long>> RowsAsync()
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (table, _, _) in s_tables)
        {
            var parts = table.Split('.');
            rows[table] = await platform.ScalarAsync<long>(parts[0], $"SELECT count(*) FROM {parts[1]}");
        }
        return rows;
    }

    /// <summary>As a client that sends what it is told to, be it legal or not.</summary>
    private HttpClient Http() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            }
        )
        {
            BaseAddress = platform.Address,
            Timeout = TimeSpan.FromMinutes(1),
        };

    /// <summary>
    /// Two plants, and a key of every role. All of one holder: none of them can publish what another has proposed, so
    /// that factors stay as they are for the rows that come after.
    /// </summary>
    private async Task<IReadOnlyList<string>> BeginAsync()
    {
        using var http = new HttpClient
        {
            BaseAddress = new Uri(platform.Address, "/api/v1/"),
            DefaultRequestHeaders = { { "X-Api-Key", platform.AdminKey } },
        };
        await PutAsync("units/FUZZ", new { name = "Fuzz" });
        foreach (var plant in new[] { "FZ-P1", "FZ-P2" })
        {
            await PutAsync(
                $"plants/{plant}",
                new
                {
                    name = plant,
                    orgUnit = "FUZZ",
                    province = "SX",
                    kinds = new[] { "alumina" },
                    from = "2015-01",
                }
            );
            await PutAsync($"plants/{plant}/sources/GRID-1", new { name = "Grid", kind = "grid-connection" });
            await PutAsync(
                $"plants/{plant}/sources/KILN-1",
                new
                {
                    name = "Kiln",
                    kind = "kiln",
                    process = "alumina",
                }
            );
        }

        List<string> keys = [];
        foreach (var role in new[] { "admin", "environment", "auditor", "festival", "plant" })
        {
            using var made = await http.PostAsJsonAsync(
                "api-keys",
                new
                {
                    name = "Senseless calls",
                    subject = "one and the same",
                    roles = new[] { role },
                    plants = role == "plant" ? new[] { "FZ-P1" } : null,
                }
            );
            made.EnsureSuccessStatusCode();
            keys.Add(JsonNode.Parse(await made.Content.ReadAsStringAsync())!["key"]!.GetValue<string>());
        }
        return keys;

        async Task PutAsync(string path, object body)
        {
            using var put = await http.PutAsJsonAsync(path, body);
            put.EnsureSuccessStatusCode();
        }
    }

    private async Task CallAsync(HttpClient http, SenselessCall calls, int count)
    {
        // Made one after the other, so that the dice fall alike however fast the answers come.
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
            await Task.WhenAll(
                some.Select(_ =>
                {
                    var (request, operation) = calls.Next();
                    return OneAsync(http, request, operation);
                })
            );
    }

    private async Task OneAsync(HttpClient http, HttpRequestMessage request, string operation)
    {
        using (request)
        {
            var told = $"{request.Method} {request.RequestUri}";
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            var status = (int)answer.StatusCode;
            _statuses.AddOrUpdate(status, 1, (_, seen) => seen + 1);
            var replayed = answer.Headers.Contains("Idempotency-Replayed");
            if (
                status < 300
                && !replayed
                && operation.StartsWith(request.Method.Method + " ", StringComparison.Ordinal)
            )
                _done.AddOrUpdate($"{operation} {status}", 1, (_, seen) => seen + 1);
            if (status >= 500)
                _complaints.Add($"{told}: {status} {body}");
            if (body.Contains("   at ", StringComparison.Ordinal) || body.Contains("Npgsql", StringComparison.Ordinal))
                _complaints.Add($"{told}: what is inside is told: {body}");
            // What Kestrel refuses before anybody sees it has no body.
            if (status >= 400 && body.Length > 0 && !IsProblem(answer, body))
                _complaints.Add($"{told}: {status} is no problem document: {body}");
        }
    }

    private static bool IsProblem(HttpResponseMessage answer, string body) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
        && JsonNode.Parse(body)?["code"]?.GetValue<string>() is { Length: > 0 };
}
