using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.TestKit;

/// <summary>
/// The whole platform as <c>deploy/local/up</c> starts it: four processes, PostgreSQL and RabbitMQ of their own, in a
/// folder of its own.
/// </summary>
/// <param name="name">Folder under artifacts/ in which it lives.</param>
public class LocalPlatform(string name) : IAsyncLifetime
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
            // The test command has built already; from an editor the first run builds.
            await UpAsync(Checkout.Configuration == "release" ? ["--no-build"] : []);
        }
        catch (ShouldAssertException)
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

    // ---- services ----

    /// <summary>kill -9, once it runs.</summary>
    public async Task KillAsync(string service)
    {
        await Eventually.ShouldAsync(() => ProcessOf(service) is not null, $"{service} running");
        if (ProcessOf(service) is not { } pid)
            return;
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends a signal to a service, for instance 19 (SIGSTOP) or 18 (SIGCONT).</summary>
    public void Signal(string service, int signal) =>
        Signals.Send(ProcessOf(service) ?? throw new InvalidOperationException($"{service} does not run."), signal);

    /// <summary>Number of the service's process; null while there is none.</summary>
    public int? ProcessOf(string service) => Running(Path.Combine(Home, "run", service + ".pid"));

    /// <summary>Memory that a service holds, in bytes.</summary>
    public long MemoryOf(string service) => Process.GetProcessById(ProcessOf(service)!.Value).WorkingSet64;

    /// <summary>Whether the service says that it is ready.</summary>
    public async Task<bool> IsReadyAsync(string service)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(AddressOf(service), "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Waits until the supervisor has the service running again.</summary>
    public Task ReadyAsync(string service) =>
        Eventually.ShouldAsync(() => IsReadyAsync(service), $"{service} being ready again");

    /// <summary>
    /// Gives services settings of their own (null takes one away) and restarts those that this changes.
    /// </summary>
    public async Task ConfigureAsync(params (string Service, string Setting, string? Value)[] settings)
    {
        foreach (var service in settings.ToLookup(setting => setting.Service, StringComparer.Ordinal))
        {
            var file = Path.Combine(Home, "config", service.Key + ".own.env");
            var own = File.Exists(file) ? Settings(file) : [];
            foreach (var (_, name, value) in service)
            {
                if (value is null)
                    own.Remove(name);
                else
                    own[name] = value;
            }

            await File.WriteAllLinesAsync(file, own.Select(setting => $"{setting.Key}={setting.Value}"));
        }

        await UpAsync(["--no-build"]);
    }

    /// <summary>The settings that a service was last started with.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string service) =>
        Settings(Path.Combine(Home, "config", service + ".env"));

    /// <summary>Lines that a service has written.</summary>
    public string LogOf(string service) => File.ReadAllText(Path.Combine(Home, "log", service + ".log"));

    /// <summary>Asks a service what only services may ask.</summary>
    public async Task<JsonNode> AskInsideAsync(string service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(AddressOf(service), path));
        using var signer = SignerOf("ingestion");
        request.Headers.Add("X-Caller-Ticket", signer.Sign(new Caller("ingestion", [Roles.Service], null), service));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{service}{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Signs tickets as a service of this platform does.</summary>
    public TicketSigner SignerOf(string service) =>
        new(service, Convert.FromBase64String(_keys[service.ToUpperInvariant() + "_SIGNING_KEY"]), TimeProvider.System);

    // ---- servers ----

    /// <summary>Stops the broker in an orderly way.</summary>
    public Task StopBrokerAsync() => RunAsync("infra", ["down", Infra, "rabbitmq"]);

    /// <summary>Starts the broker again, with its data and on its port.</summary>
    public Task StartBrokerAsync() => RunAsync("infra", ["up", Infra, "rabbitmq"]);

    /// <summary>Stops PostgreSQL in an orderly way.</summary>
    public Task StopPostgresAsync() => RunAsync("infra", ["down", Infra, "postgres"]);

    /// <summary>Starts PostgreSQL again, with its data and on its port.</summary>
    public Task StartPostgresAsync() => RunAsync("infra", ["up", Infra, "postgres"]);

    /// <summary>Sends a signal to a server: 9 (SIGKILL), 19 (SIGSTOP), 18 (SIGCONT).</summary>
    public void Signal(Server server, int signal) =>
        Signals.Send(
            Running(PidFile(server)) ?? throw new InvalidOperationException($"{server} does not run."),
            signal
        );

    /// <summary>kill -9, and waits until the server is gone.</summary>
    public Task KillAsync(Server server)
    {
        Signal(server, 9);
        return Eventually.ShouldAsync(() => Running(PidFile(server)) is null, $"{server} being gone");
    }

    /// <summary>SIGSTOP, and waits until every thread of the server stands still.</summary>
    public Task FreezeAsync(Server server)
    {
        Signal(server, 19);
        var process = Running(PidFile(server))!.Value;
        return Eventually.ShouldAsync(
            () =>
                Directory
                    .GetDirectories($"/proc/{process}/task")
                    .All(thread => Fields(File.ReadAllText(Path.Combine(thread, "stat")))[0] == "T"),
            $"{server} standing still"
        );
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the broker.</summary>
    public Task<string> ControlBrokerAsync(params string[] arguments) =>
        RunAsync("infra", ["ctl", Infra, .. arguments]);

    // ---- databases ----

    /// <summary>Runs a statement as the superuser.</summary>
    public Task ExecuteAsync(string database, string sql, params object[] values) =>
        ScalarAsync<object?>(database, sql, values);

    /// <summary>The first value of the first row.</summary>
    public async Task<T?> ScalarAsync<T>(string database, string sql, params object[] values)
    {
        var rows = await RowsAsync(database, sql, values);
        return rows.Count == 0 || rows[0].Length == 0 || rows[0][0] is DBNull ? default : (T)rows[0][0];
    }

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<object[]>> RowsAsync(string database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var rows = new List<object[]>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Waits until everything committed in a database has been sent.</summary>
    public Task OutboxEmptyAsync(string database) =>
        Eventually.ShouldAsync(
            async () => await ScalarAsync<long>(database, "SELECT count(*) FROM outbox") == 0,
            $"the outbox of {database} being empty"
        );

    /// <summary>
    /// What of the ledger's invariants does not hold: sums of postings, of the state and of the roll-up, and the
    /// sequence without a gap.
    /// </summary>
    public async Task<IReadOnlyList<string>> LedgerFaultsAsync()
    {
        var invariants = await AskInsideAsync("ledger", "/internal/invariants");
        List<string> faults = [.. invariants["faults"]!.AsArray().Select(fault => fault!.GetValue<string>())];
        if (!invariants["holds"]!.GetValue<bool>() && faults.Count == 0)
            faults.Add(invariants.ToJsonString());
        if (!await ScalarAsync<bool>("ledger", "SELECT count(*) = max(sequence) AND min(sequence) = 1 FROM entry"))
            faults.Add("the sequence of entries has a gap");
        return faults;
    }

    private string Infra => Path.Combine(Home, "infra");

    private string PidFile(Server server) =>
        Path.Combine(Infra, server == Server.Postgres ? "postgres.pid" : "rabbitmq.pid");

    private async Task UpAsync(string[] arguments)
    {
        await RunAsync("up", ["--empty", .. arguments]);
        _ports = Settings(Path.Combine(Home, "config", "ports"));
        _servers = (await RunAsync("infra", ["env", Infra]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

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
