using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// The database is set back to a backup while the process lives, and goes on from there with other entries of the
/// same sequences.
/// </summary>
[Tier(Tier.Service)]
public sealed class SetBackTests
{
    private const string March = "from=2024-03&to=2024-03&groupBy=category,measure,source";

    [Fact]
    public async Task Readers_and_writer_forget_what_they_knew_of_a_ledger_that_is_no_more()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        var backup = await BackUpAsync(ledger.Database);
        await EventuallyAsync(() => ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100)));
        await EventuallyAsync(async () =>
            (await api.RowsAsync(March)).ShouldBe(["source=BOILER-1 scope1.combustion CO2 100.000000"])
        );

        await RestoreAsync(ledger.Database, backup);
        await EventuallyAsync(() => ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(40, "FURNACE-9")));

        await EventuallyAsync(async () =>
            (await api.RowsAsync(March)).ShouldBe(["source=FURNACE-9 scope1.combustion CO2 40.000000"])
        );
        (await ledger.RowsAsync("SELECT id, source FROM line")).ShouldBe(["0|FURNACE-9"]);
        await ledger.ShouldBeSoundAsync();
    }

    private static async Task<string> BackUpAsync(TestDatabase database)
    {
        var backup = database.Name + "_backup";
        await ServerAsync(database, $"CREATE DATABASE {backup} OWNER ledger_owner TEMPLATE {database.Name}");
        return backup;
    }

    private static async Task RestoreAsync(TestDatabase database, string backup)
    {
        await ServerAsync(database, $"DROP DATABASE {database.Name} WITH (FORCE)");
        await ServerAsync(database, $"ALTER DATABASE {backup} RENAME TO {database.Name}");
    }

    /// <summary>With nobody connected, as a restore wants it.</summary>
    private static async Task ServerAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.Superuser)
            {
                Database = "postgres",
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync();
        await using (
            var leave = new NpgsqlCommand(
                $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database.Name}'",
                connection
            )
        )
            await leave.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Connections that were cut are noticed once.</summary>
    private static Task EventuallyAsync(Func<Task> act) => Eventually.PassAsync(act);
}
