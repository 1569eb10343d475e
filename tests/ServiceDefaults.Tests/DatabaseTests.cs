using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>How a service comes to its database, and what it does without.</summary>
[Tier(Tier.Service)]
public sealed class DatabaseTests
{
    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);

    internal sealed class SomeDb(DbContextOptions<SomeDb> options) : DbContext(options);

    private static void CreateMeter(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE meter (id int PRIMARY KEY)");
        migrationBuilder.Sql("GRANT SELECT ON meter, \"__EFMigrationsHistory\" TO ledger_service");
    }

    [DbContext(typeof(SomeDb))]
    [Migration("20250101000000_First")]
    internal sealed class First : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => CreateMeter(migrationBuilder);
    }

    internal sealed class NewerDb(DbContextOptions<NewerDb> options) : DbContext(options);

    [DbContext(typeof(NewerDb))]
    [Migration("20250101000000_First")]
    internal sealed class FirstOfNewer : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => CreateMeter(migrationBuilder);
    }

    [DbContext(typeof(NewerDb))]
    [Migration("20250202000000_Second")]
    internal sealed class Second : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE meter ADD COLUMN unit text");
    }

    internal sealed class BrokenDb(DbContextOptions<BrokenDb> options) : DbContext(options);

    [DbContext(typeof(BrokenDb))]
    [Migration("20250101000000_Broken")]
    internal sealed class Broken : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("CREATE TABLE meter (id no_such_type)");
    }

    private sealed class OnStart(NpgsqlDataSource source) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var command = source.CreateCommand("SELECT count(*) FROM meter");
            await command.ExecuteScalarAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static Task<RunningService> StartAsync<TContext>(
        TestDatabase database,
        Action<WebApplicationBuilder>? add = null
    )
        where TContext : DbContext =>
        RunningService.StartAsync(
            app =>
                app.MapGet(
                    "/count",
                    async (NpgsqlDataSource source) =>
                    {
                        await using var command = source.CreateCommand("SELECT count(*) FROM meter");
                        return (long?)await command.ExecuteScalarAsync();
                    }
                ),
            builder =>
            {
                add?.Invoke(builder);
                builder.AddDatabase<TContext>();
            },
            new Dictionary<string, string?> { ["ConnectionStrings:Service"] = database.Service }
        );

    private static Task<TestDatabase> MigratedAsync() =>
        TestDatabase.CreateAsync("ledger", MigrationJob.ApplyAsync<SomeDb>);

    [Fact]
    public async Task The_schema_is_made_as_the_owner_and_the_service_finds_it_when_it_starts()
    {
        await using var database = await MigratedAsync();
        await using var service = await StartAsync<SomeDb>(
            database,
            builder => builder.Services.AddHostedService<OnStart>()
        );

        (await database.ExecuteAsync("SELECT tableowner FROM pg_tables WHERE tablename = 'meter'")).ShouldBe(
            "ledger_owner"
        );
        using var response = await service.SendAs(s_admin, HttpMethod.Get, "/count");
        (await response.Content.ReadAsStringAsync()).ShouldBe("0");
    }

    [Fact]
    public async Task The_service_itself_has_only_what_it_is_granted()
    {
        await using var database = await MigratedAsync();
        await using var service = await StartAsync<SomeDb>(database);
        var source = service.Services.GetRequiredService<NpgsqlDataSource>();
        foreach (
            var sql in new[]
            {
                "INSERT INTO meter VALUES (1)",
                "DROP TABLE meter",
                "CREATE TABLE other (id int)",
                "DELETE FROM \"__EFMigrationsHistory\"",
                "SET ROLE ledger_owner",
                "SET ROLE ledger_migrator",
            }
        )
        {
            await using var command = source.CreateCommand(sql);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege,
                sql
            );
        }
    }

    [Fact]
    public async Task The_job_run_again_changes_nothing()
    {
        await using var database = await MigratedAsync();
        (await MigrationJob.ApplyAsync<SomeDb>(database.Migrations)).ShouldBe("20250101000000_First");
        (await AppliedAsync(database)).ShouldBe("20250101000000_First");
    }

    [Fact]
    public async Task A_migration_that_fails_ends_the_job()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        (
            await Should.ThrowAsync<PostgresException>(() => MigrationJob.ApplyAsync<BrokenDb>(database.Migrations))
        ).SqlState.ShouldBe(PostgresErrorCodes.UndefinedObject);
    }

    [Fact]
    public async Task A_database_that_another_version_has_brought_further_is_left_alone()
    {
        await using var database = await MigratedAsync();

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            MigrationJob.ApplyAsync<BrokenDb>(database.Migrations)
        );
        var ended = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync<BrokenDb>(database));

        refused.Message.ShouldMatch(
            "^Database 'ledger_[0-9a-f]+' was brought to migration 20250101000000_First, which this version does not"
        );
        refused.Message.ShouldContain("Start the version that did so, or a newer one.");
        ended.Message.ShouldBe(refused.Message);
        (await AppliedAsync(database)).ShouldBe("20250101000000_First");
    }

    [Fact]
    public async Task A_service_does_not_start_on_a_database_that_lacks_a_migration_of_its_code()
    {
        await using var database = await MigratedAsync();

        var fault = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync<NewerDb>(database));

        fault.Message.ShouldMatch("^Database 'ledger_[0-9a-f]+' is not at migration 20250202000000_Second, for which");
        fault.Message.ShouldContain("Run the same program with the argument 'migrate'");
        (await AppliedAsync(database)).ShouldBe("20250101000000_First");
        await MigrationJob.ApplyAsync<NewerDb>(database.Migrations);
        await using var service = await StartAsync<NewerDb>(database);
        (await service.SendAs(s_admin, HttpMethod.Get, "/count")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nor_on_an_empty_one_nor_on_one_whose_history_it_may_not_read()
    {
        await using var empty = await TestDatabase.CreateAsync("ledger");
        (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync<SomeDb>(empty))).Message.ShouldContain(
            "is not at migration 20250101000000_First"
        );

        await using var closed = await MigratedAsync();
        await closed.ExecuteAsync("REVOKE SELECT ON \"__EFMigrationsHistory\" FROM ledger_service");
        (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync<SomeDb>(closed))).Message.ShouldContain(
            "is not at migration 20250101000000_First"
        );
    }

    [Fact]
    public async Task Without_a_connection_string_the_start_says_which_is_missing()
    {
        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            RunningService.StartAsync(_ => { }, builder => builder.AddDatabase<SomeDb>())
        );
        fault.Message.ShouldBe("ConnectionStrings__Service is not set.");
        (await Should.ThrowAsync<InvalidOperationException>(MigrationJob.RunAsync<SomeDb>)).Message.ShouldBe(
            "ConnectionStrings__Migrations is not set."
        );
    }

    [Fact]
    public async Task A_statement_that_takes_longer_than_the_role_may_is_trouble_and_one_given_up_is_not()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        var impatient = new NpgsqlConnectionStringBuilder(database.Service) { Options = "-c statement_timeout=50" };
        await using var source = NpgsqlDataSource.Create(impatient.ConnectionString);
        await using var command = source.CreateCommand("SELECT pg_sleep(60)");
        var late = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        late.SqlState.ShouldBe(PostgresErrorCodes.QueryCanceled);
        DatabaseTrouble.IsIn(late).ShouldBeTrue();

        await using var patient = NpgsqlDataSource.Create(database.Service);
        await using var longer = patient.CreateCommand("SELECT pg_sleep(60)");
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var given = await Should.ThrowAsync<OperationCanceledException>(() =>
            longer.ExecuteNonQueryAsync(caller.Token)
        );
        DatabaseTrouble.IsIn(given).ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_that_lets_nobody_in_is_trouble_and_no_fault_of_the_call()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        foreach (
            var (change, state) in (IEnumerable<(Action<NpgsqlConnectionStringBuilder>, string)>)
                [
                    (to => to.Password = "changed-elsewhere", PostgresErrorCodes.InvalidPassword),
                    (to => to.Database = "not_there", PostgresErrorCodes.InvalidCatalogName),
                ]
        )
        {
            var shut = new NpgsqlConnectionStringBuilder(database.Service) { Pooling = false };
            change(shut);
            await using var source = NpgsqlDataSource.Create(shut.ConnectionString);
            var refused = await Should.ThrowAsync<PostgresException>(() => source.OpenConnectionAsync().AsTask());
            refused.SqlState.ShouldBe(state);
            DatabaseTrouble.IsIn(refused).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("ingestion", "1min")]
    [InlineData("calculation", "5min")]
    [InlineData("ledger", "5min")]
    [InlineData("gateway", "30s")]
    public async Task A_service_has_limits_of_time_and_its_migrations_have_none(string service, string statement)
    {
        await using var database = await TestDatabase.CreateAsync(service);
        (await LimitsAsync(database.Service)).ShouldBe($"{statement} 2min");
        (await LimitsAsync(database.Migrations)).ShouldBe("0 0");

        static async Task<object?> LimitsAsync(string connection)
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using var command = source.CreateCommand(
                "SELECT current_setting('statement_timeout') || ' ' "
                    + "|| current_setting('idle_in_transaction_session_timeout')"
            );
            return await command.ExecuteScalarAsync();
        }
    }

    private static async Task<object?> AppliedAsync(TestDatabase database) =>
        await database.ExecuteAsync("SELECT string_agg(\"MigrationId\", ' ') FROM \"__EFMigrationsHistory\"");

    [Fact]
    public async Task At_most_fifteen_connections_under_the_services_name()
    {
        await using var database = await MigratedAsync();
        var generous = new NpgsqlConnectionStringBuilder(database.Service) { MaxPoolSize = 100 };
        await using var service = await RunningService.StartAsync(
            _ => { },
            builder => builder.AddDatabase<SomeDb>(),
            new Dictionary<string, string?> { ["ConnectionStrings:Service"] = generous.ConnectionString }
        );
        var source = service.Services.GetRequiredService<NpgsqlDataSource>();

        new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize.ShouldBe(15);
        await using var command = source.CreateCommand("SELECT current_setting('application_name')");
        (await command.ExecuteScalarAsync()).ShouldBe("ledger");
    }

    [Fact]
    [Tier(Tier.Platform)]
    public async Task While_PostgreSQL_is_away_the_start_waits_the_requests_are_503_and_the_service_is_not_ready()
    {
        await using var servers = await TestServers.StartPrivateAsync(Server.Postgres);
        await using var database = await TestDatabase.CreateAsync("ledger", MigrationJob.ApplyAsync<SomeDb>, servers);
        await servers.StopAsync(Server.Postgres);
        var starting = StartAsync<SomeDb>(database);
        starting.IsCompleted.ShouldBeFalse();

        await servers.StartAsync(Server.Postgres);
        await using var service = await starting;
        (await service.SendAs(s_admin, HttpMethod.Get, "/count")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Send(null, HttpMethod.Get, "/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        servers.Kill(Server.Postgres);
        await Eventually.PassAsync(async () =>
        {
            var away = await service.SendAs(s_admin, HttpMethod.Get, "/count");
            await away.ShouldBeProblem(503, "database-unavailable");
            away.Headers.RetryAfter.ShouldNotBeNull();
        });
        // What was found a second ago is told for as long.
        await Eventually.PassAsync(async () =>
        {
            var ready = await service.Send(null, HttpMethod.Get, "/health/ready");
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await ready.Content.ReadAsStringAsync()).ShouldBe(
                """{"status":"unhealthy","checks":{"database":"unhealthy"}}"""
            );
        });
        (await service.Send(null, HttpMethod.Get, "/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await servers.StartAsync(Server.Postgres);
        await Eventually.ShouldAsync(
            async () => (await service.SendAs(s_admin, HttpMethod.Get, "/count")).StatusCode == HttpStatusCode.OK,
            "the service working again"
        );
    }
}
