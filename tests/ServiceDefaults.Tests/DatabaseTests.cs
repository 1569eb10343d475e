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

    [DbContext(typeof(SomeDb))]
    [Migration("20250101000000_First")]
    internal sealed class First : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE TABLE meter (id int PRIMARY KEY)");
            migrationBuilder.Sql("GRANT SELECT ON meter TO ledger_service");
        }
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
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Service"] = database.Service,
                ["ConnectionStrings:Migrations"] = database.Migrations,
            }
        );

    [Fact]
    public async Task The_schema_is_made_as_the_owner_before_anything_else_starts()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        // Registered before the database, so it is the migrations' own place in the start that puts them first.
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
        await using var database = await TestDatabase.CreateAsync("ledger");
        await using var service = await StartAsync<SomeDb>(database);
        var source = service.Services.GetRequiredService<NpgsqlDataSource>();
        foreach (var sql in new[] { "INSERT INTO meter VALUES (1)", "DROP TABLE meter", "CREATE TABLE other (id int)" })
        {
            await using var command = source.CreateCommand(sql);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege,
                sql
            );
        }
    }

    [Fact]
    public async Task A_second_start_finds_its_schema()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        await using (await StartAsync<SomeDb>(database)) { }
        await using var again = await StartAsync<SomeDb>(database);
        (await again.SendAs(s_admin, HttpMethod.Get, "/count")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_migration_that_fails_stops_the_start()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        (await Should.ThrowAsync<PostgresException>(() => StartAsync<BrokenDb>(database))).SqlState.ShouldBe(
            PostgresErrorCodes.UndefinedObject
        );
    }

    [Fact]
    public async Task A_database_that_another_version_has_brought_further_is_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        await using (await StartAsync<SomeDb>(database)) { }

        var fault = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync<BrokenDb>(database));

        fault.Message.ShouldMatch(
            "^Database 'ledger_[0-9a-f]+' was brought to migration 20250101000000_First, which this version does not"
        );
        fault.Message.ShouldContain("Start the version that did so, or a newer one.");
        (
            await database.ExecuteAsync("SELECT string_agg(\"MigrationId\", ' ') FROM \"__EFMigrationsHistory\"")
        ).ShouldBe("20250101000000_First");
    }

    [Fact]
    public async Task Without_a_connection_string_the_start_says_which_is_missing()
    {
        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            RunningService.StartAsync(_ => { }, builder => builder.AddDatabase<SomeDb>())
        );
        fault.Message.ShouldBe("ConnectionStrings__Migrations is not set.");
    }

    [Fact]
    public async Task At_most_fifteen_connections_under_the_services_name()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        var generous = new NpgsqlConnectionStringBuilder(database.Service) { MaxPoolSize = 100 };
        await using var service = await RunningService.StartAsync(
            _ => { },
            builder => builder.AddDatabase<SomeDb>(),
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Service"] = generous.ConnectionString,
                ["ConnectionStrings:Migrations"] = database.Migrations,
            }
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
        await using var database = await TestDatabase.CreateAsync("ledger", servers: servers);
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
