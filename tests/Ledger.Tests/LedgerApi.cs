using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// The ledger's HTTP side on a free port, over the database of a <see cref="LedgerRoom"/>, with callers by ticket.
/// </summary>
internal sealed class LedgerApi : IAsyncDisposable
{
    private static readonly ECDsa s_gateway = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa s_ingestion = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private LedgerApi(WebApplication app)
    {
        _app = app;
        _client = new HttpClient
        {
            BaseAddress = new Uri(
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
            ),
        };
    }

    public static Caller Environment { get; } = new("environment-1", [Roles.Environment], plants: null);

    public static Caller Reconciler { get; } = new("ingestion", [Roles.Service], plants: null);

    public static Caller PlantOf(params string[] plants) => new("plant-1", [Roles.Plant], plants);

    public static async Task<LedgerApi> StartAsync(LedgerRoom ledger)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Logging:Console:LogLevel:Default"] = "Critical",
                ["Tickets:Issuers:gateway"] = Convert.ToBase64String(s_gateway.ExportSubjectPublicKeyInfo()),
                ["Tickets:Issuers:ingestion"] = Convert.ToBase64String(s_ingestion.ExportSubjectPublicKeyInfo()),
            }
        );
        builder.AddServiceDefaults("ledger");
        builder.Services.AddSingleton(ledger.Source);
        builder.Services.AddDbContext<LedgerDb>(options => options.UseNpgsql(ledger.Source));
        builder.Services.AddSingleton<SharedCatalogue>();
        builder.Services.AddSingleton(Boundaries.Read());
        builder.Services.AddSingleton(WarmingPotentials.Load(Path.Combine(AppContext.BaseDirectory, "Data")));
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGetState();
        app.MapGetInvariants();
        var api = app.MapGroup("/api/v1");
        api.MapGetTotals();
        api.MapGetWarmingPotentials();
        api.MapGetEntries();
        await app.StartAsync();
        return new LedgerApi(app);
    }

    /// <summary>A good answer's body.</summary>
    public async Task<JsonNode> GetAsync(string path, Caller? caller = null)
    {
        var (status, body) = await AskAsync(path, caller);
        return status == HttpStatusCode.OK
            ? body
            : throw new InvalidOperationException($"{path} was answered with {(int)status}: {body}");
    }

    /// <summary>The status and the code of a refusal, as "400 month-invalid", and its detail.</summary>
    public async Task<(string Code, string Detail)> RefusedAsync(string path, Caller? caller = null)
    {
        var (status, body) = await AskAsync(path, caller);
        return ($"{(int)status} {body["code"]}", (string?)body["detail"] ?? "");
    }

    public Task<JsonNode> TotalsAsync(string query, Caller? caller = null) =>
        GetAsync("/api/v1/totals?" + query, caller);

    /// <summary>Rows of totals as "orgUnit=ALU scope1.combustion CO2 140.000000", dimensions first.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string query, Caller? caller = null) =>
        [.. (await TotalsAsync(query, caller))["rows"]!.AsArray().Select(row => TextOf(row!))];

    public static string TextOf(JsonNode row)
    {
        var keys = new[] { "month", "orgUnit", "plant", "source", "process", "activity" };
        var words = keys.Where(key => row.AsObject().ContainsKey(key))
            .Select(key => $"{key}={row[key] ?? "null"}")
            .ToList();
        if (row["elimination"] is not null)
            words.Add("elimination");
        words.Add((string)row["category"]!);
        if (row["basis"] is { } basis)
            words.Add((string)basis!);
        if (row["measure"] is { } measure)
            words.Add((string)measure!);
        words.Add((string)row["quantity"]!);
        return string.Join(' ', words);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path, Caller? caller)
    {
        // Only another service may call itself one.
        using var signer =
            caller == Reconciler
                ? new TicketSigner("ingestion", s_ingestion.ExportPkcs8PrivateKey(), TimeProvider.System)
                : new TicketSigner("gateway", s_gateway.ExportPkcs8PrivateKey(), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Caller-Ticket", signer.Sign(caller ?? Environment, "ledger"));
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
