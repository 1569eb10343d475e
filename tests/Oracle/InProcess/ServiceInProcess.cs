using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>
/// A service with its real program and its real database, without the broker: what it publishes lies in its outbox
/// until it is taken from there, and what it consumes is handed to it.
/// </summary>
internal abstract class ServiceInProcess : IAsyncDisposable
{
    /// <summary>ingestion, calculation or ledger.</summary>
    public abstract string Name { get; }

    public abstract HttpMessageHandler Handler { get; }

    protected abstract IServiceProvider Services { get; }

    private NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    private IEnumerable<KeyValuePair<string, Type>> Consumers =>
        Services.GetRequiredService<MessagingBuilder>().Queues.SelectMany(queue => queue.Consumers);

    /// <summary>Whether a queue of this service takes such events.</summary>
    public bool Consumes(string type) => Consumers.Any(consumer => consumer.Key == type);

    /// <summary>What has been published since the last time, oldest first.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> TakePublishedAsync()
    {
        await using var command = Database.CreateCommand(
            "WITH sent AS (DELETE FROM outbox RETURNING event_id) SELECT e.type, e.body FROM event e JOIN sent "
                + "ON sent.event_id = e.id ORDER BY e.id"
        );
        await using var reader = await command.ExecuteReaderAsync();
        var published = new List<PublishedEvent>();
        while (await reader.ReadAsync())
            published.Add(new PublishedEvent(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        return published;
    }

    /// <summary>
    /// Hands an event to its consumer, as a delivery from the broker does; returns when it would be acknowledged.
    /// </summary>
    public async Task ConsumeAsync(PublishedEvent delivered)
    {
        await using var scope = Services.CreateAsyncScope();
        var consumer = (IEventConsumer)
            scope.ServiceProvider.GetRequiredService(
                Consumers.Single(consumer => consumer.Key == delivered.Type).Value
            );
        await consumer.ConsumeAsync(new IncomingEvent(delivered.Type, delivered.Body, 1), CancellationToken.None);
    }

    public abstract ValueTask DisposeAsync();
}

/// <inheritdoc cref="ServiceInProcess"/>
/// <typeparam name="TProgram">The service's program.</typeparam>
internal sealed class ServiceInProcess<TProgram> : ServiceInProcess
    where TProgram : class
{
    private const string BaseDirectory = "APP_CONTEXT_BASE_DIRECTORY";

    private readonly Factory _factory;

    /// <summary>Makes it; it starts when it is used first.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="database">Its database.</param>
    /// <param name="asks">The one service that it asks itself; none for one that asks nobody here.</param>
    public ServiceInProcess(string name, string database, ServiceInProcess? asks = null)
    {
        Name = name;
        _factory = new Factory(database, asks);
        // A service finds its data beside its program. They start one after the other, so each can be told where that
        // is.
        var here = AppContext.GetData(BaseDirectory);
        AppContext.SetData(
            BaseDirectory,
            Path.GetDirectoryName(Checkout.Assembly(typeof(TProgram).Assembly.GetName().Name!.Split('.')[^1]))
                + Path.DirectorySeparatorChar
        );
        try
        {
            Handler = _factory.Server.CreateHandler();
        }
        finally
        {
            AppContext.SetData(BaseDirectory, here);
        }
    }

    public override string Name { get; }

    public override HttpMessageHandler Handler { get; }

    protected override IServiceProvider Services => _factory.Services;

    public override ValueTask DisposeAsync() => _factory.DisposeAsync();

    private sealed class Factory(string database, ServiceInProcess? asks) : WebApplicationFactory<TProgram>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:Service", database);
            builder.UseSetting("RabbitMq:Uri", "amqp://nobody:nothing@127.0.0.1:1/");
            builder.UseSetting("Tickets:Issuers:gateway", Tickets.Gateway.PublicKey);
            builder.UseSetting("Tickets:Issuers:ingestion", Tickets.Ingestion.PublicKey);
            builder.UseSetting("Tickets:SigningKey", Tickets.Ingestion.PrivateKey);
            builder.UseSetting("Tickets:Issuers:calculation", Tickets.Ingestion.PublicKey);
            builder.UseSetting("Services:ledger", "http://127.0.0.1:1/");
            builder.UseSetting("Services:ingestion", "http://ingestion/");
            builder.UseSetting("Logging:LogLevel:Default", "Error");
            builder.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Error");
            builder.ConfigureTestServices(services =>
            {
                if (asks is not null)
                    services.AddHttpClient(asks.Name).ConfigurePrimaryHttpMessageHandler(() => asks.Handler);
                // What runs by itself would deliver by itself: the broker's part, and what looks for things
                // undelivered.
                foreach (
                    var running in services
                        .Where(service => service.ServiceType == typeof(IHostedService) && RunsByItself(service))
                        .ToList()
                )
                    services.Remove(running);
            });
        }

        // What calculates again upon new factors may run: it waits for a publication, and that is waited for.
        private static bool RunsByItself(ServiceDescriptor service) =>
            service.ImplementationType?.Name != "RecalculateOutdated"
            && (
                service.ImplementationFactory?.Method.Module.Assembly == typeof(MessagingBuilder).Assembly
                || service.ImplementationType?.Assembly == typeof(TProgram).Assembly
            );
    }
}
