using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CarbonPlatform.TestKit;

/// <summary>The two servers under the platform, as <c>deploy/local/infra</c> names them.</summary>
public enum Server
{
    /// <summary>PostgreSQL.</summary>
    Postgres,

    /// <summary>RabbitMQ.</summary>
    RabbitMq,
}

/// <summary>
/// A real PostgreSQL and RabbitMQ. <see cref="SharedAsync"/> is for nearly every test: isolation comes from a database
/// and a virtual host of one's own. <see cref="StartPrivateAsync"/> is for tests that stop, kill or freeze a server.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    private static readonly Lazy<Task<TestServers>> s_shared = new(FindOrStartSharedAsync);
    private readonly string? _folder;

    private TestServers(string? folder, string postgresAdmin, string rabbitMq, string? rabbitMqManagement)
    {
        _folder = folder;
        PostgresAdmin = postgresAdmin;
        RabbitMq = new Uri(rabbitMq);
        RabbitMqManagement = string.IsNullOrEmpty(rabbitMqManagement) ? null : new Uri(rabbitMqManagement);
    }

    /// <summary>Connection string of PostgreSQL's superuser.</summary>
    public string PostgresAdmin { get; }

    /// <summary>amqp://user:password@host:port/ of RabbitMQ's administrator, default virtual host.</summary>
    public Uri RabbitMq { get; }

    /// <summary>RabbitMQ's management interface, by which virtual hosts are made.</summary>
    public Uri? RabbitMqManagement { get; }

    /// <summary>
    /// The servers of this test run: those that <c>deploy/local/test</c> announces in CARBON_TEST_POSTGRES,
    /// CARBON_TEST_RABBITMQ and CARBON_TEST_RABBITMQ_MANAGEMENT, or, when tests are started from an IDE, a pair started
    /// now that ends with this process.
    /// </summary>
    public static Task<TestServers> SharedAsync() => s_shared.Value;

    /// <summary>
    /// Servers that belong to one test (about 5 s for RabbitMQ, under 1 s for PostgreSQL). Dispose them; they also end
    /// with this process.
    /// </summary>
    public static Task<TestServers> StartPrivateAsync(params Server[] servers) =>
        StartInAsync(
            Path.Combine(
                Checkout.Root,
                "artifacts",
                "test-servers",
                $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..20]
            ),
            servers
        );

    /// <summary>Stops a private server in an orderly way.</summary>
    public Task StopAsync(Server server) => InfraAsync("down", OwnFolder, Name(server));

    /// <summary>
    /// Starts a private server again, with its data and on its port, and waits until it takes connections.
    /// </summary>
    public Task StartAsync(Server server) => InfraAsync("up", OwnFolder, Name(server));

    /// <summary>kill -9: the private server is gone without a word.</summary>
    public void Kill(Server server) => Signal(server, 9);

    /// <summary>SIGSTOP: the private server stops answering while its connections stay open.</summary>
    public void Freeze(Server server) => Signal(server, 19);

    /// <summary>SIGCONT: a frozen server goes on.</summary>
    public void Thaw(Server server) => Signal(server, 18);

    /// <summary>rabbitmqctl on a private broker.</summary>
    public Task ControlRabbitMqAsync(params string[] arguments) => InfraAsync(["ctl", OwnFolder, .. arguments]);

    /// <summary>Ends private servers and removes their data; does nothing to shared ones.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_folder is not null && this != (s_shared.IsValueCreated ? await s_shared.Value : null))
            await InfraAsync("down", _folder, "--delete");
    }

    private string OwnFolder =>
        _folder is not null
        && !(s_shared.IsValueCreated && s_shared.Value.IsCompletedSuccessfully && s_shared.Value.Result == this)
            ? _folder
            : throw new InvalidOperationException("These servers are shared with other tests; start private ones.");

    private static string Name(Server server) => server == Server.Postgres ? "postgres" : "rabbitmq";

    private static async Task<TestServers> FindOrStartSharedAsync()
    {
        if (
            Environment.GetEnvironmentVariable("CARBON_TEST_POSTGRES") is { Length: > 0 } postgres
            && Environment.GetEnvironmentVariable("CARBON_TEST_RABBITMQ") is { Length: > 0 } rabbitMq
        )
            return new TestServers(
                null,
                postgres,
                rabbitMq,
                Environment.GetEnvironmentVariable("CARBON_TEST_RABBITMQ_MANAGEMENT")
            );

        return await StartInAsync(
            Path.Combine(Checkout.Root, "artifacts", "test-servers", $"{Environment.ProcessId}"),
            []
        );
    }

    private static async Task<TestServers> StartInAsync(string folder, Server[] servers)
    {
        await InfraAsync(["up", folder, "--test", "--for", $"{Environment.ProcessId}", .. servers.Select(Name)]);
        var settings = (await InfraAsync("env", folder))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new TestServers(
            folder,
            settings["CARBON_TEST_POSTGRES"],
            settings["CARBON_TEST_RABBITMQ"],
            settings["CARBON_TEST_RABBITMQ_MANAGEMENT"]
        );
    }

    private static async Task<string> InfraAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "bash",
            [Path.Combine(Checkout.Root, "deploy", "local", "infra"), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"infra {string.Join(' ', arguments)} failed: {await errors}{await output}"
            );
    }

    private void Signal(Server server, int signal)
    {
        var remembered = File.ReadAllText(Path.Combine(OwnFolder, $"{Name(server)}.pid"));
        Signals.Send(int.Parse(remembered.Split(' ')[0]), signal);
    }
}

internal static class Signals
{
    internal static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0)
            throw new InvalidOperationException(
                $"Signal {signal} did not reach process {process}: error {Marshal.GetLastPInvokeError()}."
            );
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
