using System.Globalization;
using Npgsql;

namespace CarbonPlatform.Benchmarks;

/// <summary>The platform that <c>deploy/local/up</c> has started in the folder CARBON_HOME.</summary>
internal sealed class RunningPlatform
{
    private readonly string _home;
    private readonly string _postgres;

    private RunningPlatform(string home)
    {
        _home = home;
        var settings = Settings("env");
        Address = new Uri(settings["CARBON_URL"]);
        Key = settings["CARBON_ADMIN_KEY"];
        DepartmentKey = settings["CARBON_KEY"];
        var servers = Settings(Path.Combine("infra", "infra.settings"));
        _postgres =
            $"Host=127.0.0.1;Port={servers["postgres_port"]};Username=postgres;Password={servers["postgres_password"]}";
    }

    public static string[] Services { get; } = ["gateway", "ingestion", "calculation", "ledger"];

    public Uri Address { get; }

    /// <summary>The administrator's.</summary>
    public string Key { get; }

    public string DepartmentKey { get; }

    /// <summary>Connection string of the superuser without a database.</summary>
    public string Superuser => _postgres;

    public static RunningPlatform Find() =>
        new(
            Environment.GetEnvironmentVariable("CARBON_HOME")
                ?? throw new InvalidOperationException(
                    "CARBON_HOME names no running platform; deploy/local/benchmarks starts one."
                )
        );

    /// <summary>A service's settings as environment variables.</summary>
    public Dictionary<string, string> SettingsOf(string service) => Settings(Path.Combine("config", service + ".env"));

    /// <summary>Number of the process that runs a service now.</summary>
    public int? ProcessOf(string service) => Number(Path.Combine("run", service + ".pid"));

    public int ServerProcess(string server) =>
        Number(Path.Combine("infra", server + ".pid"))
        ?? throw new InvalidOperationException($"{server} is not running.");

    /// <summary>Connections to one of the four databases as superuser.</summary>
    public NpgsqlDataSource Open(string database) =>
        NpgsqlDataSource.Create(
            $"{_postgres};Database={database};Max Auto Prepare=20;Auto Prepare Min Usages=2;Command Timeout=600"
        );

    public async Task<T> ScalarAsync<T>(string database, string sql, params object[] values)
    {
        await using var source = Open(database);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"Nothing came of {sql}"));
    }

    /// <summary>PostgreSQL's processes that serve a database.</summary>
    public List<(int Process, string Database)> Backends()
    {
        using var source = Open("postgres");
        using var command = source.CreateCommand(
            "SELECT pid, datname FROM pg_stat_activity WHERE datname IS NOT NULL AND backend_type = 'client backend'"
        );
        using var reader = command.ExecuteReader();
        var backends = new List<(int, string)>();
        while (reader.Read())
            backends.Add((reader.GetInt32(0), reader.GetString(1)));
        return backends;
    }

    private int? Number(string file)
    {
        var path = Path.Combine(_home, file);
        return File.Exists(path) ? int.Parse(File.ReadAllText(path).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }

    private Dictionary<string, string> Settings(string file) =>
        File.ReadAllLines(Path.Combine(_home, file))
            .Where(line => line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
