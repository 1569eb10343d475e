using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Database;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>A table's columns are named once, and every statement about it puts each value into its own.</summary>
[Tier(Tier.Service)]
public sealed class ColumnsTests
{
    private sealed record Reading(PlantCode Plant, Month Month, Month? Until, decimal Quantity, string? Note);

    private static readonly Columns<Reading> s_columns = new Columns<Reading>("reading")
    {
        { "plant", reading => reading.Plant },
        { "month", reading => reading.Month },
        { "until", reading => reading.Until },
        { "quantity", reading => reading.Quantity },
        { "note", reading => reading.Note },
    }.Shared("recorded_by");

    private static readonly Reading[] s_readings =
    [
        new(PlantCode.Parse("SX-R1"), new Month(2024, 3), null, 8123.4m, null),
        new(PlantCode.Parse("YN-A2"), new Month(2024, 4), new Month(2024, 6), 0.000001m, "meter changed"),
    ];

    private static readonly string[] s_asStored =
    [
        "SX-R1 24290  8123.4  ada",
        "YN-A2 24291 24293 0.000001 meter changed ada",
    ];

    [Fact]
    public async Task Many_rows_go_in_with_one_statement()
    {
        await using var table = await Table.CreateAsync();
        await table.DoAsync(s_columns.Insert(s_readings, "", Value("ada")));
        (await table.RowsAsync()).ShouldBe(s_asStored);
    }

    [Fact]
    public async Task One_row_goes_in_by_itself()
    {
        await using var table = await Table.CreateAsync();
        foreach (var reading in s_readings)
            await table.DoAsync(s_columns.InsertOne(reading, "", Value("ada")));
        (await table.RowsAsync()).ShouldBe(s_asStored);
    }

    [Fact]
    public async Task A_row_that_meets_its_key_writes_over_all_but_the_key()
    {
        await using var table = await Table.CreateAsync();
        await table.DoAsync(s_columns.Insert([s_readings[0] with { Quantity = 1m, Note = "slip" }], "", Value("bob")));
        await table.DoAsync(
            s_columns.Insert(
                s_readings,
                $"ON CONFLICT (plant, month) DO UPDATE SET {s_columns.Overwrite("plant", "month")}",
                Value("ada")
            )
        );
        (await table.RowsAsync()).ShouldBe(s_asStored);
        s_columns.Overwrite("plant", "month").ShouldNotContain("plant =");
    }

    [Fact]
    public async Task Given_rows_can_be_joined()
    {
        await using var table = await Table.CreateAsync();
        await table.DoAsync(s_columns.Insert(s_readings, "", Value("ada")));
        var command = new NpgsqlBatchCommand(
            $"DELETE FROM reading r USING {s_columns.Given} WHERE r.plant = given.plant AND r.month = given.month"
        );
        foreach (var parameter in s_columns.Of([s_readings[1]]))
            command.Parameters.Add(parameter);
        await table.DoAsync(command);
        (await table.RowsAsync()).ShouldBe([s_asStored[0]]);
    }

    [Fact]
    public async Task Plants_and_months_are_asked_for_as_they_are_kept()
    {
        await using var table = await Table.CreateAsync();
        await table.DoAsync(s_columns.Insert(s_readings, "", Value("ada")));
        await table.DoAsync(
            new NpgsqlBatchCommand(
                "DELETE FROM reading USING unnest($1, $2) AS given (p, m) "
                    + "WHERE plant = p AND month = m AND until IS NULL"
            )
            {
                Parameters =
                {
                    Column(s_readings, reading => reading.Plant),
                    Column(s_readings, reading => reading.Month),
                },
            }
        );
        (await table.RowsAsync()).ShouldBe([s_asStored[1]]);

        PlantCode? none = null;
        await table.DoAsync(
            new NpgsqlBatchCommand("DELETE FROM reading WHERE plant = $1 AND month = $2 AND $3::text IS NULL")
            {
                Parameters = { Value(s_readings[1].Plant), Value(s_readings[1].Month), Value(none) },
            }
        );
        (await table.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Names_stand_in_the_order_of_the_values() =>
        s_columns.Names.ShouldBe("plant, month, until, quantity, note, recorded_by");

    [Theory]
    [InlineData("RecordedAt", "recorded_at")]
    [InlineData("Plant", "plant")]
    [InlineData("CatalogueVersion", "catalogue_version")]
    [InlineData("FilesHash", "files_hash")]
    public void Properties_are_named_as_one_would_in_PostgreSQL(string property, string column) =>
        ModelConventions.SnakeCase(property).ShouldBe(column);

    [Fact]
    public void An_answer_is_a_value_or_a_refusal()
    {
        Answer<int> value = 7;
        value.IsRefused(out var none, out var seven).ShouldBeFalse();
        none.ShouldBeNull();
        seven.ShouldBe(7);

        Answer<int> refused = IdempotencyKey.InFlight;
        refused.IsRefused(out var refusal, out _).ShouldBeTrue();
        refusal.ShouldBe(IdempotencyKey.InFlight);
    }

    private sealed class Table(TestDatabase database, NpgsqlDataSource source) : IAsyncDisposable
    {
        public static async Task<Table> CreateAsync()
        {
            var database = await TestDatabase.CreateAsync("ledger");
            var source = NpgsqlDataSource.Create(database.Superuser);
            await using var create = source.CreateCommand(
                """
                CREATE TABLE reading (note text, quantity numeric, plant text, until int, month int, recorded_by text,
                    PRIMARY KEY (plant, month))
                """
            );
            await create.ExecuteNonQueryAsync();
            return new Table(database, source);
        }

        public async Task DoAsync(NpgsqlBatchCommand command)
        {
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync();
        }

        public async Task<IReadOnlyList<string>> RowsAsync()
        {
            await using var command = source.CreateCommand(
                """
                SELECT concat(plant, ' ', month, ' ', until, ' ', quantity, ' ', note, ' ', recorded_by)
                FROM reading ORDER BY plant
                """
            );
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
                rows.Add(reader.GetString(0));
            return rows;
        }

        public async ValueTask DisposeAsync()
        {
            await source.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
