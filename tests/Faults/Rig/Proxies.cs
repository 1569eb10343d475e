using CarbonPlatform.TestKit;
using Npgsql;

namespace CarbonPlatform.Faults.Rig;

/// <summary>A proxy between each service and its database, and between each service and the broker.</summary>
internal sealed class Proxies : IAsyncDisposable
{
    private readonly Dictionary<string, TcpProxy> _database = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TcpProxy> _broker = new(StringComparer.Ordinal);

    public TcpProxy Database(string service) => _database[service];

    public TcpProxy Broker(string service) => _broker[service];

    /// <summary>What puts them in between.</summary>
    public List<(string Service, string Setting, string? Value)> Settings { get; } = [];

    /// <summary>Proxies before the servers of a platform; nobody uses them before it is configured so.</summary>
    public static Proxies Before(FaultPlatform platform)
    {
        var proxies = new Proxies();
        foreach (var service in LocalPlatform.Outboxes)
        {
            var own = platform.SettingsOf(service);
            var connection = new NpgsqlConnectionStringBuilder(own["ConnectionStrings__Service"]);
            var database = proxies._database[service] = new TcpProxy(connection.Port) { Observe = Wire.Learn };
            connection.Port = database.Port;
            proxies.Settings.Add((service, "ConnectionStrings__Service", connection.ConnectionString));
            var broker = proxies._broker[service] = new TcpProxy(platform.Broker.Port);
            proxies.Settings.Add(
                (service, "RabbitMq__Uri", new UriBuilder(own["RabbitMq__Uri"]) { Port = broker.Port }.Uri.ToString())
            );
        }

        return proxies;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _database.Values.Concat(_broker.Values))
            await proxy.DisposeAsync();
    }
}
