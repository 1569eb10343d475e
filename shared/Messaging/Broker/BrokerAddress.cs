using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>Where the broker is, and how this service's three connections to it are made.</summary>
internal sealed class BrokerAddress(IConfiguration configuration, IHostEnvironment environment, ILoggerFactory loggers)
{
    private const string Key = "RabbitMq:Uri";
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(10);

    private readonly Uri _uri =
        Uri.TryCreate(configuration[Key], UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"
            ? uri
            : throw new InvalidOperationException(
                $"Configuration {Key} must be an address such as amqp://user:password@host:5672/."
            );

    static BrokerAddress() =>
        // RabbitMQ.Client 7.2 writes its own span over the stored trace parent as soon as anybody listens to it.
        RabbitMQActivitySource.ContextInjector = static (_, _) => { };

    /// <summary>
    /// A plain connection: what MassTransit does not offer (probing, looking into parked messages) goes through it.
    /// </summary>
    public Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var factory = Plain();
        factory.ClientProvidedName = NameOf("watch");
        factory.AutomaticRecoveryEnabled = false;
        factory.RequestedHeartbeat = s_heartbeat;
        factory.RequestedConnectionTimeout = TimeSpan.FromSeconds(5);
        factory.HandshakeContinuationTimeout = TimeSpan.FromSeconds(5);
        return factory.CreateConnectionAsync(cancellationToken);
    }

    /// <summary>
    /// A bus of its own has a connection of its own: the broker may stop reading from the publishing one, consuming
    /// goes on.
    /// </summary>
    public IBusControl CreateBus(string purpose, Action<IRabbitMqBusFactoryConfigurator>? configure = null)
    {
        LogContext.ConfigureCurrentLogContext(loggers);
        var plain = Plain();
        return Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(
                plain.HostName,
                checked((ushort)plain.Endpoint.Port),
                plain.VirtualHost,
                NameOf(purpose),
                host =>
                {
                    host.Username(plain.UserName);
                    host.Password(plain.Password);
                    host.Heartbeat(s_heartbeat);
                    host.PublisherConfirmation = true;
                    if (plain.Ssl.Enabled)
                        host.UseSsl(ssl => ssl.ServerName = plain.Ssl.ServerName);
                }
            );
            configure?.Invoke(bus);
        });
    }

    private ConnectionFactory Plain() => new() { Uri = _uri };

    private string NameOf(string purpose) => $"{environment.ApplicationName} {purpose}";
}
