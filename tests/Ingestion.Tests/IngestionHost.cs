using System.Net.Http.Headers;
using System.Security.Cryptography;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

[assembly: Xunit.AssemblyFixture(typeof(CarbonPlatform.Ingestion.Tests.SharedHost))]

namespace CarbonPlatform.Ingestion.Tests;

/// <summary>
/// The service with its real database, called over HTTP with signed tickets. What runs by itself in the background
/// (relay, reconciler) is off: tests call the parts they are about.
/// </summary>
public class IngestionHost : IAsyncDisposable
{
    private static readonly ECDsa GatewayKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa OwnKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TestDatabase database;
    private readonly Factory factory;
    private readonly TicketSigner gateway;
    private readonly bool ownsDatabase;

    private IngestionHost(
        TestDatabase database,
        FakeClock clock,
        Func<HttpRequestMessage, HttpResponseMessage>? ledger,
        bool ownsDatabase
    )
    {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        Clock = clock;
        gateway = new TicketSigner("gateway", GatewayKey.ExportPkcs8PrivateKey(), clock);
        factory = new Factory(
            database,
            clock,
            ledger ?? (_ => throw new InvalidOperationException("This test has no ledger."))
        );
    }

    /// <summary>What the service takes for the time: noon of 15 January 2025 in London, evening in Shanghai.</summary>
    public FakeClock Clock { get; }

    public TestDatabase Database => database;

    public IServiceProvider Services => factory.Services;

    public static async Task<IngestionHost> StartAsync(Func<HttpRequestMessage, HttpResponseMessage>? ledger = null) =>
        new(await TestDatabase.CreateAsync("ingestion", MigrateAsync), new FakeClock(), ledger, ownsDatabase: true);

    /// <summary>Another process of the service on the same database.</summary>
    public IngestionHost Replica() => new(database, Clock, null, ownsDatabase: false);

    public HttpClient As(string role, params string[]? plants) =>
        As(new Caller(role + "-key", [role], plants is { Length: > 0 } ? plants : null));

    public HttpClient As(Caller caller)
    {
        var client = factory.CreateDefaultClient(new TicketHandler(() => gateway.Sign(caller, "ingestion")));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    /// <summary>Rows that tell of something accepted, over all tables.</summary>
    public async Task<long> RowsOfAsync(string plant) =>
        (long)
            (
                await database.ExecuteAsync(
                    $"SELECT (SELECT count(*) FROM sheet WHERE plant = '{plant}') + (SELECT count(*) FROM "
                        + $"revision WHERE plant = '{plant}') + (SELECT count(*) FROM idempotency WHERE route "
                        + $"LIKE '%/{plant}/%') + (SELECT count(*) FROM event WHERE type = 'readings-accepted.v1' "
                        + $"AND convert_from(body, 'UTF8')::json->>'plant' = '{plant}')"
                )
            )!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await factory.DisposeAsync();
        gateway.Dispose();
        if (ownsDatabase)
            await database.DisposeAsync();
    }

    private static async Task MigrateAsync(string connection)
    {
        await using var db = new IngestionDb(new DbContextOptionsBuilder<IngestionDb>().UseNpgsql(connection).Options);
        await db.Database.MigrateAsync();
    }

    private sealed class Factory(
        TestDatabase database,
        FakeClock clock,
        Func<HttpRequestMessage, HttpResponseMessage> ledger
    ) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:Service", database.Service);
            builder.UseSetting("ConnectionStrings:Migrations", database.Migrations);
            builder.UseSetting("RabbitMq:Uri", "amqp://nobody:nothing@127.0.0.1:1/");
            builder.UseSetting(
                "Tickets:Issuers:gateway",
                Convert.ToBase64String(GatewayKey.ExportSubjectPublicKeyInfo())
            );
            builder.UseSetting(
                "Tickets:Issuers:ingestion",
                Convert.ToBase64String(OwnKey.ExportSubjectPublicKeyInfo())
            );
            builder.UseSetting("Tickets:SigningKey", Convert.ToBase64String(OwnKey.ExportPkcs8PrivateKey()));
            builder.UseSetting("Services:ledger", "http://ledger.test");
            builder.UseSetting("Delivery:Grace", "00:10:00");
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<IHostedService>();
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                services
                    .AddHttpClient(LedgerStatePages.Service)
                    .ConfigurePrimaryHttpMessageHandler(() => new Answering(ledger));
            });
        }
    }

    private sealed class TicketHandler(Func<string> sign) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.TryAddWithoutValidation("X-Caller-Ticket", sign());
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(answer(request));
    }
}

/// <summary>One host for every test that keeps to a plant of its own.</summary>
public sealed class SharedHost : Xunit.IAsyncLifetime
{
    private static int plants;

    public IngestionHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await IngestionHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>A code that no other test uses.</summary>
    public static string NewPlant() => $"TEST-{Interlocked.Increment(ref plants)}";
}
