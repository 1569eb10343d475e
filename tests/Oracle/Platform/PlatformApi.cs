using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Oracle.Platform;

/// <summary>A platform as its administrator sees it: the public API and nothing else.</summary>
internal sealed class PlatformApi(HttpClient http) : IDisposable
{
    private int _keys;
    private Func<Task> _last = () => Task.CompletedTask;

    /// <summary>The API of a platform that runs somewhere.</summary>
    public PlatformApi(Uri address, string apiKey)
        : this(
            new HttpClient
            {
                BaseAddress = new Uri(address, "/api/v1/"),
                DefaultRequestHeaders = { { "X-Api-Key", apiKey } },
                Timeout = TimeSpan.FromMinutes(2),
            }
        ) { }

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task PutAsync(Group group)
    {
        foreach (var unit in group.Units)
            await PutUnitAsync(unit);
        foreach (var plant in group.Plants)
            await PutWithSourcesAsync(plant);
        foreach (var supply in group.Supplies)
            await PutSupplyAsync(supply);
    }

    public Task PutUnitAsync(string unit, string? name = null) =>
        SendAsync(HttpMethod.Put, $"units/{unit}", new JsonObject { ["name"] = name ?? unit });

    public async Task PutWithSourcesAsync(Plant plant)
    {
        await PutAsync(plant);
        // Stacks come before what discharges to them.
        foreach (var source in plant.Sources.OrderBy(s => s.DischargesTo.Count))
        {
            await PutAsync(plant, source);
            if (source.Waivers.Count > 0)
                await PutWaiversAsync(plant, source);
        }
    }

    public Task PutAsync(Plant plant) =>
        SendAsync(
            HttpMethod.Put,
            $"plants/{plant.Code}?since={Month.Min}",
            new JsonObject
            {
                ["name"] = plant.Code,
                ["country"] = plant.Country,
                ["province"] = plant.Province,
                ["subRegion"] = plant.SubRegion,
                ["from"] = plant.From.ToString(),
                ["to"] = plant.To == Month.Max ? null : plant.To.ToString(),
                ["memberships"] = new JsonArray([
                    .. plant.Memberships.Select(m => new JsonObject
                    {
                        ["orgUnit"] = m.Unit,
                        ["from"] = m.From.ToString(),
                        ["ownershipShare"] = m.Share,
                    }),
                ]),
            }
        );

    /// <summary>A source without its waivers, which have an address of their own.</summary>
    public Task PutAsync(Plant plant, Source source) =>
        SendAsync(
            HttpMethod.Put,
            $"plants/{plant.Code}/sources/{source.Code}?since={Month.Min}",
            new JsonObject
            {
                ["name"] = source.Code,
                ["kind"] = source.Kind,
                ["process"] = source.Process,
                ["technology"] = source.Technology,
                ["dischargesTo"] = new JsonArray([.. source.DischargesTo.Select(stack => JsonValue.Create(stack))]),
                ["expects"] = new JsonArray([.. source.Expects.Select(activity => JsonValue.Create(activity))]),
                ["creditingStart"] = source.CreditingStart?.ToString("yyyy-MM-dd"),
                ["powerDensity"] = source.PowerDensity is { } density ? decimal.Parse(density.ToString()) : null,
                ["profiles"] = new JsonArray([
                    .. source.Profiles.Select(p => new JsonObject
                    {
                        ["from"] = p.From.ToString(),
                        ["profile"] = p.Profile,
                    }),
                ]),
                ["from"] = source.From == Month.Min ? null : source.From.ToString(),
                ["to"] = source.To == Month.Max ? null : source.To.ToString(),
            }
        );

    public Task PutWaiversAsync(Plant plant, Source source) =>
        SendAsync(
            HttpMethod.Put,
            $"plants/{plant.Code}/sources/{source.Code}/waivers",
            new JsonObject
            {
                ["waivers"] = new JsonArray([
                    .. source.Waivers.Select(w => new JsonObject
                    {
                        ["measure"] = w.Measure,
                        ["kind"] = w.Kind,
                        ["from"] = w.From.ToString(),
                        ["to"] = w.To == Month.Max ? null : w.To.ToString(),
                        ["reason"] = "signed",
                    }),
                ]),
            }
        );

    public Task PutSupplyAsync(Supply supply) =>
        SendAsync(
            HttpMethod.Put,
            $"plants/{supply.Supplier}/supplies/{supply.Receiver}",
            new JsonObject
            {
                ["carrier"] = supply.Carrier,
                ["state"] = supply.IsSo ? "confirmed" : "refused",
                ["from"] = supply.From.ToString(),
                ["to"] = supply.To == Month.Max ? null : supply.To.ToString(),
                ["reason"] = "signed",
            }
        );

    /// <summary>Brings readings into a sheet and takes others out.</summary>
    public Task PostAsync(string plant, Month month, IEnumerable<Reading> given, IEnumerable<Reading> withdrawn) =>
        SendAsync(HttpMethod.Post, $"plants/{plant}/months/{month}/readings", Sheet(given, withdrawn));

    /// <summary>What a post says: readings to bring into a sheet, and those to take out.</summary>
    public static JsonObject Sheet(IEnumerable<Reading> given, IEnumerable<Reading> withdrawn) =>
        WithoutNulls(
            new JsonObject
            {
                ["readings"] = new JsonArray([.. given.Select(Body)]),
                ["withdrawals"] = new JsonArray([.. withdrawn.Select(Key)]),
            }
        );

    /// <summary>Puts a whole sheet in the place of the one that stands.</summary>
    public async Task ReplaceAsync(string plant, Month month, IEnumerable<Reading> readings)
    {
        var path = $"plants/{plant}/months/{month}";
        var revision = (await GetAsync(path))["revision"]!.GetValue<int>();
        await SendAsync(
            HttpMethod.Put,
            path + "/readings",
            new JsonObject { ["readings"] = new JsonArray([.. readings.Select(Body)]) },
            revision
        );
    }

    /// <summary>Proposes factors.</summary>
    /// <returns>Id of the proposal.</returns>
    public async Task<string> ProposeAsync(JsonObject proposal) =>
        (await SendAsync(HttpMethod.Post, "factors", proposal))["id"]!.GetValue<string>();

    /// <summary>What publishing a proposal would post, with every plant-month.</summary>
    public Task<JsonNode> PreviewAsync(string proposal) =>
        SendAsync(HttpMethod.Post, $"factors/proposals/{proposal}/preview?limit=10000", null);

    /// <summary>Publishes a proposal, and waits until everything is calculated again.</summary>
    /// <returns>The version of the catalogue that it made.</returns>
    public async Task<int> PublishAsync(string proposal)
    {
        var version = (await SendAsync(HttpMethod.Post, $"factors/proposals/{proposal}/publish", null))[
            "catalogueVersion"
        ]!.GetValue<int>();
        await Eventually.ShouldAsync(
            async () => (await GetAsync("factors/versions"))["plantMonthsWaiting"]!.GetValue<int>() == 0,
            $"everything being calculated by version {version}"
        );
        return version;
    }

    /// <summary>Waits until the newest revision of a sheet is on the ledger.</summary>
    public Task PostedAsync(string plant, Month month) =>
        Eventually.ShouldAsync(
            async () => (await GetAsync($"plants/{plant}/months/{month}"))["state"]!.GetValue<string>() == "posted",
            $"{plant} {month} being posted"
        );

    /// <summary>Makes the last call that was not a question once more, as somebody does who heard no answer.</summary>
    public Task RepeatAsync() => _last();

    public void Dispose() => http.Dispose();

    private static JsonObject Key(Reading reading) =>
        new()
        {
            ["source"] = reading.Source,
            ["activity"] = reading.Activity,
            ["meter"] = reading.Meter,
            ["lot"] = reading.Lot,
        };

    private static JsonObject Body(Reading reading)
    {
        var body = Key(reading);
        body["quantity"] = reading.Quantity;
        body["unit"] = reading.Unit;
        body["quality"] = reading.Quality;
        body["attributes"] = new JsonObject(
            reading.Attributes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)JsonValue.Create(a.Value)))
        );
        return body;
    }

    /// <summary>
    /// Members without a value are left out, where the API takes null for a value; in records null says that there is
    /// none.
    /// </summary>
    private static JsonObject WithoutNulls(JsonObject body)
    {
        foreach (
            var given in body.SelectMany(member => member.Value is JsonArray array ? array.OfType<JsonObject>() : [])
                .Append(body)
                .ToList()
        )
        {
            foreach (var member in given.Where(member => member.Value is null).Select(member => member.Key).ToList())
                given.Remove(member);
        }

        return body;
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body, int? revision = null)
    {
        var isRecord = method == HttpMethod.Put && !path.EndsWith("/readings", StringComparison.Ordinal);
        if (body is not null && !isRecord)
            WithoutNulls(body);
        var seen = revision is null ? null : $"\"{revision}\"";
        var key = $"oracle-{Environment.ProcessId}-{Interlocked.Increment(ref _keys)}-{path}";
        if (method != HttpMethod.Get)
            _last = SendAsync;
        return await SendAsync();

        async Task<JsonNode> SendAsync()
        {
            JsonNode? answer = null;
            await Eventually.ShouldAsync(
                async () =>
                {
                    using var request = new HttpRequestMessage(method, path);
                    if (body is not null)
                        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                    if (method == HttpMethod.Post || path.EndsWith("/readings", StringComparison.Ordinal))
                        request.Headers.Add("Idempotency-Key", key.Replace('/', '-'));
                    if (seen is not null)
                        request.Headers.TryAddWithoutValidation("If-Match", seen);
                    using var response = await http.SendAsync(request);
                    var text = await response.Content.ReadAsStringAsync();
                    if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                        return false;
                    if (response.StatusCode == HttpStatusCode.PreconditionRequired && isRecord && seen is null)
                    {
                        // A record is put as it shall be, whatever stands.
                        seen = "*";
                        return false;
                    }
                    if (!response.IsSuccessStatusCode)
                        throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
                    answer = text.Length == 0 ? new JsonObject() : JsonNode.Parse(text);
                    return true;
                },
                $"{method} {path}"
            );
            return answer!;
        }
    }
}
