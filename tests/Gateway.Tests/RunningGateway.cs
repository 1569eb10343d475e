using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.Gateway.OpenApi;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.TestKit.Document;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>One Gateway for the tests of a class.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    internal RunningGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await RunningGateway.StartAsync();

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}

/// <summary>
/// The Gateway as it is, on a free loopback port with a database of its own, and stubs where the services would be.
/// </summary>
internal sealed class RunningGateway : ServiceHost<Program>
{
    public const string BootstrapKey = "cp_bootstrap-key-of-the-tests";

    private static readonly Lock s_gate = new();
    private static Task<ServedDocument>? s_joined;

    private readonly bool _ownsServices;

    private RunningGateway(
        TestDatabase database,
        Stubs services,
        bool ownsServices,
        IEnumerable<(string Name, string Value)> settings
    )
        : base(
            "gateway",
            [
                ("Logging:Console:LogLevel:Default", "Critical"),
                ("ConnectionStrings:Service", database.Service),
                ("Services:Ingestion", services.Ingestion.Address),
                ("Services:Calculation", services.Calculation.Address),
                ("Services:Ledger", services.Ledger.Address),
                ("Tickets:SigningKey", Issuer.Gateway.PrivateKey),
                (
                    "Gateway:AdminKeySha256",
                    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BootstrapKey)))
                ),
                .. settings,
            ],
            isWhole: true
        )
    {
        Database = database;
        Ingestion = services.Ingestion;
        Calculation = services.Calculation;
        Ledger = services.Ledger;
        _ownsServices = ownsServices;
    }

    public TestDatabase Database { get; }

    public StubService Ingestion { get; }

    public StubService Calculation { get; }

    public StubService Ledger { get; }

    public static Task<RunningGateway> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(servers: null, settings);

    public static async Task<RunningGateway> StartAsync(
        TestServers? servers,
        params (string Name, string Value)[] settings
    )
    {
        var database = await TestDatabase.CreateAsync("gateway", MigrationJob.ApplyAsync<GatewayDb>, servers);
        var services = new Stubs(
            await StubService.StartAsync(),
            await StubService.StartAsync(),
            await StubService.StartAsync()
        );
        return new RunningGateway(database, services, ownsServices: true, settings);
    }

    /// <summary>A second Gateway beside this one, on the same database and services.</summary>
    public RunningGateway StartReplica(params (string Name, string Value)[] settings) =>
        new(Database, new Stubs(Ingestion, Calculation, Ledger), ownsServices: false, settings);

    /// <summary>As if the minute were over.</summary>
    public Task NoteUsesAsync() => Services.GetRequiredService<NoteUses>().NoteAsync(CancellationToken.None);

    /// <summary>
    /// A client that sends this key; none when null. What the Gateway answers itself is held against its document.
    /// </summary>
    public HttpClient Client(string? key = BootstrapKey)
    {
        var client = new HttpClient(
            new AnswersAsDescribed(JoinedAsync)
            {
                InnerHandler = new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    // A caller stands outside: what the Gateway records must not touch its headers.
                    ActivityHeadersPropagator = null,
                },
            }
        )
        {
            BaseAddress = Address,
        };
        if (key is not null)
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private Task<ServedDocument> JoinedAsync()
    {
        lock (s_gate)
            return s_joined ??= ReadAsync();

        async Task<ServedDocument> ReadAsync() =>
            await ServedDocument.ParseAsync(
                JoinedDocument.Of([("gateway", JsonNode.Parse(await DescriptionAsync())!.AsObject())]).ToJsonString()
            );
    }

    /// <summary>What Ingestion answers where there are these plants.</summary>
    public static Func<HttpContext, Task> Knows(params string[] plants) =>
        context =>
            context.Response.WriteAsJsonAsync(new { plants = plants.Select(plant => new { plant, name = "A" }) });

    /// <summary>Makes a key as the administrator would.</summary>
    public async Task<(Guid Id, string Key)> MakeKeyAsync(string role, params string[] plants)
    {
        Ingestion.Answer = Knows(plants);
        var response = await Client()
            .PostAsJsonAsync(
                new Uri("/api/v1/api-keys", UriKind.Relative),
                new
                {
                    name = "for a test",
                    subject = $"of-a-test-{Guid.NewGuid()}",
                    roles = new[] { role },
                    plants = plants.Length == 0 ? null : plants,
                }
            );
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        ((int)response.StatusCode).ShouldBe(201, body.GetRawText());
        Ingestion.Reset();
        return (body.GetProperty("id").GetGuid(), body.GetProperty("key").GetString()!);
    }

    /// <summary>Reads a ticket as the service would.</summary>
    public static Caller ReadTicket(Received request, string service)
    {
        using var verifier = new TicketVerifier(
            service,
            new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["gateway"] = Issuer.Gateway.PublicKeyBytes },
            TimeProvider.System
        );
        var caller = verifier.Verify(request.Headers["X-Caller-Ticket"], out var refusedBecause);
        refusedBecause.ShouldBe("");
        return caller.ShouldNotBeNull();
    }

    /// <summary>
    /// No keys but the bootstrap key, nothing received: for tests that share a Gateway, one after the other.
    /// </summary>
    public async Task ResetAsync()
    {
        await Database.ExecuteAsync("TRUNCATE api_key");
        Services.GetRequiredService<KnownKeys>().Forget();
        Ingestion.Reset();
        Calculation.Reset();
        Ledger.Reset();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (!_ownsServices)
            return;
        await Ingestion.DisposeAsync();
        await Calculation.DisposeAsync();
        await Ledger.DisposeAsync();
        await Database.DisposeAsync();
    }

    private sealed record Stubs(StubService Ingestion, StubService Calculation, StubService Ledger);
}
