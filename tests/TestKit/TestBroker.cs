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
    private readonly List<string> _users = [];

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
        await AllowAsync(management, vhost, user, ".*", ".*", ".*");
        return new TestBroker(management, vhost, new UriBuilder(servers.RabbitMq) { Path = vhost }.Uri);
    }

    /// <summary>
    /// Makes one of the platform's accounts for this virtual host, with the rights that
    /// <c>deploy/rabbitmq/permissions.csv</c> gives it.
    /// </summary>
    /// <returns>amqp://user:password@host:port/vhost.</returns>
    public async Task<Uri> AccountAsync(string account)
    {
        var rights = File.ReadLines(Path.Combine(Checkout.Root, "deploy", "rabbitmq", "permissions.csv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(','))
            .Single(row => row[0] == account);
        var (user, password) = ($"{account}-{_vhost}", $"{Guid.NewGuid():N}");
        using (var made = await _management.PutAsJsonAsync($"api/users/{user}", new { password, tags = "" }))
            made.EnsureSuccessStatusCode();
        _users.Add(user);
        await AllowAsync(_management, _vhost, user, rights[1], rights[2], rights[3]);
        return new UriBuilder(Uri) { UserName = user, Password = password }.Uri;
    }

    /// <summary>Removes the virtual host with all that is in it; open connections to it are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var user in _users)
            (await _management.DeleteAsync($"api/users/{user}")).Dispose();
        using var gone = await _management.DeleteAsync($"api/vhosts/{_vhost}");
        _management.Dispose();
    }

    private static async Task AllowAsync(
        HttpClient management,
        string vhost,
        string user,
        string configure,
        string write,
        string read
    )
    {
        using var allowed = await management.PutAsJsonAsync(
            $"api/permissions/{vhost}/{user}",
            new
            {
                configure,
                write,
                read,
            }
        );
        allowed.EnsureSuccessStatusCode();
    }
}
