using CarbonPlatform.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// Whoever looks after parked messages: with the platform's own tool, beside the service whose queue it is.
/// </summary>
internal sealed class Operator : IAsyncDisposable
{
    private readonly IHost _host;

    private Operator(IHost host) => _host = host;

    public ParkedMessages Parked => _host.Services.GetRequiredService<ParkedMessages>();

    public static async Task<Operator> ForAsync(string queue, Uri broker)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = "operator" }
        );
        builder.Configuration.AddInMemoryCollection([new("RabbitMq:Uri", broker.ToString())]);
        builder.AddMessaging(
            new Dictionary<string, string>(StringComparer.Ordinal),
            messaging => messaging.Queue(queue, _ => { })
        );
        var host = builder.Build();
        // Its connection alone: the queue goes on being consumed by the service.
        await host
            .Services.GetServices<IHostedService>()
            .Single(service => service.GetType().Name == "BrokerConnection")
            .StartAsync(CancellationToken.None);
        return new Operator(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (
            var service in _host
                .Services.GetServices<IHostedService>()
                .Where(service => service.GetType().Name == "BrokerConnection")
        )
            await service.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
