using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;

namespace CarbonPlatform.TestKit;

/// <summary>
/// A database of one test, with the same roles as in operation. The schema is migrated once per process into a template
/// and copied (some 50 ms), so that every test starts from exactly what the migrations leave.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<
        (string Server, string Service, MethodInfo Migrate),
        Lazy<Task<string>>
    > s_templates = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task>> s_roles = new(StringComparer.Ordinal);
    private readonly TestServers _servers;

    private TestDatabase(TestServers servers, string service, string name)
    {
        _servers = servers;
        Name = name;
        Superuser = Connect(servers, name).ConnectionString;
        Migrations = As(servers, service + "_migrator", name, builder => builder.Options = $"-c role={service}_owner");
        Service = As(servers, service + "_service", name, builder => builder.MaxPoolSize = 15);
    }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>What a service gets as <c>ConnectionStrings__Service</c>: role S_service.</summary>
    public string Service { get; }

    /// <summary>
    /// What a service gets as <c>ConnectionStrings__Migrations</c>: role S_migrator acting as S_owner.
    /// </summary>
    public string Migrations { get; }

    /// <summary>The superuser, for looking behind the grants and for tampering.</summary>
    public string Superuser { get; }

    /// <summary>Makes a database of a service ("ingestion", "calculation", "ledger", "gateway").</summary>
    /// <param name="service">Whose roles own and use it.</param>
    /// <param name="migrate">Brings an empty database up to date over the connection string given (role S_migrator
    /// acting as S_owner); called once per process and call site, so it must not depend on the test. Without it the
    /// database is empty.</param>
    /// <param name="servers">Private servers; the shared ones unless given.</param>
    public static async Task<TestDatabase> CreateAsync(
        string service,
        Func<string, Task>? migrate = null,
        TestServers? servers = null
    )
    {
        servers ??= await TestServers.SharedAsync();
        await s_roles.GetOrAdd(servers.PostgresAdmin, _ => new(() => CreateRolesAsync(servers))).Value;
        var template = migrate is null
            ? "template1"
            : await s_templates
                .GetOrAdd(
                    (servers.PostgresAdmin, service, migrate.Method),
                    _ => new(() => MigrateTemplateAsync(servers, service, migrate))
                )
                .Value;
        var name = $"{service}_{Guid.NewGuid():N}"[..(service.Length + 13)];
        await RunAsync(servers, $"CREATE DATABASE {name} OWNER {service}_owner TEMPLATE {template}");
        return new TestDatabase(servers, service, name);
    }

    /// <summary>
    /// Runs statements as the superuser in this database and returns the last one's first value, if it has one.
    /// </summary>
    public async Task<object?> ExecuteAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Drops the database; connections still open to it are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var connectionString in new[] { Service, Migrations })
        {
            await using var pooled = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(pooled);
        }

        await RunAsync(_servers, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task<string> MigrateTemplateAsync(
        TestServers servers,
        string service,
        Func<string, Task> migrate
    )
    {
        var template = $"template_{service}_{Guid.NewGuid():N}"[..(service.Length + 22)];
        await RunAsync(servers, $"CREATE DATABASE {template} OWNER {service}_owner");
        await migrate(
            As(servers, service + "_migrator", template, builder => builder.Options = $"-c role={service}_owner")
        );
        // A template can be copied only while nobody is connected to it.
        await RunAsync(servers, $"ALTER DATABASE {template} ALLOW_CONNECTIONS false");
        await RunAsync(
            servers,
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{template}'"
        );
        return template;
    }

    private static async Task CreateRolesAsync(TestServers servers)
    {
        var passwords =
            from service in new[] { "ingestion", "calculation", "ledger", "gateway" }
            from role in new[] { "migrator", "service" }
            select $"SET carbon.{service}_{role}_password = '{Password($"{service}_{role}")}';";
        var roles = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy", "postgres", "roles.sql"));
        await RunAsync(servers, string.Join('\n', passwords) + roles);
    }

    private static string Password(string role) => $"test-{role}";

    private static string As(
        TestServers servers,
        string role,
        string database,
        Action<NpgsqlConnectionStringBuilder> further
    )
    {
        var builder = Connect(servers, database);
        builder.Username = role;
        builder.Password = Password(role);
        builder.Pooling = true;
        further(builder);
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Connect(TestServers servers, string database) =>
        new(servers.PostgresAdmin)
        {
            Database = database,
            Pooling = false,
            IncludeErrorDetail = true,
        };

    private static async Task RunAsync(TestServers servers, string sql)
    {
        await using var connection = new NpgsqlConnection(Connect(servers, "postgres").ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync();
    }
}
