using System.Runtime.Versioning;
using System.Text;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>What a service that runs knows and reaches, and what it does not.</summary>
[Collection<PlatformCollection>]
public sealed class MigrationTests(Platform platform)
{
    [Fact]
    [SupportedOSPlatform("linux")]
    public void No_service_has_what_may_change_a_schema()
    {
        foreach (var service in LocalPlatform.Services)
        {
            var job = Path.Combine(platform.Home, "config", service + ".migrate.env");
            File.GetUnixFileMode(job).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var migrations = File.ReadAllText(job).Split('=', 2)[1];
            var migrator = new NpgsqlConnectionStringBuilder(migrations);
            migrator.Username.ShouldBe(service + "_migrator");

            platform.SettingsOf(service).Keys.ShouldNotContain("ConnectionStrings__Migrations");
            var environment = Encoding.UTF8.GetString(
                File.ReadAllBytes($"/proc/{platform.ProcessOf(service)}/environ")
            );
            environment.ShouldContain($"Username={service}_service");
            environment.ShouldNotContain("_migrator");
            environment.ShouldNotContain(migrator.Password!);
        }
    }

    [Fact]
    public async Task A_role_connects_to_its_own_database_and_to_no_other()
    {
        var connections = await platform.RowsAsync(
            "postgres",
            """
            SELECT rolname || ' ' || datname FROM pg_roles CROSS JOIN pg_database
            WHERE rolname ~ '_(service|migrator)$' AND has_database_privilege(rolname, datname, 'CONNECT')
                AND datallowconn
            """
        );
        connections
            .Select(row => (string)row[0])
            .ShouldBe(
                LocalPlatform.Services.SelectMany(service =>
                    new[] { $"{service}_service {service}", $"{service}_migrator {service}" }
                ),
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task A_database_that_was_brought_to_its_version_is_left_alone_when_the_platform_is_brought_up_again()
    {
        var log = Path.Combine(platform.Home, "log", "ledger.migrate.log");
        var before = File.GetLastWriteTimeUtc(log);
        File.ReadAllText(log).ShouldContain("The database is at migration 2");

        await platform.ConfigureAsync();
        File.GetLastWriteTimeUtc(log).ShouldBe(before);

        // As after a restore of a backup that was made before the newest migration: the job looks again.
        File.Delete(Path.Combine(platform.Home, "app", "Ledger.migrated"));
        await platform.ConfigureAsync();
        File.GetLastWriteTimeUtc(log).ShouldBeGreaterThan(before);
        (await platform.IsReadyAsync("ledger")).ShouldBeTrue();
    }
}
