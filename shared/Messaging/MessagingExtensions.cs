using CarbonPlatform.Messaging.Broker;
using CarbonPlatform.Messaging.Consuming;
using CarbonPlatform.Messaging.Relaying;
using CarbonPlatform.Messaging.Signing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CarbonPlatform.Messaging;

/// <summary>Puts messaging into a service.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Adds what the service publishes and consumes. Needs <c>RabbitMq:Uri</c> in the configuration and, to publish, an
    /// <c>NpgsqlDataSource</c>
    /// among the services. The broker may be away when the service starts and at any time later: events are kept and
    /// sent when it is back. What is published is signed with <c>Events:SigningKey</c>; what is consumed must be signed
    /// with a key of its producer, <c>Events:Producers:NAME</c>.
    /// The health checks <c>broker</c> and <c>consuming</c> tell of it, degraded at worst.
    /// </summary>
    /// <param name="builder">The service being built.</param>
    /// <param name="producers">For every type of event the one service that publishes it.</param>
    /// <param name="configure">Says what is published and consumed.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder,
        IReadOnlyDictionary<string, string> producers,
        Action<MessagingBuilder> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var messaging = new MessagingBuilder(services, producers);
        configure(messaging);

        // MassTransit 8.5.12 logs every publish that failed or was given up with its stack, and as an error; what
        // matters of it is
        // told here, once.
        builder.Logging.AddFilter("MassTransit", LogLevel.None);

        services.AddSingleton(messaging);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxState>();
        services.AddSingleton<BrokerAddress>();
        services.AddSingleton<PublishBus>();
        services.AddSingleton<EventVerifier>();
        services.AddSingleton<Parking>();
        services.AddSingleton<RefusalNotice>();
        services.AddSingleton<Setbacks>();
        services.AddSingleton<DeliveryFactory>();
        services.AddSingleton(provider => new ParkedMessages(
            provider.GetRequiredService<BrokerConnection>(),
            messaging
        ));
        AddHosted<BrokerConnection>(services);
        if (messaging.Published.Count > 0)
        {
            services.AddSingleton(provider => new OutboxRows(provider.GetRequiredService<NpgsqlDataSource>()));
            services.AddSingleton<EventSigner>();
            services.TryAddSingleton<IProcessEnd, ProcessEnd>();
            AddHosted<Relay>(services);
            AddHosted<RelayWatchdog>(services);
        }

        AddHosted<QueueBindings>(services);

        // Last, so that it stops first: nothing new is taken on while the rest winds down.
        AddHosted<ConsumeBus>(services);
        services
            .AddHealthChecks()
            .AddCheck<BrokerHealth>("broker", HealthStatus.Degraded, ["ready"])
            .AddCheck<ConsumingHealth>(ConsumingHealth.Name, HealthStatus.Degraded, ["ready"]);
        return builder;
    }

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
