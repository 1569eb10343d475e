using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd.Doors;

/// <summary>
/// Every operation that the description of the API names, with every verb, by every kind of caller: it says what
/// docs/operations/rights.csv says.
/// </summary>
[Collection<PlatformCollection>]
public sealed class RightsTests(Platform platform)
{
    private const string Own = "RT-P1";
    private const string Other = "RT-P2";

    private static readonly string[] s_callers = ["festival", "auditor", "environment", "own", "other", "admin"];

    private static readonly string[] s_verbs =
    [
        "GET",
        "POST",
        "PUT",
        "DELETE",
        "PATCH",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
    ];

    private readonly PlatformClient _admin = platform.Client;

    [Fact]
    public async Task Every_operation_says_to_every_caller_what_the_table_says()
    {
        var table = Table();
        var paths = await PathsAsync();
        Operations(paths)
            .Order(StringComparer.Ordinal)
            .ShouldBe(table.Select(row => $"{row.Verb} {row.Path}").Order(StringComparer.Ordinal));

        var values = await ValuesAsync();
        using var http = new HttpClient { BaseAddress = platform.Address };
        List<string> otherwise = [];
        foreach (var caller in s_callers)
        {
            var key = await KeyAsync(caller);
            foreach (var row in table)
            {
                var said = await SayAsync(http, row.Verb, Filled(row.Path, values), key);
                if (said != row.Says[caller])
                    otherwise.Add($"{row.Verb} {row.Path} to {caller}: {said}, not {row.Says[caller]}");
            }
        }
        otherwise.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_key_that_is_good_every_operation_is_401()
    {
        var values = await ValuesAsync();
        var (id, revoked) = await _admin.MakeKeyAsync("auditor");
        using var http = new HttpClient { BaseAddress = platform.Address };
        (await SayAsync(http, "GET", "/api/v1/units", revoked)).ShouldBe("ok");
        using (var admin = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/api-keys/{id}"))
        {
            admin.Headers.Add("X-Api-Key", platform.AdminKey);
            (await http.SendAsync(admin)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        List<string> otherwise = [];
        foreach (var (name, key) in new[] { ("none", null), ("wrong", "cp_nobody-has-this-key"), ("revoked", revoked) })
        {
            foreach (var row in Table())
            {
                var said = await SayAsync(http, row.Verb, Filled(row.Path, values), key);
                if (said != "401")
                    otherwise.Add($"{row.Verb} {row.Path} with {name} key: {said}");
            }
        }
        otherwise.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_verb_that_no_operation_has_is_405_and_says_which_there_are()
    {
        var values = await ValuesAsync();
        using var http = new HttpClient { BaseAddress = platform.Address };
        List<string> otherwise = [];
        foreach (var (path, operations) in await PathsAsync())
        {
            foreach (var verb in s_verbs.Where(verb => !operations!.AsObject().ContainsKey(verb.ToLowerInvariant())))
            {
                using var answer = await AnswerAsync(http, verb, Filled(path, values), platform.AdminKey);
                if (answer.StatusCode != HttpStatusCode.MethodNotAllowed || answer.Content.Headers.Allow.Count == 0)
                    otherwise.Add($"{verb} {path}: {(int)answer.StatusCode}, allow {answer.Content.Headers.Allow}");
            }
        }
        otherwise.ShouldBeEmpty();
    }

    private sealed record Row(string Verb, string Path, IReadOnlyDictionary<string, string> Says);

    private static List<Row> Table()
    {
        var lines = File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "operations", "rights.csv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(','))
            .ToList();
        lines[0].ShouldBe(["verb", "path", .. s_callers]);
        return
        [
            .. lines
                .Skip(1)
                .Select(cells => new Row(
                    cells[0],
                    cells[1],
                    s_callers
                        .Index()
                        .ToDictionary(caller => caller.Item, caller => cells[2 + caller.Index], StringComparer.Ordinal)
                )),
        ];
    }

    /// <summary>The paths of the description, once every service has described itself.</summary>
    private async Task<JsonObject> PathsAsync()
    {
        JsonNode? document = null;
        await Eventually.ShouldAsync(
            async () =>
            {
                document = await _admin.GetAsync("/openapi/v1.json");
                return !document.ToJsonString().Contains("Not answering at the moment", StringComparison.Ordinal);
            },
            "every service being described"
        );
        return document!["paths"]!.AsObject();
    }

    private static IEnumerable<string> Operations(JsonObject paths) =>
        paths.SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key}"));

    /// <summary>
    /// What stands in the braces of paths: things that there are, those of plants of the plant's own.
    /// </summary>
    private async Task<Dictionary<string, string>> ValuesAsync()
    {
        foreach (var plant in new[] { Own, Other })
            await _admin.PutRefineryAsync(plant);
        var accepted = await _admin.PostAsync(Own, "2024-05", Sheets.Grid("1"));
        await _admin.PostedAsync(accepted);
        var entries = await _admin.GetAsync($"ledger/entries?plant={Own}&month=2024-05");
        var (_, proposal) = await _admin.PostAsync(
            "factors",
            new
            {
                reason = "For a look at who may do what",
                factors = new[]
                {
                    new
                    {
                        id = "heat.default",
                        value = "0.12",
                        source = "s",
                        standing = "T",
                    },
                },
            }
        );
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/api-keys/{id}"] = "/api-keys/" + Guid.Empty,
            ["/submissions/{id}"] = "/submissions/" + accepted["submissionId"]!.GetValue<string>(),
            ["/factors/{id}"] = "/factors/heat.default",
            ["{plant}"] = Own,
            ["{receiver}"] = Other,
            ["{month}"] = "2024-05",
            ["{source}"] = "GRID-1",
            ["{orgUnit}"] = "ALUMINA",
            ["{part}"] = "gases",
            ["{year}"] = "2024",
            ["{sequence}"] = entries["entries"]![0]!["sequence"]!.ToString(),
            ["{proposal}"] = proposal["id"]!.GetValue<string>(),
            ["{factor}"] = "pfc.ets-2024.cf4",
            ["/totals$"] = $"/totals?from=2024-05&to=2024-05&org={Own}",
            ["/ledger/entries$"] = $"/ledger/entries?plant={Own}",
            ["/comparison$"] = "/comparison?profiles=ndrc-2013,ets-2024",
        };
    }

    private static string Filled(string path, IReadOnlyDictionary<string, string> values)
    {
        var filled = values.Aggregate(
            path + "$",
            (text, value) => text.Replace(value.Key, value.Value, StringComparison.Ordinal)
        );
        filled = filled.TrimEnd('$');
        filled.ShouldNotContain("{", Case.Sensitive, $"no value for what {path} names");
        return filled;
    }

    private async Task<string> KeyAsync(string caller) =>
        caller switch
        {
            "admin" => platform.AdminKey,
            "own" => (await _admin.MakeKeyAsync("plant", Own)).Key,
            "other" => (await _admin.MakeKeyAsync("plant", Other)).Key,
            _ => (await _admin.MakeKeyAsync(caller)).Key,
        };

    /// <summary>
    /// Who writes sends what makes no sense, so that nothing comes of it: the question is whether it is refused for
    /// that or for who says it.
    /// </summary>
    private static HttpRequestMessage Request(string verb, string path, string? key)
    {
        var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        if (verb is "POST" or "PUT" or "PATCH")
        {
            request.Content = new ByteArrayContent("""{"nonsense":true}"""u8.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return request;
    }

    /// <summary>What is answered once the caller has requests for it.</summary>
    private static async Task<HttpResponseMessage> AnswerAsync(HttpClient http, string verb, string path, string? key)
    {
        while (true)
        {
            using var request = Request(verb, path, key);
            var answer = await http.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                return answer;
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            answer.Dispose();
        }
    }

    private static async Task<string> SayAsync(HttpClient http, string verb, string path, string? key)
    {
        using var answer = await AnswerAsync(http, verb, path, key);
        return (int)answer.StatusCode switch
        {
            401 or 403 or 405 or >= 500 => $"{(int)answer.StatusCode}",
            // A key's id is nobody's; what it is not found for is not who asks.
            404 when !path.StartsWith("/api/v1/api-keys/", StringComparison.Ordinal) => "404",
            _ => "ok",
        };
    }
}
