using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>
/// What was accepted before suppliers were asked counts as named, and what its sheets say of supplies is what the
/// service would keep of them.
/// </summary>
[Tier(Tier.Service)]
public sealed class SuppliersTests
{
    [Fact]
    public async Task Sheets_from_before_say_what_they_said_of_supplies()
    {
        await using var database = await FilledDatabase.LoadAsync("0.1.0", "ingestion");
        await ServiceDatabase.MigrateAsync("ingestion", database.Migrations);

        var named = new List<string>();
        var suppliers = 0;
        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT s.suppliers_as_named, s.supplies, e.body
            FROM sheet s JOIN event e ON e.id = s.event_id ORDER BY s.plant, s.month
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var sheet = EventJson.ReadingsAccepted(reader.GetFieldValue<byte[]>(2));
            var kept = SheetSupply.FromJson(reader.GetString(1));
            kept.ShouldBe(SheetSupply.Of(sheet.Readings), $"{sheet.Plant} {sheet.Month}");
            suppliers += kept.Count(supply => supply.Supplier is not null);
            reader.GetBoolean(0).ShouldBe(kept.Any(supply => supply.Supplier is not null));
            if (reader.GetBoolean(0))
                named.Add($"{sheet.Plant} {sheet.Month}");
        }
        named.ShouldBe(["NX-A1 2023-09", "NX-A1 2024-01"]);
        suppliers.ShouldBe(4);
    }
}
