using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CarbonPlatform.Messaging;

/// <summary>Puts messaging into a service.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Adds what the service publishes and consumes. Needs <c>RabbitMq:Uri</c> in the configuration and, to publish, an <c>NpgsqlDataSource</c>
    /// among the services. The broker may be away when the service starts and at any time later: events are kept and sent when it is back.
    /// </summary>
    /// <param name="builder">The service being built.</param>
    /// <param name="configure">Says what is published and consumed.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddMessaging(this IHostApplicationBuilder builder, Action<MessagingBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var messaging = new MessagingBuilder(builder.Services);
        configure(messaging);
        builder.Services.AddSingleton(messaging);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<ParkedMessages>();
        return builder;
    }
}
