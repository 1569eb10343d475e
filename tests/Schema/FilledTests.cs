using CarbonPlatform.Ledger;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>
/// Whoever runs an earlier version has databases with figures in them. The migrations bring them, with all that they
/// hold, to what a new database is.
/// </summary>
[Tier(Tier.Service)]
public sealed class FilledTests
{
    private const string History = "__EFMigrationsHistory";

    /// <summary>A platform at rest has nothing to send.</summary>
    private const string EmptyAtRest = "outbox";

    public static TheoryData<string, string> Filled() => [.. FilledDatabase.All];

    public static TheoryData<string> Versions() => [.. FilledDatabase.All.Select(one => one.Version).Distinct()];

    [Theory]
    [MemberData(nameof(Versions))]
    public void All_services_left_one(string version) =>
        FilledDatabase
            .All.Where(one => one.Version == version)
            .Select(one => one.Service)
            .ShouldBe(["calculation", "gateway", "ingestion", "ledger"]);

    [Theory]
    [MemberData(nameof(Filled))]
    public async Task Every_table_of_it_is_filled(string version, string service)
    {
        await using var database = await FilledDatabase.LoadAsync(version, service);
        var rows = await DatabaseShape.RowsOfAsync(database);
        rows.OrderBy(one => one.Key, StringComparer.Ordinal)
            .ShouldBe(FilledDatabase.Rows(version, service).OrderBy(one => one.Key, StringComparer.Ordinal));
        rows.Where(one => one.Value == 0 && one.Key != EmptyAtRest).Select(one => one.Key).ShouldBeEmpty();

        await using var context = ServiceDatabase.Open(service, database.Migrations);
        (await context.Database.GetAppliedMigrationsAsync()).First().ShouldEndWith("_Initial");
    }

    [Theory]
    [MemberData(nameof(Filled))]
    public async Task It_becomes_what_a_new_database_is_and_keeps_its_rows(string version, string service)
    {
        await using var database = await FilledDatabase.LoadAsync(version, service);
        await ServiceDatabase.MigrateAsync(service, database.Migrations);

        await using var fresh = await ServiceDatabase.NewAsync(service);
        Agree(await DatabaseShape.OfAsync(database), await DatabaseShape.OfAsync(fresh));
        await using var context = ServiceDatabase.Open(service, database.Migrations);
        Agree(await DatabaseShape.ColumnsOfAsync(database), DatabaseShape.ColumnsOf(context));
        (await context.Database.GetAppliedMigrationsAsync()).ShouldBe(context.Database.GetMigrations());

        var rows = await DatabaseShape.RowsOfAsync(database);
        foreach (var (table, count) in FilledDatabase.Rows(version, service))
        {
            if (table != History && rows.TryGetValue(table, out var kept))
                kept.ShouldBe(count, table);
        }
    }

    /// <summary>
    /// What is derived (roll-ups, state, how far a sheet has come) is proved by no root: a migration that means to
    /// change it says so here.
    /// </summary>
    [Theory]
    [MemberData(nameof(Filled))]
    public async Task Its_rows_say_what_they_said(string version, string service)
    {
        await using var kept = await FilledDatabase.LoadAsync(version, service);
        await using var brought = await FilledDatabase.LoadAsync(version, service);
        await ServiceDatabase.MigrateAsync(service, brought.Migrations);

        var before = await DatabaseShape.ContentsOfAsync(kept, brought);
        before.Count.ShouldBe(FilledDatabase.Rows(version, service).Keys.Count(table => table != History));
        Agree(await DatabaseShape.ContentsOfAsync(brought, kept), before);
    }

    /// <summary>Lines said so of themselves before their sums did; each sum has what its lines say.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task What_rests_on_factors_of_other_years_is_in_the_sums_of_the_ledger(string version)
    {
        await using var database = await FilledDatabase.LoadAsync(version, "ledger");
        await ServiceDatabase.MigrateAsync("ledger", database.Migrations);
        await using var connection = new NpgsqlConnection(database.Migrations);
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand(
            """
            WITH lines AS (
                SELECT m.month, l.category, l.measure, l.basis,
                    coalesce(sum(c.amount) FILTER (WHERE p.statuses & 1 = 1), 0) AS provisional,
                    coalesce(sum(c.amount) FILTER (WHERE p.statuses & 4 = 4), 0) AS carried
                FROM plant_month m
                    CROSS JOIN LATERAL unnest(m.line_ids, m.amounts, m.provenance_ids)
                        AS c (line_id, amount, provenance_id)
                    JOIN line l ON l.id = c.line_id JOIN provenance p ON p.id = c.provenance_id
                GROUP BY 1, 2, 3, 4),
            sums AS (
                SELECT month, category, measure, basis, sum(provisional_amount) AS provisional,
                    sum(carried_amount) AS carried
                FROM rollup WHERE line_count > 0 GROUP BY 1, 2, 3, 4)
            SELECT (SELECT count(*) FROM ((TABLE lines EXCEPT TABLE sums) UNION ALL (TABLE sums EXCEPT TABLE lines)) d),
                (SELECT count(*) FROM lines WHERE provisional <> 0), (SELECT count(*) FROM lines WHERE carried <> 0)
            """,
            connection
        );
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        row.GetInt64(0).ShouldBe(0);
        (row.GetInt64(1) > 0, row.GetInt64(2) > 0).ShouldBe((true, true));
    }

    /// <summary>
    /// As in a database of a version in which lines said so before sums did: of the lines by wind those of one edition
    /// say that some was sold, those of another, which take no factor, that all was.
    /// </summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task How_many_lines_say_that_certificates_were_sold_is_in_the_sums_of_the_ledger(string version)
    {
        await using var database = await FilledDatabase.LoadAsync(version, "ledger");
        await database.ExecuteAsync(
            """
            ALTER TABLE provenance DISABLE TRIGGER USER;
            UPDATE provenance SET statuses = statuses | 256
            WHERE method LIKE 'avoided-generation/%' AND (factor_set LIKE 'cec-%' OR factor_set LIKE 'cdm-%');
            UPDATE provenance SET factor_set = NULL WHERE statuses & 256 <> 0 AND factor_set LIKE 'cdm-%'
            """
        );
        await ServiceDatabase.MigrateAsync("ledger", database.Migrations);
        await using var connection = new NpgsqlConnection(database.Migrations);
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand(
            """
            SELECT concat_ws(' ', category, basis, measure, count(*) FILTER (WHERE line_count > sold_lines),
                count(*) FILTER (WHERE line_count > kept_lines))
            FROM rollup WHERE line_count > 0 AND (category = 'avoided.wind' OR sold_lines + kept_lines > 0)
            GROUP BY category, basis, measure ORDER BY 1
            """,
            connection
        );
        await using var rows = await ask.ExecuteReaderAsync();
        var said = new List<string>();
        while (await rows.ReadAsync())
            said.Add(rows.GetString(0));
        said.ShouldBe([
            "avoided.wind combined-margin CO2 0 0",
            "avoided.wind displacement CO2 0 2",
            "avoided.wind displacement ENERGY 0 2",
            "avoided.wind displacement NOx 0 2",
            "avoided.wind displacement PM 0 2",
            "avoided.wind displacement SO2 0 2",
            "avoided.wind grid-average CO2 2 2",
        ]);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_leaves_and_roots_of_the_ledger_follow_from_its_entries(string version)
    {
        await using var database = await FilledDatabase.LoadAsync(version, "ledger");
        await ServiceDatabase.MigrateAsync("ledger", database.Migrations);
        await using var ledger = (LedgerDb)ServiceDatabase.Open("ledger", database.Service);

        (await ledger.Entries.CountAsync()).ShouldBeGreaterThan(0);
        (await new RecordAudit(ledger).CheckAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_record_of_the_ledger_still_cannot_be_changed(string version)
    {
        await using var database = await FilledDatabase.LoadAsync(version, "ledger");
        await ServiceDatabase.MigrateAsync("ledger", database.Migrations);
        (
            await Should.ThrowAsync<PostgresException>(() => database.ExecuteAsync("UPDATE posting SET amount = 0"))
        ).MessageText.ShouldStartWith("The ledger is append-only");
    }

    private static void Agree(IReadOnlyList<string> filled, IReadOnlyList<string> wanted)
    {
        filled.Except(wanted, StringComparer.Ordinal).ShouldBeEmpty("only the filled database has it");
        wanted.Except(filled, StringComparer.Ordinal).ShouldBeEmpty("the filled database lacks it");
    }
}
