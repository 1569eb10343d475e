using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>A ledger that holds figures already is brought up to date with them.</summary>
[Tier(Tier.Service)]
public sealed class MigrationTests
{
    [Fact]
    public async Task Sums_that_stood_before_verified_amounts_hold_what_their_lines_say()
    {
        await using var database = await TestDatabase.CreateAsync("ledger", MigrateToTheFirstAsync);
        await using var source = NpgsqlDataSource.Create(database.Service);
        await using (
            var insert = source.CreateCommand(
                "INSERT INTO rollup (month, unit, category, basis, measure, counterparty_unit, amount, "
                    + "measured_amount, "
                    + "line_count) VALUES (24290, 'ALU', 'scope1.combustion', NULL, 'CO2', NULL, 100.5, 7, 2)"
            )
        )
            (await insert.ExecuteNonQueryAsync()).ShouldBe(1);

        await LedgerRoom.MigrateAsync(database.Migrations);

        await using var read = source.CreateCommand(
            "SELECT amount || ' ' || measured_amount || ' ' || verified_amount || ' ' || line_count FROM rollup"
        );
        (await read.ExecuteScalarAsync()).ShouldBe("100.5 7 100.5 2");
    }

    private static async Task MigrateToTheFirstAsync(string connection)
    {
        await using var db = new LedgerDb(new DbContextOptionsBuilder<LedgerDb>().UseNpgsql(connection).Options);
        await db.GetService<IMigrator>().MigrateAsync("Initial");
    }
}
