using System.Net;
using System.Net.Http.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Proposals;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>
/// The service with its real database, called over HTTP with signed tickets. What runs by itself in the background
/// (relay, sweep) is off: tests call the parts they are about.
/// </summary>
public sealed class CalculationHost : ServiceHost<Program>
{
    private CalculationHost(
        TestDatabase database,
        FakeClock clock,
        Func<HttpRequestMessage, HttpResponseMessage> ingestion
    )
        : base(
            "calculation",
            [
                ("ConnectionStrings:Service", database.Service),
                ("Tickets:SigningKey", Issuer.Calculation.PrivateKey),
                ("Services:ingestion", "http://ingestion.test"),
            ],
            clock,
            services =>
                services
                    .AddHttpClient(PlantsOfGroup.Service)
                    .ConfigurePrimaryHttpMessageHandler(() => new AnsweringHandler(ingestion))
        )
    {
        Database = database;
        Clock = clock;
    }

    public FakeClock Clock { get; }

    public TestDatabase Database { get; }

    private NpgsqlDataSource DataSource => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Starts it on a database of its own.</summary>
    /// <param name="ingestion">What Ingestion answers; unless given, it knows the plants of these tests.</param>
    public static async Task<CalculationHost> StartAsync(
        Func<HttpRequestMessage, HttpResponseMessage>? ingestion = null
    ) =>
        new(
            await TestDatabase.CreateAsync("calculation", MigrationJob.ApplyAsync<CalculationDb>),
            new FakeClock(),
            ingestion ?? Knows("P-1", "P-2", "SX-A1", "WE-E05")
        );

    /// <summary>Ingestion with some plants, each of the same sources.</summary>
    public static Func<HttpRequestMessage, HttpResponseMessage> Knows(params string[] plants) =>
        _ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = JsonContent.Create(
                new { plants = plants.Select(plant => new { plant, sources = new[] { "BOILER-1", "BOILER-2" } }) }
            ),
        };

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
        As(new Caller("key", [role], plants.Length == 0 ? null : plants.Select(PlantCode.Parse)));

    /// <summary>A client of a certain person.</summary>
    public HttpClient AsPerson(string id, string role = Roles.Environment) => As(new Caller(id, [role], null));

    /// <summary>A client whose key says who holds it, who made it, and who made that one's.</summary>
    public HttpClient WithKey(string id, string subject, params string[] makers) =>
        As(new Caller(id, [Roles.Environment], null) { Subject = subject, Makers = makers });

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

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>One host for the tests of a class that leave nothing in it.</summary>
public sealed class SharedCalculation : IAsyncLifetime
{
    public CalculationHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await CalculationHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
