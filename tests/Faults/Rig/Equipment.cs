using CarbonPlatform.TestKit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// What rows put between the services and the rest of the world: proxies before their servers, a clock that can be set,
/// somebody who listens to their telemetry. All of it by one change of their configuration, because each change
/// restarts them.
/// </summary>
internal sealed class Equipment : IAsyncDisposable
{
    private Equipment(Proxies proxies, TelemetryCollector telemetry)
    {
        Proxies = proxies;
        Telemetry = telemetry;
    }

    public Proxies Proxies { get; }

    public TelemetryCollector Telemetry { get; }

    public static async Task<Equipment> SetAsync(FaultPlatform platform)
    {
        var equipment = new Equipment(Proxies.Before(platform), await TelemetryCollector.StartAsync());
        await platform.ConfigureAsync([
            .. equipment.Proxies.Settings,
            .. LocalPlatform.Outboxes.SelectMany(service =>
                WrongClock
                    .For(platform, service)
                    .Concat([
                        (service, "OTEL_EXPORTER_OTLP_ENDPOINT", equipment.Telemetry.Endpoint),
                        (service, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                        (service, "OTEL_METRIC_EXPORT_INTERVAL", "500"),
                    ])
            ),
        ]);
        return equipment;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxies.DisposeAsync();
        await Telemetry.DisposeAsync();
    }
}
