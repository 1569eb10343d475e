using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CarbonPlatform.Schema;

/// <summary>What a database is, besides its rows: a line for each thing in it, in words of PostgreSQL.</summary>
internal static class DatabaseShape
{
    /// <summary>
    /// Every relation with its owner, storage settings and rights; every column, constraint, index, trigger, function.
    /// Where a column stands in its table is left out.
    /// </summary>
    private const string Everything = """
        WITH relation AS (
            SELECT oid, relname, relkind, relowner, relacl, reloptions FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
        )
        SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, sorted(nspacl::text[]))
        FROM pg_namespace WHERE nspname = 'public'
        UNION ALL
        SELECT concat_ws(' ', 'relation', relname, relkind, 'of', relowner::regrole,
            sorted(reloptions), sorted(relacl::text[]))
        FROM relation
        UNION ALL
        SELECT concat_ws(' ', 'column', relname, attname, format_type(atttypid, atttypmod), 'required', attnotnull,
            'default', pg_get_expr(adbin, adrelid), 'identity', attidentity, 'compressed', attcompression,
            sorted(attacl::text[]))
        FROM relation r JOIN pg_attribute a ON attrelid = r.oid
        LEFT JOIN pg_attrdef ON adrelid = r.oid AND adnum = attnum
        WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(c.oid))
        FROM pg_constraint c JOIN relation r ON r.oid = conrelid
        UNION ALL
        SELECT concat_ws(' ', 'index', pg_get_indexdef(oid)) FROM relation WHERE relkind = 'i'
        UNION ALL
        SELECT concat_ws(' ', 'sequence', relname, seqtypid::regtype, seqstart, seqincrement, seqcycle)
        FROM relation r JOIN pg_sequence ON seqrelid = r.oid
        UNION ALL
        SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), 'enabled', tgenabled)
        FROM pg_trigger t JOIN relation r ON r.oid = tgrelid WHERE NOT tgisinternal
        UNION ALL
        SELECT concat_ws(' ', 'function', proowner::regrole, sorted(proacl::text[]), pg_get_functiondef(oid))
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        """;

    /// <summary>Rights and settings come in the order in which they were given.</summary>
    private const string Sorted = """
        CREATE FUNCTION pg_temp.sorted(given text[]) RETURNS text LANGUAGE sql AS
            'SELECT string_agg(one, '','' ORDER BY one COLLATE "C") FROM unnest(given) AS one';
        """;

    private const string Columns = """
        SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod),
            CASE WHEN attnotnull THEN 'required' ELSE 'optional' END)
        FROM pg_class c JOIN pg_attribute ON attrelid = c.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '__EFMigrationsHistory'
            AND attnum > 0 AND NOT attisdropped
        """;

    private const string Rows = """
        SELECT tablename || ',' || (xpath('/row/n/text()',
            query_to_xml(format('SELECT count(*) AS n FROM public.%I', tablename), false, true, '')))[1]
        FROM pg_tables WHERE schemaname = 'public'
        """;

    /// <summary>All that it is.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(TestDatabase database) =>
        await ReadAsync(database, Sorted + Everything.Replace("sorted(", "pg_temp.sorted(", StringComparison.Ordinal));

    /// <summary>The columns of its tables.</summary>
    public static Task<IReadOnlyList<string>> ColumnsOfAsync(TestDatabase database) => ReadAsync(database, Columns);

    /// <summary>The columns of the tables of a model, in the same words.</summary>
    public static IReadOnlyList<string> ColumnsOf(DbContext context) =>
        [
            .. context
                .Model.GetRelationalModel()
                .Tables.SelectMany(table =>
                    table.Columns.Select(column =>
                        $"{table.Name} {column.Name} {column.StoreType} {(column.IsNullable ? "optional" : "required")}"
                    )
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>How many rows its tables hold.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> RowsOfAsync(TestDatabase database) =>
        (await ReadAsync(database, Rows))
            .Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => long.Parse(cells[1]), StringComparer.Ordinal);

    /// <summary>
    /// Its tables, each with a hash of what its rows say in the columns that another database has too.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ContentsOfAsync(TestDatabase database, TestDatabase other)
    {
        var theirs = (await NamesAsync(other)).ToHashSet();
        var contents = new List<string>();
        foreach (var table in (await NamesAsync(database)).Where(theirs.Contains).GroupBy(name => name.Table))
        {
            var columns = string.Join(", ", table.Select(name => $"\"{name.Column}\""));
            contents.AddRange(
                await ReadAsync(
                    database,
                    $"""
                    SELECT concat('{table.Key} ', md5(string_agg(said::text, chr(10) ORDER BY said::text)))
                    FROM (SELECT {columns} FROM "{table.Key}") AS said
                    """
                )
            );
        }
        return contents;

        static async Task<IEnumerable<(string Table, string Column)>> NamesAsync(TestDatabase database) =>
            (await ColumnsOfAsync(database)).Select(line => line.Split(' ')).Select(words => (words[0], words[1]));
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
