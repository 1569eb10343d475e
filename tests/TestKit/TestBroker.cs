using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace CarbonPlatform.TestKit;

/// <summary>
/// A virtual host of one test or test class: its own exchanges and queues, on the shared
/// RabbitMQ unless another is given.
/// </summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _vhost;

    private TestBroker(HttpClient management, string vhost, Uri uri)
    {
        _management = management;
        _vhost = vhost;
        Uri = uri;
    }

    /// <summary>amqp://user:password@host:port/vhost: what a service gets as <c>RabbitMq__Uri</c>.</summary>
    public Uri Uri { get; }

    /// <summary>Makes a fresh virtual host (some 50 ms).</summary>
    public static async Task<TestBroker> CreateVhostAsync(TestServers? servers = null)
    {
        servers ??= await TestServers.SharedAsync();
        var vhost = $"{Guid.NewGuid():N}"[..12];
        var user = Uri.UnescapeDataString(servers.RabbitMq.UserInfo.Split(':')[0]);
        var management = new HttpClient
        {
            BaseAddress =
                servers.RabbitMqManagement
                ?? throw new InvalidOperationException(
                    "CARBON_TEST_RABBITMQ_MANAGEMENT does not say where virtual hosts are made."
                ),
        };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(servers.RabbitMq.UserInfo)))
        );
        using (var made = await management.PutAsJsonAsync($"api/vhosts/{vhost}", new { default_queue_type = "quorum" }))
            made.EnsureSuccessStatusCode();
        using (
            var allowed = await management.PutAsJsonAsync(
                $"api/permissions/{vhost}/{user}",
                new
                {
                    configure = ".*",
                    write = ".*",
                    read = ".*",
                }
            )
        )
            allowed.EnsureSuccessStatusCode();
        return new TestBroker(management, vhost, new UriBuilder(servers.RabbitMq) { Path = vhost }.Uri);
    }

    /// <summary>Removes the virtual host with all that is in it; open connections to it are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        using var gone = await _management.DeleteAsync($"api/vhosts/{_vhost}");
        _management.Dispose();
    }
}
