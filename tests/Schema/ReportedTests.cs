using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>Beside sheets from before stands what the service would write there: later months go by it.</summary>
[Tier(Tier.Service)]
public sealed class ReportedTests
{
    [Fact]
    public async Task Sheets_from_before_say_what_they_report()
    {
        await using var database = await FilledDatabase.LoadAsync("0.1.0", "ingestion");
        await ServiceDatabase.MigrateAsync("ingestion", database.Migrations);

        var sheets = 0;
        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT s.reported, s.nil, e.body FROM sheet s JOIN event e ON e.id = s.event_id",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var sheet = EventJson.ReadingsAccepted(reader.GetFieldValue<byte[]>(2));
            var at = $"{sheet.Plant} {sheet.Month}";
            (reader.IsDBNull(0) ? null : reader.GetString(0)).ShouldBe(ReportedActivities.Write(sheet.Readings), at);
            reader
                .GetBoolean(1)
                .ShouldBe(sheet.Readings.Count > 0 && sheet.Readings.All(reading => reading.Quantity == 0), at);
            sheets++;
        }
        sheets.ShouldBeGreaterThan(5);
    }

    /// <summary>Of a plant-month of which nothing stands nothing was reported; of others it is not known.</summary>
    [Fact]
    public async Task Plant_months_from_before_have_readings_where_anything_stands()
    {
        await using var database = await FilledDatabase.LoadAsync("0.1.0", "ledger");
        await ServiceDatabase.MigrateAsync("ledger", database.Migrations);

        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FILTER (WHERE (reading_count IS NULL) <> (cardinality(line_ids) > 0 OR gaps <> '[]'))
            FROM plant_month
            """,
            connection
        );
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }
}
