using System.Text;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>
/// What a service may do in its database is what its statements do, table by table and column by column, and stands in
/// docs/operations/database.md.
/// </summary>
[Tier(Tier.Service)]
public sealed class GrantTests
{
    private const string Begin = "<!-- rights: CARBON_RENEW=1 writes them anew -->\n";
    private const string End = "<!-- end of rights -->\n";

    /// <summary>Rights on a whole table, and those on columns that do not follow from them.</summary>
    private const string Rights = """
        WITH whole AS (
            SELECT table_name, privilege_type FROM information_schema.role_table_grants
            WHERE table_schema = 'public' AND grantee = $1
        ),
        part AS (
            SELECT table_name, privilege_type, string_agg(column_name, ', ' ORDER BY ordinal_position) AS columns
            FROM information_schema.column_privileges p JOIN information_schema.columns c
                USING (table_schema, table_name, column_name)
            WHERE table_schema = 'public' AND grantee = $1 AND NOT EXISTS (SELECT FROM whole w
                WHERE w.table_name = p.table_name AND w.privilege_type = p.privilege_type)
            GROUP BY table_name, privilege_type
        ),
        either AS (
            SELECT table_name, privilege_type, privilege_type AS said FROM whole
            UNION ALL SELECT table_name, privilege_type, format('%s (%s)', privilege_type, columns) FROM part
        )
        SELECT format('| %s | %s |', table_name, string_agg(said, ', '
            ORDER BY array_position(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type::text)))
        FROM either GROUP BY table_name ORDER BY table_name COLLATE "C"
        """;

    /// <summary>
    /// Rights that no table shows: on sequences, on the schema, by membership, and what everybody may.
    /// </summary>
    private const string Others = """
        SELECT concat_ws(' ', 'sequence', relname) FROM pg_class
        WHERE relkind = 'S' AND (has_sequence_privilege($1, oid, 'SELECT') OR has_sequence_privilege($1, oid, 'UPDATE')
            OR has_sequence_privilege($1, oid, 'USAGE'))
        UNION ALL SELECT 'create in the schema' WHERE has_schema_privilege($1, 'public', 'CREATE')
        UNION ALL SELECT concat_ws(' ', 'member of', rolname) FROM pg_roles
        WHERE rolname <> $1 AND pg_has_role($1, oid, 'MEMBER')
        UNION ALL SELECT concat_ws(' ', 'owner of', relname) FROM pg_class WHERE relowner = $1::regrole
        UNION ALL SELECT concat_ws(' ', 'everybody', privilege_type, table_name)
        FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee = 'PUBLIC'
        UNION ALL SELECT 'more than a login' FROM pg_roles
        WHERE rolname = $1 AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
        """;

    private static readonly string[] s_services = ["ingestion", "calculation", "ledger", "gateway"];

    [Fact]
    public async Task Rights_are_those_of_the_page()
    {
        var page = Path.Combine(Checkout.Root, "docs", "operations", "database.md");
        var text = await File.ReadAllTextAsync(page);
        var wanted = new StringBuilder();
        foreach (var service in s_services)
        {
            wanted.Append($"\n`{service}_service`:\n\n| table | rights |\n|---|---|\n");
            foreach (var line in await ReadAsync(service, Rights))
                wanted.Append(line).Append('\n');
        }
        wanted.Append('\n');

        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        from.ShouldBeGreaterThan(0);
        if (Environment.GetEnvironmentVariable("CARBON_RENEW") is "1")
            await File.WriteAllTextAsync(page, text[..(from + Begin.Length)] + wanted + text[to..]);
        else
            text[(from + Begin.Length)..to].ShouldBe(wanted.ToString(), "on purpose? CARBON_RENEW=1");
    }

    [Fact]
    public async Task Nothing_else_is_anybodys()
    {
        foreach (var service in s_services)
            (await ReadAsync(service, Others)).ShouldBeEmpty(service);
    }

    [Theory]
    [InlineData("ingestion", "event")]
    [InlineData("calculation", "event")]
    [InlineData("ledger", "entry")]
    [InlineData("gateway", "api_key")]
    public async Task A_service_can_neither_become_the_owner_nor_change_its_tables(string service, string table)
    {
        await using var database = await ServiceDatabase.NewAsync(service);
        await using var source = NpgsqlDataSource.Create(database.Service);
        foreach (
            var change in new[]
            {
                $"SET ROLE {service}_owner",
                $"SET ROLE {service}_migrator",
                "SET session_replication_role = replica",
                $"ALTER TABLE {table} DISABLE TRIGGER ALL",
                $"ALTER TABLE {table} ADD COLUMN more text",
                $"DROP TABLE {table}",
                $"TRUNCATE {table}",
                "CREATE TABLE another (id int)",
                "INSERT INTO \"__EFMigrationsHistory\" VALUES ('20990101000000_Made', '1')",
            }
        )
        {
            await using var command = source.CreateCommand(change);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege,
                change
            );
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string service, string sql)
    {
        await using var database = await ServiceDatabase.NewAsync(service);
        await using var source = NpgsqlDataSource.Create(database.Superuser);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{service}_service" });
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
