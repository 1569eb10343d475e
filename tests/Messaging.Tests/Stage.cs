using System.Collections.Concurrent;
using CarbonPlatform.Messaging.Broker;
using CarbonPlatform.Messaging.Signing;
using CarbonPlatform.ServiceDefaults.Database;
using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>
/// One service's database with an outbox, a virtual host of its own, and as many replicas of a service as the test
/// starts.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>A broker that was just started takes its time for a quorum queue when the machine is busy.</summary>
    private static readonly TimeSpan s_untilConnected = TimeSpan.FromMinutes(2);

    /// <summary>Who publishes and signs everything in these tests, unless one is about others.</summary>
    public const string Producer = "ingestion";

    private readonly List<IHost> _replicas = [];
    private readonly TestDatabase _database;
    private readonly TestBroker? _vhost;
    private IConnection? _connection;

    private Stage(TestDatabase database, TestBroker? vhost, Uri broker)
    {
        _database = database;
        _vhost = vhost;
        Broker = broker;
        Database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.Service) { Timeout = 5, MaxPoolSize = 15 }
        );
    }

    public Uri Broker { get; }

    /// <summary>The broker by one of the platform's accounts, with its rights.</summary>
    public Task<Uri> AccountAsync(string account) => _vhost!.AccountAsync(account);

    /// <summary>
    /// As the service's role, with no more than the grants that <see cref="OutboxModel.AddOutbox"/> asks for.
    /// </summary>
    public NpgsqlDataSource Database { get; }

    public static async Task<Stage> SetAsync()
    {
        var vhost = await TestBroker.CreateVhostAsync();
        return new Stage(await TestDatabase.CreateAsync("ledger", CreateTablesAsync), vhost, vhost.Uri);
    }

    /// <summary>On servers that the test may stop.</summary>
    /// <param name="broker">A virtual host there that this test has for itself.</param>
    /// <param name="database">The server.</param>
    public static async Task<Stage> SetOnAsync(Uri? broker = null, TestServers? database = null)
    {
        var vhost = broker is null ? await TestBroker.CreateVhostAsync() : null;
        return new Stage(
            await TestDatabase.CreateAsync("ledger", CreateTablesAsync, database),
            vhost,
            vhost?.Uri ?? broker!
        );
    }

    /// <summary>Starts a replica.</summary>
    /// <param name="configure">What the service publishes and consumes.</param>
    /// <param name="more">Its other services.</param>
    /// <param name="tuning">Other times than usual.</param>
    /// <param name="untilReady">Waits until it consumes; not to be waited for while the broker is away.</param>
    /// <param name="broker">The broker by another account.</param>
    /// <param name="settings">Other settings than usual.</param>
    public async Task<IHost> StartAsync(
        Action<MessagingBuilder> configure,
        Action<IServiceCollection>? more = null,
        Tuning? tuning = null,
        bool untilReady = true,
        Uri? broker = null,
        IEnumerable<KeyValuePair<string, string?>>? settings = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = "messaging-tests" }
        );
        builder.Configuration.AddInMemoryCollection([
            new("RabbitMq:Uri", (broker ?? Broker).ToString()),
            new("Events:SigningKey", EventKeys.PrivateKeyOf(Producer)),
            new($"Events:Producers:{Producer}", EventKeys.PublicKeyOf(Producer)),
        ]);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton(Database);
        if (Environment.GetEnvironmentVariable("MESSAGING_TESTS_LOG") == "1")
            builder
                .Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss.fff "))
                .SetMinimumLevel(LogLevel.Debug);
        more?.Invoke(builder.Services);
        var producers = new Dictionary<string, string>(StringComparer.Ordinal);
        builder.AddMessaging(
            producers,
            m =>
            {
                m.Tuning = tuning ?? m.Tuning;
                configure(m);
                foreach (var type in m.Queues.SelectMany(queue => queue.Consumers.Keys))
                    producers.TryAdd(type, Producer);
            }
        );
        if (untilReady)
            await DeclareAsync(producers.Keys);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }
        _replicas.Add(host);
        if (untilReady)
            await Eventually.ShouldAsync(
                () =>
                    host.Services.GetRequiredService<BrokerConnection>().IsOpen
                    && host.Services.GetRequiredService<ConsumeBus>().IsHealthy,
                "a connected service",
                s_untilConnected
            );
        return host;
    }

    /// <summary>What the producer of this stage's events puts beside one.</summary>
    public static Dictionary<string, object?> SignedHeaders(string type, byte[] body, string by = Producer)
    {
        using var signer = new EventSigner(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("Events:SigningKey", EventKeys.PrivateKeyOf(by))])
                .Build()
        );
        var signature = signer.Sign(type, body);
        return new(StringComparer.Ordinal)
        {
            [EventHeaders.EventType] = type,
            [EventHeaders.Signature] = signature.Value,
            [EventHeaders.SignatureKey] = signature.Key,
        };
    }

    public async Task<long> CommitAsync(OutgoingEvent outgoing)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = await Outbox.AddAsync(connection, transaction, outgoing, TimeProvider.System.GetUtcNow(), default);
        await transaction.CommitAsync();
        return id;
    }

    public async Task<long[]> CommitAsync(IReadOnlyList<OutgoingEvent> outgoing)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var ids = await Outbox.AddAsync(connection, transaction, outgoing, TimeProvider.System.GetUtcNow(), default);
        await transaction.CommitAsync();
        return ids;
    }

    /// <summary>As the superuser.</summary>
    public Task<object?> ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    public async Task<long> PendingAsync() => (long)(await ExecuteAsync("SELECT count(*) FROM outbox"))!;

    public Task DrainedAsync(TimeSpan? deadline = null) =>
        Eventually.ShouldAsync(async () => await PendingAsync() == 0, "an empty outbox", deadline);

    /// <summary>A look at the broker that does not go through the code under test.</summary>
    public async Task<IChannel> ChannelAsync()
    {
        if (_connection is not { IsOpen: true })
        {
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = await new ConnectionFactory
            {
                Uri = Broker,
                AutomaticRecoveryEnabled = false,
            }.CreateConnectionAsync();
        }

        return await _connection.CreateChannelAsync();
    }

    /// <summary>Exchanges of services that do not run in this test.</summary>
    public async Task DeclareAsync(IEnumerable<string> exchanges)
    {
        await using var channel = await ChannelAsync();
        foreach (var exchange in exchanges)
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false);
    }

    /// <summary>Binds a queue that nobody consumes to an exchange.</summary>
    public async Task BindAsync(string exchange, string queue)
    {
        await DeclareAsync([exchange]);
        await using var channel = await ChannelAsync();
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" }
        );
        await channel.QueueBindAsync(queue, exchange, "");
    }

    /// <summary>Takes what lies in a queue.</summary>
    public async Task<List<Taken>> TakeAsync(string queue, int count)
    {
        var taken = new List<Taken>();
        await using var channel = await ChannelAsync();
        await Eventually.ShouldAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
                    taken.Add(new Taken(got.Body.ToArray(), new BasicProperties(got.BasicProperties)));
                return taken.Count >= count;
            },
            $"{count} messages in {queue}"
        );
        return taken;
    }

    /// <summary>How many messages wait in a queue, not counting those handed out.</summary>
    public async Task<uint> WaitingAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _replicas)
        {
            await host.StopAsync();
            host.Dispose();
        }

        if (_connection is not null)
            await _connection.DisposeAsync();
        await Database.DisposeAsync();
        if (_vhost is not null)
            await _vhost.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task CreateTablesAsync(string migrator)
    {
        await using var model = new OutboxOnly(migrator);
        await using var connection = new NpgsqlConnection(migrator);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand(
            model.Database.GenerateCreateScript()
                + OutboxModel.TuningSql
                + "GRANT SELECT, INSERT ON event, outbox TO ledger_service; GRANT UPDATE, "
                + "DELETE ON outbox TO ledger_service;",
            connection
        );
        await create.ExecuteNonQueryAsync();
    }

    private sealed class OutboxOnly(string connectionString) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseNpgsql(connectionString);

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
            configurationBuilder.AddPlatformConventions();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddOutbox();
    }
}

/// <summary>A message as the broker had it.</summary>
internal sealed record Taken(byte[] Body, BasicProperties Properties)
{
    public string Text => Events.TextOf(Body);

    public string? Header(string name) =>
        Properties.Headers?.TryGetValue(name, out var value) == true
            ? value is byte[] bytes
                ? Events.TextOf(bytes)
                : value?.ToString()
            : null;
}

/// <summary>Keeps what it was given, and does what the test says.</summary>
internal sealed class Recorder(Func<IncomingEvent, CancellationToken, Task>? act = null) : IEventConsumer
{
    private readonly ConcurrentQueue<IncomingEvent> _calls = new();
    private readonly ConcurrentQueue<IncomingEvent> _applied = new();

    /// <summary>Every call, failed ones too.</summary>
    public IReadOnlyList<IncomingEvent> Calls => [.. _calls];

    /// <summary>Calls that returned.</summary>
    public IReadOnlyList<IncomingEvent> Applied => [.. _applied];

    public IReadOnlyList<string> AppliedTexts => [.. _applied.Select(m => Events.TextOf(m.Body))];

    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        _calls.Enqueue(message);
        if (act is not null)
            await act(message, cancellationToken);
        _applied.Enqueue(message);
    }
}
