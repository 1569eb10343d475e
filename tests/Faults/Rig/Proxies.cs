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

    /// <summary>Puts them in between, by the services' configuration.</summary>
    public static async Task<Proxies> SetAsync(FaultPlatform platform)
    {
        var proxies = new Proxies();
        var settings = new List<(string, string, string?)>();
        foreach (var service in LocalPlatform.Outboxes)
        {
            var own = platform.SettingsOf(service);
            var connection = new NpgsqlConnectionStringBuilder(own["ConnectionStrings__Service"]);
            var database = proxies._database[service] = new TcpProxy(connection.Port) { Observe = Wire.Learn };
            connection.Port = database.Port;
            settings.Add((service, "ConnectionStrings__Service", connection.ConnectionString));
            var broker = proxies._broker[service] = new TcpProxy(platform.Broker.Port);
            settings.Add(
                (service, "RabbitMq__Uri", new UriBuilder(own["RabbitMq__Uri"]) { Port = broker.Port }.Uri.ToString())
            );
        }

        await platform.ConfigureAsync([.. settings]);
        return proxies;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _database.Values.Concat(_broker.Values))
            await proxy.DisposeAsync();
    }
}
