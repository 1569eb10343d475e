using CarbonPlatform.Messaging.Relaying;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>
/// Tells about the broker. Never unhealthy: without the broker the service goes on accepting, and the events wait in
/// the outbox.
/// </summary>
internal sealed class BrokerHealth(BrokerConnection broker, ConsumeBus consumer, OutboxState outbox) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["connected"] = broker.IsOpen,
            ["consuming"] = consumer.IsHealthy,
            ["outboxDepth"] = outbox.Last.Depth,
            ["outboxOldestSeconds"] = Math.Round(outbox.Last.OldestAge.TotalSeconds),
        };
        return Task.FromResult(
            !broker.IsOpen ? HealthCheckResult.Degraded("The broker is away; events wait in the outbox.", data: data)
            : !consumer.IsHealthy ? HealthCheckResult.Degraded("Not every queue is being consumed.", data: data)
            : HealthCheckResult.Healthy("Connected.", data)
        );
    }
}
