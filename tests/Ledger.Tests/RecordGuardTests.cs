using CarbonPlatform.Record;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// The database takes rows of the record from a whole batch alone: whoever has the service's role, or the owner's, adds
/// nothing to what is on record, and nothing that would be in the writer's way.
/// </summary>
[Tier(Tier.Service)]
public sealed class RecordGuardTests
{
    private const string March = "from=2024-03&to=2024-03&groupBy=category,measure,source";
    private const string ByBatch = "The record is added to by the batch that moves its head";
    private const string Forward = "The head of the ledger goes forward";
    private const string Whole = "The head of the ledger moves over a whole batch";
    private const string AtHead = "A position is where the head of the ledger stands";

    /// <summary>The head is at 3 when they come.</summary>
    public static TheoryData<string, string> Attacks() =>
        new()
        {
            { Posting(2, 1000) + ";" + Posting(2, -1000), ByBatch },
            { Posting(3, 1000), ByBatch },
            { Posting(4, 1000), ByBatch },
            { Entry("4", "now()", 0), ByBatch },
            { "INSERT INTO entry_gap VALUES (2, 90, true, 'S', null, 'c', null, 'CO2', 'no-factor', '')", ByBatch },
            { "INSERT INTO organisation_record VALUES ('unit', 'OLD', 1, 2, '{}')", ByBatch },
            {
                "INSERT INTO line SELECT 999, 1, plant, 'OTHER', process, activity, category, basis, measure FROM line "
                    + "LIMIT 1",
                ByBatch
            },
            {
                "INSERT INTO provenance SELECT 1, 4, quality, 'other/1', factor_set, statuses, null, null, measured "
                    + "FROM provenance LIMIT 1",
                ByBatch
            },
            { "INSERT INTO position SELECT sequence + 1, root, recorded_at FROM ledger_head", AtHead },
            { "UPDATE ledger_head SET sequence = 1", Forward },
            { "UPDATE ledger_head SET root = sha256('other')", Forward },
            { "UPDATE ledger_head SET peaks = ''", Forward },
            { "UPDATE ledger_head SET recorded_at = 'infinity'", Forward },
            { "UPDATE ledger_head SET sequence = 4", Forward },
            { "UPDATE ledger_head SET sequence = 4, recorded_at = 'infinity'", Forward },
            { "UPDATE ledger_head SET sequence = 4, peaks = sha256('other')", Whole },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Neither_the_service_nor_the_owner_adds_to_the_record_by_hand(string attack, string why)
    {
        await using var ledger = await FilledAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        foreach (var role in new[] { ledger.Database.Service, ledger.Database.Migrations })
            (await Should.ThrowAsync<PostgresException>(() => RunAsync(role, attack))).MessageText.ShouldStartWith(why);

        (await api.RowsAsync(March + "&asOf=2")).ShouldBe(["source=BOILER-1 scope1.combustion CO2 100.000000"]);
        (await api.RefusedAsync($"/api/v1/totals?{March}&asOf=4")).Detail.ShouldEndWith("The newest is 3.");
        await ledger.PostAsync(new Sheet("SX-A1", "2024-04").WithCoal(7));
        (await ledger.PostingsAsync(4)).ShouldBe(["+7 BOILER-1 CO2"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Nor_by_COPY()
    {
        await using var ledger = await FilledAsync();
        await using var connection = await ledger.Source.OpenConnectionAsync();
        (
            await Should.ThrowAsync<PostgresException>(async () =>
            {
                var copy = await connection.BeginTextImportAsync("COPY posting FROM STDIN");
                await copy.WriteAsync("2\t90\t0\t\\N\t\\N\t0\t1000\t1000\n");
                await copy.DisposeAsync();
            })
        ).MessageText.ShouldStartWith(ByBatch);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Who_moves_the_head_writes_a_whole_batch_and_nothing_else()
    {
        await using var ledger = await FilledAsync();
        foreach (
            var (rows, why) in new[]
            {
                (Entry("4", "recorded_at", 1) + ";" + Posting(4, 1) + ";" + Posting(2, 1), ByBatch),
                (Entry("4", "recorded_at", 0) + ";" + Entry("5", "recorded_at", 0), ByBatch),
                (Entry("4", "recorded_at", 1), Whole),
                (Entry("4", "recorded_at", 0) + ";" + Posting(4, 1), ByBatch),
                (Entry("4", "recorded_at - interval '1 s'", 0), Whole),
                (Posting(4, 1), Whole),
                (
                    Entry("4", "recorded_at", 0)
                        + "; INSERT INTO provenance SELECT 9, 4, quality, 'other/1', null, 0, null, null, measured "
                        + "FROM provenance LIMIT 1",
                    "Provenances are numbered without a gap"
                ),
            }
        )
            (
                await Should.ThrowAsync<PostgresException>(async () =>
                    await RunAsync(ledger.Database.Service, await BatchAsync(ledger, rows))
                )
            ).MessageText.ShouldStartWith(why);
        (
            await Should.ThrowAsync<PostgresException>(async () =>
                await RunAsync(
                    ledger.Database.Service,
                    (await BatchAsync(ledger, Entry("4", "recorded_at", 0))).Replace(
                        "INSERT INTO position",
                        "SELECT FROM position WHERE false; --",
                        StringComparison.Ordinal
                    )
                )
            )
        ).MessageText.ShouldStartWith(ByBatch);

        await RunAsync(
            ledger.Database.Service,
            await BatchAsync(ledger, Entry("4", "recorded_at", 1) + ";" + Posting(4, 1))
        );

        (await ledger.ScalarAsync<long>("SELECT sequence FROM ledger_head")).ShouldBe(4);
        (await Journal.Invariants.CheckAsync(ledger.Source, CancellationToken.None)).Faults.ShouldContain(
            "1 entries are not what their leaves say: 4",
            "what is made up is not refused, and found"
        );
    }

    [Fact]
    public async Task Few_postings_by_a_statement_and_many_by_COPY_are_both_a_batch()
    {
        await using var ledger = await FilledAsync();
        var many = Enumerable
            .Range(0, 600)
            .Aggregate(new Sheet("SX-A2", "2024-03"), (sheet, i) => sheet.WithCoal(i + 1, $"BOILER-{i:000}"));
        await ledger.PostAsync(many);
        await ledger.PostAsync(many with { Revision = 2, Lines = [.. many.Lines.Take(590)] });

        (await ledger.RowsAsync("SELECT sequence, posting_count FROM entry WHERE sequence > 3 ORDER BY 1")).ShouldBe([
            "4|600",
            "5|10",
        ]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_row_beyond_the_head_is_no_position()
    {
        await using var ledger = await FilledAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await RunAsync(
            ledger.Database.Migrations,
            "ALTER TABLE position DISABLE TRIGGER USER; "
                + "INSERT INTO position SELECT sequence + 1, root, recorded_at FROM ledger_head"
        );

        var (code, detail) = await api.RefusedAsync($"/api/v1/totals?{March}&asOf=4");
        code.ShouldBe("400 unknown-position");
        detail.ShouldEndWith("The newest is 3.");
        (await api.TotalsAsync($"{March}&asOf=2030-01-01T00:00:00Z"))["asOf"]!["sequence"]!
            .GetValue<long>()
            .ShouldBe(3);
    }

    /// <summary>A plant, a sheet with a gap, and its correction; the head is at 3.</summary>
    private static async Task<LedgerRoom> FilledAsync()
    {
        var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithGaps(Sheet.Gap("BOILER-1")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2).WithCoal(90));
        return ledger;
    }

    /// <summary>A transaction that moves the head to 4 as the writer does, and adds these rows.</summary>
    private static async Task<string> BatchAsync(LedgerRoom ledger, string rows)
    {
        var tree = EntryTree.Restore(3, await ledger.ScalarAsync<byte[]>("SELECT peaks FROM ledger_head"));
        tree.Append(MadeUpLeaf);
        return $"""
            BEGIN;
            UPDATE ledger_head SET sequence = 4, recorded_at = recorded_at + interval '1 hour',
                root = '\x{Convert.ToHexString(tree.Root())}', peaks = '\x{Convert.ToHexString(tree.Peaks())}';
            INSERT INTO position SELECT sequence, root, recorded_at FROM ledger_head;
            {rows};
            COMMIT
            """;
    }

    private static byte[] MadeUpLeaf { get; } = [.. Enumerable.Repeat((byte)7, EntryTree.HashLength)];

    private static string Entry(string sequence, string recordedAt, int postings) =>
        $"""
            INSERT INTO entry (sequence, kind, plant, month, reason, adjustment, recorded_at, leaf,
                posting_count, open_gaps, gaps_not_blocking)
            SELECT {sequence}, 'emissions', 'SX-A1', 24290, 'reading', false, {recordedAt},
                '\x{Convert.ToHexString(MadeUpLeaf)}', {postings}, 0, 0 FROM ledger_head
            """;

    private static string Posting(int sequence, int amount) =>
        "INSERT INTO posting (sequence, ordinal, line_id, provenance_id, amount, quantity) "
        + $"SELECT {sequence}, 90, id, 0, {amount}, {amount} FROM line LIMIT 1";

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
