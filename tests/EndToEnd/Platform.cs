using System.Diagnostics;
using System.Globalization;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>The whole platform as <c>deploy/local/up</c> starts it: four processes, PostgreSQL and RabbitMQ of their own, in a folder of its own.</summary>
public sealed class Platform : IAsyncLifetime
{
    private static readonly TimeSpan RestartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _home = Path.Combine(Checkout.Root, "artifacts", "end-to-end", $"{Environment.ProcessId}");
    private readonly HttpClient _http = new();
    private Dictionary<string, string> _ports = [];
    private string _postgres = "";

    /// <summary>What the services export of their traces.</summary>
    public TraceCollector Traces { get; private set; } = null!;

    /// <summary>The administrator's client.</summary>
    public PlatformClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Traces = await TraceCollector.StartAsync();
        // The test command has built already; from an editor the first run builds.
        string[] build = Checkout.Configuration == "release" ? ["--no-build"] : [];
        await RunAsync("up", ["--empty", .. build]);
        var settings = Settings(Path.Combine(_home, "env"));
        _ports = Settings(Path.Combine(_home, "config", "ports"));
        var servers = (await RunAsync("infra", ["env", Path.Combine(_home, "infra")])).Split('\n');
        _postgres = servers.Single(line => line.StartsWith("CARBON_TEST_POSTGRES=", StringComparison.Ordinal)).Split('=', 2)[1];
        Client = new PlatformClient(new Uri(settings["CARBON_URL"]), settings["CARBON_ADMIN_KEY"]);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", []);
        await Traces.DisposeAsync();
        Client.Dispose();
        _http.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync(string service)
    {
        var pid = int.Parse((await File.ReadAllTextAsync(Path.Combine(_home, "run", service + ".pid"))).Split(' ')[0], CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until the supervisor has the service running again.</summary>
    public Task ReadyAsync(string service) => Eventually.ShouldAsync(
        async () =>
        {
            try
            {
                using var answer = await _http.GetAsync($"http://127.0.0.1:{_ports[service]}/health/ready");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        $"{service} being ready again",
        RestartDeadline);

    public Task StopBrokerAsync() => RunAsync("infra", ["down", Path.Combine(_home, "infra"), "rabbitmq"]);

    public Task StartBrokerAsync() => RunAsync("infra", ["up", Path.Combine(_home, "infra"), "rabbitmq"]);

    /// <summary>Has every event of a plant sent once more, with the bytes it had.</summary>
    public Task SendAgainAsync(string database, string plant) => ExecuteAsync(
        database,
        "INSERT INTO outbox (event_id) SELECT id FROM event WHERE convert_from(body, 'UTF8') LIKE $1 ON CONFLICT DO NOTHING",
        $"%\"plant\":\"{plant}\"%");

    /// <summary>Keeps all but the newest event of a plant from being sent; the service is killed so that none is already on its way.</summary>
    public async Task HoldBackAllButLastAsync(string database, string plant)
    {
        await KillAsync(database);
        await ExecuteAsync(
            database,
            """
            WITH concerned AS (SELECT id FROM event WHERE type = 'readings-accepted.v1' AND convert_from(body, 'UTF8') LIKE $1)
            UPDATE outbox SET leased_until = 'infinity' WHERE event_id IN (SELECT id FROM concerned) AND event_id < (SELECT max(id) FROM concerned)
            """,
            $"%\"plant\":\"{plant}\"%");
        await ReadyAsync(database);
    }

    public Task ReleaseAsync(string database) => ExecuteAsync(database, "UPDATE outbox SET leased_until = NULL WHERE leased_until = 'infinity'");

    public Task OutboxEmptyAsync(string database) => Eventually.ShouldAsync(
        async () => await ScalarAsync<long>(database, "SELECT count(*) FROM outbox") == 0, $"the outbox of {database} being empty", RestartDeadline);

    /// <summary>Sums of postings, of the current state and of the roll-up agree, and no sequence is missing.</summary>
    public async Task LedgerShouldBeSoundAsync()
    {
        var keys = Settings(Path.Combine(_home, "config", "keys"));
        using var signer = new TicketSigner("ingestion", Convert.FromBase64String(keys["INGESTION_SIGNING_KEY"]), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_ports["ledger"]}/internal/invariants");
        request.Headers.Add("X-Caller-Ticket", signer.Sign(new Caller("ingestion", [Roles.Service], null), "ledger"));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        System.Text.Json.Nodes.JsonNode.Parse(text)!["holds"]!.GetValue<bool>().ShouldBeTrue(text);
        (await ScalarAsync<bool>("ledger", "SELECT count(*) = max(sequence) AND min(sequence) = 1 FROM entry")).ShouldBeTrue("the sequence has no gap");
    }

    private async Task ExecuteAsync(string database, string sql, params object[] values) => await ScalarAsync<object?>(database, sql, values);

    private async Task<T?> ScalarAsync<T>(string database, string sql, params object[] values)
    {
        var builder = new NpgsqlConnectionStringBuilder(_postgres) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (T?)await command.ExecuteScalarAsync();
    }

    private async Task<string> RunAsync(string name, string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Checkout.Root, "deploy", "local", name), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CARBON_HOME"] = _home;
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = Traces.Endpoint;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{name} {string.Join(' ', arguments)}:\n{await output}\n{await errors}");
        return await output;
    }

    private static Dictionary<string, string> Settings(string file) => File.ReadAllLines(file)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}

/// <summary>All end-to-end tests share one platform and run one after another: some of them kill parts of it.</summary>
[CollectionDefinition]
public sealed class PlatformCollection : ICollectionFixture<Platform>;
