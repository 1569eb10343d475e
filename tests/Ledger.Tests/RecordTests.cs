using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.Record.Tests;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// The record cannot be changed, and its hashes can be worked out from the database by somebody who never saw this
/// code.
/// </summary>
[Tier(Tier.Service)]
public sealed class RecordTests
{
    public static TheoryData<string, string> Changes()
    {
        var data = new TheoryData<string, string>();
        foreach (
            var (table, column) in new[]
            {
                ("entry", "reason"),
                ("posting", "amount"),
                ("entry_gap", "detail"),
                ("organisation_record", "record"),
                ("position", "recorded_at"),
                ("line", "measure"),
                ("provenance", "method"),
            }
        )
        {
            data.Add(table, $"UPDATE {table} SET {column} = {column}");
            data.Add(table, $"UPDATE {table} SET {column} = {column} WHERE false");
            data.Add(table, $"DELETE FROM {table}");
            data.Add(table, $"TRUNCATE {table}");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_record_cannot_be_changed_by_the_service_nor_by_its_owner(string table, string change)
    {
        await using var ledger = await FilledAsync();
        var before = await ledger.RowsAsync($"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t");

        (await Should.ThrowAsync<PostgresException>(() => RunAsync(ledger.Database.Service, change))).SqlState.ShouldBe(
            PostgresErrorCodes.InsufficientPrivilege
        );
        (
            await Should.ThrowAsync<PostgresException>(() => RunAsync(ledger.Database.Migrations, change))
        ).MessageText.ShouldStartWith("The ledger is append-only");
        (
            await Should.ThrowAsync<PostgresException>(() =>
                RunAsync(ledger.Database.Superuser, "SET session_replication_role = replica; " + change)
            )
        ).MessageText.ShouldStartWith("The ledger is append-only");

        (await ledger.RowsAsync($"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")).ShouldBe(
            before
        );
    }

    [Fact]
    public async Task The_service_cannot_take_the_triggers_off_nor_the_tables_away()
    {
        await using var ledger = await FilledAsync();
        foreach (
            var change in new[]
            {
                "ALTER TABLE entry DISABLE TRIGGER append_only",
                "DROP TRIGGER append_only ON posting",
                "DROP TABLE posting",
                "DELETE FROM ledger_head",
                "INSERT INTO ledger_head VALUES (2, 0, '', '', now())",
                "DELETE FROM plant_month",
                "TRUNCATE rollup",
            }
        )
            (
                await Should.ThrowAsync<PostgresException>(() => RunAsync(ledger.Database.Service, change))
            ).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, change);
    }

    [Fact]
    public async Task Leaves_and_root_follow_from_the_rows_alone()
    {
        await using var ledger = await FilledAsync();
        var leaves = new List<byte[]>();
        foreach (var sequence in await ledger.RowsAsync("SELECT sequence FROM entry ORDER BY 1"))
        {
            var leaf = await ReferenceLeaf.OfAsync(ledger, long.Parse(sequence));
            Convert
                .ToHexString(leaf)
                .ShouldBe(
                    await ledger.ScalarAsync<string>(
                        $"SELECT upper(encode(leaf, 'hex')) FROM entry WHERE sequence = {sequence}"
                    ),
                    $"entry {sequence}"
                );
            leaves.Add(leaf);
        }

        leaves.Count.ShouldBe(6);
        foreach (
            var position in await ledger.RowsAsync("SELECT sequence, encode(root, 'hex') FROM position ORDER BY 1")
        )
        {
            var (sequence, root) = (int.Parse(position.Split('|')[0]), position.Split('|')[1]);
            Convert.ToHexStringLower(NaiveTree.Root([.. leaves.Take(sequence)])).ShouldBe(root, $"position {sequence}");
        }
        (await ledger.ReceiptsAsync())[^1].RootHash.ShouldBe(Convert.ToHexStringLower(NaiveTree.Root(leaves)));
    }

    [Fact]
    public async Task Anything_changed_behind_the_grants_changes_a_leaf()
    {
        await using var ledger = await FilledAsync();
        var before = await LeavesAsync(ledger);
        foreach (
            var (change, sequence) in new[]
            {
                ("UPDATE posting SET amount = amount + 0.000001 WHERE sequence = 3 AND ordinal = 0", 3),
                ("UPDATE entry SET recorded_at = recorded_at + interval '1 microsecond' WHERE sequence = 4", 4),
                ("UPDATE entry_gap SET opened = NOT opened WHERE sequence = 3", 3),
                (
                    "UPDATE organisation_record SET record = replace(record::text, 'ALU', 'OLD')::json "
                        + "WHERE sequence = 2",
                    2
                ),
                ("UPDATE line SET category = 'biogenic' WHERE source = 'BOILER-2'", 3),
                ("DELETE FROM posting WHERE sequence = 6 AND ordinal = 0", 6),
            }
        )
        {
            await ledger.Database.ExecuteAsync(
                """
                DO $$ DECLARE t text; BEGIN
                    FOREACH t IN ARRAY ARRAY['entry', 'posting', 'entry_gap', 'organisation_record', 'line'] LOOP
                        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER append_only', t);
                    END LOOP;
                END $$
                """
            );
            await ledger.Database.ExecuteAsync(change);
            var after = await LeavesAsync(ledger);
            Enumerable
                .Range(0, after.Count)
                .Where(i => after[i] != before[i])
                .Select(i => i + 1)
                .ShouldContain(sequence, change);
            before = after;
        }
    }

    private static async Task<IReadOnlyList<string>> LeavesAsync(LedgerRoom ledger)
    {
        var leaves = new List<string>();
        foreach (var sequence in await ledger.RowsAsync("SELECT sequence FROM entry ORDER BY 1"))
            leaves.Add(Convert.ToHexString(await ReferenceLeaf.OfAsync(ledger, long.Parse(sequence))));
        return leaves;
    }

    /// <summary>Two records and four sheets, with a correction, gaps and a counterparty.</summary>
    private static async Task<LedgerRoom> FilledAsync()
    {
        var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Unit("ALU"));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").WithCoal(100.25m).WithCoal(40, "BOILER-2").WithGaps(Sheet.Gap("BOILER-1"))
        );
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 2) { Reason = "correction" }
                .WithCoal(90)
                .WithCoal(40, "BOILER-2")
        );
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithDirectPower(12.5m, "SX-A1"));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 3) { Reason = "correction" }
                .WithCoal(40, "BOILER-2")
                .WithGaps(Sheet.Gap("BOILER-1", "no-factor", "煤"))
        );
        return ledger;
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The leaf of an entry as its documentation has it, written a second time and from rows only.</summary>
internal static class ReferenceLeaf
{
    public static async Task<byte[]> OfAsync(LedgerRoom ledger, long sequence)
    {
        using var bytes = new MemoryStream();
        bytes.Write([0, 1]);
        await AddAsync(
            ledger,
            bytes,
            $"""
            SELECT sequence, kind, plant,
                CASE WHEN month IS NOT NULL THEN to_char(make_date(month / 12, month % 12 + 1, 1), 'YYYY-MM') END,
                revision::bigint, catalogue_version::bigint, methods_version::bigint, submission_id::text, reason,
                adjustment::int::bigint, recorded_at
            FROM entry WHERE sequence = {sequence}
            """,
            isList: false
        );
        await AddAsync(
            ledger,
            bytes,
            $"""
            SELECT p.ordinal::bigint,
                l.source, l.process, l.activity, l.category, l.basis, l.measure, l.counterparty, p.amount, p.quantity,
                v.quality, v.method, v.factor_set, v.statuses::bigint, v.activity_uncertainty_percent,
                v.factor_uncertainty_percent, p.reverses_sequence, p.reverses_ordinal::bigint
            FROM posting p JOIN line l ON l.id = p.line_id JOIN provenance v ON v.id = p.provenance_id
            WHERE p.sequence = {sequence} ORDER BY p.ordinal
            """,
            isList: true
        );
        await AddAsync(
            ledger,
            bytes,
            $"""
            SELECT ordinal::bigint, opened::int::bigint, source, activity, category, basis, measure, kind, detail
            FROM entry_gap WHERE sequence = {sequence} ORDER BY ordinal
            """,
            isList: true
        );
        await AddAsync(
            ledger,
            bytes,
            $"""
            SELECT kind, code, version::bigint, convert_to(record::text, 'UTF8')
            FROM organisation_record WHERE sequence = {sequence}
            """,
            isList: false
        );
        return SHA256.HashData(bytes.ToArray());
    }

    private static async Task AddAsync(LedgerRoom ledger, MemoryStream bytes, string sql, bool isList)
    {
        await using var command = ledger.Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        using var rows = new MemoryStream();
        var count = 0;
        for (; await reader.ReadAsync(); count++)
        {
            for (var i = 0; i < reader.FieldCount; i++)
                rows.Write(Field(reader.IsDBNull(i) ? null : reader.GetValue(i)));
        }
        if (isList)
            bytes.Write([6, .. BigEndian(count, 4)]);
        bytes.Write(rows.ToArray());
    }

    private static byte[] Field(object? value) =>
        value switch
        {
            null => [0],
            long number => [1, .. BigEndian(number, 8)],
            string text => Sized(2, Encoding.UTF8.GetBytes(text)),
            decimal number => Sized(3, Encoding.ASCII.GetBytes(number.ToString("0.##########################"))),
            DateTime at => [4, .. BigEndian((at.Ticks - DateTime.UnixEpoch.Ticks) / 10, 8)],
            byte[] raw => Sized(5, raw),
            _ => throw new InvalidOperationException($"{value.GetType()} is no field."),
        };

    private static byte[] Sized(byte tag, byte[] bytes) => [tag, .. BigEndian(bytes.Length, 4), .. bytes];

    private static byte[] BigEndian(long value, int length)
    {
        var bytes = BitConverter.GetBytes(value);
        Array.Reverse(bytes);
        return bytes[^length..];
    }
}
