using System.Net.Http.Headers;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

[assembly: Xunit.AssemblyFixture(typeof(CarbonPlatform.Ingestion.Tests.SharedHost))]

namespace CarbonPlatform.Ingestion.Tests;

/// <summary>
/// The service with its real database, called over HTTP with signed tickets. What runs by itself in the background
/// (relay, reconciler) is off: tests call the parts they are about.
/// </summary>
public sealed class IngestionHost : ServiceHost<Program>
{
    private readonly bool _ownsDatabase;

    private IngestionHost(
        TestDatabase database,
        FakeClock clock,
        Func<HttpRequestMessage, HttpResponseMessage>? ledger,
        bool ownsDatabase
    )
        : base(
            "ingestion",
            [
                ("ConnectionStrings:Service", database.Service),
                ("Tickets:SigningKey", Issuer.Ingestion.PrivateKey),
                ("Services:ledger", "http://ledger.test"),
                ("Delivery:Grace", "00:10:00"),
            ],
            clock,
            services =>
                services
                    .AddHttpClient(LedgerStatePages.Service)
                    .ConfigurePrimaryHttpMessageHandler(() =>
                        new AnsweringHandler(
                            ledger ?? (_ => throw new InvalidOperationException("This test has no ledger."))
                        )
                    )
        )
    {
        Database = database;
        Clock = clock;
        _ownsDatabase = ownsDatabase;
    }

    /// <summary>What the service takes for the time: noon of 15 January 2025 in London, evening in Shanghai.</summary>
    public FakeClock Clock { get; }

    public TestDatabase Database { get; }

    public static async Task<IngestionHost> StartAsync(Func<HttpRequestMessage, HttpResponseMessage>? ledger = null) =>
        new(
            await TestDatabase.CreateAsync("ingestion", MigrationJob.ApplyAsync<IngestionDb>),
            new FakeClock(),
            ledger,
            ownsDatabase: true
        );

    /// <summary>Another process of the service on the same database.</summary>
    public IngestionHost Replica() => new(Database, Clock, null, ownsDatabase: false);

    public HttpClient As(string role, params string[]? plants) =>
        As(new Caller(role + "-key", [role], plants is { Length: > 0 } ? plants.Select(PlantCode.Parse) : null));

    public HttpClient As(Caller caller)
    {
        var client = base.As(caller);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    /// <summary>Rows that tell of something accepted, over all tables.</summary>
    public async Task<long> RowsOfAsync(string plant) =>
        (long)
            (
                await Database.ExecuteAsync(
                    $"SELECT (SELECT count(*) FROM sheet WHERE plant = '{plant}') + (SELECT count(*) FROM "
                        + $"revision WHERE plant = '{plant}') + (SELECT count(*) FROM idempotency WHERE route "
                        + $"LIKE '%/{plant}/%') + (SELECT count(*) FROM event WHERE type = 'readings-accepted.v1' "
                        + $"AND convert_from(body, 'UTF8')::json->>'plant' = '{plant}')"
                )
            )!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsDatabase)
            await Database.DisposeAsync();
    }
}

/// <summary>One host for every test that keeps to a plant of its own.</summary>
public sealed class SharedHost : Xunit.IAsyncLifetime
{
    private static int s_plants;

    public IngestionHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await IngestionHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>A code that no other test uses.</summary>
    public static string NewPlant() => $"TEST-{Interlocked.Increment(ref s_plants)}";
}
