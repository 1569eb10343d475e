using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// The ledger's HTTP side over the database of a <see cref="LedgerRoom"/>, with callers by ticket. One host serves all
/// rooms: what a call needs of a database is taken from the room that the call names.
/// </summary>
internal sealed class LedgerApi : IAsyncDisposable
{
    /// <summary>Most rows of totals here.</summary>
    public const int MostRows = 2_000;

    private const string Room = "X-Test-Room";

    private static readonly ConcurrentDictionary<string, LedgerApi> s_rooms = new(StringComparer.Ordinal);
    private static readonly Lazy<ServiceHost<Program>> s_host = new(NewHost);

    private readonly LedgerRoom _ledger;
    private readonly SharedCatalogue _catalogue = new();
    private readonly PresentPosition _position = new();

    // Two rooms with the same first sheet have the same root, and what one tampers with is no answer of the other's.
    private readonly AnswersInMemory _remembered = new(new ConfigurationBuilder().Build());

    private LedgerApi(LedgerRoom ledger) => _ledger = ledger;

    public static Caller Environment { get; } = new("environment-1", [Roles.Environment], plants: null);

    public static Caller Reconciler { get; } = new("ingestion", [Roles.Service], plants: null);

    public static Caller PlantOf(params string[] plants) =>
        new("plant-1", [Roles.Plant], plants.Select(PlantCode.Parse));

    public static Task<LedgerApi> StartAsync(LedgerRoom ledger)
    {
        var api = new LedgerApi(ledger);
        s_rooms[ledger.Database.Name] = api;
        return Task.FromResult(api);
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

    public ValueTask DisposeAsync()
    {
        s_rooms.TryRemove(_ledger.Database.Name, out _);
        return ValueTask.CompletedTask;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path, Caller? caller)
    {
        using var response = await SendAsync(path, caller);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>An answer as it comes, to a question with headers of its own.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string path,
        Caller? caller = null,
        params (string Name, string Value)[] headers
    )
    {
        // Only another service may call itself one.
        using var client = s_host.Value.As(
            caller ?? Environment,
            caller == Reconciler ? Issuer.Ingestion : Issuer.Gateway
        );
        client.DefaultRequestHeaders.Add(Room, _ledger.Database.Name);
        foreach (var (name, value) in headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }

    private static ServiceHost<Program> NewHost() =>
        new(
            "ledger",
            [("ConnectionStrings:Service", "Host=in-a-room"), ("Totals:MostRows", $"{MostRows}")],
            services: services => services.AddSingleton<IStartupFilter, Rooms>()
        );

    /// <summary>Leads each call to the room that it names.</summary>
    private sealed class Rooms : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (context, further) =>
                    {
                        var room = s_rooms[(string)context.Request.Headers[Room]!];
                        await using var db = room._ledger.Db();
                        context.RequestServices = new RoomServices(room, db, context.RequestServices);
                        await further(context);
                    }
                );
                next(app);
            };
    }

    /// <summary>What depends on the database is the room's, all else the program's own.</summary>
    private sealed class RoomServices(LedgerApi room, LedgerDb db, IServiceProvider others) : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(NpgsqlDataSource) ? room._ledger.Source
            : serviceType == typeof(LedgerDb) ? db
            : serviceType == typeof(SharedCatalogue) ? room._catalogue
            : serviceType == typeof(PresentPosition) ? room._position
            : serviceType == typeof(AnswersInMemory) ? room._remembered
            : others.GetService(serviceType);
    }
}
