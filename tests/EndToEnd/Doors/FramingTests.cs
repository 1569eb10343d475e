using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd.Doors;

/// <summary>
/// What no client library sends: requests that two readers could divide differently, and paths that mean another place
/// than they spell. One request has one answer, and a plant's key opens its own plant.
/// </summary>
[Collection<PlatformCollection>]
public sealed partial class FramingTests(Platform platform)
{
    private const string Own = "FR-P1";
    private const string Other = "FR-P2";

    /// <summary>Stands where a second request would be taken out of the body of the first.</summary>
    private const string Hidden =
        "GET /api/v1/api-keys HTTP/1.1\r\nHost: h\r\nX-Api-Key: ADMIN\r\nConnection: close\r\n\r\n";

    private static readonly Dictionary<string, string> s_framings = new(StringComparer.Ordinal)
    {
        ["length and chunks"] = Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + Hidden),
        ["chunks that are not quite said"] = Post(
            "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n",
            "{}" + Hidden
        ),
        ["chunks with a blank before the colon"] = Post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n" + Hidden),
        ["chunks twice"] = Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n" + Hidden),
        ["two lengths"] = Post("Content-Length: 2\r\nContent-Length: 40\r\n", "{}" + Hidden),
        ["two lengths in one"] = Post("Content-Length: 2, 2\r\n", "{}" + Hidden),
        ["a negative length"] = Post("Content-Length: -1\r\n", Hidden),
        ["a hexadecimal length"] = Post("Content-Length: 0x2\r\n", "{}" + Hidden),
        ["a length that overflows"] = Post("Content-Length: 18446744073709551618\r\n", "{}" + Hidden),
        ["a chunk size that overflows"] = Post(
            "Transfer-Encoding: chunked\r\n",
            "ffffffffffffffff2\r\n{}\r\n" + Hidden
        ),
        ["a negative chunk size"] = Post("Transfer-Encoding: chunked\r\n", "-2\r\n{}\r\n" + Hidden),
        ["a folded header"] = Post("X-A: b\r\n Content-Length: 2\r\n", Hidden),
        ["a header without a name"] = Post(": b\r\n", Hidden),
        ["a NUL in a header"] = Post("X-A: b\0c\r\n", Hidden),
        ["two hosts"] = Post("Host: other\r\n", Hidden),
    };

    private static readonly string[] s_paths =
    [
        $"/api/v1/plants/{Own}/../{Other}",
        $"/api/v1/plants/{Own}/%2e%2e/{Other}",
        $"/api/v1/plants/{Own}%2f..%2f{Other}",
        $"/api/v1/plants/{Own}/..%2f{Other}",
        $"/api/v1/plants/{Own}/%252e%252e/{Other}",
        $"/api/v1/plants/{Own};/../{Other}",
        $@"/api/v1/plants/{Own}\..\{Other}",
        $"//api/v1/plants/{Other}",
        $"/api/v1//plants/{Other}",
        $"/API/V1/PLANTS/{Other}",
        $"/api/v1/plants/{Other}/",
        $"/api/v1/plants/{Other}%00",
        $"/api/v1/plants/{Other}?plant={Own}",
        $"/api/v1/plants/{Other}#/{Own}",
        $"http://inside/api/v1/plants/{Other}",
        "/internal/state",
        "/api/v1/../../internal/state",
        "/api/v1/totals/../../../internal/state",
        "/api/v1/totals/%2e%2e/%2e%2e/%2e%2e/internal/state",
        "/api/v1/ledger/..%2f..%2f..%2finternal/invariants",
        "/api/v1/plants/%2e%2e/%2e%2e/%2e%2e/internal/organisation",
        "*",
    ];

    [Fact]
    public async Task One_request_has_one_answer_however_it_is_framed()
    {
        var key = await PlantKeyAsync();
        List<string> otherwise = [];
        foreach (var (name, request) in s_framings)
        {
            var answers = await SendAsync(Filled(request, key));
            var statuses = Statuses(answers);
            if (statuses.Count > 1 || statuses.Any(status => status >= 500 || status is 200 or 202))
                otherwise.Add($"{name}: {string.Join(", ", statuses)}");
            if (answers.Contains("\"keys\"", StringComparison.Ordinal))
                otherwise.Add($"{name}: the hidden request was answered");
        }
        otherwise.ShouldBeEmpty();

        // The same connection, and requests that are what they seem: two have two answers.
        var two = Filled(Post("Content-Length: 2\r\n", "{}", close: false) + Hidden, key);
        Statuses(await SendAsync(two)).ShouldBe([400, 200]);
    }

    [Fact]
    public async Task A_path_leads_to_no_other_plant_and_to_nothing_inside()
    {
        var key = await PlantKeyAsync();
        List<string> otherwise = [];
        foreach (var path in s_paths)
        {
            foreach (var header in new[] { "", $"X-Original-URL: /api/v1/plants/{Other}\r\n" })
            {
                var answer = await SendAsync(
                    $"GET {path} HTTP/1.1\r\nHost: h\r\nX-Api-Key: {key}\r\n{header}Connection: close\r\n\r\n"
                );
                var statuses = Statuses(answer);
                if (statuses.Count != 1 || statuses[0] is not (400 or 403 or 404 or 405))
                    otherwise.Add($"{path} {header.Trim()}: {string.Join(", ", statuses)}");
                if (answer.Contains("OTHER-SECRET", StringComparison.Ordinal))
                    otherwise.Add($"{path}: the other plant's record");
            }
        }
        otherwise.ShouldBeEmpty();
        (await SendAsync($"CONNECT h:5432 HTTP/1.1\r\nHost: h:5432\r\nX-Api-Key: {key}\r\n\r\n")).ShouldNotContain(
            "HTTP/1.1 200"
        );
    }

    private async Task<string> PlantKeyAsync()
    {
        foreach (var plant in new[] { Own, Other })
            await platform.Client.PutRefineryAsync(plant);
        await platform.Client.PutAsync(
            $"plants/{Other}/sources/SECRET-1",
            new { name = "OTHER-SECRET", kind = "grid-connection" }
        );
        return (await platform.Client.MakeKeyAsync("plant", Own)).Key;
    }

    private static string Post(string headers, string body, bool close = true) =>
        $"POST /api/v1/plants/{Own}/months/2024-03/readings HTTP/1.1\r\nHost: h\r\nX-Api-Key: PLANT\r\n"
        + $"Idempotency-Key: f\r\nContent-Type: application/json\r\n{(close ? "Connection: close\r\n" : "")}"
        + $"{headers}\r\n{body}";

    private string Filled(string request, string key) =>
        request
            .Replace("PLANT", key, StringComparison.Ordinal)
            .Replace("ADMIN", platform.AdminKey, StringComparison.Ordinal);

    /// <summary>All that comes back until the Gateway closes, or is silent for two seconds.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(platform.Address.Host, platform.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new StringBuilder();
        var buffer = new byte[16_384];
        try
        {
            while (true)
            {
                using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                var read = await stream.ReadAsync(buffer, silence.Token);
                if (read == 0)
                    break;
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // Waits for more of the request, or closed it hard.
        }
        return answer.ToString();
    }

    private static List<int> Statuses(string answers) =>
        [
            .. StatusLine()
                .Matches(answers)
                .Select(line => int.Parse(line.Groups["status"].ValueSpan, CultureInfo.InvariantCulture)),
        ];

    [GeneratedRegex(@"HTTP/1\.1 (?<status>\d{3}) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusLine();
}
