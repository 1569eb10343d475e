using System.Security.Cryptography;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>
/// The service with its real database, called over HTTP with signed tickets. What runs by itself in the background (relay,
/// sweep) is off: tests call the parts they are about.
/// </summary>
public sealed class CalculationHost : IAsyncDisposable
{
    private static readonly ECDsa GatewayKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Factory _factory;
    private readonly TicketSigner _gateway;

    private CalculationHost(TestDatabase database)
    {
        Database = database;
        _gateway = new TicketSigner("gateway", GatewayKey.ExportPkcs8PrivateKey(), Clock);
        _factory = new Factory(database, Clock);
    }

    public FakeClock Clock { get; } = new();

    public TestDatabase Database { get; }

    public IServiceProvider Services => _factory.Services;

    private NpgsqlDataSource DataSource => Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<CalculationHost> StartAsync() =>
        new(await TestDatabase.CreateAsync("calculation", MigrateAsync));

    /// <summary>Hands the consumer an event as the broker would.</summary>
    public async Task DeliverAsync(byte[] body)
    {
        using var scope = Services.CreateScope();
        await scope
            .ServiceProvider.GetRequiredService<OnReadingsAccepted>()
            .ConsumeAsync(new IncomingEvent(EventTypes.ReadingsAccepted, body, 1), CancellationToken.None);
    }

    public Task DeliverAsync(ReadingsAcceptedEvent accepted) => DeliverAsync(EventJson.Serialize(accepted));

    /// <summary>Another process of the service on the same database; with other files as after an upgrade.</summary>
    internal CatalogueInForce Catalogues(DeliveredData? delivered = null, int countFrom = 0) =>
        new(DataSource, delivered ?? DeliveredData.Read(), new CatalogueSettings { CountFrom = countFrom }, Clock);

    internal PlantMonthRuns RunsBy(CatalogueInForce catalogues) =>
        new(DataSource, catalogues, Clock, Services.GetRequiredService<OutboxSignal>());

    internal OutdatedRuns OutdatedBy(CatalogueInForce catalogues) =>
        new(DataSource, catalogues, Clock, Services.GetRequiredService<OutboxSignal>());

    internal RecalculateOutdated SweepBy(CatalogueInForce catalogues) =>
        new(
            OutdatedBy(catalogues),
            catalogues,
            Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<RecalculateOutdated>.Instance
        );

    public HttpClient As(string role, params string[] plants) =>
        _factory.CreateDefaultClient(
            new TicketHandler(() =>
                _gateway.Sign(new Caller("key", [role], plants.Length == 0 ? null : plants), "calculation")
            )
        );

    /// <summary>A client of a certain person.</summary>
    public HttpClient AsPerson(string id, string role = Roles.Environment) =>
        _factory.CreateDefaultClient(
            new TicketHandler(() => _gateway.Sign(new Caller(id, [role], null), "calculation"))
        );

    /// <summary>The sweep of this process, once.</summary>
    public Task<int> SweepAsync() =>
        SweepBy(Services.GetRequiredService<CatalogueInForce>()).SweepAsync(CancellationToken.None);

    public async Task<long> CountAsync(string sql) =>
        (long)(await Database.ExecuteAsync("SELECT count(*) FROM " + sql))!;

    /// <summary>What stands in the outbox, oldest first.</summary>
    public async Task<IReadOnlyList<EmissionsCalculatedEvent>> OutboxAsync()
    {
        await using var connection = new NpgsqlConnection(Database.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT e.body FROM outbox o JOIN event e ON e.id = o.event_id ORDER BY e.id",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<EmissionsCalculatedEvent>();
        while (await reader.ReadAsync())
            events.Add(EventJson.EmissionsCalculated(reader.GetFieldValue<byte[]>(0)));
        return events;
    }

    /// <summary>The broker has confirmed everything.</summary>
    public Task EmptyOutboxAsync() => Database.ExecuteAsync("DELETE FROM outbox");

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        _gateway.Dispose();
        await Database.DisposeAsync();
    }

    private static async Task MigrateAsync(string connection)
    {
        await using var db = new CalculationDb(
            new DbContextOptionsBuilder<CalculationDb>().UseNpgsql(connection).Options
        );
        await db.Database.MigrateAsync();
    }

    private sealed class Factory(TestDatabase database, FakeClock clock) : WebApplicationFactory<Program>
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
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning");
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<IHostedService>();
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
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
            request.Headers.TryAddWithoutValidation(TicketSigner.Header, sign());
            return base.SendAsync(request, cancellationToken);
        }
    }
}
