using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.TestKit;

/// <summary>
/// The whole platform as <c>deploy/local/up</c> starts it: four processes, PostgreSQL and RabbitMQ of their own, in a
/// folder of its own.
/// </summary>
/// <param name="name">Folder under artifacts/ in which it lives.</param>
public partial class LocalPlatform(string name) : IAsyncLifetime
{
    /// <summary>The services, in the order of the way of a reading.</summary>
    public static readonly IReadOnlyList<string> Services = ["gateway", "ingestion", "calculation", "ledger"];

    /// <summary>Services with a database that has an outbox.</summary>
    public static readonly IReadOnlyList<string> Outboxes = ["ingestion", "calculation", "ledger"];

    private readonly HttpClient _http = new();
    private Dictionary<string, string> _ports = [];
    private Dictionary<string, string> _keys = [];
    private Dictionary<string, string> _servers = [];

    /// <summary>Where it lives.</summary>
    public string Home { get; } = Path.Combine(Checkout.Root, "artifacts", name, $"{Environment.ProcessId}");

    /// <summary>The edge.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The environment department's API key.</summary>
    public string DepartmentKey { get; private set; } = "";

    /// <summary>The administrator's API key.</summary>
    public string AdminKey { get; private set; } = "";

    /// <summary>
    /// amqp://user:password@host:port/ of its broker, as the administrator that only the servers know.
    /// </summary>
    public Uri Broker => new(_servers["CARBON_TEST_RABBITMQ"]);

    /// <summary>The same as one of the accounts that <c>up</c> has made.</summary>
    public Uri BrokerAs(string account) =>
        new UriBuilder(Broker)
        {
            UserName = account,
            Password = Settings(Path.Combine(Home, "config", "broker"))[account],
        }.Uri;

    /// <summary>
    /// What a producer puts beside an event, worked out as <c>docs/decisions/0018-events-are-signed.md</c> says it and
    /// not by the code that is tried.
    /// </summary>
    public IDictionary<string, object?> SignedBy(string producer, string type, byte[] body)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(
            Convert.FromBase64String(_keys[$"{producer.ToUpperInvariant()}_EVENTS_SIGNING_KEY"]),
            out _
        );
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["event-type"] = type,
            ["signature"] = Convert.ToBase64String(
                key.SignData([.. Encoding.UTF8.GetBytes(type), 0, .. body], HashAlgorithmName.SHA256)
            ),
            ["signature-key"] = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16],
        };
    }

    /// <summary>What <c>up</c> and the services are given besides.</summary>
    protected IDictionary<string, string> Given { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        try
        {
            await PrepareAsync();
            // The test command has built already; from an editor the first run builds.
            await UpAsync(Checkout.Configuration == "release" ? ["--no-build"] : []);
        }
        catch
        {
            // Whoever does not begin is not disposed either: what did start would run on.
            await RunAsync("down", ["--delete"]);
            throw;
        }
        Address = new Uri(Settings(Path.Combine(Home, "env"))["CARBON_URL"]);
        DepartmentKey = Settings(Path.Combine(Home, "env"))["CARBON_KEY"];
        AdminKey = Settings(Path.Combine(Home, "env"))["CARBON_ADMIN_KEY"];
        _keys = Settings(Path.Combine(Home, "config", "keys"));
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await RunAsync("down", ["--delete"]);
        _http.Dispose();
        if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A service without the edge before it.</summary>
    public Uri AddressOf(string service) => new($"http://127.0.0.1:{_ports[service]}");

    /// <summary>Connection string of the superuser.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_servers["CARBON_TEST_POSTGRES"])
        {
            Database = database,
            Pooling = false,
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>What is to be there before anything starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Starts PostgreSQL and RabbitMQ before the rest.</summary>
    protected async Task StartServersAsync()
    {
        // By it the command that ends a platform knows that there is one.
        Directory.CreateDirectory(Path.Combine(Home, "run"));
        await RunAsync("infra", ["up", Infra]);
        await LearnServersAsync();
    }

    private string Infra => Path.Combine(Home, "infra");

    private string PidFile(Server server) =>
        Path.Combine(Infra, server == Server.Postgres ? "postgres.pid" : "rabbitmq.pid");

    private async Task UpAsync(string[] arguments)
    {
        await RunAsync("up", ["--empty", .. arguments]);
        _ports = Settings(Path.Combine(Home, "config", "ports"));
        await LearnServersAsync();
    }

    private async Task LearnServersAsync() =>
        _servers = (await RunAsync("infra", ["env", Infra]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private async Task<string> RunAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "bash",
            [Path.Combine(Checkout.Root, "deploy", "local", command), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CARBON_HOME"] = Home;
        foreach (var (variable, value) in Given)
            start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{command} {string.Join(' ', arguments)}:\n{await output}\n{await errors}");
        return await output;
    }

    /// <summary>The process remembered in a file, if it is still that very one.</summary>
    private static int? Running(string file)
    {
        try
        {
            // Just being written it may be empty.
            if (File.ReadAllText(file).Split([' ', '\n']) is not [var pid, var start, ..])
                return null;
            var fields = Fields(File.ReadAllText($"/proc/{pid}/stat"));
            return fields[0] != "Z" && fields[19] == start ? int.Parse(pid, CultureInfo.InvariantCulture) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Fields of a process's stat from the state on.</summary>
    private static string[] Fields(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    private static Dictionary<string, string> Settings(string file) =>
        File.ReadAllLines(file)
            .Select(line => line.Split('=', 2))
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1], StringComparer.Ordinal);
}
